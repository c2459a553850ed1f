/** Worked examples of what is made of probabilities: means over situations, and what makes them uncertain. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachAnswer, type ProfileAnswer } from '../core/profile-spec.ts';
import { difference, minus } from './estimates.ts';
import { askedBehind, likelyMean, meanOfShares, possibleAnswers } from './share-estimates.ts';

/** A choice of C or D: P(C) in every order; `kind`: what theory answers there. */
const told = (key: string, inOrders: readonly number[], kind = 1, draw = 0): ProfileAnswer => ({
  ...{ task: 't', where: 'w', match: `m${draw}`, draw, turn: 0, key, round: 1, answer: 'C', wants: { theory: kind } },
  value: inOrders.reduce((sum, p) => sum + p, 0) / inOrders.length,
  shares: [
    { answer: 'C', value: 1, inOrders },
    { answer: 'D', value: 0, inOrders: inOrders.map((p) => 1 - p) },
  ],
});
const estimate = (answers: readonly ProfileAnswer[], least = 0.05) =>
  meanOfShares(eachAnswer(possibleAnswers(answers)), least)!;
const half = (answers: readonly ProfileAnswer[]): number => {
  const [low, high] = estimate(answers).interval(0.95)!;
  return (high - low) / 2;
};

describe('a mean of shares', () => {
  test('counts situations: .2, .4, .6, .8 are .5, with Student’s interval over four', () => {
    const four = [0.2, 0.4, 0.6, 0.8].map((p, i) => told(`q${i}`, [p, p]));
    const found = estimate(four);
    expect([found.value, found.n, found.shares]).toEqual([0.5, 4, true]);
    // s² = .2/3; t with 3 degrees of freedom is 3.18245.
    expect(half(four)).toBeCloseTo(3.18245 * Math.sqrt(0.2 / 3 / 4), 4);
    // Every situation counts once, whichever of its answers are counted behind it.
    expect(askedBehind(eachAnswer(possibleAnswers(four)))).toEqual(four);
  });

  test('what theory tells apart is no uncertainty: two kinds at .9 and .1, and nothing between them', () => {
    const apart = ['a', 'b', 'c', 'd'].map((key, i) => told(key, [i < 2 ? 0.9 : 0.1], i < 2 ? 1 : 0));
    // 2 degrees of freedom; the least spread that is taken.
    expect(half(apart)).toBeCloseTo(4.30265 * Math.sqrt(0.05 ** 2 / 4), 4);
    const one = apart.map((answer) => ({ ...answer, wants: { theory: 1 } }));
    expect(half(one)).toBeCloseTo(3.18245 * Math.sqrt(0.64 / 3 / 4), 4);
  });

  test('orders that say otherwise count as if one had been drawn for each situation', () => {
    const first = Array.from({ length: 4 }, (_, i) => told(`q${i}`, [1, 0]));
    // Between situations the least spread, over orders .25: together known with Satterthwaite's 4 degrees of freedom.
    const variance = 0.05 ** 2 / 4 + 0.25 / 4;
    expect(estimate(first).error!.variance).toBeCloseTo(variance, 9);
    expect(Math.floor(estimate(first).error!.freedom)).toBe(4);
    expect(half(first)).toBeCloseTo(2.77645 * Math.sqrt(variance), 4);
  });

  test('wordings count once each: three means .4, .5, .6 of every situation are .5 ± their own error', () => {
    const three = [0.4, 0.5, 0.6].flatMap((p, draw) =>
      ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => told(key, [p, p], 1, draw)),
    );
    const found = estimate(three);
    expect([found.value, found.n]).toEqual([expect.closeTo(0.5, 9), 6]);
    expect(found.wordings).toEqual([0.4, 0.5, 0.6].map((p) => expect.closeTo(p, 9)));
    // .01 between wordings over 3, and the least spread over 6: 2.7 degrees of freedom, taken as 2.
    expect(half(three)).toBeCloseTo(4.30265 * Math.sqrt(0.01 / 3 + 0.05 ** 2 / 6), 3);
    // What a wording does to both alike does nothing to their difference.
    const both = difference(found, estimate(three.map((one) => ({ ...one, key: `${one.key}'` }))));
    expect(both.value).toBeCloseTo(0, 9);
    expect(both.interval(0.95)![1]).toBeLessThan(0.08);
    expect(minus(found, 0.5).interval(0.95)![1]).toBeCloseTo(half(three), 9);
  });

  test('a single situation tells no interval, and no answer no mean', () => {
    expect(estimate([told('a', [0.3, 0.5])])).toMatchObject({ value: expect.closeTo(0.4, 9), n: 1, error: null });
    expect(estimate([told('a', [0.3, 0.5])]).interval(0.95)).toBeNull();
    expect(meanOfShares([], 0.05)).toBeNull();
  });

  test('two answers in one draw are as likely as both together', () => {
    const [one, other] = [told('a', [0.8]), told('b', [0.3])];
    const pairs = possibleAnswers([one]).flatMap((mine) =>
      possibleAnswers([other]).map((theirs) => ({ value: mine.value > theirs.value ? 1 : 0, answers: [mine, theirs] })),
    );
    // C with .8 and D with .7.
    expect(likelyMean(pairs)).toBeCloseTo(0.56, 9);
  });

  test('it is the mean of the expectations, whatever they are, and its interval holds it', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 2,
          maxLength: 9,
        }),
        (pairs) => {
          const answers = pairs.map((orders, i) => told(`q${i}`, orders));
          const { value, interval } = estimate(answers);
          expect(value).toBeCloseTo(answers.reduce((sum, one) => sum + one.value, 0) / answers.length, 9);
          const [low, high] = interval(0.95)!;
          expect(low).toBeLessThan(value);
          expect(high).toBeGreaterThan(value);
        },
      ),
      { numRuns: 50 },
    ));
});
