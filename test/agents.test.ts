/** The laws of agents: every agent that can be named, in every game, against itself, chance and the others. */
import { describe, expect, it } from 'vitest';
import { AGENTS, readOfflineAgent } from '../src/agents/offline.ts';
import { loadGames } from '../src/disk/games.ts';
import { configsOf, lawsOfAgents, playByLot, type SeatedCase, type Trace } from '../src/laws/index.ts';
import type { AnyGame } from '../src/core/game.ts';
import { UserError } from '../src/core/user-error.ts';

/** Every kind of agent, moralis at several κ, and either in every reading that the game offers it. */
async function idsIn(game: AnyGame): Promise<readonly string[]> {
  const named = AGENTS.map((agent) => agent.id).filter((id) => id !== 'human' && id !== 'script');
  const kappas = ['moralis:0', 'moralis:0.1', 'moralis:1'];
  const readings = game.readings.flatMap(({ variant }) => [`economicus:${variant}`, `moralis:0.5/${variant}`]);
  // Without a theory or a stand-in nobody plays by it: what an agent refuses is not looked at.
  const offered = await Promise.all(
    [...named, ...kappas, ...readings].map(async (id) => ((await refuses(game, id)) ? [] : [id])),
  );
  return offered.flat();
}

async function refuses(game: AnyGame, id: string): Promise<boolean> {
  try {
    await lawsOfAgents[0]!.broken(seatedIn(game, id)[0]!);
    return false;
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

/** What it meets: itself, chance, and whoever is known to it. Short conditions: every answer is resumed from. */
function seatedIn(game: AnyGame, id: string): readonly SeatedCase[] {
  const opponents = [
    ...[id, 'random'],
    ...(game.theory === undefined ? [] : ['economicus']),
    ...(game.standin === undefined ? [] : ['baseline']),
  ];
  return game.presets
    .slice(0, 3)
    .flatMap((preset, i) => {
      const config = game.config.parse(preset.config);
      const { least, most } = game.seats(config);
      const seats = Math.min(most, Math.max(2, least));
      return opponents.flatMap((other, j) =>
        [true, false].map((disclosed) => ({
          game,
          config,
          seed: 100 * i + j,
          seats,
          disclosed,
          agents: Array.from({ length: seats }, (_, seat) => readOfflineAgent(seat === 0 ? id : other, game)),
        })),
      );
    })
    .filter(({ config }) => game.minutes(config) < 10);
}

const games = await Promise.all(
  (await loadGames()).map(async (game) => ({ name: game.name, game, ids: await idsIn(game) })),
);

it('every reading that a game names is offered by some agent', () => {
  for (const { game, ids } of games)
    for (const { variant } of game.readings) expect(ids.join()).toMatch(new RegExp(`[:/]${variant}\\b`));
});

describe.each(games)('$name', ({ game, ids }) => {
  describe.each(ids)('%s', (id) => {
    const all = seatedIn(game, id);
    it.each(lawsOfAgents)('$sentence', async ({ broken }) => {
      expect(all.length).toBeGreaterThan(0);
      for (const seated of all) {
        const where = `${JSON.stringify(seated.config)} against ${seated.agents.at(-1)?.id}, ${seated.disclosed ? 'disclosed' : 'unknown'}, seed ${seated.seed}`;
        expect({ where, broken: await broken(seated) }).toEqual({ where, broken: [] });
      }
    });
  });

  it('a script says its lines and no more', async () => {
    const ofFirst = (trace: Trace) =>
      trace.steps.flatMap((step) => step.moves.filter((move) => move.decision.seat === 0));
    const traces = configsOf(game).map((config) =>
      playByLot({ game, config, seed: 5, seats: game.seats(config).least }),
    );
    const trace = traces.find((one) => ofFirst(one).length > 1)!;
    const lines = ofFirst(trace).map((move) => String(move.answer));
    const others = Array.from({ length: trace.seats - 1 }, () => readOfflineAgent('random', game));
    const seated = (words: readonly string[]): SeatedCase => ({
      ...trace,
      disclosed: false,
      agents: [readOfflineAgent(`script:${words.join(':')}`, game), ...others],
    });
    for (const { broken } of lawsOfAgents) expect(await broken(seated(lines))).toEqual([]);
    await expect(async () => await lawsOfAgents[0]!.broken(seated(lines.slice(0, -1)))).rejects.toThrow(
      /asked for one more/,
    );
  });
});
