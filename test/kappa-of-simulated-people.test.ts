/** Bias and coverage of κ̂ under stated beliefs that differ, beside the same people fitted blind; and the page of it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CASES, EFFORT, mixed, page, pageFile, quality, rowOf, trusting } from './kappa-of-simulated-people.ts';
import { dilemmas, eighteen } from './simulated-choices.ts';

const rows = (text: string): readonly string[] => text.split('\n').filter((line) => /^\| (selfish|κ)/.test(line));
const written = readFileSync(pageFile, 'utf8');

it('the page is the text that is written around its rows, one for each case', () => {
  expect(rows(written)).toHaveLength(CASES.length);
  expect(page(rows(written))).toBe(written);
});

it('bias and spread of two rows, all their samples made again; coverage is of the bootstrap and takes minutes', () => {
  const without = (row: string): string => row.replaceAll(/\d+ %/g, '');
  for (const at of [0, 4])
    expect(without(rowOf(CASES[at]!, { ...EFFORT, draws: 0 }))).toBe(without(rows(written)[at]!));
});

it('what the readme says of it', () => {
  const all = rows(written).map((row) =>
    row
      .split('|')
      .slice(5, 11)
      .map((cell) => Number.parseFloat(cell.replace('−', '-'))),
  );
  const stated = all.slice(0, -1);
  expect(Math.max(...stated.map(([bias]) => Math.abs(bias!)))).toBe(0.03);
  expect(Math.min(...stated.map(([, , covered]) => covered!))).toBe(89);
  expect(Math.max(...stated.map(([, , covered]) => covered!))).toBe(96);
  const blind = all.slice(0, 4).map((row) => row[3]!);
  expect([Math.min(...blind), Math.max(...blind)]).toEqual([0.14, 0.22]);
});

/** Thirty selfish people who expect cooperation, in six dilemmas. */
const selfish = { people: trusting, model: 'kappa', games: dilemmas, players: 30 } as const;

it('stated: κ̂ of selfish people is 0 on average, and intervals hold it; blind it is not, and they leave it out', () => {
  const effort = { samples: 20, draws: 39 };
  const [stated, blind] = [quality(selfish, effort, true), quality(selfish, effort, false)];
  // Three standard errors; and of twenty intervals that hold with 90 % at least 15 do with 98.9 %.
  expect(Math.abs(stated.bias)).toBeLessThan((3 * stated.sd) / Math.sqrt(20));
  expect(stated.covered).toBeGreaterThanOrEqual(15);
  expect(blind.bias).toBeGreaterThan(0.15);
  expect(blind.bias).toBeLessThan(0.3);
  expect(blind.covered).toBeLessThanOrEqual(5);
});

it('stated: κ, α, β and λ in eighteen games, twenty samples of ten people; blind κ̂ is too large', () => {
  const full = { people: mixed, model: 'full', games: eighteen, players: 10 } as const;
  const effort = { samples: 20, draws: 0 };
  const [stated, blind] = [quality(full, effort, true), quality(full, effort, false)];
  expect(Math.abs(stated.bias)).toBeLessThan((3 * stated.sd) / Math.sqrt(20));
  expect(stated.sd).toBeGreaterThan(0.03);
  expect(stated.sd).toBeLessThan(0.1);
  expect(blind.bias).toBeGreaterThan(0.1);
});
