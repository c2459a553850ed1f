/**
 * What a lesson is: stops in an order, with what is asked aloud, played, counted by a show of hands and revealed. It is data
 * (data/lessons/NAME.yaml); numbers in its texts are `{slots}`, filled from facts that are computed or read from published
 * tables. It knows no screen: a keyboard runs it, and whatever else shows stops to a class can.
 */
import { z } from 'zod';
import { GROUPS } from './stops.ts';

const words = z.string().min(1).max(1200);
const name = z.string().regex(/^[a-z][a-z0-9_]*$/, {
  error: 'is no name here: small letters, digits and _, a letter first, such as told_first',
});
const minutes = z.number().min(0).max(120).describe('Minutes');

/** A game with its settings, by which stops and facts name it. */
const table = z.strictObject({
  game: z.string(),
  preset: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
});

const fact = z.discriminatedUnion('kind', [
  /** A share that was published: so many of so many, in the row of a table of data/reference that has these cells. */
  z.strictObject({
    kind: z.literal('share'),
    file: z.string().describe('of data/reference'),
    where: z.record(z.string(), z.union([z.string(), z.number()])),
    count: z.string().describe('the column that counts'),
    of: z.string().describe('the column with how many there are'),
  }),
  /** A share that was reported without a table, with what a reader has to know of it. */
  z.strictObject({ kind: z.literal('reported'), value: z.number().min(0).max(1), caveat: words }),
  /** For which κ homo moralis gives this answer at this node of the normal form, under these beliefs. */
  z.strictObject({
    kind: z.literal('kappa'),
    table: name,
    at: z.string(),
    answer: z.union([z.string(), z.number()]),
    beliefs: z.array(z.number().min(0).max(1)).optional(),
  }),
  /** From which κ on the first of two facts holds while the second does not yet: the stretch between them. */
  z.strictObject({ kind: z.literal('between'), holds: name, 'not yet': name }),
  /** What an agent answers: of a choice 1 where it is this answer, else 0; of a rating its share of the scale. */
  z.strictObject({
    kind: z.literal('agent'),
    table: name,
    agent: z.string(),
    at: z.string().describe('the key of the question'),
    answer: z.union([z.string(), z.number()]).optional(),
    beliefs: z.array(z.number().min(0).max(1)).optional(),
  }),
]);

/** What a room is asked to raise its hands for. Counts are kept under the table's game and settings, and this key. */
const hands = z.strictObject({
  ask: words,
  table: name,
  key: z.string(),
  options: z
    .array(z.strictObject({ answer: z.union([z.string(), z.number()]), label: words }))
    .min(2)
    .max(6),
});

const stop = {
  title: z.string().min(1).max(60),
  minutes,
  aloud: z.array(words).max(6).default([]),
  text: z.array(words).max(6).default([]),
};

/** What of the class a row of a figure shows. */
const ofClass = z.union([
  /** The share of hands, and of choices at the keyboard, that are this answer to this question; without one the mean of the numbers. */
  z.strictObject({ table: name, key: z.string(), answer: z.union([z.string(), z.number()]).optional() }),
  /** How many of those who guessed whom they played named the right one. */
  z.strictObject({ right: z.literal('guess') }),
  /** How many of the hands that were raised for this question named who really played in the latest match at `played`. */
  z.strictObject({ right: z.literal('hands'), table: name, key: z.string(), played: name }),
]);

const row = z.strictObject({
  label: words,
  class: ofClass.optional(),
  published: z.strictObject({ fact: name, label: words }).optional(),
  theory: z
    .array(z.strictObject({ fact: name, label: words.optional() }))
    .max(4)
    .default([]),
});

const stopSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...stop, kind: z.literal('say') }),
  z.strictObject({
    ...stop,
    kind: z.literal('play'),
    table: name,
    role: z.string().optional(),
    /** Who takes the other seat; of several one is drawn, each with the same chance, when a match begins. */
    against: z.union([z.string(), z.array(z.string()).min(2).max(4)]).optional(),
    explain: z.enum(['each', 'last', 'never']).default('never'),
    hands: hands.optional(),
  }),
  z.strictObject({ ...stop, kind: z.literal('hands'), hands }),
  z.strictObject({
    ...stop,
    kind: z.literal('reveal'),
    rows: z.array(row).min(1).max(6),
    /** Groups in the order in which they are uncovered, each with what is said when it is. */
    order: z
      .array(z.strictObject({ group: z.enum(GROUPS), says: words.optional() }))
      .min(1)
      .max(3),
  }),
]);

export const lessonSchema = z.strictObject({
  title: z.string().min(1).max(40),
  sentence: words,
  language: z
    .string()
    .regex(/^[a-z]{2}$/, { error: 'is two letters, such as en or de' })
    .default('en'),
  sources: z.array(words).min(1).max(8),
  tables: z.record(name, table),
  facts: z.record(name, fact).default({}),
  stops: z.array(stopSchema).min(1).max(30),
  handout: z.strictObject({
    text: z.array(words).min(1).max(6),
    questions: z.array(words).length(3),
    licence: words,
  }),
});

type Read = z.infer<typeof lessonSchema>;

/** A lesson as its file says it. `name`: under which it is run and kept, that of its file. */
export type LessonPlan = Read & { readonly name: string };
export type LessonStop = Read['stops'][number];
export type LessonFact = Read['facts'][string];
export type HandsAsked = z.infer<typeof hands>;
export type LessonRow = z.infer<typeof row>;
