/** What a person is counted for whose seat an agent took in a hosted room: what the person chose, in lists and exports alike. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newCode } from '../../../src/core/ids.ts';
import type { DecisionRow, LogRow } from '../../../src/core/log.ts';
import { exportTables } from '../../../src/store/export.ts';
import { openStore } from '../../../src/store/open.ts';
import { readCsv } from '../../database/csv.ts';
import { decision, folder, match, named, seats, session } from '../../database/sample.ts';

export function replacedFacts(fresh: () => Promise<string>): void {
  it('what an agent answered in the place of a person who was gone is no choice of a person', async () => {
    const place = await fresh();
    const store = await openStore(place);
    const mine = session();
    const goes = newCode();
    const stays = newCode();
    const played = match(mine.code, { seats: [goes, stays].map((participant) => ({ ...seats[0]!, participant })) });
    const joined = (participant: string, number: number, told: boolean): readonly LogRow[] => [
      {
        table: 'participant',
        row: { code: participant, session: mine.code, label: null, treatment: null, joinedAt: 5 },
      },
      {
        table: 'event',
        row: {
          ...{ session: mine.code, match: null, participant, at: 5, kind: 'joined' },
          body: { number, secret: String(number), language: 'en', told },
        },
      },
    ];
    const stored = (given: Partial<DecisionRow>): LogRow => ({ table: 'decision', row: decision(played.code, given) });
    await store.record([
      { table: 'session', row: mine },
      named(mine.code, 'Room'),
      ...joined(goes, 1, true),
      ...joined(stays, 2, false),
      { table: 'match', row: played },
      stored({}),
      stored({ turn: 1, seat: 1, key: 'after_C', role: 'second' }),
      {
        table: 'event',
        row: {
          ...{ session: mine.code, match: played.code, participant: goes, at: 9, kind: 'replaced' },
          body: { seat: 0, agent: 'moralis:0.5', after: 60_000 },
        },
      },
      stored({ turn: 2, source: 'substituted', shownAt: null, ms: null, marks: null, options: null }),
      { table: 'ending', row: { match: played.code, how: 'finished', at: 10 } },
    ]);
    expect((await store.sessions()).map(({ decisions }) => decisions)).toEqual([2]);
    store.close();
    const out = join(folder(), 'room.csv');
    await exportTables({ files: [place], out });
    expect(
      readCsv(readFileSync(out, 'utf8')).map((row) => [
        row['participant.code'],
        row['participant.told'],
        row['agent.instead'],
        row['source'],
      ]),
    ).toEqual([
      [goes, '1', 'moralis:0.5', 'chosen'],
      [stays, '0', '', 'chosen'],
      [goes, '1', 'moralis:0.5', 'substituted'],
    ]);
    const text = readFileSync(out.replace('.csv', '.read-me-first.txt'), 'utf8');
    expect(text).toMatch(/^ {2}2 choices by people/m);
    expect(text).toMatch(/^ {2}1 choice by agents in the place of people who were gone/m);
  });
}
