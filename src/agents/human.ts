/** A person: an agent whose promise a screen resolves. */
import type { Agent, Reply, Request } from '../match/agent.ts';

/** `prompt` puts the question on a screen and resolves at Enter; it rejects with the signal's reason when aborted. */
export function human(prompt: (request: Request, signal: AbortSignal) => Promise<Reply>): Agent {
  return { id: 'human', label: 'human', kind: 'human', choose: prompt };
}
