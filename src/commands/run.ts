/** `homines run GAME --seats A,B`: agents play each other without a screen, and every choice is kept. */
import { newCode, newSeed } from '../code.ts';
import { type Agent } from '../agents/agent.ts';
import { type Batch, playBatch } from '../batch.ts';
import type { AnyGame } from '../game.ts';
import { Refusal } from '../refusal.ts';
import { readConfig } from '../settings.ts';
import { openStore } from '../store/open.ts';
import { version } from '../version.ts';
import { agentNamed, gameNamed, withPoint } from './chosen.ts';
import { db, DEFAULT_DB, json, preset, readMatches, readName, seed, set } from './flags.ts';
import { aligned, counted, minute, wrap } from './columns.ts';
import { print, printJson } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { stopping } from './stopping.ts';
import { text, verb as define } from './verb.ts';

export const verb = define({
  name: 'run',
  word: 'GAME',
  says: 'Agents play each other without a screen; every choice is kept.',
  flags: {
    seats: text('A,B', 'who sits where: one agent a seat, separated by commas', (typed) => typed),
    matches: text('N', 'how many matches (default: 1)', readMatches),
    preset,
    set,
    seed,
    session: text('NAME', 'what the session is called (default: game and time)', readName),
    db,
    json,
  },
  examples: [
    'homines run prisoners-dilemma --seats economicus,moralis:0.5 --matches 1000',
    'homines run prisoners-dilemma --seats script:C,script:D --preset sharp --json',
    'homines run pricing-duopoly --seats moralis:0.5/buyers,baseline --seed 7',
  ],
  notes: [
    'Agents: economicus, moralis[:κ] (in pricing also moralis:κ/sellers and /buyers), baseline (stand-in), random, script:C:D.',
    'Ctrl-C stops after the match at hand: what was played is kept, exit code 130.',
  ],
  async run(flags, word) {
    const game = await gameNamed(word, 'run');
    const config = readConfig(game, { preset: flags.preset, sets: flags.set ?? [] });
    const agents = readSeats(game, config, flags.seats);
    const session = { code: newCode(), kind: 'run' as const, seed: flags.seed ?? newSeed(), version: version(), startedAt: Date.now() };
    const name = flags.session ?? `${game.name} ${minute(session.startedAt)}`;
    const matches = flags.matches ?? 1;
    const store = await openStore(flags.db ?? DEFAULT_DB);
    const stopped = stopping();
    const bar = progressBar(matches);
    const since = performance.now();
    try {
      const batch = await playBatch({
        store,
        session,
        name,
        game,
        config,
        agents,
        matches,
        disclosed: true,
        stop: stopped.signal,
        progress: bar.draw,
      });
      bar.clear();
      const seconds = (performance.now() - since) / 1000;
      if (flags.json) printJson(documentOf(batch, seconds, session.code, session.seed));
      else printTable(game, batch, seconds, name, store.file, session.code);
      return stopped.code(batch.matches, matches);
    } finally {
      bar.clear();
      stopped.done();
      store.close();
    }
  },
});

/** One agent a seat, as many as the game seats. */
export function readSeats(game: AnyGame, config: unknown, typed: string | undefined): readonly Agent[] {
  const { least, most } = game.seats(config);
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  const example = `--seats ${Array.from({ length: least }, (_, i) => (i === 0 ? 'economicus' : 'moralis:0.5')).join(',')}`;
  if (typed === undefined) throw new Refusal(`homines run needs to know who plays: name ${wanted} agents, such as ${example}.`);
  const ids = withPoint(typed)
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  if (ids.length < least || ids.length > most)
    throw new Refusal(
      `${game.name} seats ${wanted} agent${wanted === '1' ? '' : 's'}; got ${ids.length} in "${typed}": separate them by commas, such as ${example}.`,
    );
  return ids.map((id) => agentNamed(id, game));
}

const documentOf = ({ matches, decisions, seats }: Batch, seconds: number, session: string, drawn: number) => ({
  matches,
  decisions,
  seconds,
  session,
  seed: drawn,
  seats,
});

function printTable(game: AnyGame, { matches, decisions, seats }: Batch, seconds: number, name: string, file: string, code: string): void {
  const speed = Math.round(decisions / Math.max(seconds, 1e-3)).toLocaleString('en');
  print(
    `${game.title}: ${counted(matches, 'match', 'matches')}, ${counted(decisions, 'choice')} in ${seconds.toFixed(1)} s (${speed} a second)\n`,
  );
  const rows = [
    ['', ...seats.map(({ agent }) => agent)],
    ['', ...seats.map(({ kind }) => (kind === 'standin' ? 'stand-in' : kind))],
    ...(seats.some(({ meanPayoff }) => meanPayoff !== null) ? [['mean payoff', ...seats.map((one) => figure(one.meanPayoff))]] : []),
    ...game.measures.map((measure) => [
      measure.name,
      ...seats.map((one) => `${figure(one.measures[measure.name] ?? null)} (n ${(one.counts[measure.name] ?? 0).toLocaleString('en')})`),
    ]),
  ];
  print(aligned(rows));
  print(`\n${wrap(`Kept in ${file} as session ${code}, "${name}".`)}`);
}

const figure = (value: number | null): string =>
  value === null ? '–' : Number(value.toPrecision(5)).toLocaleString('en', { maximumFractionDigits: 4 });
