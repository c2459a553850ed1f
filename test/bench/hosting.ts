/**
 * What hosting a class costs: the built program in one process, robots over real sockets in another, on a database on the disk.
 * `node test/bench/hosting.ts` prints the figures alone; `npm run bench` has them among the others. With numbers behind it, of
 * so many robots instead.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Client } from '../robots/client.ts';
import { type Hosted, hostRoom, memoryOf } from '../robots/hosted.ts';

const spread = z.object({ p50: z.number(), p95: z.number(), p99: z.number(), most: z.number() });
const figures = z.object({
  joins: spread.extend({ all: z.number() }),
  answer: spread,
  next: spread,
  acknowledged: z.number(),
  faults: z.array(z.string()),
});
export type Swarmed = z.infer<typeof figures>;

/** Rounds that a class plays, as the anchor's (shared figures of other software are of three). */
export const ROUNDS = 3;

/** The anchor's on the same kind of machine, PostgreSQL, 300 at once, in milliseconds: answer to the next page, and to the partner's. */
export const ANCHOR = { answer: { p50: 11_124, p95: 16_066, p99: 17_238 }, next: { p50: 20_011, p95: 24_529 } };

/** A class of robots in a process of its own. */
export async function swarm(plan: {
  readonly origins: readonly string[];
  readonly room: string;
  readonly robots: number;
  readonly rounds: number;
  readonly within?: number;
  readonly seed?: number;
}): Promise<Swarmed> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'swarm.ts'), JSON.stringify(plan)],
    { maxBuffer: 1 << 26, timeout: 300_000 },
  );
  return figures.parse(JSON.parse(stdout));
}

export type Hosting = Swarmed & {
  /** Bytes of memory a participant, at most; null where this computer does not tell. */
  readonly memory: number | null;
  /** Bytes of the database a choice of a person. */
  readonly disk: number;
  /** Bytes that a phone loads to see the entrance. */
  readonly first: number;
};

/** One class from opening the room to its end. `robots` on one door; in pairs, or each against an agent. */
export async function classOf(robots: number, pairs: boolean, within = 0): Promise<Hosting> {
  const folder = mkdtempSync(join(tmpdir(), 'homines-hosting-'));
  const db = join(folder, 'lab.sqlite');
  try {
    const against = pairs ? ['--pairs'] : ['--against', 'moralis:0.5'];
    const table = ['--game', 'prisoners-dilemma', '--set', `rounds=${ROUNDS}`, ...against];
    await using hosted = await hostRoom([...table, '--port', '0', '--name', 'bench', '--db', db], { cwd: folder });
    const first = await firstPage(hosted);
    const [memory, disk] = [memoryOf(hosted.pid), size(db)];
    const swarmed = await swarm({ origins: [hosted.origin], room: hosted.room, robots, rounds: ROUNDS, within });
    const most = peakOf(hosted.pid);
    await hosted.stop();
    return {
      ...swarmed,
      memory: memory === null || most === null ? null : (most - memory) / robots,
      disk: (size(db) - disk) / swarmed.acknowledged,
      first,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The entrance with all that it names, as it comes over the line to a phone that takes compressed pages. */
async function firstPage({ origin, room }: Hosted): Promise<number> {
  const client = new Client(origin);
  const plain = await client.send(`/${room}`);
  const packed = { headers: { 'accept-encoding': 'gzip, br' } };
  const parts = [...plain.body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((found) => found[1] ?? '');
  const loaded = await Promise.all([`/${room}`, ...parts].map((path) => client.send(path, packed)));
  client.close();
  return loaded.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The database with what is not yet folded into it. */
const size = (db: string): number =>
  [db, `${db}-wal`].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);

/** The most memory that a process has held; null where the system does not tell. */
function peakOf(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

if (process.argv[1] === import.meta.filename) {
  const numbers = process.argv.slice(2).map(Number);
  for (const robots of numbers.length > 0 ? numbers : [30, 300])
    for (const pairs of [false, true]) {
      const found = await classOf(robots, pairs);
      const ms = ({ p50, p95, p99 }: { p50: number; p95: number; p99: number }): string =>
        [p50, p95, p99].map((one) => one.toFixed(0)).join('/');
      console.log(
        `${robots} robots ${pairs ? 'in pairs' : 'against an agent'}: joins ${found.joins.all.toFixed(0)} ms in all, p95 ${found.joins.p95.toFixed(0)}; answer p50/p95/p99 ${ms(found.answer)} ms; next ${ms(found.next)} ms; ${found.memory === null ? '–' : (found.memory / 2 ** 20).toFixed(2)} MB a participant; ${found.disk.toFixed(0)} bytes a choice; first page ${found.first} bytes; ${found.acknowledged} acknowledged; faults ${JSON.stringify(found.faults.slice(0, 3))}`,
      );
    }
}
