/** What the log has of a class of robots, read as a researcher reads it: through `homines export`, and the events beside it. */
import { readFileSync, rmSync } from 'node:fs';
import { readCsv } from '../database/csv.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { homines } from '../program.ts';
import type { Robot } from './robot.ts';

/** One answer of a person, as text: who, which page (match, turn, revision and key) and what. */
export type KeptAnswer = { readonly participant: string; readonly page: string; readonly answer: string };

/** Rows of the long table; none where nobody has answered yet. Rejects where the export fails otherwise. */
export async function exported(db: string, cwd: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const out = `${db}.csv`;
  // Warm programs keep nobody awake: outside of a test runner this does.
  const awake = setInterval(() => {}, 1000);
  const asked = homines(['export', '--db', db, '--out', out, '--all'], { cwd });
  const { code, err } = await asked.finally(() => clearInterval(awake));
  if (code === 2 && err.includes('Nothing has been answered')) return [];
  if (code !== 0) throw new Error(err);
  const rows = readCsv(readFileSync(out, 'utf8'));
  rmSync(out);
  return rows;
}

/** What people answered, of an exported table. */
export const answersOf = (rows: readonly Readonly<Record<string, string>>[]): readonly KeptAnswer[] =>
  rows
    .filter((row) => row['agent.kind'] === 'human')
    .map((row) => ({
      participant: row['participant.code'] ?? '',
      page: `q.${row['match.code']}.${row['turn']}.${row['revision']}.${row['key']}`,
      answer: row['answer'] ?? '',
    }));

/** Participants' codes by the hash of what their browsers keep. */
export async function membersIn(db: string): Promise<ReadonlyMap<string, string>> {
  const log = await openLog(db);
  try {
    const members = new Map<string, string>();
    for (const { code } of await log.catalogue())
      for (const event of await log.events(code))
        if (event.kind === 'joined' && event.participant !== null) members.set(event.body.secret, event.participant);
    return members;
  } finally {
    log.close();
  }
}

/** What robots were acknowledged, in the shape in which the log has it. */
export const acknowledgedOf = (robots: readonly Robot[], members: ReadonlyMap<string, string>): readonly KeptAnswer[] =>
  robots.flatMap((robot) => {
    const participant = robot.memberIn(members);
    return robot.acknowledged
      .filter(({ verb }) => verb === 'answer')
      .map(({ page, answer }) => ({ participant, page, answer }));
  });

/** In one order, so that two lists of the same are equal. */
export const inOrder = (answers: readonly KeptAnswer[]): readonly KeptAnswer[] =>
  [...answers].sort((a, b) => (`${a.participant} ${a.page}` < `${b.participant} ${b.page}` ? -1 : 1));
