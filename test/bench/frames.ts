/** The first frame of the lab, beside a bare Ink's, and the frame after a held key, in the screens that draw most. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../src/bundling.ts';
import { open, root, type Opening } from '../terminal.ts';
import { median } from './figures.ts';
import { heldKey } from './screens.ts';

type Row = (what: string, figure: string, goal: string, met: boolean) => void;

/** A screen, the way to it, each step as soon as the words of the one before stand, and the two keys that are held. */
type HeldScreen = {
  readonly name: string;
  readonly args?: readonly string[];
  readonly way: readonly (readonly [shows: string, ...keys: readonly string[]])[];
  readonly keys: readonly [string, string];
};

const PRESSES = 240;
const HOME = 'baseline';
const screens: readonly HeldScreen[] = [
  { name: 'home', way: [[HOME]], keys: ['down', 'up'] },
  { name: 'help', way: [[HOME, 'h'], ['Help ·']], keys: ['down', 'up'] },
  {
    name: 'setting a table',
    way: [[HOME, 'enter'], ['› Against', 'down'], ['› how moral', 'down'], ['› Payoffs']],
    keys: ['right', 'left'],
  },
  {
    name: 'the market',
    args: ['play', 'pricing-duopoly', '--against', 'economicus'],
    way: [
      ['Enter', 'enter'],
      ['round 1', '1', '5', 'enter'],
      ['round 2', '1', '6', 'enter'],
      ['round 3', 'up'],
    ],
    keys: ['up', 'down'],
  },
];

/** `folder`: where the bare Ink is built and the databases lie, inside node_modules. */
export async function frames(row: Row, folder: string): Promise<void> {
  // As anybody would bundle it: what we take out of Ink at start is ours to gain.
  await build({
    ...bundling,
    ...{ plugins: [], alias: {}, define: { 'process.env.NODE_ENV': '"production"' } },
    entryPoints: [{ in: join(import.meta.dirname, 'hello.tsx'), out: 'hello' }],
    outdir: folder,
  });
  const db = join(folder, 'lab.sqlite');
  const start = join(root, 'src', 'start.js');
  // Once before, and ended in good order: what the starter keeps compiled is there from the second start on.
  {
    await using first = open({ program: start, db });
    await first.waitFor(HOME);
    first.press('q');
    await first.exit;
  }
  const { hello, lab } = await firstFrames({
    hello: { program: join(folder, 'hello.js'), shows: 'hello, world' },
    lab: { program: start, shows: HOME, db },
  });
  for (const [of, name] of [['wall', ''] as const, ['cpu', '… processor time of all its threads'] as const]) {
    const ratio = lab![of] / hello![of];
    row(
      name || 'first frame of the lab over a bare Ink hello-world',
      `${ratio.toFixed(2)}× (${lab![of].toFixed(0)} of ${hello![of].toFixed(0)} ms)`,
      '≤ 1.25×',
      ratio <= 1.25,
    );
  }
  const held: Record<string, Awaited<ReturnType<typeof heldKey>>> = {};
  const used: string[] = [];
  for (const { name, args = [], way, keys } of screens) {
    await using term = open({ args, db });
    for (const [shows, ...pressed] of way) {
      await term.waitFor(shows);
      term.press(...pressed);
    }
    const before = processorTime(term.pid);
    held[name] = await heldKey(term, keys, PRESSES);
    used.push(`${name} ${((processorTime(term.pid) - before) / PRESSES).toFixed(1)} ms`);
  }
  const [[slowest, worst] = ['', { p50: NaN, p95: NaN }]] = Object.entries(held).toSorted(
    ([, one], [, other]) => other.p95 - one.p95,
  );
  row(
    `a held key to its frame, p95, the slowest of ${screens.map(({ name }) => name).join(', ')}: ${slowest}`,
    `${worst.p95.toFixed(1)} ms (p50 ${worst.p50.toFixed(1)})`,
    '≤ 16 ms',
    worst.p95 <= 16,
  );
  row('… processor time of all threads a key', used.join(', '), '–', true);
}

/** From starting a program to its words on the screen: medians of some starts, programs in turns. Milliseconds, of the clock and of processors. */
async function firstFrames(programs: Readonly<Record<string, Opening & { readonly shows: string }>>) {
  const took: Record<string, { wall: number; cpu: number }[]> = {};
  for (let start = 0; start < 12; start++) {
    for (const [name, { shows, ...opening }] of Object.entries(programs)) {
      const since = performance.now();
      await using term = open(opening);
      await new Promise<void>((seen) => term.onWritten(() => term.written().includes(shows) && seen()));
      const one = { wall: performance.now() - since, cpu: processorTime(term.pid) };
      if (start > 1) (took[name] ??= []).push(one);
    }
  }
  return Object.fromEntries(
    Object.entries(took).map(([name, all]) => [
      name,
      { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) },
    ]),
  );
}

/** What the threads of a process have used so far, in milliseconds; NaN where the system does not tell. */
function processorTime(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const used = threads.map((id) => readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]);
    return used.reduce((sum, nanoseconds) => sum + Number(nanoseconds), 0) / 1e6;
  } catch {
    return NaN;
  }
}
