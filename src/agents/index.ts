/** Every agent that can sit down: those of offline.ts, and language models where there are some to seat. */
import type { AnyGame } from '../core/game.ts';
import type { Agent } from '../match/agent.ts';
import type { Models, Unsaid } from '../model/agent.ts';
import { modelSeated } from '../model/seated.ts';
import { hasProvider, readModelId, readOfflineAgent } from './offline.ts';

/**
 * The agent that is meant where people type: a bare economicus, moralis or baseline is whoever the cast binds to it, and
 * `theory/economicus` the theory all the same. Throws a UserError as `readAgent` does.
 */
export const agentTyped = (typed: string, game: AnyGame, models: Models): Agent =>
  typed.startsWith(THEORY)
    ? readOfflineAgent(typed.slice(THEORY.length), game)
    : agentChosen(models.castOf(typed) ?? typed, game, models);

const THEORY = 'theory/';

/**
 * The agent of an id as it is stored (`moralis:0.5`, `local/base+economicus`), for this game. Without `models` no model can
 * sit down. A model is asked as its id says, and where it says nothing as its wording is written: in no other way than
 * when it was stored. Throws a UserError that says what can be written, or that a provider or its key is missing.
 */
export const readAgent = (id: string, game: AnyGame, models?: Models): Agent => agentOf(id, game, models, 'as written');

/** The agent of an id that was chosen from a list: a model is asked as is usual for it, where its id does not say. */
export const agentChosen = (id: string, game: AnyGame, models?: Models): Agent => agentOf(id, game, models, 'usual');

function agentOf(id: string, game: AnyGame, models: Models | undefined, unsaid: Unsaid): Agent {
  if (models === undefined || !hasProvider(id)) return readOfflineAgent(id, game);
  const named = readModelId(id, game, models.providers);
  return modelSeated(models.seat(named.id, named.provider, named.model, named.ask ?? unsaid), named.taste);
}
