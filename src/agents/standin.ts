/** The baseline stand-in: a documented random-choice model of an untuned chatbot, one a game, offline, always shown as "stand-in". */
import { UserError } from '../core/user-error.ts';
import type { Agent } from '../match/agent.ts';

/** Answers as the game's own stand-in does; throws a UserError where the game has none. */
export const baseline: Agent = {
  id: 'baseline',
  label: 'baseline',
  kind: 'standin',
  choose({ game, view, decision, draw }) {
    if (game.standin === undefined)
      throw new UserError(`baseline has no stand-in for ${game.name}; choose another agent.`);
    return game.standin(view, decision, draw);
  },
};
