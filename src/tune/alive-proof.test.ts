/** Proof 5 by simulation: a dead adapter never passes, one that learned never fails, whatever noise its server adds. */
import { describe, expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import {
  aliveAt,
  type AliveFinding,
  aliveLooks,
  aliveProof,
  type AliveRow,
  FEWEST_PROMPTS,
  tail,
} from './alive-proof.ts';

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

/** Prompts, thirty-two where nothing is said, of two options each, answered twice by each name; right is the first as often as the second. */
function trial(seed: number, { shift, noise, knows = 0 }: Trial, prompts = 32): readonly AliveRow[] {
  const chance = rng(seed, 'alive');
  return Array.from({ length: prompts }, (_, i): AliveRow => {
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

/** Rows 0 to 127 as served models are asked them: of each four three that were trained on. */
const servedRows = (seed: number, of: Trial): readonly AliveRow[] =>
  trial(seed, of, 128).map((row, i): AliveRow => {
    const word = ([answer]: AliveRow['base']): string => (typeof answer !== 'string' && answer[0]! > 0.5 ? 'A' : 'B');
    return i % 4 === 3
      ? { ...row, split: 'held-out', written: null }
      : {
          ...{ ...row, split: 'train' },
          written: { base: word(row.base), tuned: word(row.tuned), right: row.right === 0 ? 'A' : 'B' },
        };
  });

/** Look after look at these, until one decides or there are no more. */
function looked(all: readonly AliveRow[]): AliveFinding & { readonly asked: number } {
  let last: (AliveFinding & { readonly asked: number }) | null = null;
  for (const { trained, heldOut, part } of aliveLooks(96, 32)) {
    const rows = all.slice(0, trained + heldOut);
    last = { ...aliveAt(rows, true, 0, part), asked: rows.length };
    if (last.decides) break;
  }
  return last!;
}

describe('look after look', () => {
  const many = (count: number, of: Trial) => Array.from({ length: count }, (_, seed) => looked(servedRows(seed, of)));

  it('the parts of the chances sum to one, and a set with rows for one look spends all there', () => {
    for (const [trained, heldOut] of [
      [4, 0],
      [24, 8],
      [25, 8],
      [90, 3],
      [2000, 200],
    ] as const) {
      const looks = aliveLooks(trained, heldOut);
      expect(looks.reduce((sum, { part }) => sum + part, 0)).toBe(1);
      expect(looks.at(-1)!.trained).toBe(Math.min(trained, 96));
    }
    expect(aliveLooks(24, 8)).toEqual([{ trained: 24, heldOut: 8, part: 1 }]);
    expect(aliveLooks(240, 120).map(({ trained, heldOut, part }) => [trained, heldOut, part])).toEqual([
      [24, 8, 0.5],
      [48, 16, 0.25],
      [96, 32, 0.25],
    ]);
  });

  it('no dead adapter passes, in 400 trials, and it is not asked on and on', () => {
    for (const noise of [0, 0.01, 0.1, 0.5]) {
      const found = many(100, { shift: 0, noise });
      expect(found.filter(({ proof }) => proof.passed)).toEqual([]);
      expect(found.reduce((sum, { asked }) => sum + asked, 0) / found.length).toBeLessThan(96);
    }
    expect(many(100, { shift: 0, noise: 0 }).every(({ asked }) => asked === 32)).toBe(true);
  });

  it('one that learned passes at the first look', () => {
    for (const noise of [0, 0.1, 0.5]) {
      const found = many(100, { shift: 6, noise });
      expect(found.filter(({ proof }) => proof.passed)).toHaveLength(100);
      expect(found.every(({ asked }) => asked === 32)).toBe(true);
    }
  });

  it('one that learned a little passes where 32 prompts were too few', () => {
    // As a server that writes and tells no probabilities: agreement of words alone.
    const written = Array.from({ length: 100 }, (_, seed) =>
      servedRows(seed, { shift: 1.5, noise: 0 }).map((row): AliveRow => ({ ...row, right: null })),
    );
    const first = written.filter((rows) => aliveProof(rows.slice(0, 32), true, 0).passed).length;
    const last = written.filter((rows) => looked(rows).proof.passed).length;
    expect(first).toBeLessThan(50);
    expect(last).toBeGreaterThan(95);
  });
});

it('needs thirteen prompts, and tails are exact', () => {
  expect(tail(FEWEST_PROMPTS, FEWEST_PROMPTS, 1 / 3)).toBeLessThanOrEqual(1e-6);
  expect(tail(FEWEST_PROMPTS - 1, FEWEST_PROMPTS - 1, 1 / 3)).toBeGreaterThan(1e-6);
  expect(tail(2, 3, 0.5)).toBeCloseTo(0.5, 12);
  expect(tail(0, 0, 0.5)).toBe(1);
});
