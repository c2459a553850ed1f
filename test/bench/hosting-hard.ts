/**
 * Hosting where it is hard: a host that is killed in the middle, a model that stalls, two hosts on one PostgreSQL. Lines of the
 * bench, as those of hosting.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isThere, server } from '../database/postgres.ts';
import { hostRoom } from '../robots/hosted.ts';
import { killedClass } from '../robots/killed.ts';
import { median } from './figures.ts';
import { type HostingRow, ms, ROUNDS, spreadOf, swarm } from './hosting.ts';

/** The host of a class in pairs is killed so often: what is lost, and how long it takes until everybody is back. */
export async function killing(row: HostingRow, kills = 20): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'homines-killing-'));
  try {
    const killed = await killedClass({ folder, robots: 30, rounds: 20, kills, seed: 1 });
    const most = Math.max(...killed.back);
    row(
      `${kills} × SIGKILL of the host with 30 robots in pairs: acknowledged choices lost, stored twice`,
      `${killed.lost.length}, ${killed.twice.length} of ${killed.acknowledged}`,
      '0, 0',
      killed.lost.length + killed.twice.length === 0,
    );
    row(
      '… matches',
      `${killed.matches}, ${killed.kept} choices`,
      '15, 600',
      killed.matches === 15 && killed.kept === 600,
    );
    row('… everybody has a page again, at most', ms(most), '< 5 s', most < 5000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A model of 50 ms that leaves every fortieth question without an answer for a minute, against the same one that does not. */
export async function stalling(row: HostingRow): Promise<void> {
  const [steady, stalled] = [await classOfModel(), await classOfModel(40)];
  row(
    '30 robots against a model of 50 ms, to the next question, p90',
    `${ms(steady.p90)} (p50 ${ms(steady.p50)})`,
    '–',
    true,
  );
  const ratio = stalled.p90 / steady.p90;
  row(
    '… where every fortieth call stalls for a minute: the others, p90 over that',
    `${ratio.toFixed(2)}× (p50 ${ms(stalled.p50)}, who was stalled ${ms(stalled.most)})`,
    '≤ 1.5×',
    ratio <= 1.5,
  );
}

async function classOfModel(stalls?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'homines-stalling-'));
  const model = spawn(
    process.execPath,
    [join(import.meta.dirname, 'model-server.ts'), '50', ...(stalls === undefined ? [] : [String(stalls)])],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    const [address] = await once(model.stdout, 'data');
    const table = ['--game', 'prisoners-dilemma', '--role', 'first', '--set', `rounds=${ROUNDS}`];
    await using hosted = await hostRoom(
      [...table, '--against', 'openai/bench', '--port', '0', '--name', 'stalls', '--db', join(folder, 'lab.sqlite')],
      {
        cwd: folder,
        env: { OPENAI_BASE_URL: String(address).trim(), OPENAI_API_KEY: 'bench', HOMINES_TRUST: '1' },
      },
    );
    const found = await swarm({ origins: [hosted.origin], room: hosted.room, robots: 30, rounds: ROUNDS });
    return found.next;
  } finally {
    model.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Told to the host's own Node: at a signal it collects what can be collected, and says how much is left. */
const TELLS_HEAP = `process.on('SIGUSR2', () => { gc(); gc(); console.error('heap ' + process.memoryUsage().heapUsed); });`;

/** Ten classes of 30 on one host, one after the other: its heap after a full collection, early and late. */
export async function tenClasses(row: HostingRow): Promise<void> {
  const CLASSES = 10;
  const EVERY = 200;
  const folder = mkdtempSync(join(tmpdir(), 'homines-ten-'));
  try {
    const games = Array.from({ length: CLASSES }, () => ['--game', 'prisoners-dilemma']).flat();
    const table = [...games, '--against', 'moralis:0.5', '--set', `rounds=${ROUNDS}`, '--port', '0', '--name', 'ten'];
    await using hosted = await hostRoom([...table, '--db', join(folder, 'lab.sqlite')], {
      cwd: folder,
      env: { NODE_OPTIONS: `--expose-gc --import=data:text/javascript,${encodeURIComponent(TELLS_HEAP)}` },
    });
    const asked = setInterval(() => process.kill(hosted.pid, 'SIGUSR2'), EVERY);
    const plan = { origins: [hosted.origin], room: hosted.room, robots: 30, rounds: CLASSES * ROUNDS };
    const { acknowledged } = await swarm(plan).finally(() => clearInterval(asked));
    const heap = [...hosted.said().matchAll(/^heap (\d+)$/gm)].map((found) => Number(found[1]) / 2 ** 20);
    const third = Math.floor(heap.length / 3);
    const [early, late] = [median(heap.slice(third, 2 * third)), median(heap.slice(-third))];
    row(
      `ten classes of 30 on one host (${acknowledged} choices), its heap in the second and the last third`,
      `${early.toFixed(1)} → ${late.toFixed(1)} MB`,
      'flat (< 2 MB)',
      late - early < 2,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Twice as many on two hosts that share a PostgreSQL, every other robot at the other door; left out where there is none. */
export async function twoHosts(row: HostingRow, robots = 600): Promise<void> {
  if (!isThere()) return row('two hosts on one PostgreSQL', 'no PostgreSQL here', '–', true);
  const folder = mkdtempSync(join(tmpdir(), 'homines-two-'));
  const database = await server();
  try {
    const db = await database.fresh();
    const table = ['--game', 'pricing-duopoly', '--pairs', '--set', `rounds=${ROUNDS}`, '--most', String(robots)];
    const host = () => hostRoom([...table, '--port', '0', '--name', 'two', '--db', db], { cwd: folder });
    await using one = await host();
    await using other = await host();
    const found = await swarm({ origins: [one.origin, other.origin], room: one.room, robots, rounds: ROUNDS });
    const who = `${robots} robots in pairs on two hosts and one PostgreSQL`;
    row(`${who}: all joined`, ms(found.joins.all), '< 10 s', found.joins.all < 10_000);
    row(
      '… answered in the same moment, to the updated page, p95',
      spreadOf(found.answer),
      '< 2000 ms',
      found.answer.p95 < 2000,
    );
    row('… to the next question', spreadOf(found.next), '–', true);
    const all = robots * ROUNDS;
    row('… answers acknowledged', String(found.acknowledged), String(all), found.acknowledged === all);
  } finally {
    await database.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
