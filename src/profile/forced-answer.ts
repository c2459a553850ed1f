/**
 * One answer of one seat that is set from outside, once, to see what follows. The seat's agent is not asked; the answer is
 * kept as forced, which nothing counts as its own, and replays like any other.
 */
import type { Agent } from '../match/agent.ts';
import type { ForcedAnswer } from '../core/profile-spec.ts';
import { UserError } from '../core/user-error.ts';

/** The agent as it is everywhere else; at this question the answer of an agent of theory stands in its place. */
export function forced(agent: Agent, { seat, round, key, as }: ForcedAnswer): Agent {
  return {
    ...agent,
    choose(request, signal) {
      const { decision, game, view } = request;
      if (decision.seat !== seat || decision.round !== round || decision.key !== key || decision.practice)
        return agent.choose(request, signal);
      if (game.theory === undefined)
        throw new UserError(`Nothing can be forced in ${game.name}: no agent of theory answers there.`);
      const { answer } = game.theory(view, decision, as, game.belief?.(request.config) ?? { kind: 'uniform' });
      return { answer, forced: true, because: 'set by the profile, once, to see what follows: no answer of this seat' };
    },
  };
}
