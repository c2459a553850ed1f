/**
 * A battery in a real terminal: the real program is killed (SIGKILL) again and again while a person goes through eighteen
 * protocols, and the same command goes on. Every acknowledged answer is in the file once, none is asked for again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rng } from '../src/core/rng.ts';
import { exportTables } from '../src/store/export.ts';
import { openLog } from '../src/store/log-reader.ts';
import { readCsv } from './database/csv.ts';
import { humanChoices, newLab } from './lab.ts';
import { open, type Terminal } from './terminal.ts';

const ARGS = ['battery', '--session', 'study', '--participant', 'p07', '--seed', '11'];

/** What is pressed on this screen: an answer, or the way on; null: nothing is asked here. */
function keysFor(screen: string): readonly string[] | null {
  if (/impossible ├/.test(screen)) return ['4', '5', 'enter'];
  const option = /^ ([a-d]) [a-d] (or|←)/m.exec(screen)?.[1];
  if (option !== undefined) return [option, 'enter'];
  return /^ Enter (go on|begin|read on)/m.test(screen) ? ['enter'] : null;
}

/** Which question, or which page, is on the screen, whatever of its answer is typed. */
function placeIn(screen: string): string {
  const asked = /^ {3}((How likely|If )[^(├]*)/m.exec(screen)?.[1];
  const progress = /protocol \d+ of 18/.exec(screen)?.[0];
  return asked === undefined ? screen : `${progress}: ${asked}`;
}

/** Answers so many questions, each waited for; gives whether the last protocol is over. */
async function answered(term: Terminal, questions: number): Promise<boolean> {
  for (let left = questions; ;) {
    const screen = await term.waitFor((now) => keysFor(now) !== null || /That was the last protocol/.test(now));
    if (/That was the last protocol/.test(screen)) return true;
    if (left === 0) return false;
    const keys = keysFor(screen)!;
    if (keys.length > 1) left -= 1;
    term.press(...keys);
    await term.waitFor((now) => placeIn(now) !== placeIn(screen));
  }
}

it('goes on after kills at random moments, with the same command', async () => {
  using lab = newLab();
  const chance = rng(2026, 'kills');
  const opening = { args: ARGS, db: lab.db, cols: 60, rows: 20 };
  let over = false;
  let kills = 0;
  const orders = new Set<string>();
  while (!over) {
    const term = open(opening);
    over = await answered(term, 12 + chance.below(14));
    if (over) {
      term.press('ctrl-c');
      await term.exit;
      break;
    }
    // Now and then in the middle of an answer, at the very moment of Enter.
    if (chance.below(2) === 0) term.press(...keysFor(term.screen())!);
    term.kill('SIGKILL');
    await term.exit;
    kills += 1;
    const log = await openLog(lab.db);
    const [session] = await log.sessions();
    for (const event of await log.events(session!.code))
      if (event.kind === 'battery') orders.add(JSON.stringify(event.body));
    log.close();
  }
  expect(kills).toBeGreaterThanOrEqual(3);
  expect(orders.size).toBe(1);
  const kept = await lab.kept();
  expect(kept).toHaveLength(18);
  expect(kept.every(({ match }) => match.ending === 'finished')).toBe(true);
  expect(kept.flatMap(humanChoices)).toHaveLength(6 * 6 + 2 * 6 * 4);
  const rows = kept.flatMap(({ match, decisions }) =>
    decisions.map(({ seat, turn, key, revision }) => [`${match.code} ${turn} ${seat} ${key}`, revision] as const),
  );
  expect(new Set(rows.map(([place]) => place)).size).toBe(rows.length);
  expect(rows.every(([, revision]) => revision === 0)).toBe(true);
  const people = kept.flatMap(({ match }) => match.seats.flatMap(({ participant }) => participant ?? []));
  expect(new Set(people).size).toBe(1);
  // The order stands beside every choice of the long table.
  const file = join(lab.folder, 'choices.csv');
  await exportTables({ files: [lab.db], out: file });
  const places = Map.groupBy(readCsv(readFileSync(file, 'utf8')), (row) => row['match.code']);
  expect([...places.values()].map((mine) => [...new Set(mine.map((row) => row['battery.place']))])).toEqual(
    Array.from({ length: 18 }, (_, at) => [String(at + 1)]),
  );
});

it('is gone through in one window at a time: another one begins with somebody else', async () => {
  using lab = newLab();
  await using first = open({ args: ['battery', '--session', 'study'], db: lab.db });
  await answered(first, 3);
  await using second = open({ args: ['battery', '--session', 'study'], db: lab.db });
  await second.waitFor(/You go through 18 short protocols/);
  await answered(second, 2);
  expect(new Set((await lab.kept()).map(({ match }) => match.seats[0]!.participant)).size).toBe(2);
  const held = (): readonly string[] => readdirSync(lab.folder).filter((name) => /battery-\d\.lock$/.test(name));
  expect(held()).toHaveLength(2);
  second.kill('SIGTERM');
  await second.exit;
  expect(held()).toHaveLength(1);
});
