/**
 * `npm run bench`: how fast the built program is, as ratios within one run on this machine. Everything measured is
 * bundled as the program is. `-- --ten-million` measures ten million choices instead (ten-million.ts). What it is compared with (boardgame.io) is installed on the first run, under test/bench.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../src/bundling.ts';
import { npmCommand, stale } from '../../src/checkout.js';
import { gameNames } from '../../src/disk/games.ts';
import { open, program, root } from '../terminal.ts';
import { killing, stalling, tenClasses, twoHosts } from './hosting-hard.ts';
import { keptFigures } from './kept.ts';
import { hosting } from './hosting.ts';
import { frames } from './frames.ts';
import { answers, helpMeanwhile } from './screens.ts';
import { taken } from './taken.ts';

type Row = { readonly what: string; readonly figure: string; readonly goal: string; readonly met: boolean };

if (process.argv.includes('--ten-million')) {
  await import('./ten-million.ts');
  process.exit();
}

const here = import.meta.dirname;
const packages = join(here, 'node_modules');
if (!existsSync(join(packages, 'boardgame.io'))) {
  console.error('Installing what the lab is compared with: a few seconds, once.');
  const npm = npmCommand();
  must(
    spawnSync(npm.file, [...npm.args, 'ci', '--loglevel=error'], { cwd: here, stdio: 'inherit' }),
    'npm ci in test/bench',
  );
}
if (stale(root)) must(spawnSync(process.execPath, [join(root, 'src', 'build.ts')], { stdio: 'inherit' }), 'the build');

// Inside node_modules, so that every package is found from there, and on the disk rather than in memory.
mkdirSync(packages, { recursive: true });
const folder = mkdtempSync(join(packages, '.bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// What is measured finds its games as the program does: in dist, beside package.json.
const dist = join(folder, 'dist');
copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
await build({
  ...bundling,
  entryPoints: [
    ...[
      'speed.ts',
      'memory.ts',
      'commits.ts',
      'calls.ts',
      'apart.ts',
      'export.ts',
      'battery.ts',
      'bare-inserts.ts',
    ].map((name) => ({
      in: join(here, name),
      out: parse(name).name,
    })),
    { in: join(root, 'src', 'store', 'export', 'worker.ts'), out: join('workers', 'export') },
    { in: join(root, 'src', 'comparing', 'worker.ts'), out: join('workers', 'compare') },
    ...gameNames().map((name) => ({ in: join(root, 'games', name, 'index.ts'), out: join('games', name, 'index') })),
  ],
  outdir: dist,
});
/** What was compared before is kept in a cache: from here on in another one, which is empty. */
const withoutKept = (name: number | string): void =>
  void (process.env['XDG_CACHE_HOME'] = join(folder, `cache-${name}`));

const rows: Row[] = [];
const row = (what: string, figure: string, goal: string, met: boolean): void => {
  rows.push({ what, figure, goal, met });
  console.error(`${met ? '  ' : '! '}${what}: ${figure} (goal ${goal})`);
};

console.error(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}: about ten minutes`,
);

const speed = measured<{ ours: number; bare: number; boardgame: number }>('speed.js');
const perSecond = (value: number): string => `${Math.round(value / 100) * 100}/s`.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
row('theory agents, one-shot dilemma, unlogged', perSecond(speed.ours), '–', true);
row(
  `… as multiple of boardgame.io's Simulate (${perSecond(speed.boardgame)})`,
  times(speed.ours / speed.boardgame),
  '≥ 50×',
  speed.ours >= 50 * speed.boardgame,
);
row(
  `… as share of a bare loop that solves the plans (${perSecond(speed.bare)})`,
  `1/${(speed.bare / speed.ours).toFixed(1)}`,
  '≥ 1/8',
  speed.ours >= speed.bare / 8,
);

type Microseconds = { readonly match: number; readonly decision: number };
const battery = measured<Record<'battery' | 'dilemmas' | 'oneShot', Microseconds>>('battery.js');
const same = battery.battery.match / battery.dilemmas.match;
row(
  `battery, 18 protocols × 1,000 matches, over as many dilemmas, a match (${battery.dilemmas.match.toFixed(1)} µs)`,
  `${times(same)} (${battery.battery.match.toFixed(1)} µs)`,
  '≤ 2×',
  same <= 2,
);
const perDecision = battery.battery.decision / battery.oneShot.decision;
row(
  `… over the one-shot dilemma above, a decision (${battery.oneShot.decision.toFixed(1)} µs)`,
  `${times(perDecision)} (${battery.battery.decision.toFixed(1)} µs)`,
  '≤ 2×',
  perDecision <= 2,
);

