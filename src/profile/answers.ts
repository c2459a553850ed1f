/** The answers of a match as numbers, with what theory would have answered in each place. */
import type { Answered, Reference, Task } from '../analysis/profile/evidence.ts';
import { type Answer, type AnyGame, type Belief, type Decision, SKIPPED, type Taste } from '../game.ts';
import type { MatchEvent } from '../match.ts';
import { rng } from '../rng.ts';
import type { Job } from './jobs.ts';

/** Follows a match by the rules beside it, and notes each answer of the first seat with what theory would have answered there. */
export function listening({ task, where, draw, game, config, seats, seed }: Job, match: string) {
  let state = game.setup(config, rng(seed, 'setup'), seats.length);
  let turn = 0;
  let spoiled = false;
  let unanswered = 0;
  const substituted = new Set<string>();
  const answers: Answered[] = [];
  const index = indexOf(game, config);
  const belief: Belief = game.belief?.(config) ?? { kind: 'uniform' };
  const valueOf = (decision: Decision, answer: Answer): number | null => {
    if (answer === SKIPPED) return null;
    if (typeof answer === 'number') return decision.key === 'price' ? index(answer) : answer;
    return answer === 'C' || answer === 'swerve' ? 1 : 0;
  };
  return {
    take(event: MatchEvent): void {
      if (event.type === 'answered' && event.source === 'substituted')
        substituted.add(`${event.turn} ${event.decision.seat} ${event.decision.key}`);
      if (event.type !== 'moved') return;
      const view = game.observe(state, 0);
      for (const { decision, answer } of event.moves) {
        if (decision.seat !== 0) continue;
        const said = valueOf(decision, answer);
        if (substituted.has(`${event.turn} 0 ${decision.key}`)) {
          unanswered += 1;
          // Later prices answer one that it did not ask.
          if (task === 'pricing') spoiled = true;
          continue;
        }
        if (said === null) continue;
        const wants = Object.entries(TASTES[task]).flatMap(([reference, taste]) => {
          const wanted = game.theory === undefined ? null : valueOf(decision, game.theory(view, decision, taste, belief).answer);
          return wanted === null ? [] : [[reference, wanted] as const];
        });
        answers.push({ task, where, match, draw, key: decision.key, round: decision.round, value: said, wants: Object.fromEntries(wants) });
      }
      state = game.apply(state, event.moves, rng(seed, 'turn', turn++));
    },
    told: () => ({ answers: spoiled ? [] : answers, unanswered }),
  };
}

const MORALIS = { kappa: 0.5 };
const TASTES: Readonly<Record<Task, Readonly<Partial<Record<Reference, Taste>>>>> = {
  dilemmas: { economicus: { kappa: 0 }, moralis: MORALIS },
  vehicles: { economicus: { kappa: 0 }, moralis: MORALIS },
  pricing: {
    economicus: { kappa: 0 },
    'moralis/sellers': { ...MORALIS, variant: 'sellers' },
    'moralis/buyers': { ...MORALIS, variant: 'buyers' },
  },
};

/** Prices between the game's own two lines: 0 at the first, Nash, 1 at the second, the joint monopoly. */
function indexOf(game: AnyGame, config: unknown): (price: number) => number {
  const [nash, monopoly] = game.compared?.path?.(config).levels ?? [];
  return nash === undefined || monopoly === undefined ? (price) => price : (price) => (price - nash.at) / (monopoly.at - nash.at);
}
