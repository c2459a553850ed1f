/** A match that was played by lot, played again through the loop: from stored answers, or with second thoughts. */
import type { Agent } from '../match/agent.ts';
import { random } from '../agents/script.ts';
import { playMatch } from '../match/match.ts';
import { type LawCase, plainNames, type Trace } from './trace.ts';

/** All of a short match, and an even choice of a long one: resuming is played from each. */
export function someOf(count: number): readonly number[] {
  const most = 40;
  if (count <= most) return Array.from({ length: count + 1 }, (_, i) => i);
  return Array.from({ length: most + 1 }, (_, i) => Math.round((i * count) / most));
}

/** Plays a condition with one agent in every seat, after what is stored. */
export async function playAgain({ game, config, seed, seats }: LawCase, agent: Agent, stored: Trace['answers'] = []) {
  const everyone = Array.from({ length: seats }, (_, seat) => seat);
  const table = { game, config, seed, stored, disclosed: false, signal: new AbortController().signal };
  for await (const event of playMatch({
    ...table,
    agents: everyone.map(() => agent),
    names: everyone.map((seat) => plainNames(game, seats, seat)),
  }))
    if (event.type === 'ended') return { views: everyone.map((seat) => event.look(seat)), payoffs: event.payoffs };
  throw new Error(`${game.name}: the match stopped without an end`);
}

/** Chance that goes back once before the second question of every group, having answered the first otherwise. */
export function hesitant(): Agent {
  const back = new Set<string>();
  let group = '';
  let position = 0;
  return {
    ...random,
    choose: (request, signal) => {
      const now = `${request.decision.seat} ${request.turn}`;
      if (now !== group) [group, position] = [now, 0];
      if (position === 1 && !back.has(now)) {
        back.add(now);
        position = 0;
        return { answer: null, back: true };
      }
      position += 1;
      return random.choose(request, signal);
    },
  };
}