const dilemmas = stored(['prisoners-dilemma', '--seats', 'economicus,moralis:0.5', '--matches', '60000']);
row('the same, logged in all tables at FULL', perSecond(dilemmas.kept), '≥ 60,000/s', dilemmas.kept >= 60_000);
row(
  `… as share of bare inserts of the same rows (${perSecond(dilemmas.bare)})`,
  dilemmas.share.toFixed(2),
  '≥ .33',
  dilemmas.share >= 0.33,
);
const tens = ['--seats', '5xeconomicus,5xmoralis:0.5', '--set', 'rounds=10', '--matches', '6000'];
const ten = stored(['public-goods', ...tens]);
row('… at tables of ten in ten rounds', perSecond(ten.kept), '–', true);
row(`… as share of bare inserts (${perSecond(ten.bare)})`, ten.share.toFixed(2), '≥ .33', ten.share >= 0.33);

const commits = measured<{ p50: number; p99: number }>('commits.js', join(folder, 'commits.sqlite'));
row(
  'one choice committed, p99',
  `${commits.p99.toFixed(2)} ms (p50 ${commits.p50.toFixed(2)})`,
  '< 10 ms',
  commits.p99 < 10,
);

const heap = measured<readonly number[]>('memory.js');
const growth = heap.at(-1)! - heap[2]!;
row('heap over 100,000 matches', `${heap[2]!.toFixed(1)} → ${heap.at(-1)!.toFixed(1)} MB`, 'flat (< 1 MB)', growth < 1);

const MANY = { latency: 500, atOnce: 200 };
const FIFTY = { latency: 200, atOnce: 50 };
const server = await modelServer(MANY.latency);
type Calls = {
  calls: number;
  ratio: number;
  ratioBare: number;
  overBare: number;
  cpuOurs: number;
  cpuBare: number;
  heap: readonly number[];
};
const callsTo = (address: string, { latency, atOnce }: typeof FIFTY, name: string, ...how: readonly string[]): Calls =>
  measured<Calls>('calls.js', address, String(latency), String(atOnce), join(folder, `${name}.sqlite`), ...how);
const calls = callsTo(server.address, MANY, 'calls');
const decided = callsTo(server.address, MANY, 'decided', 'decision');
server.stop();
const fiftyServer = await modelServer(FIFTY.latency);
// Turns so long that beginning and end are little of them.
const fifty = callsTo(fiftyServer.address, FIFTY, 'fifty', 'json', '3', '15000');
fiftyServer.stop();
row(
  `${fifty.calls.toLocaleString('en')} calls to a model of ${FIFTY.latency} ms, ${FIFTY.atOnce} at once, over the bare package openai`,
  `${fifty.overBare.toFixed(3)} (over N·L/K ${fifty.ratio.toFixed(3)}, bare ${fifty.ratioBare.toFixed(3)}; medians of three turns)`,
  '≤ 1.05',
  fifty.overBare <= 1.05,
);
row(
  `${calls.calls.toLocaleString('en')} calls to a model of ${MANY.latency} ms, ${MANY.atOnce} at once, over N·L/K`,
  `${calls.ratio.toFixed(3)} (bare openai ${calls.ratioBare.toFixed(3)})`,
  '≤ 1.1',
  calls.ratio <= 1.1,
);
row(
  '… CPU of ours a call beyond the package openai',
  `${(calls.cpuOurs - calls.cpuBare).toFixed(2)} ms (${calls.cpuOurs.toFixed(2)} − ${calls.cpuBare.toFixed(2)})`,
  '< 1 ms',
  calls.cpuOurs - calls.cpuBare < 1,
);
row(
  `${decided.calls.toLocaleString('en')} calls for probabilities, two orders a choice, over the bare package`,
  `${decided.overBare.toFixed(3)} (${decided.ratio.toFixed(3)} / ${decided.ratioBare.toFixed(3)})`,
  '≤ 1.1',
  decided.overBare <= 1.1,
);
// All places are taken in each of these moments; what is under way in them differs.
const [early, late] = [Math.min(...calls.heap.slice(1, 5)), Math.min(...calls.heap.slice(5, -1))];
row(
  '… heap meanwhile, first and second half',
  `${early.toFixed(1)} → ${late.toFixed(1)} MB`,
  'flat (< 2 MB)',
  late - early < 2,
);

