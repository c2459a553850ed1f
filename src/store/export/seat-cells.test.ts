/** Cells that the rows of a seat share are of that seat in that match, also where the same people meet again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LogRow } from '../../core/log.ts';
import { newCode } from '../../core/ids.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { readCsv } from '../../../test/database/csv.ts';
import { stored } from '../../../test/database/lesson.ts';
import { decision, folder, match, named, seats, session } from '../../../test/database/sample.ts';

it('whose seat was taken in one match is there in person in the next', async () => {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const store = await openStore(file);
  const mine = session();
  const people = [newCode(), newCode()];
  const both = [1, 2].map(() =>
    match(mine.code, { seats: people.map((participant) => ({ ...seats[0]!, participant })) }),
  );
  const [first, second] = [both[0]!.code, both[1]!.code];
  await store.record([
    { table: 'session', row: mine },
    named(mine.code, 'Room'),
    ...people.map((code): LogRow => ({
      table: 'participant',
      row: { code, session: mine.code, label: null, treatment: null, joinedAt: 5 },
    })),
    ...both.map((row): LogRow => ({ table: 'match', row })),
    {
      table: 'event',
      row: {
        ...{ session: mine.code, match: first, participant: people[0]!, at: 9, kind: 'replaced' },
        body: { seat: 0, agent: 'moralis:0.5', after: 60_000 },
      },
    },
    ...[first, second].flatMap((code) => [
      stored(decision(code)),
      stored(decision(code, { turn: 1, seat: 1, key: 'after_C', role: 'second' })),
      stored(decision(code, { turn: 2 })),
    ]),
    { table: 'payoff', row: { match: first, seat: 0, points: 3 } },
    { table: 'payoff', row: { match: second, seat: 0, points: 4 } },
  ]);
  store.close();
  const out = join(place, 'out.csv');
  await exportTables({ files: [file], out });
  expect(
    readCsv(readFileSync(out, 'utf8')).map((row) => [
      row['match.code'],
      row['participant.code'],
      row['agent.instead'],
      row['player.payoff'],
    ]),
  ).toEqual([
    [first, people[0], 'moralis:0.5', '3'],
    [first, people[1], '', ''],
    [first, people[0], 'moralis:0.5', '3'],
    [second, people[0], '', '4'],
    [second, people[1], '', ''],
    [second, people[0], '', '4'],
  ]);
});
