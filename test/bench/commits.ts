/** How long one choice takes to reach the disk, one commit a row at FULL: milliseconds. Argument: the database file. Prints JSON. */
import { game } from '../../games/prisoners-dilemma/index.ts';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import { newCode } from '../../src/core/ids.ts';
import { playMatch } from '../../src/match/match.ts';
import { newMatch, rowsOf } from '../../src/match/record-match.ts';
import { openStore } from '../../src/store/open.ts';
import { quantile } from './figures.ts';

const COMMITS = 3000;

const store = await openStore(process.argv[2]!);
const session = { code: newCode(), kind: 'lab' as const, seed: 1, version: 'bench', startedAt: Date.now() };
await store.record([{ table: 'session', row: session }]);
const config = game.config.parse(game.presets[0]!.config);
const agents = [readOfflineAgent('economicus', game), readOfflineAgent('moralis:0.5', game)];
const table = {
  game,
  config,
  agents,
  names: [
    ['you', 'other'],
    ['other', 'you'],
  ],
  disclosed: true,
  signal: new AbortController().signal,
  stored: [],
};
const took: number[] = [];
for (let seed = 0; took.length < COMMITS; seed++) {
  const match = newMatch({ session: session.code, game, config, seed, agents, disclosed: true, now: Date.now() });
  await store.record([{ table: 'match', row: match }]);
  for await (const event of playMatch({ ...table, seed })) {
    const rows = rowsOf(match, event, Date.now());
    if (rows.length === 0) continue;
    const since = performance.now();
    await store.record(rows);
    if (event.type === 'answered') took.push(performance.now() - since);
  }
}
store.close();
console.log(JSON.stringify({ p50: quantile(took, 0.5), p99: quantile(took, 0.99), worst: Math.max(...took) }));