// As it is installed: a checkout looks first whether its sources have changed.
const installed = join(folder, 'installed', 'src', 'start.js');
mkdirSync(dirname(installed), { recursive: true });
copyFileSync(join(root, 'src', 'start.js'), installed);
copyFileSync(join(root, 'package.json'), join(folder, 'installed', 'package.json'));
symlinkSync(join(root, 'dist'), join(folder, 'installed', 'dist'), 'junction');
const quick = answers(join(folder, 'empty.js'), {
  version: [installed, '--version'],
  games: [installed, 'games'],
  checkout: [join(root, 'src', 'start.js'), 'games'],
});
row(
  `--version over bare Node (${quick.bare.toFixed(0)} ms)`,
  times(quick.over['version']!),
  '≤ 2×',
  quick.over['version']! <= 2,
);
row('games over bare Node', times(quick.over['games']!), '≤ 2×', quick.over['games']! <= 2);
row('… in a checkout, which looks first whether it is built', times(quick.over['checkout']!), '–', true);

await frames(row, folder);

// A comparison of a million choices: from the sources, since its thread is the program's own.
const million = join(folder, 'million.sqlite');
must(
  spawnSync(process.execPath, [join(here, 'million.ts'), million], { stdio: ['ignore', 'ignore', 'inherit'] }),
  'a million choices',
);
// Each beside a bare scan of the same rows, in turn: whatever else the machine does strikes both.
const cold: { readonly seconds: number; readonly ratio: number; readonly megabytes: number }[] = [];
for (const run of [1, 2, 3]) {
  withoutKept(run);
  const { seconds: bare } = jsonOf<{ seconds: number }>([join(here, 'scan.ts'), million]);
  // What is kept is kept within this time, and nothing was before.
  const cache = mkdtempSync(join(folder, 'cache-'));
  const { out, wall, megabytes } = await taken(['compare', '--db', million, '--json'], {
    ...{ XDG_CACHE_HOME: cache, HOMINES_FRESH: '', HOMINES_PROGRESS: '0', NODE_ENV: 'production' },
  });
  const { counts }: { counts: { decisions: number; programs: number } } = JSON.parse(out);
  const compared = counts.decisions + counts.programs;
  if (compared !== 1_000_000) throw new Error(`Of a million choices ${compared} were compared.`);
  cold.push({ seconds: wall, ratio: wall / bare, megabytes });
}
const coldest = cold.toSorted((a, b) => a.ratio - b.ratio)[1]!;
row(
  'a million choices compared, from cold, over a bare scan of the same rows',
  `${times(coldest.ratio)} (${coldest.seconds.toFixed(1)} s)`,
  '≤ 3×',
  coldest.ratio <= 3,
);
const largest = Math.max(...cold.map(({ megabytes }) => megabytes));
row('… memory, with what is kept', `${largest.toFixed(0)} MB`, '< 400 MB', largest < 400);
{
  type Increment = { readonly update: number; readonly idle: number };
  const grown = join(folder, 'grown.sqlite');
  copyFileSync(million, grown);
  const [among, alone] = [grown, join(folder, 'alone.sqlite')].map((file) =>
    jsonOf<Increment>([join(here, 'increment.ts'), file]),
  );
  const beyond = among!.update / alone!.update;
  row(
    '… brought up to date by 1,000 new ones, over the same in an empty file',
    `${times(beyond)} (${among!.update.toFixed(0)} ms; nothing new ${among!.idle.toFixed(1)} ms)`,
    '≤ 1.5×',
    beyond <= 1.5,
  );
}
const apart = measured<{ held: number }>('apart.js', million);
row('… the event loop held at most', `${apart.held.toFixed(0)} ms`, '< 50 ms', apart.held < 50);
const kept = await keptFigures(million);
row(
  '… again, nothing new',
  `${kept.again.toFixed(2)} s (1/${(kept.fresh / kept.again).toFixed(0)} of it)`,
  '≤ 0.3 s',
  kept.again <= 0.3,
);
row(
  '… again after 1,000 new choices, over all of them',
  `${times(kept.grown / kept.fresh)} (${kept.grown.toFixed(1)} s)`,
  '≤ 0.15×',
  kept.grown <= 0.15 * kept.fresh,
);
const live = jsonOf<{ p50: number; worst: number }>([join(here, 'compare.ts'), join(folder, 'class.sqlite')]);
row(
  '… of a class, an update',
  `${live.p50.toFixed(0)} ms (worst ${live.worst.toFixed(0)})`,
  '< 200 ms',
  live.p50 < 200,
);
{
  await using reading = open({ args: ['compare', '--db', million] });
  await reading.waitFor('Reading what was played');
  const meanwhile = await helpMeanwhile(reading, 'Reading what was played');
  row(
    '… a key to its frame while it is read, p95',
    `${meanwhile.p95.toFixed(1)} ms (p50 ${meanwhile.p50.toFixed(1)})`,
    '< 50 ms',
    meanwhile.p95 < 50,
  );
}

