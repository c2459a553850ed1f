/** A table as it is typed: who sits in the other seats, and under which preset's name it goes. */
import { isHuman, readModelId } from '../../agents/offline.ts';
import type { AnyGame } from '../../core/game.ts';
import { presetNamed } from '../../core/settings.ts';
import { isModelId } from '../../lab/models.ts';
import { type Explain, GUESS } from '../../lab/table-setting.ts';
import type { Ask } from '../../match/agent.ts';
import { LIVE_LIMIT_S } from '../../model/limit.ts';
import { agentNamed, modelsHere } from './resolve.ts';
import { oneTyped } from './one-typed.ts';

const EXPLAIN: readonly Explain[] = ['each', 'last', 'never'];

/** When explanations come. Throws a UserError for anything else. */
export const explainTyped = oneTyped('moment of explanation', EXPLAIN);

/** The opponent's id as it is stored: moralis is moralis:0.5. A model whose id does not say how it is asked is asked so. */
export function opponentNamed(game: AnyGame, id: string, ask: Ask | undefined): string {
  if (isHuman(id) || id === GUESS) return id;
  const models = modelsHere(LIVE_LIMIT_S);
  const meant = models.castOf(id) ?? id;
  // Whether a model can sit down, for want of a key, is seen at the table: theory plays where it cannot.
  if (!isModelId(meant)) return agentNamed(id, game, models).id;
  const named = readModelId(meant, game, models.providers);
  return named.ask !== null || ask === undefined
    ? named.id
    : readModelId(`${meant}?ask=${ask}`, game, models.providers).id;
}

/** The preset's plain name, the game's first one unless another is named; null where something that presets decide was typed. */
export function presetOf(game: AnyGame, named: string | undefined, sets: readonly string[]): string | null {
  const decided = new Set(game.presets.flatMap(({ config }) => Object.keys(config)));
  if (sets.some((pair) => decided.has(pair.slice(0, pair.indexOf('=')).trim()))) return null;
  return (named === undefined ? game.presets[0] : presetNamed(game, named))?.name ?? null;
}
