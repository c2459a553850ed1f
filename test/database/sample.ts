/** Rows and folders for the tests of the store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { matchCode, newCode } from '../../src/core/ids.ts';
import type { DecisionRow, MatchRow, LogRow, SeatRow, SessionRow } from '../../src/core/log.ts';

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'homines-store-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export const session = (given: Partial<SessionRow> = {}): SessionRow => ({
  code: newCode(),
  kind: 'lab',
  seed: 7,
  version: '0.1.0',
  startedAt: 1_700_000_000_000,
  ...given,
});

export const seats: readonly SeatRow[] = [
  { label: 'human', kind: 'human', id: 'human', shown: 'you', participant: null },
  { label: 'moralis', kind: 'theory', id: 'moralis:0.5', shown: 'moralis', participant: null },
];

export const match = (of: string, given: Partial<MatchRow> = {}): MatchRow => ({
  code: matchCode(),
  session: of,
  game: 'prisoners-dilemma',
  version: 1,
  config: { T: 80, R: 60, P: 40, S: 20, labels: 'neutral' },
  seed: 11,
  language: 'en',
  wording: 'abcdef012345',
  seats,
  disclosed: true,
  startedAt: 1_700_000_001_000,
  presentation: null,
  ...given,
});

export const decision = (of: string, given: Partial<DecisionRow> = {}): DecisionRow => ({
  match: of,
  turn: 0,
  seat: 0,
  key: 'first',
  position: 0,
  revision: 0,
  role: 'first',
  round: 1,
  practice: false,
  answer: 'C',
  shownAt: 1_700_000_002_000,
  answeredAt: 1_700_000_003_500,
  ms: 1500,
  marks: [
    [300, 'C'],
    [900, 'D'],
    [1200, 'C'],
  ],
  options: ['C', 'D'],
  because: null,
  notes: null,
  source: 'chosen',
  distribution: null,
  ...given,
});

/** A session, a name for it where one is given, and a match in it, ready for decisions. */
export function begun(given: Partial<SessionRow> = {}, name?: string) {
  const mine = session(given);
  const first = match(mine.code);
  const rows: LogRow[] = [
    { table: 'session', row: mine },
    { table: 'match', row: first },
  ];
  if (name !== undefined) rows.push(named(mine.code, name));
  return { session: mine, match: first, rows };
}

export const named = (of: string, name: string): LogRow => ({
  table: 'event',
  row: { session: of, match: null, participant: null, kind: 'named', body: { name }, at: 1_700_000_004_000 },
});