for (const format of ['long', 'parquet', 'jsonl', 'wide', 'otree']) {
  const out = join(folder, `export-${format}`);
  const exported = measured<{ decisions: number; seconds: number; megabytes: number; held: number; bytes: number }>(
    ...(['export.js', million, format, out] as const),
  );
  const least = jsonOf<{ read: number; seconds: number }>([
    ...[join(here, 'scan-and-write.ts'), million, `${exported.bytes}`, `${out}-bytes`],
  ]);
  const ratio = exported.seconds / least.seconds;
  row(
    `… exported as ${format}, over reading it with better-sqlite3 alone (${least.read.toFixed(2)} s) and writing as many bytes (${least.seconds.toFixed(2)} s)`,
    `${times(ratio)} (${exported.seconds.toFixed(1)} s, ${perSecond(exported.decisions / exported.seconds)})`,
    '≤ 2.5×',
    ratio <= 2.5,
  );
  row('… memory', `${exported.megabytes.toFixed(0)} MB`, '< 400 MB', exported.megabytes < 400);
  row('… the event loop held at most', `${exported.held.toFixed(0)} ms`, '< 50 ms', exported.held < 50);
}

// A class on its own phones: the program in a process of its own, robots over real sockets in another.
await hosting(row);
await killing(row);
await tenClasses(row);
await stalling(row);
await twoHosts(row);

const wide = Math.max(...rows.map((one) => one.what.length));
const wideFigure = Math.max(...rows.map((one) => one.figure.length));
console.log(
  [
    '',
    ...rows.map((one) =>
      `${one.what.padEnd(wide)}  ${one.figure.padStart(wideFigure)}  ${one.goal.padEnd(13)} ${one.met ? '' : 'missed'}`.trimEnd(),
    ),
  ].join('\n'),
);
process.exitCode = rows.every((one) => one.met) ? 0 : 1;

/** What `run` stores a second, and bare inserts of the very rows that it stored, choices both: in turns, the middle of three. */
function stored(args: readonly string[]): { readonly kept: number; readonly bare: number; readonly share: number } {
  const turns = [1, 2, 3].map((turn) => {
    const files = ['run', 'bare'].map((who) => join(folder, `${args[0]}-${turn}-${who}.sqlite`));
    const run = jsonOf<{ decisions: number; seconds: number }>([program, 'run', ...args, '--db', files[0]!, '--json']);
    const bare = measured<{ seconds: number }>('bare-inserts.js', ...files);
    for (const file of files) rmSync(file);
    return {
      kept: run.decisions / run.seconds,
      bare: run.decisions / bare.seconds,
      share: bare.seconds / run.seconds,
    };
  });
  return turns.toSorted((one, other) => one.share - other.share)[1]!;
}

/** A model server in a process of its own. */
async function modelServer(latency: number): Promise<{ readonly address: string; stop(): void }> {
  const child = spawn(process.execPath, [join(here, 'model-server.ts'), String(latency)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill());
  const [address] = await once(child.stdout, 'data');
  return { address: String(address).trim(), stop: () => void child.kill() };
}

/** The JSON that a bundled measurement prints. */
function measured<T>(file: string, ...args: readonly string[]): T {
  return jsonOf<T>(['--expose-gc', join(dist, file), ...args]);
}

function jsonOf<T>(args: readonly string[], env: Readonly<Record<string, string>> = {}): T {
  const done = spawnSync(process.execPath, args, {
    cwd: dirname(folder),
    encoding: 'utf8',
    // Rows are read here, and how far a measured program is would stand between them.
    env: { ...process.env, NODE_ENV: 'production', HOMINES_PROGRESS: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  must(done, args.join(' '));
  return JSON.parse(done.stdout);
}

function must(done: { readonly status: number | null }, what: string): void {
  if (done.status !== 0) throw new Error(`${what} failed with ${done.status}`);
}

function times(value: number): string {
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(2)}×`;
}
