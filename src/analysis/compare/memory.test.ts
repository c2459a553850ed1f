/** What is remembered from one update to the next changes nothing: any log in any pieces gives what is computed from nothing. */
import { beforeAll, expect, test } from 'vitest';
import type { Class } from '../../../test/class.ts';
import type { AnyGame } from '../../core/game.ts';
import { rng } from '../../core/rng.ts';
import type { StoredMatch } from '../../core/stored-rows.ts';
import { newCollector } from './collect.ts';
import { type ComparisonRequest, compare } from './compare.ts';
import { logOf, mixedClasses } from '../../../test/mixed-log.ts';
import { newRoundMemo, type RoundMemo } from './round-memo.ts';
import { type ComparisonMemory, keptMemory, newComparisonMemory } from './memory.ts';
import type { By } from './samples.ts';

let games: readonly AnyGame[];
let classes: readonly Class[];
beforeAll(async () => {
  ({ games, classes } = await mixedClasses());
});

const documentOf = async (
  collector: ReturnType<typeof newCollector>,
  given: Pick<ComparisonRequest, 'by' | 'treatments' | 'preferences'> & { readonly memory?: ComparisonMemory },
): Promise<string> =>
  JSON.stringify(
    await compare(collector.observations(), {
      ...{ files: [], rehearsals: 0, models: [], references: [], ...given },
      sessions: classes.map(({ matches }) => matches[0]!.session),
    }),
  );

test.each([1, 2, 3])('a log in random pieces, by every grouping in turn: log %i', async (seed) => {
  const { matches, treatments } = logOf(classes, seed);
  const chance = rng(seed, 'pieces');
  const memory = newComparisonMemory();
  const [followed, added]: [ReturnType<typeof newCollector>, StoredMatch[]] = [newCollector(games), []];
  let compared = 0;
  for (let from = 0; from < matches.length;) {
    // Now and then nothing is new, and now and then a single match.
    const piece = matches.slice(from, from + chance.pick([0, 1, 3, 8, 12]));
    from += piece.length;
    for (const match of piece) followed.add(match);
    added.push(...piece);
    const given = {
      by: chance.pick<By>(['session', 'session', 'treatment', 'all']),
      treatments,
      preferences: chance.below(4) === 0,
    };
    const fresh = newCollector(games);
    for (const match of added) fresh.add(match);
    expect(await documentOf(followed, { ...given, memory })).toBe(await documentOf(fresh, given));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(5);
});

test('a group in which nothing is new is not measured again, and one whose people have met others is', async () => {
  const measured: string[] = [];
  const memory = newComparisonMemory();
  const watched: ComparisonMemory = {
    ...memory,
    measured: {
      ...memory.measured,
      of: (key, make, holds) => memory.measured.of(key, () => (measured.push(key!), make()), holds),
    },
  };
  const [morning, evening, pairs] = classes;
  const collector = newCollector(games);
  const update = async (matches: readonly StoredMatch[]): Promise<number> => {
    for (const match of matches) collector.add(match);
    measured.length = 0;
    await documentOf(collector, { by: 'session', treatments: new Map(), memory: watched });
    return measured.length;
  };
  expect(await update([...morning!.matches, ...evening!.matches])).toBe(2);
  expect(await update([])).toBe(0);
  // Of a third class in another game of it, in each of its roles: its people are nobody's.
  expect(await update(pairs!.matches)).toBe(2);
  // Somebody of the morning meets somebody of the evening, who is a unit with the other from now on.
  const [one, other] = [morning!.matches[0]!.participants[0]!, evening!.matches[0]!.participants[0]!];
  expect(await update([{ ...pairs!.matches[0]!, participants: [one, other] }])).toBe(3);
});

test('what a game says of a condition, whatever was played, is asked once, in this program and the next', async () => {
  let asked = 0;
  const watched = <Value>(memo: RoundMemo<Value>): RoundMemo<Value> => ({
    ...memo,
    of: (key, make, holds) => memo.of(key, () => ((asked += 1), make()), holds),
  });
  const watching = (memory: ComparisonMemory): ComparisonMemory => ({
    ...memory,
    expected: watched(memory.expected),
    published: watched(memory.published),
  });
  const collector = newCollector(games);
  const update = async (memory: ComparisonMemory, some: readonly Class[]) => {
    for (const { matches } of some) for (const match of matches) collector.add(match);
    asked = 0;
    return { document: await documentOf(collector, { by: 'session', treatments: new Map(), memory }), asked };
  };
  const [morning, evening, ...others] = classes;
  const memory = watching(newComparisonMemory());
  expect((await update(memory, [morning!])).asked).toBeGreaterThan(3);
  expect((await update(memory, [evening!])).asked).toBe(0);
  const all = await update(memory, others);
  expect(all.asked).toBeGreaterThan(0);
  expect(await update(watching(newComparisonMemory(structuredClone(keptMemory(memory)))), [])).toEqual({
    ...all,
    asked: 0,
  });
});

test('values are kept from round to round as long as they are asked for and hold', async () => {
  const kept = newRoundMemo<number>();
  let made = 0;
  const ask = (key: string | null, holds?: (known: number) => boolean): Promise<number> =>
    kept.of(key, () => ++made, holds);
  expect([await ask('a'), await ask('a'), await ask(null), await ask(null)]).toEqual([1, 1, 2, 3]);
  kept.begin();
  expect(await ask('a')).toBe(1);
  expect(await ask('a', (known) => known > 1)).toBe(4);
  kept.begin();
  kept.begin();
  expect(await ask('a')).toBe(5);
});
