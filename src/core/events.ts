/**
 * Everything that happens to a session besides its answers, by kind, each with what there is to say of it: the rows of
 * the log's table `event`. They are checked where they are read from a file, and there only (`eventRow`). A kind that
 * this program does not know, as a newer one may write, and a body of another shape stay readable as `other`: nothing
 * fails on them.
 */
import { z } from 'zod';
import { memo } from './memo.ts';
import { LIVE_POLICIES, RUN_POLICIES, TYPED_POLICIES } from './no-answer.ts';
import { LENGTHS } from './profile-spec.ts';

/** Every event: of which session, of which person where it is one person's, and when, in Unix milliseconds. */
const happening = { session: z.string(), participant: z.string().nullable(), at: z.number() };

/** An event of a session as a whole: of none of its matches. */
const ofSession = <Kind extends string, Body extends z.ZodType>(kind: Kind, body: Body) =>
  z.object({ ...happening, match: z.null(), kind: z.literal(kind), body }).readonly();

/** An event of one match, by the match's code. */
const ofMatch = <Kind extends string, Body extends z.ZodType>(kind: Kind, body: Body) =>
  z.object({ ...happening, match: z.string(), kind: z.literal(kind), body }).readonly();

/** A table as it is set, kept so that it can be set again. */
const tableSet = () =>
  z.object({
    game: z.string(),
    language: z.string(),
    config: z.unknown(),
    preset: z.string().nullable(),
    role: z.string(),
    against: z.array(z.string()).readonly(),
    explain: z.enum(['each', 'last', 'never']),
    onFailure: z.enum(LIVE_POLICIES).optional(),
    seed: z.number().nullable(),
  });

