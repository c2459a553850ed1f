/** A question put by itself: what the same seat answered to the other questions of the same moment is not told beside it. */
import type { Agent } from '../match/agent.ts';

/**
 * The agent, asked each question by itself. Who gives probabilities would else be told an answer that was drawn from them, and
 * what it says next would hang on that draw.
 */
export const alone = (agent: Agent): Agent => ({
  ...agent,
  choose: (request, signal) => agent.choose({ ...request, earlier: [] }, signal),
});
