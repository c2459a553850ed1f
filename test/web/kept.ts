/** What a database has of the people of a room. */
import type { DecisionRow } from '../../src/core/log.ts';
import { openLog } from '../../src/store/log-reader.ts';

export type KeptInRoom = {
  /** How many have joined. */
  readonly people: number;
  /** Codes of matches, in the order in which they began. */
  readonly matches: readonly string[];
  /** What people answered, in the order in which it was stored. */
  readonly rows: readonly DecisionRow[];
  readonly answers: readonly (string | number)[];
};

/** Reads it beside the program that hosts. */
export async function keptIn(db: string): Promise<KeptInRoom> {
  const log = await openLog(db);
  try {
    const sessions = await log.catalogue();
    const events = await Promise.all(sessions.map(({ code }) => log.events(code)));
    const matches = await log.matches({});
    const played = await Promise.all(
      matches.map(async ({ code, seats }) =>
        (await log.decisions(code)).filter(({ seat }) => seats[seat]?.kind === 'human'),
      ),
    );
    const rows = played.flat();
    return {
      people: events.flat().filter(({ kind }) => kind === 'joined').length,
      matches: matches.map(({ code }) => code),
      rows,
      answers: rows.map(({ answer }) => answer),
    };
  } finally {
    log.close();
  }
}
