import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossed, type Item, LAWS, PARTY, PEDESTRIANS, QUESTIONS, RIDERS, type Riders } from './items.ts';
import { choice, exactly, type Mind, prefersMinimising, rating, utility, theoryIn } from './theory.ts';
import { words } from './words.en.ts';

const { reasoned } = theoryIn(words);

const cell = (pedestrians: number, riders: Riders): Item => ({ pedestrians, riders, law: 'none' });
const whole = (question: 'buy-minimising' | 'buy-protective', pedestrians: number, mind: Mind): readonly number[] =>
  RIDERS.map((riders) => Math.round(exactly(question, cell(pedestrians, riders), mind)));
const economicus = { kappa: 0 };
const moralis = { kappa: 0.5 };
const everyItem = crossed(PEDESTRIANS, RIDERS, LAWS);
const minds: readonly Mind[] = [economicus, { kappa: 0.25 }, moralis, { kappa: 1 }, 'baseline'];

describe('the table of derived numbers', () => {
  test('economicus buys the minimising car the same at any N > m: 50, 43, 12, 5', () => {
    for (const pedestrians of [3, 5, 10, 20, 50, 100])
      expect(whole('buy-minimising', pedestrians, economicus)).toEqual([50, 43, 12, 5]);
  });

  test.each([
    [3, [82, 66, 56, 50]],
    [5, [92, 79, 85, 88]],
    [10, [99, 95, 100, 100]],
    [20, [100, 100, 100, 100]],
  ])('moralis at κ = .5, N = %i', (pedestrians, ratings) => {
    expect(whole('buy-minimising', pedestrians, moralis)).toEqual(ratings);
  });

  test.each([
    [3, [98, 91, 90, 89]],
    [10, [100, 100, 100, 100]],
  ])('the stand-in, N = %i', (pedestrians, ratings) => {
    expect(whole('buy-minimising', pedestrians, 'baseline')).toEqual(ratings);
  });

  test('the protective car at N = 10', () => {
    expect(whole('buy-protective', 10, economicus)).toEqual([88, 91, 98, 99]);
    expect(whole('buy-protective', 10, moralis)).toEqual([5, 28, 3, 1]);
  });
});

describe('judgements', () => {
  test('a swerve saves whoever might be anyone in N of N + m cases, for every mind', () => {
    for (const item of everyItem)
      for (const mind of minds) {
        const { aboard } = PARTY[item.riders];
        const share = (100 * item.pedestrians) / (item.pedestrians + aboard);
        expect(exactly('strength', item, mind)).toBe(share);
        expect(rating(utility('strength', item, mind))).toBeCloseTo(share, 9);
        expect(exactly('programmed', item, mind)).toBeCloseTo(share, 9);
        expect(reasoned(item, 'moral', mind).answer).toBe(
          item.pedestrians > aboard ? 'swerve' : item.pedestrians < aboard ? 'keep' : 'neither',
        );
      }
  });

  test('everybody who is solved wants the law the same, whatever κ', () => {
    for (const item of everyItem) {
      const { aboard, kin } = PARTY[item.riders];
      const u = item.pedestrians > aboard ? (1 + kin) * (item.pedestrians / aboard - 1) : 1;
      for (const kappa of [0, 0.3, 1]) expect(utility('law', item, { kappa })).toBeCloseTo(u, 12);
    }
  });

  test('economicus wants the law and prefers the protective car: the social dilemma', () => {
    for (const item of everyItem.filter(({ pedestrians, riders }) => pedestrians > PARTY[riders].aboard)) {
      expect(exactly('law', item, economicus)).toBeGreaterThan(50);
      expect(exactly('buy-protective', item, economicus)).toBeGreaterThan(exactly('buy-minimising', item, economicus));
    }
  });
});

describe('controls', () => {
  test('where no more stand ahead than ride every car is worth b = 1 to everybody', () => {
    for (const item of everyItem.filter(({ pedestrians, riders }) => pedestrians <= PARTY[riders].aboard))
      for (const mind of minds)
        for (const question of ['buy-minimising', 'buy-protective', 'law'] as const)
          expect(utility(question, item, mind)).toBe(1);
  });
});

/**
 * An independent reading. In m emergencies m parties' worth of riders and N parties of pedestrians are hurt or spared:
 * a party is asked which rule it would want, once as the riders it is (everything else given) and once as anybody,
 * by enumerating every place it might hold. A party is worth 1 + s.
 */
