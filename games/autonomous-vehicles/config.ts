/** The settings. Lists are typed with commas: --set pedestrians=1,20 --set riders=alone,child. */
import { z } from 'zod';
import { crossed, type Item, LAWS, type Law, QUESTIONS, RIDERS, type Riders } from './items.ts';

/** A list as people type it: "1,20", a single value, or an array. */
const typed = (value: unknown): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    : typeof value === 'number'
      ? [value]
      : value;

const once = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
const list = <T extends z.ZodType>(of: T) =>
  z.array(of).refine(once, { error: 'names something twice; list each once' });

const ITEM = new RegExp(`^(\\d{1,3})/(${RIDERS.join('|')})(?:/(${LAWS.join('|')}))?(/mirrored)?$`);
const isRiders = (text: string | undefined): text is Riders => RIDERS.some((riders) => riders === text);
const isLaw = (text: string | undefined): text is Law => LAWS.some((law) => law === text);

/** "20/child", "20/child/required" or "20/child/none/mirrored"; null where it is none. */
export function readItem(text: string): Item | null {
  const [, number, riders, law = 'none', mirrored] = ITEM.exec(text) ?? [];
  const pedestrians = Number(number);
  if (!isRiders(riders) || !isLaw(law) || pedestrians < 1 || pedestrians > 100) return null;
  return { pedestrians, riders, law, ...(mirrored === undefined ? {} : { mirrored: true }) };
}

const item = z.string().refine((text) => readItem(text) !== null, {
  error: `is no item; write pedestrians/riders or pedestrians/riders/law, such as 20/child or 5/alone/required (1 to 100; ${RIDERS.join(', ')}; ${LAWS.join(', ')}; /mirrored behind it for a wall ahead)`,
});

export const config = z
  .strictObject({
    pedestrians: z
      .preprocess(typed, list(z.number().int().min(1).max(100)).min(1))
      .default([1, 20])
      .describe('How many stand ahead; the full set uses 1, 2, 5, 10, 20, 50 and 100'),
    riders: z
      .preprocess(typed, list(z.enum(RIDERS)).min(1))
      .default([...RIDERS])
      .describe('Who rides: you alone, or you with this companion'),
    laws: z
      .preprocess(typed, list(z.enum(LAWS)).min(1))
      .default(['none'])
      .describe('The rule in force; required: every car must save the greater number'),
    questions: z
      .preprocess(typed, list(z.enum(QUESTIONS)).min(1))
      .default(['moral', 'buy-minimising', 'buy-protective'])
      .describe('What is asked about each item; the protective car is not asked under the law'),
    items: z
      .preprocess(
        typed,
        list(item).refine((cells) => once(cells.map((cell) => JSON.stringify(readItem(cell)))), {
          error: 'names an item twice (without a law means law none); list each once',
        }),
      )
      .default([])
      .describe(
        'Single items, instead of the crossing, each pedestrians/riders or pedestrians/riders/law, such as 20/child',
      ),
    first: z
      .enum(['drawn', 'moral', 'buy'])
      .default('drawn')
      .describe(
        'What is asked first in a match: judgements (moral) or purchases (buy); drawn: either with equal chance',
      ),
    mirrored: z
      .enum(['no', 'drawn', 'all'])
      .default('no')
      .describe(
        'Mirrored items: a wall stands ahead, so that staying on course sacrifices the riders and swerving the pedestrians; drawn: half of the items, drawn for each match',
      ),
    order: z
      .enum(['blocks', 'shuffled', 'listed'])
      .default('blocks')
      .describe('Order of the items; in blocks, each holds every party and law once'),
    options: z
      .enum(['fixed', 'drawn'])
      .default('fixed')
      .describe('Order of the two actions, the same for a whole match'),
  })
  .refine(
    (set) => set.questions.some((q) => q !== 'buy-protective') || itemsOf(set).every(({ law }) => law === 'none'),
    {
      path: ['questions'],
      error: 'asks for the protective car only, which nobody may buy under the law; add a question or set laws=none',
    },
  );

export type Config = z.infer<typeof config>;

type Cells = {
  readonly mirrored?: 'no' | 'drawn' | 'all';
  readonly pedestrians: readonly number[];
  readonly riders: readonly Riders[];
  readonly laws: readonly Law[];
  /** Instead of the crossing, where there are any. */
  readonly items: readonly string[];
};

/** The items that a config asks about, in listed order; which of them are mirrored where that is drawn, a match says. */
export function itemsOf(set: Cells): readonly Item[] {
  const listed =
    set.items.length === 0
      ? crossed(set.pedestrians, set.riders, set.laws)
      : set.items.map(readItem).filter((cell) => cell !== null);
  return set.mirrored === 'all' ? listed.map((cell): Item => ({ ...cell, mirrored: true })) : listed;
}
