/** The lab in a pseudo-terminal as journeys use it: a database of its own, what stands in it, and frames that are whole. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DecisionRow, MatchSummary } from '../src/core/log.ts';
import { openLog } from '../src/store/log-reader.ts';

export type Kept = { readonly match: MatchSummary; readonly decisions: readonly DecisionRow[] };

/** A folder with a database, removed at the end of the test. */
export function newLab() {
  const folder = mkdtempSync(join(tmpdir(), 'homines journey '));
  const db = join(folder, 'lab.sqlite');
  return {
    folder,
    db,
    /** Matches in which something was chosen, with their rows. */
    kept: async (): Promise<readonly Kept[]> => {
      const store = await openLog(db);
      try {
        const matches = await store.matches({});
        const all = await Promise.all(
          matches.map(async (match) => ({ match, decisions: await store.decisions(match.code) })),
        );
        return all.filter(({ decisions }) => decisions.length > 0);
      } finally {
        store.close();
      }
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What people chose, in order. */
export const humanChoices = ({ match, decisions }: Kept): readonly (string | number)[] =>
  decisions.filter((row) => match.seats[row.seat]?.kind === 'human').map((row) => row.answer);

/** Every screen has one skeleton: title, rule, body, rule, keys; nothing is cut off. */
export function expectWhole(screen: string, cols: number): void {
  const lines = screen.split('\n').map((line) => line.trimEnd());
  const last = lines.findLastIndex((line) => line !== '');
  const rule = '─'.repeat(cols);
  expect(lines[0], screen).toMatch(/^ \S/);
  expect(lines[1], screen).toBe(rule);
  expect(lines[last - 1], screen).toBe(rule);
  expect(lines[last], screen).toMatch(/^ \S.*(h help|Esc)/);
  // The bottom row stays free: a terminal scrolls when it is written to.
  expect(last, screen).toBe(lines.length - 2);
}
