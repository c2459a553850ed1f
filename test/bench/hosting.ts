/**
 * What hosting a class costs: the built program in one process, robots over real sockets in another, on a database on the disk.
 * `npm run bench` has them among its figures; `node test/bench/hosting-alone.ts` prints them alone.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Client } from '../robots/client.ts';
import { type Hosted, hostRoom, memoryOf } from '../robots/hosted.ts';

const spread = z.object({ p50: z.number(), p90: z.number(), p95: z.number(), p99: z.number(), most: z.number() });
const figures = z.object({
  joins: spread.extend({ all: z.number() }),
  answer: spread,
  next: spread,
  /** Processor time of the host an answer, its next page included, in milliseconds; null where this computer does not tell. */
  processor: z.number().nullable(),
  acknowledged: z.number(),
  faults: z.array(z.string()),
});
export type Swarmed = z.infer<typeof figures>;

/** Rounds that a class plays: the figures of oTree are of three. */
export const ROUNDS = 3;

/** Of oTree 6.0.15 on the same kind of machine, PostgreSQL, 300 at once, in milliseconds: answer to the next page, and to the partner's. */
const OTREE = { answer: { p50: 11_124, p95: 16_066, p99: 17_238 }, next: { p50: 20_011, p95: 24_529 } };

/** A class of robots in a process of its own. */
export async function swarm(plan: {
  readonly origins: readonly string[];
  readonly room: string;
  readonly robots: number;
  readonly rounds: number;
  readonly within?: number;
  readonly seed?: number;
  readonly pid?: number;
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
  readonly each: number | null;
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
    // In pairs both move at once, as everybody does who is measured.
    const table = pairs
      ? ['--game', 'pricing-duopoly', '--pairs', '--set', `rounds=${ROUNDS}`]
      : ['--game', 'prisoners-dilemma', '--against', 'moralis:0.5', '--set', `rounds=${ROUNDS}`];
    const host = () => hostRoom([...table, '--port', '0', '--name', 'bench', '--db', db], { cwd: folder });
    await (await host()).stop();
    const empty = statSync(db).size;
    await using hosted = await host();
    const first = await firstPage(hosted);
    const memory = memoryOf(hosted.pid);
    const swarmed = await swarm({
      origins: [hosted.origin],
      room: hosted.room,
      robots,
      rounds: ROUNDS,
      within,
      pid: hosted.pid,
    });
    const most = peakOf(hosted.pid);
    await hosted.stop();
    return {
      ...swarmed,
      each: memory === null || most === null ? null : (most - memory) / robots,
      disk: (statSync(db).size - empty) / swarmed.acknowledged,
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

/** The most memory that a process has held; null where the system does not tell. */
function peakOf(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/** A line of the bench: what, the figure, the goal and whether it is met. */
export type HostingRow = (what: string, figure: string, goal: string, met: boolean) => void;

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
export const spreadOf = ({ p50, p95, p99 }: Swarmed['answer']): string => `${ms(p95)} (p50 ${ms(p50)}, p99 ${ms(p99)})`;
const times = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)}×`;

/** Classes of these sizes on one process, with goals for 30 and 300. */
export async function hosting(row: HostingRow, sizes: readonly number[] = [30, 300]): Promise<void> {
  for (const robots of sizes) {
    const bound = robots <= 30 ? 100 : 1000;
    for (const pairs of [false, true]) {
      const who = `${robots} robots ${pairs ? 'in pairs' : 'against an agent'}`;
      const found = await classOf(robots, pairs);
      row(`${who}: all joined`, ms(found.joins.all), '< 5 s', found.joins.all < 5000);
      const { answer, next } = found;
      row(
        `… answered in the same moment, to the updated page, p95`,
        spreadOf(answer),
        `< ${ms(bound)}`,
        answer.p95 < bound,
      );
      const partner = pairs
        ? "… to the next question, which takes both partners' answers, p95"
        : '… to the next question, p95';
      row(partner, spreadOf(next), pairs ? `< ${ms(2 * bound)}` : `< ${ms(bound)}`, next.p95 < (pairs ? 2 : 1) * bound);
      if (robots >= 300)
        row(
          `… oTree's over ours (with PostgreSQL, as measured: ${ms(OTREE.answer.p95)}, ${ms(OTREE.next.p95)})`,
          `${times(OTREE.answer.p95 / answer.p95)}, ${times(OTREE.next.p95 / next.p95)}`,
          '≥ 10×',
          OTREE.answer.p95 >= 10 * answer.p95,
        );
      if (found.each !== null)
        row(
          '… memory a participant',
          `${(found.each / 2 ** 20).toFixed(2)} MB`,
          robots < 300 ? '–' : '< 1.5 MB',
          robots < 300 || found.each < 1.5 * 2 ** 20,
        );
      if (found.processor !== null)
        row('… processor time of the host an answer with its page', ms(found.processor), '–', true);
      row('… on the disk, a choice', `${(found.disk / 1000).toFixed(1)} kB`, '< 5 kB', found.disk < 5000);
      if (!pairs)
        row(
          '… first page with script and style',
          `${(found.first / 1000).toFixed(1)} kB`,
          '< 30 kB',
          found.first < 30_000,
        );
      const all = found.acknowledged === robots * ROUNDS && found.faults.length === 0;
      row('… answers acknowledged', String(found.acknowledged), String(robots * ROUNDS), all);
    }
  }
}