function byEnumeration(pedestrians: number, aboard: number, kin: number, kappa: number): number {
  type Place = 'riding' | 'ahead';
  const places: readonly Place[] = [...Array<Place>(aboard).fill('riding'), ...Array<Place>(pedestrians).fill('ahead')];
  const dies = (place: Place, rule: 'minimise' | 'protect'): boolean =>
    rule === 'minimise' && pedestrians > aboard ? place === 'riding' : place === 'ahead';
  const lossWhere = (rule: 'minimise' | 'protect', held: readonly Place[]): number =>
    held.reduce((sum, place) => sum + (dies(place, rule) ? 1 + kin : 0), 0);
  const riding = places.filter((place) => place === 'riding');
  const own = lossWhere('protect', riding) - lossWhere('minimise', riding);
  const anybody = lossWhere('protect', places) - lossWhere('minimise', places);
  return ((1 - kappa) * own + kappa * anybody) / aboard;
}

describe('the sign rule', () => {
  const cases = fc.record({
    pedestrians: fc.integer({ min: 1, max: 100 }),
    riders: fc.constantFrom(...RIDERS),
    kappa: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.02, 0.04, 0.1, 0.2, 0.25, 0.5, 1)),
  });

  test('agrees with an enumeration of who one might be, for 1,000 random items', () => {
    fc.assert(
      fc.property(cases, ({ pedestrians, riders, kappa }) => {
        const { aboard, kin } = PARTY[riders];
        const gain = byEnumeration(pedestrians, aboard, kin, kappa);
        const item = cell(pedestrians, riders);
        expect(utility('buy-minimising', item, { kappa })).toBeCloseTo(1 + gain, 9);
        expect(utility('buy-protective', item, { kappa })).toBeCloseTo(1 - gain, 9);
        if (Math.abs(gain) > 1e-9) {
          expect(prefersMinimising(item, kappa)).toBe(gain > 0);
          expect(gain > 0).toBe(pedestrians > aboard / kappa);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('who rides never matters to it, only how many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (pedestrians, kappa) => {
          const verdicts = (['co-worker', 'family', 'child'] as const).map((riders) =>
            prefersMinimising(cell(pedestrians, riders), kappa),
          );
          expect(new Set(verdicts).size).toBe(1);
        },
      ),
    );
  });
});

describe('answers and reasons', () => {
  test('an answer is the nearest whole number, has the greatest utility of those listed, and its reason prints it', () => {
    for (const item of everyItem)
      for (const mind of minds)
        for (const question of QUESTIONS.filter((one) => one !== 'moral')) {
          const { answer, because, utilities } = reasoned(item, question, mind);
          const exact = exactly(question, item, mind);
          expect(answer).toBe(Math.round(exact));
          expect(because).toContain(`= ${exact.toFixed(1)}`);
          expect(utilities.every(({ utility: u }) => Number.isFinite(u))).toBe(true);
          const best = utilities.find((one) => one.answer === answer)?.utility ?? Number.NaN;
          for (const other of utilities) expect(other.utility).toBeLessThanOrEqual(best + 1e-3);
        }
  });

  test('a sure no is worth 0 and a sure yes u', () => {
    const { utilities } = reasoned(cell(20, 'child'), 'buy-minimising', moralis);
    expect(utilities[0]).toEqual({ answer: 0, utility: 0 });
    expect(utilities.at(-1)).toEqual({ answer: 100, utility: 17 });
  });

  test('the formula is printed with its numbers', () => {
    expect(reasoned(cell(20, 'child'), 'buy-minimising', moralis).because).toBe(
      'u = 1 + 4.0·(0.50·20/2 − 1) = 17.00; 100/(1 + e^(−17.00)) = 100.0. It prefers the car that saves the greater number, since 20 > m/κ = 2/0.50 = 4.',
    );
    expect(reasoned(cell(10, 'family'), 'buy-minimising', economicus).because).toBe(
      'u = 1 + 3.0·(0.00·10/2 − 1) = −2.00; 100/(1 + e^(2.00)) = 11.9. With κ = 0 no number ahead makes it prefer the car that saves the greater number.',
    );
    expect(reasoned(cell(1, 'child'), 'buy-protective', moralis).because).toBe(
      '1 outside, 2 aboard: both cars keep course, so u = b = 1 and 100/(1 + e^(−1.00)) = 73.1.',
    );
    expect(reasoned(cell(5, 'child'), 'strength', moralis).because).toContain('100·5/(5 + 2) = 71.4');
  });

  test('the stand-in says that it is one', () => {
    for (const item of everyItem)
      for (const question of QUESTIONS)
        expect(reasoned(item, question, 'baseline').because).toMatch(/^Stand-in for a GPT-4o-class model: /);
  });

  test('equal numbers: neither is more moral', () => {
    expect(choice(cell(1, 'alone'))).toBe('neither');
    expect(choice(cell(2, 'family'))).toBe('neither');
    expect(choice(cell(2, 'alone'))).toBe('swerve');
    expect(reasoned(cell(1, 'alone'), 'moral', moralis).because).toBe(
      'Either action saves 1 and costs 1: neither is more moral.',
    );
  });
});
