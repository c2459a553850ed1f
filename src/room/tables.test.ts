/** That a seed that was given draws anew at each table of a room, and the same again in another program. */
import { expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';

import type { Member } from './room.ts';
import { planWith, tableWith } from './plans.test-data.ts';
import { stageOf } from './stage.ts';
import { roomTables } from './tables.ts';

const dilemma = (await loadGames()).find(({ name }) => name === 'prisoners-dilemma')!;
const member = (number: number): Member => ({
  ...{ code: `member ${number}`, number, label: null, treatment: null, language: 'en' },
});
const numbers = Array.from({ length: 30 }, (_, i) => i + 1);

it('a seed that was given is that of the first person at the first table, and no seed is drawn twice', async () => {
  const plan = planWith([1, 2, 3].map(() => tableWith(dilemma, { seed: 5 })));
  const seedsOf = (session: number): Promise<readonly number[]> => {
    const tables = roomTables(plan, session, [dilemma], undefined);
    return Promise.all(
      [0, 1, 2].flatMap((table) =>
        numbers.map(async (number) => (await tables.set(stageOf(table, null), [member(number)])).seed),
      ),
    );
  };
  const seeds = await seedsOf(1);
  expect(seeds.slice(0, 30)).toEqual(numbers.map((number) => number + 4));
  expect(new Set(seeds).size).toBe(90);
  expect(await seedsOf(2)).toEqual(seeds);
});
