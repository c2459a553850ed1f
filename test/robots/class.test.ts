/**
 * Classes of robots over real sockets: what is exported equals, row by row, what they answered and were acknowledged, also
 * where the host is killed in the middle; and whatever is thrown at the door, no row of it is an illegal choice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadGame } from '../../src/disk/games.ts';
import { homines } from '../program.ts';
import { fuzz } from './fuzz.ts';
import { hostRoom } from './hosted.ts';
import { acknowledgedOf, answersOf, exported, inOrder, membersIn } from './kept.ts';
import { killedClass } from './killed.ts';
import { mustFail } from './must-fail.ts';
import { byLot, byPlan, planOf, type Policy } from './policy.ts';
import { Robot } from './robot.ts';

const folder = mkdtempSync(join(tmpdir(), 'homines robots '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dilemma = (db: string, ...args: readonly string[]): readonly string[] => [
  ...['--game', 'prisoners-dilemma', '--set', 'rounds=3', '--port', '0', '--name', 'Robots', '--db', db],
  ...args,
];

const ROUNDS = 3;
const CONFIG = { rounds: ROUNDS };

type Classroom = { readonly origin: string; readonly room: string };
const robotsIn = ({ origin, room }: Classroom, count: number, policy: (i: number) => Policy): readonly Robot[] =>
  Array.from(
    { length: count },
    (_, i) =>
      new Robot({
        ...{ origin, room, number: i + 1, policy: policy(i), way: i % 2 === 0 ? 'scripts' : 'plain' },
      }),
  );

/** Everybody's page is past its last question, and nothing went wrong on the way. */
const over = (robots: readonly Robot[]): void => {
  expect(robots.flatMap(({ faults }) => faults)).toEqual([]);
  for (const robot of robots) robot.stop();
};

it('30 robots against theory: the export is what they were acknowledged', async () => {
  const db = join(folder, 'theory.sqlite');
  const plan = await planOf('moralis:0.5', await loadGame('prisoners-dilemma'), CONFIG);
  await using hosted = await hostRoom(dilemma(db, '--against', 'moralis:0.5'), { cwd: folder });
  const robots = robotsIn(hosted, 30, (i) => (i % 3 === 0 ? byPlan(plan, byLot(1, i)) : byLot(1, i)));
  await Promise.all(robots.map((robot) => robot.join()));
  await Promise.all(robots.map((robot) => robot.play()));
  over(robots);
  expect(await hosted.stop()).toBe(143);
  const [rows, members] = [await exported(db, folder), await membersIn(db)];
  const kept = answersOf(rows);
  expect(kept.length).toBe(30 * ROUNDS);
  expect(inOrder(kept)).toEqual(inOrder(acknowledgedOf(robots, members)));
  expect(new Set(rows.map((row) => row['match.status']))).toEqual(new Set(['finished']));
  expect((await homines(['replay', '--all', '--db', db], { cwd: folder })).code).toBe(0);
});

it('29 robots in pairs: the odd one plays the agent that stands in, and each sits in one match', async () => {
  const db = join(folder, 'pairs.sqlite');
  await using hosted = await hostRoom(dilemma(db, '--pairs', '--patience', '5'), { cwd: folder });
  const robots = robotsIn(hosted, 29, (i) => byLot(2, i));
  await Promise.all(robots.map((robot) => robot.join()));
  await Promise.all(robots.map((robot) => robot.play()));
  over(robots);
  await hosted.stop();
  const [rows, members] = [await exported(db, folder), await membersIn(db)];
  const kept = answersOf(rows);
  expect(inOrder(kept)).toEqual(inOrder(acknowledgedOf(robots, members)));
  const matches = new Map<string, Set<string>>();
  for (const { participant, page } of kept) {
    const match = page.split('.')[1] ?? '';
    matches.set(match, (matches.get(match) ?? new Set()).add(participant));
  }
  const seated = [...matches.values()].flatMap((people) => [...people]);
  expect([seated.length, new Set(seated).size]).toEqual([29, 29]);
  expect([...matches.values()].filter(({ size }) => size === 1).length).toBe(1);
});

it('the host is killed three times in the middle: nothing acknowledged is lost, nothing is played twice', async () => {
  const killed = await killedClass({ folder, robots: 12, rounds: ROUNDS, kills: 3, seed: 3 });
  expect(killed).toMatchObject({ lost: [], twice: [], faults: [], kept: 12 * ROUNDS, matches: 6 });
  expect(killed.acknowledged).toBeGreaterThan(12 * ROUNDS - 6);
  expect(killed.back).toHaveLength(3);
});

it('submissions that must fail do, and store nothing', async () => {
  const db = join(folder, 'must-fail.sqlite');
  await using hosted = await hostRoom(dilemma(db, '--against', 'moralis:0.5'), { cwd: folder });
  const [robot, other] = robotsIn(hosted, 2, (i) => byLot(4, i));
  for (const one of [robot!, other!]) {
    await one.join();
    await one.play(({ kind }) => kind === 'asked');
  }
  const refused = await mustFail(robot!, other!);
  for (const { what, status, took, words } of refused) {
    expect([what, took === 'stored']).toEqual([what, false]);
    // No fault of ours, and nothing that was sent comes back as a page's own.
    expect([what, status < 500]).toEqual([what, true]);
    expect(words).not.toContain('<script>alert');
    expect(words).not.toMatch(/\n\s+at /);
  }
  const statuses = Object.fromEntries(refused.map(({ what, status }) => [what, status]));
  expect(statuses).toMatchObject({ nothing: 422, 'an option that is not there': 422, '30 digits': 422 });
  expect([0, 413]).toContain(statuses['10 MB']);
  expect(statuses['from another site']).toBe(403);
  expect(answersOf(await exported(db, folder))).toEqual([]);
  // Three times the same at once is one row, and each is told that it is stored.
  const form = robot!.todo!.form;
  const [action, fields] = [form.action, { page: robot!.page.id ?? '', answer: 'D', shown_ms: '5', marks: '[]' }];
  const replies = await Promise.all([1, 2, 3].map(() => robot!.client.send(action, { form: fields })));
  expect(replies.map(({ headers }) => headers['took'])).toEqual(['stored', 'stored', 'stored']);
  expect(answersOf(await exported(db, folder)).map(({ answer }) => answer)).toEqual(['D']);
  over([robot!, other!]);
});

it('three seconds of a fuzzer: no fault of ours, and each row is a legal choice', async () => {
  const db = join(folder, 'fuzzed.sqlite');
  await using hosted = await hostRoom(dilemma(db, '--against', 'moralis:0.5'), { cwd: folder });
  const { findings, requests, seats } = await fuzz({ ...hosted, seed: 5, ms: 3000 });
  expect(findings).toEqual([]);
  expect(requests).toBeGreaterThan(20);
  for (const seat of seats) seat.stop();
  expect(await hosted.stop()).toBe(143);
  expect((await homines(['replay', '--all', '--db', db], { cwd: folder })).code).toBe(0);
  for (const { answer } of answersOf(await exported(db, folder))) expect(['C', 'D']).toContain(answer);
});