/** Each kind with its schema, made when one of its rows is read: making all of them would delay the first screen. */
const kinds = {
  /** The session was given this name. The latest one counts; without one the session is a rehearsal. */
  named: () => ofSession('named', z.object({ name: z.string() })),

  /** From here on participants have the keyboard: how this word is checked, and the table that each of them sits down at. */
  locked: () =>
    ofSession(
      'locked',
      z.object({
        salt: z.string(),
        hash: z.string(),
        table: tableSet(),
        /** What each goes through instead of that one table. */
        battery: z
          .object({
            settings: z.record(z.string(), z.unknown()).readonly(),
            protocols: z.array(z.object({ game: z.string(), preset: z.string() })).readonly(),
            against: z.string(),
            language: z.string(),
            explained: z.boolean(),
            seed: z.number().nullable(),
            order: z.number().nullable(),
          })
          .optional(),
      }),
    ),
  /** The word was typed, and the next person let in: what was said of each who sits down. */
  seated: () =>
    ofSession(
      'seated',
      z.object({
        people: z.array(z.object({ label: z.string().nullable(), treatment: z.string().nullable() })).readonly(),
      }),
    ),
  /** The word was typed, and the lab opened again. */
  unlocked: () => ofSession('unlocked', z.null()),

  /**
   * What a run is to be, so that it can go on. `seats`: who plays, by id; `batch`: whether models are asked in batches;
   * `turned`: whether each match has its options turned by so many places, so that every order is shown equally often.
   */
  planned: () =>
    ofSession(
      'planned',
      z.object({
        game: z.string(),
        version: z.number(),
        config: z.unknown(),
        seats: z.array(z.string()).readonly(),
        matches: z.number(),
        onFailure: z.enum(RUN_POLICIES.map((policy) => TYPED_POLICIES[policy])),
        batch: z.boolean().default(false),
        turned: z.boolean().default(false),
      }),
    ),

  /** What a profile is to be: how many matches in all, of whom, and in which tasks. */
  profiled: () =>
    ofSession(
      'profiled',
      z.object({
        length: z.enum(LENGTHS),
        matches: z.number(),
        /** Absent in older ones: the tasks that games declare. */
        tasks: z.array(z.string()).readonly().optional(),
        /** In how many wordings; absent: the game's own. */
        wordings: z.number().optional(),
        /** Every question has each order of its options equally often; absent in older ones: lots decide. */
        orders: z.literal('balanced').optional(),
        /** Whether who is asked for answers is put the same situations as who gives probabilities. */
        both: z.literal(true).optional(),
        agents: z
          .array(
            z.object({
              /** As it sits in the game that knows its reading (moralis:0.5/sellers). */
              id: z.string(),
              kind: z.enum(['theory', 'drawn']),
              /** As it was sent, or that it was not; null: no model. */
              temperature: z.string().nullable(),
              /** How a model is asked; absent: for JSON, as in older ones, or it is none. */
              ask: z.enum(['words', 'decision', 'grid']).optional(),
            }),
          )
          .readonly(),
      }),
    ),

  /**
   * Whose answers a session of a tuning report holds: `subject` names the weights and what they were told, and is the same
   * wherever they are asked again; `set`: the hash of the training set whose held-out questions were asked, null where they
   * were those that everybody is asked.
   */
  evaluated: () =>
    ofSession('evaluated', z.object({ subject: z.string(), shown: z.string(), set: z.string().nullable() })),
  /** A plain question of no game, put to a model in a tuning report, with what was sent and what came back. */
  'off topic': () =>
    ofSession(
      'off topic',
      z.object({
        question: z.string(),
        outcome: z.enum(['answered', 'refused', 'invalid', 'timed out', 'failed']),
        text: z.string(),
        request: z.string(),
        response: z.string(),
        ms: z.number(),
      }),
    ),

  /**
   * A participant, or people at one keyboard, began a battery: who (by code), against whom, and every protocol in the order
   * in which it comes, with the seed of its match and whether its options are turned. All that it takes to go on.
   */
  battery: () =>
    ofSession(
      'battery',
      z.object({
        /** Names it in its session: 1, 2, 3 … */
        number: z.number(),
        /** Of which participant, from 1, it has the order; `seed`: from which all orders of the session are drawn. */
        order: z.number(),
        seed: z.number(),
        people: z.array(z.string()).readonly(),
        /** An agent's id, or `human` for another person at this keyboard. */
        against: z.string(),
        language: z.string(),
        /** Whether it is explained after the last protocol. */
        explained: z.boolean(),
        settings: z.record(z.string(), z.unknown()).readonly(),
        protocols: z
          .array(z.object({ game: z.string(), preset: z.string(), seed: z.number(), turned: z.boolean() }))
          .readonly(),
        /** Places, from 1, that were drawn should points be paid: one for the choices, another for what was expected. */
        paid: z.object({ choices: z.number(), beliefs: z.number() }),
      }),
    ),

  /** A lesson is at this stop, from 0, of so many: of the same lesson in a session the latest counts. */
  lesson: () =>
    ofSession('lesson', z.object({ lesson: z.string(), title: z.string(), stop: z.number(), of: z.number() })),

  /** So many questions were sent to a provider as one batch, to be fetched later. */
  batch: () =>
    ofSession('batch', z.object({ id: z.string(), model: z.string().default(''), questions: z.number().optional() })),
  /** A batch was read to its end: every answer of it is stored. */
  'batch read': () => ofSession('batch read', z.object({ id: z.string() })),

  /**
   * A room was opened for people at machines of their own: everything that it takes to open it again. `code` is what they type;
   * `tables` are played one after the other, `lesson` instead of them. Of a session the latest counts.
   */
  hosted: () =>
    ofSession(
      'hosted',
      z.object({
        code: z.string(),
        tables: z.array(tableSet()),
        lesson: z.string().nullable(),
        start: z.enum(['at once', 'together']),
        /** In which language participants read; null: in that of their browser, where the game speaks it. */
        language: z.string().nullable(),
        /** Somebody who is gone is replaced after so many milliseconds. */
        patience: z.number(),
        /** The agent that takes the seat of somebody who is gone, and plays an odd one; null: the match ends instead. */
        instead: z.string().nullable(),
        /** Who may join: a label each, with its treatment; null: anybody. */
        roster: z.array(z.object({ label: z.string(), treatment: z.string().nullable() })).nullable(),
        most: z.number(),
      }),
    ),
  /**
   * A person took a seat in a room by a tap. `secret`: the hash (hex, SHA-256) of what its browser keeps; `told`: whether it was
   * shown that one or more of the players may be a computer program.
   */
  joined: () =>
    ofSession('joined', z.object({ number: z.number(), secret: z.string(), language: z.string(), told: z.boolean() })),
  /** A person went on from a page that is read and not answered: instructions, a result. `page`: the id of that page. */
  'read on': () => ofSession('read on', z.object({ page: z.string() })),
  /** A person put a hand up on its own machine, for an option of a question to the room. Of the same person and question the latest counts. */
  hand: () =>
    ofSession(
      'hand',
      z.object({ game: z.string(), config: z.unknown(), key: z.string(), answer: z.union([z.string(), z.number()]) }),
    ),
  /**
   * What whoever hosts a room did with it. `stop`: of a lesson, from 0; `text`: what everybody reads, the hashes of links, or
   * where the projector stands.
   */
  room: () =>
    ofSession(
      'room',
      z.object({
        what: z.enum([
          'started',
          'paused',
          'went on',
          'stop',
          'message',
          'ended',
          'link made',
          'link renewed',
          'projector',
        ]),
        stop: z.number().optional(),
        text: z.string().optional(),
      }),
    ),
  /** A person of a room went away, or came back, as far as its machine tells. */
  presence: () => ofSession('presence', z.object({ here: z.boolean() })),
  /** Of a battery, a lesson or a room: the match is the one of this table (from 0) for whoever of a room sits in it. */
  'room match': () => ofMatch('room match', z.object({ table: z.number(), stop: z.number().nullable() })),
  /** From here on an agent answers in the place of a person who was gone for so long (milliseconds). */
  replaced: () => ofMatch('replaced', z.object({ seat: z.number(), agent: z.string(), after: z.number() })),

  /** People sat down to play: how the table was set, and the process that plays. */
  table: () =>
    ofMatch(
      'table',
      z.object({
        /** As it was chosen, one a seat after commas: an agent's id, `human`, or `guess` alone. */
        against: z.string(),
        /** null: settings of one's own. */
        preset: z.string().nullable(),
        role: z.string(),
        explain: z.enum(['each', 'last', 'never']),
        /** What follows when a model has no answer. */
        onFailure: z.enum(LIVE_POLICIES).optional(),
        /** Who sat down instead of a model that could not, and why. */
        instead: z.object({ against: z.string(), why: z.string() }).optional(),
        process: z.number().optional(),
        /** Who sat down had played this game in this session, and said so: again as the same person. */
        again: z.literal(true).optional(),
      }),
    ),
  /** The match was left before its end: no ending, since it can go on. */
  left: () => ofMatch('left', z.null()),
  /** It goes on, with so many answers as it had. */
  resumed: () => ofMatch('resumed', z.object({ answers: z.number().optional(), process: z.number() })),
  /** The protocol of a battery (its number) that the match is played for, and its place, from 1, of so many. */
  protocol: () => ofMatch('protocol', z.object({ battery: z.number(), place: z.number(), of: z.number() })),
  /** Guess who: whom a person took the other for, how sure it was (0 to 100), and who it was. */
  guess: () => ofMatch('guess', z.object({ guess: z.string(), confidence: z.number(), truth: z.string() })),
  /** The question of a profile that the match is played for. `agent`: a place in the profile's list, from 0. */
  'profile match': () =>
    ofMatch('profile match', z.object({ agent: z.number(), task: z.string(), where: z.string(), draw: z.number() })),
};

