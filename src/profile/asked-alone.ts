/** A question put by itself: what the same seat answered to the other questions of the same moment is not told beside it. */
import type { Agent } from '../match/agent.ts';

/**
 * The agent, asked each question by itself: as who gives probabilities is asked, so that both read the same words, and what is
 * told of one question hangs on no draw for another.
 */
export const alone = (agent: Agent): Agent => ({
  ...agent,
  choose: (request, signal) => agent.choose({ ...request, earlier: [] }, signal),
});
