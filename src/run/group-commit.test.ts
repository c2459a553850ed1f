import { expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogRow } from '../core/log.ts';
import { commitAnswers } from './group-commit.ts';

const row = (seat: number): LogRow => ({ table: 'payoff', row: { match: 'm', seat, points: 0 } });
const seats = (rows: readonly LogRow[]): readonly number[] =>
  rows.flatMap((one) => (one.table === 'payoff' ? [one.row.seat] : []));

it('gathers what follows a commit within its rest, and whoever handed it in waits until it is stored', async () => {
  const commits: (readonly number[])[] = [];
  const record = async (rows: readonly LogRow[]): Promise<void> => {
    await sleep(5);
    commits.push(seats(rows));
  };
  const answers = commitAnswers({ record }, 9);
  // Each hands in its next row as soon as the one before is stored, and a moment later than the others.
  const work = async (from: number): Promise<void> => {
    for (const seat of [from, from + 10]) {
      await sleep(from);
      await answers.record([row(seat)]);
      expect(commits.flat()).toContain(seat);
    }
  };
  await Promise.all([1, 2, 3, 4].map(work));
  expect(commits.flat().toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 11, 12, 13, 14]);
  expect(commits.length).toBeLessThan(8);
});

it('stores the others where one of a commit cannot be stored', async () => {
  const kept: number[] = [];
  const record = async (rows: readonly LogRow[]): Promise<void> => {
    if (seats(rows).includes(2)) throw new Error('full');
    kept.push(...seats(rows));
  };
  const answers = commitAnswers({ record }, 9);
  const how = await Promise.allSettled([1, 2, 3].map((seat) => answers.record([row(seat)])));
  expect(how.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(kept).toEqual([1, 3]);
});