type Kind = keyof typeof kinds;
type KnownEvent = { [K in Kind]: z.output<ReturnType<(typeof kinds)[K]>> }[Kind];

/** An event as a file holds it, its body parsed from JSON: a kind from any version of this program. */
export type StoredEvent = {
  readonly session: string;
  readonly match: string | null;
  readonly participant: string | null;
  readonly kind: string;
  readonly body: unknown;
  readonly at: number;
};

export type EventRow =
  | KnownEvent
  /** What this program cannot read, as it is stored. */
  | (Omit<StoredEvent, 'kind' | 'body'> & {
      readonly kind: 'other';
      readonly body: Pick<StoredEvent, 'kind' | 'body'>;
    });

/** What is said of events of a kind: of `named` { name }. */
export type EventBody<Kind extends KnownEvent['kind']> = Extract<KnownEvent, { readonly kind: Kind }>['body'];

/** Every kind that is written, in the order above: named, planned, profiled, … */
export const EVENT_KINDS: readonly string[] = Object.keys(kinds);

const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind);
const schemaOf = memo((kind: Kind) => kinds[kind]());

/** Reads a stored event. Never throws: what does not fit its kind is `other`. */
export function eventRow(stored: StoredEvent): EventRow {
  const read = isKind(stored.kind) ? schemaOf(stored.kind).safeParse(stored) : null;
  if (read?.success === true) return read.data;
  const { kind, body, ...rest } = stored;
  return { ...rest, kind: 'other', body: { kind, body } };
}
