/** Groups that were kept are tested with others by the means of their units alone, where nobody is in both. */
import { expect, test } from 'vitest';
import { loadGame } from '../../disk/games.ts';
import { keptSample, measureSample, sampleKept } from './estimate.ts';
import { conditionTests, type TestGroup } from './hypothesis-tests.ts';
import { areApart, isAmong, keysTold } from './key-set.ts';

const codes = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => `person ${from + at}`);

test('whoever is among many is told by their numbers, and groups apart from those that share somebody', () => {
  const [some, others] = [keysTold(codes(0, 500)), keysTold(codes(500, 900))];
  expect(codes(0, 500).every((code) => isAmong(some, code))).toBe(true);
  expect(codes(500, 900).some((code) => isAmong(some, code))).toBe(false);
  expect(areApart(some, others)).toBe(true);
  expect(areApart(some, keysTold([...codes(900, 950), 'person 7']))).toBe(false);
  expect([areApart(keysTold([]), some), areApart(some, keysTold([]))]).toEqual([true, true]);
});

test.each([
  ['yes and no', [0, 1, 1, 0, 1]],
  ['numbers', [1.7, 0.1, 3, 1, 2.25]],
  ['a zero below zero', [-0, 1, 0, 1, 1]],
  ['nothing', []],
])('a sample is what it was: %s', (_, values) => {
  const sample = measureSample(
    values.map((value) => ({ values: [[value]], path: [] })),
    0,
  );
  expect(sampleKept(structuredClone(keptSample(sample)))).toEqual(sample);
});

test('of groups that share nobody no unit is looked at', async () => {
  const game = await loadGame('prisoners-dilemma');
  const group = (label: string, from: number, looks: () => void): TestGroup => {
    const keys = codes(from, from + 8);
    const units = keys.map((_, at) => ({ values: game.measures.map(() => [(at + from) % 2]), path: [] }));
    const samples = game.measures.map((_m, at) => measureSample(units, at));
    return {
      ...{ label, kind: 'people', size: units.length, people: keysTold(keys) },
      found: { between: new Map(), within: [], isSide: false },
      samples: async () => samples,
      async tested() {
        looks();
        return { label, kind: 'people', keys, units, samples };
      },
    };
  };
  let looked = 0;
  const looks = (): void => void (looked += 1);
  const apart = await conditionTests(game, [group('one', 0, looks), group('other', 8, looks)], () => undefined);
  expect([looked, apart.length]).toEqual([0, game.measures.length]);
  const shared = await conditionTests(game, [group('one', 0, looks), group('other', 2, looks)], () => undefined);
  expect(looked).toBe(2);
  expect(shared.every(({ paired }) => paired)).toBe(true);
});
