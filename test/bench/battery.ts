/**
 * The eighteen protocols of the battery, a thousand matches of each between theory agents, beside the dilemma: microseconds of
 * the processor a match and a decision, in one process. Prints JSON.
 */
import { readConfig } from '../../src/core/settings.ts';
import { loadGames } from '../../src/disk/games.ts';
import { batteryOf, type ProtocolTable, tablesOf } from '../../src/lab/battery/protocols.ts';
import { ours } from './dilemma.ts';
import { median } from './figures.ts';

const MATCHES = 1000;
const ROUNDS = 5;

const games = await loadGames();
const { settings, protocols } = batteryOf(games);
const tables = tablesOf(games, settings, protocols);
const dilemma = games.find(({ name }) => name === 'prisoners-dilemma')!;

type Speed = { readonly match: number; readonly decision: number };

/** Each of these tables played so many times, one after another. */
async function timed(played: readonly Pick<ProtocolTable, 'of' | 'config'>[], times: number): Promise<Speed> {
  let decisions = 0;
  const since = process.cpuUsage();
  for (const { of, config } of played) decisions += await ours(of, config)(times);
  const { user, system } = process.cpuUsage(since);
  const us = user + system;
  return { match: us / (times * played.length), decision: us / decisions };
}

const parts = {
  battery: tables,
  dilemmas: tables.filter(({ game }) => game === 'prisoners-dilemma'),
  trust: tables.filter(({ game }) => game === 'trust'),
  ultimatum: tables.filter(({ game }) => game === 'ultimatum'),
  oneShot: [{ of: dilemma, config: readConfig(dilemma, {}) }],
};
const found: Record<string, Speed[]> = {};
// Turn by turn, so that a machine that slows down slows all of them.
for (let round = 0; round <= ROUNDS; round++)
  for (const [name, played] of Object.entries(parts)) {
    const speed = await timed(played, name === 'battery' ? MATCHES : (18 * MATCHES) / played.length);
    if (round > 0) (found[name] ??= []).push(speed);
  }
const middle = (speeds: readonly Speed[]): Speed => ({
  match: median(speeds.map(({ match }) => match)),
  decision: median(speeds.map(({ decision }) => decision)),
});
console.log(JSON.stringify(Object.fromEntries(Object.entries(found).map(([name, speeds]) => [name, middle(speeds)]))));
