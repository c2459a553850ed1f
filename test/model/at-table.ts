/** Models at a table of their own: a house over a server, a match played and kept, its rows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readAgent } from '../../src/agents/index.ts';
import { newCode } from '../../src/core/ids.ts';
import { loadGame } from '../../src/disk/games.ts';
import type { CallRow, DecisionRow, MatchSummary } from '../../src/core/log.ts';
import { openModels } from '../../src/model/registry.ts';
import { LAB_FILE } from '../../src/model/lab-file.ts';
import { newMatch, recordedMatch } from '../../src/match/record-match.ts';
import { openStore } from '../../src/store/open.ts';
import { configFolder, trusted } from '../config-folder.ts';
import { replay } from '../../src/match/replay.ts';

/** A folder that is gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homines-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Played = {
  readonly folder: string;
  readonly match: MatchSummary;
  readonly decisions: readonly DecisionRow[];
  readonly calls: readonly CallRow[];
};

export type Playing = {
  readonly game?: string;
  readonly config?: object;
  /** What the lab's file says of the provider "local" besides its address, and of the lab. */
  readonly provider?: object;
  readonly lab?: object;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: NodeJS.ProcessEnv;
  readonly limitMs?: number;
};

/** Plays a match at a server whose models are called `local/…`, and keeps it in lab.sqlite. */
export async function play(address: string, ids: readonly string[], playing: Playing = {}): Promise<Played> {
  const {
    game: name = 'prisoners-dilemma',
    config: given = {},
    provider = {},
    lab = {},
    files = {},
    env = {},
    limitMs = 4000,
  } = playing;
  const folder = newFolder();
  writeFileSync(join(folder, LAB_FILE), JSON.stringify({ providers: { local: { address, ...provider } }, ...lab }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const game = await loadGame(name);
  const config = game.config.parse(given);
  trusted({ providers: { local: { address, ...provider } } });
  const models = openModels({ folder, env: { XDG_CONFIG_HOME: configFolder, ...env }, limitMs, atOnce: 4 });
  const agents = ids.map((id) => readAgent(id, game, models));
  const store = await openStore(join(folder, 'lab.sqlite'));
  try {
    const session = { code: newCode(), kind: 'run' as const, seed: 1, version: '0', startedAt: 1 };
    await store.record([{ table: 'session', row: session }]);
    const match = newMatch({ session: session.code, game, config, seed: 1, agents, disclosed: true, now: 1 });
    const names = agents.map((_, me) => agents.map((agent, seat) => (seat === me ? 'you' : agent.label)));
    const table = {
      game,
      config,
      seed: 1,
      agents,
      names,
      disclosed: true,
      signal: new AbortController().signal,
      stored: [],
    };
    for await (const event of recordedMatch(store, match, table, false)) void event;
    const decisions = await store.decisions(match.code);
    const kept = (await store.match(match.code))!;
    if (kept.ending === 'finished') replay(game, kept.config, kept.seed, agents.length, decisions);
    return { folder, match: kept, decisions, calls: await store.calls(match.code) };
  } finally {
    store.close();
  }
}
