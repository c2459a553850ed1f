/** The same people in two conditions of one game (two sets of payoffs, two opponents): compared within person. */
import type { AnyGame } from '../../core/game.ts';
import { mean } from '../stats/resampling.ts';
import type { Bucket, Condition } from './observed.ts';
import { FEW } from './estimate.ts';
import type { Grouping } from './groups.ts';
import { overall, type Overall } from './overall.ts';
import { type Test, within } from './tests.ts';
import type { Breathe, Met } from './units.ts';

/** Conditions that are compared pairwise: beyond so many, only those with the most observations are. */
const MOST_CONDITIONS = 6;
/** Beyond so many people nobody waits for a table of pairs. */
const MOST_PEOPLE = 20_000;

export type Across = {
  readonly game: string;
  /** Groups by everybody's mean over several sets of payoffs. */
  readonly overall: readonly Overall[];
  /** Pairs of conditions. */
  readonly tests: readonly Test[];
};

/** Measures of every pair of conditions that at least five people were in, people who met nobody meanwhile. */
export async function across(
  conditions: readonly (readonly [Condition, readonly Bucket[]])[],
  met: Met,
  ask: Grouping,
  wordsOf: (condition: Condition) => string,
  breathe: Breathe,
): Promise<readonly Across[]> {
  const found: Across[] = [];
  for (const game of new Set(conditions.map(([condition]) => condition.game))) {
    const mine = conditions.filter(([condition]) => condition.game === game).slice(0, MOST_CONDITIONS);
    const tests: Test[] = [];
    const people = mine.map(([condition, buckets]) => ({ words: wordsOf(condition), values: peopleIn(buckets) }));
    await breathe();
    for (const [i, one] of people.entries())
      for (const other of people.slice(i + 1)) {
        tests.push(...paired(game, one, other));
        await breathe();
      }
    const all = conditions.flatMap(([condition, buckets]) => (condition.game === game ? buckets : []));
    const means = await overall(game, all, met.get(game.name) ?? new Map(), ask, breathe);
    if (tests.length + means.length > 0) found.push({ game: game.name, overall: means, tests });
  }
  return found;
}

type Values = ReadonlyMap<string, readonly (readonly number[])[]>;
type People = { readonly words: string; readonly values: Values };

/** Everybody's values by measure. Whoever learned from others is no observation of their own and is left out. */
function peopleIn(buckets: readonly Bucket[]): Values {
  const values = new Map<string, readonly (readonly number[])[]>();
  const count = buckets.reduce((sum, { observed }) => sum + observed.length, 0);
  if (count > MOST_PEOPLE) return values;
  for (const { observed } of buckets)
    for (const { participant, met, values: mine } of observed) {
      if (participant === null || met.length > 0) continue;
      const before = values.get(participant);
      values.set(participant, before === undefined ? mine : before.map((list, m) => [...list, ...(mine[m] ?? [])]));
    }
  return values;
}

function paired(game: AnyGame, one: People, other: People): readonly Test[] {
  const both = [...one.values.keys()].filter((person) => other.values.has(person));
  if (both.length < FEW) return [];
  return (game.comparison?.across ?? game.comparison?.declared ?? []).flatMap((name) => {
    const at = game.measures.findIndex((measure) => measure.name === name);
    const measure = game.measures[at];
    if (measure === undefined) return [];
    const units = both.map((person) => ({
      values: [summed(one.values.get(person)?.[at]), summed(other.values.get(person)?.[at])],
      path: [],
    }));
    const test = within({ label: one.words, units }, [measure, 0], [measure, 1]);
    return test === null ? [] : [{ ...test, one: one.words, other: other.words }];
  });
}

/** One value a person and condition, so that yes and no stay yes and no. */
const summed = (values: readonly number[] = []): readonly number[] => (values.length < 2 ? values : [mean(values)]);
