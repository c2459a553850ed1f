/** The game and the agents that were named. */
import type { Agent, Ask } from '../../match/agent.ts';
import { agentTyped } from '../../agents/index.ts';
import type { Models } from '../../model/agent.ts';
import type { AnyGame } from '../../core/game.ts';
import { gameNames, loadGame } from '../../disk/games.ts';
import { LIVE_AT_ONCE, openModels } from '../../model/registry.ts';
import { limitFrom, RUN_LIMIT_S } from '../../model/limit.ts';
import { UserError } from '../../core/user-error.ts';
import { memo } from '../../core/memo.ts';
import { byHand } from '../../core/shell.ts';
import { printProblem } from './print.ts';
import { wrap } from './text-columns.ts';

/** The game of this name, in a language of its own where one is named; where no game is, the refusal lists them. */
export async function gameNamed(name: string | undefined, verb: string, language?: string): Promise<AnyGame> {
  if (name !== undefined) return loadGame(name, language);
  const names = gameNames();
  throw new UserError(
    `homines ${verb} needs a game: choose ${names.join(', ')}, as in "${byHand(`${verb} ${names[0] ?? 'GAME'}`)}".`,
  );
}

/** The agent that is meant by what was typed, a model included. In a weight a decimal comma is a point. */
export const agentNamed = (id: string, game: AnyGame, models: Models = modelsHere(RUN_LIMIT_S)): Agent =>
  agentTyped(withPoint(id), game, models);

/** Tells that a model is being woken, which takes minutes: on a terminal below a line that moves. */
export function tellWaking(sentence: string): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
  printProblem(wrap(sentence));
}

const opened = memo((env: NodeJS.ProcessEnv) =>
  memo((seconds: number) =>
    memo((atOnce: number) =>
      memo((ask: Ask | '') =>
        memo((told: ((sentence: string) => void) | '') =>
          openModels({
            folder: process.cwd(),
            env,
            limitMs: limitFrom(env, seconds),
            atOnce,
            ask: ask === '' ? undefined : ask,
            ...(told === '' ? {} : { told }),
          }),
        ),
      ),
    ),
  ),
);

/**
 * The models of the folder one stands in, opened once: they take so many seconds at most unless HOMINES_TIMEOUT_S says
 * otherwise. `ask`: how those are asked whose ids do not say; `told` hears that one is being woken.
 */
export const modelsHere = (
  seconds: number,
  atOnce = LIVE_AT_ONCE,
  ask?: Ask,
  told: ((sentence: string) => void) | null = null,
): Models => opened(process.env)(seconds)(atOnce)(ask ?? '')(told ?? '');

/** moralis:0,5 is moralis:0.5. */
export const withPoint = (ids: string): string => ids.replace(/(moralis:\d*),(?!\d+x)(\d)/g, '$1.$2');
