/**
 * `npm run bench -- --ten-million`: a million choices and ten million, made by `run` in dilemmas of ten rounds, and what `run`,
 * `compare`, `export` and a replay of a sample take of the second over the first: processor time, and the most memory at once.
 * Takes about 2.5 GB of disk beside this file while it runs, and half an hour on two busy cores. Prints a table.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { taken } from './taken.ts';

const ROUNDS = 10;
const SIZES = [1_000_000, 10_000_000] as const;
const MOST_MEGABYTES = 400;
const MOST_TIMES = 11;

const packages = join(import.meta.dirname, 'node_modules');
mkdirSync(packages, { recursive: true });
const folder = mkdtempSync(join(packages, '.ten-million-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const work: Readonly<Record<string, (db: string, choices: number) => readonly string[]>> = {
  run: (db, choices) => [
    ...['run', 'prisoners-dilemma', '--seats', 'random,moralis:0.5', '--set', `rounds=${ROUNDS}`, '--seed', '5'],
    ...['--matches', String(choices / ROUNDS / 2), '--db', db, '--json'],
  ],
  // What was compared before is kept: this is the first look.
  compare: (db) => ['compare', '--db', db, '--json', '--fresh'],
  'export as parquet': (db) => ['export', '--db', db, '--format', 'parquet', '--out', `${db}-parquet`],
  'replay of 1,000 matches': (db) => ['replay', '--sample', '1000', '--seed', '7', '--db', db, '--json'],
};

let met = true;
for (const [what, args] of Object.entries(work)) {
  const [one, ten] = [
    await taken(args(join(folder, `${SIZES[0]}.sqlite`), SIZES[0])),
    await taken(args(join(folder, `${SIZES[1]}.sqlite`), SIZES[1])),
  ];
  const times = ten.cpu / one.cpu;
  const good = times <= MOST_TIMES && ten.megabytes < MOST_MEGABYTES;
  met &&= good;
  console.log(
    `${what}: ${one.cpu.toFixed(1)} → ${ten.cpu.toFixed(1)} s of the processor, ${times.toFixed(1)}× (goal ≤ ${MOST_TIMES}×; ${one.wall.toFixed(0)} → ${ten.wall.toFixed(0)} s on the wall), ${one.megabytes.toFixed(0)} → ${ten.megabytes.toFixed(0)} MB (goal < ${MOST_MEGABYTES} MB)${good ? '' : '  missed'}`,
  );
}
process.exitCode = met ? 0 : 1;
