/** The agent of a seat: asked for an answer in words, or for the probabilities of all. */
import type { Taste } from '../core/game.ts';
import type { Agent } from '../match/agent.ts';
import { modelAgent, type ModelSeat } from './agent.ts';
import { decisionAgent } from './decision/agent.ts';

/** `taste`: what it is told to want; null: nothing. */
export const modelSeated = (seat: ModelSeat, taste: Taste | null = null): Agent =>
  seat.decision === null ? modelAgent(seat, taste) : decisionAgent(seat, seat.decision, taste);
