/** Proof 5 by simulation: a dead adapter never passes, one that learned never fails, whatever noise its server adds. */
import { describe, expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import { aliveProof, type AliveRow, FEWEST_PROMPTS, tail } from './alive-proof.ts';

const share = (odds: number): readonly number[] => {
  const p = 1 / (1 + Math.exp(-odds));
  return [p, 1 - p];
};

type Trial = {
  /** By how much the log-odds of the right answer were raised. */
  readonly shift: number;
  /** Spread of the log-odds of one prompt from one answer to the next. */
  readonly noise: number;
  /** Log-odds with which the base gives the right answer, on average. */
  readonly knows?: number;
};

/** Thirty-two prompts, of two options each, answered twice by each name; right is the first as often as the second. */
function trial(seed: number, { shift, noise, knows = 0 }: Trial): readonly AliveRow[] {
  const chance = rng(seed, 'alive');
  return Array.from({ length: 32 }, (_, i): AliveRow => {
    const right = i % 2;
    const sign = right === 0 ? 1 : -1;
    const base = sign * knows + 1.5 * chance.normal(0, 1);
    const tuned = base + sign * shift;
    const told = (odds: number): readonly number[] => share(odds + chance.normal(0, noise));
    const word = (odds: number): string => (odds > 0 ? 'A' : 'B');
    return {
      ...{ id: `t${i}`, split: i < 24 ? 'train' : 'held-out', right },
      base: [told(base), told(base)],
      tuned: [told(tuned), told(tuned)],
      written: i < 24 ? { base: word(base), tuned: word(tuned), right: right === 0 ? 'A' : 'B' } : null,
    };
  });
}

const passes = (of: Trial, agreement = true): number =>
  Array.from({ length: 100 }, (_, seed) => aliveProof(trial(seed, of), agreement, 0)).filter(({ passed }) => passed)
    .length;

describe.each([0, 0.01, 0.1, 0.5])('a server whose log-odds vary by %f', (noise) => {
  it('never lets a dead adapter pass, in 100 trials', () => {
    expect(passes({ shift: 0, noise })).toBe(0);
    expect(passes({ shift: 0, noise }, false)).toBe(0);
  });
  it('never fails one that learned, in 100 trials', () => {
    expect(passes({ shift: 6, noise })).toBe(100);
  });
  it('never fails one that learned what its base said already, in 100 trials', () => {
    expect(passes({ shift: 4, noise, knows: 4 })).toBe(100);
  });
});

it('another model that did not learn its labels is not alive, unless its labels were drawn', () => {
  expect(passes({ shift: -4, noise: 0 })).toBe(0);
  expect(passes({ shift: -4, noise: 0 }, false)).toBe(100);
});

it('says which rule failed', () => {
  expect(aliveProof(trial(1, { shift: 0, noise: 0 }), true, 0)).toMatchObject({
    ...{ name: 'alive', passed: false },
    figure: expect.stringMatching(/^0 of 32 prompts/),
    fault: expect.stringContaining('the base answers'),
  });
  expect(aliveProof(trial(1, { shift: -4, noise: 0 }), true, 0).fault).toContain('no more often than its base');
});

it('texts are compared where no probabilities are told', () => {
  const row = (tuned: string): AliveRow => ({
    ...{ id: 't', split: 'train', base: ['a', 'a'], tuned: [tuned, tuned], right: null },
    written: { base: 'a', tuned, right: 'b' },
  });
  expect(
    aliveProof(
      Array.from({ length: 20 }, () => row('b')),
      true,
      0,
    ).passed,
  ).toBe(true);
  expect(
    aliveProof(
      Array.from({ length: 20 }, () => row('a')),
      true,
      0,
    ).passed,
  ).toBe(false);
});

it('needs thirteen prompts, and tails are exact', () => {
  expect(tail(FEWEST_PROMPTS, FEWEST_PROMPTS, 1 / 3)).toBeLessThanOrEqual(1e-6);
  expect(tail(FEWEST_PROMPTS - 1, FEWEST_PROMPTS - 1, 1 / 3)).toBeGreaterThan(1e-6);
  expect(tail(2, 3, 0.5)).toBeCloseTo(0.5, 12);
  expect(tail(0, 0, 0.5)).toBe(1);
});
