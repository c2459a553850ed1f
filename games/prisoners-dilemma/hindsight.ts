/** What would have paid best against this very opponent, had its play stayed the same. */
import type { Taste } from '../../src/core/game.ts';
import { matchBelief, planAfter } from './belief.ts';
import type { Config } from './config.ts';
import { at, type Choice, formOf, isSimultaneous, nodeAfter } from './form.ts';
import { other, pay, type Seen, type View } from './rules.ts';
import { choiceIn } from './scene.ts';
import { seenAt } from './belief.ts';

/** How the other would have answered either first move. */
export type Answering = { readonly [move in Choice]?: Choice };

export type Hindsight = {
  /** Over the rounds where it is known: what one got, and what best replies would have got. */
  readonly got: number;
  readonly best: number;
  readonly known: number;
  /** Of a single round: the choice that would have paid best, and how the other answers. */
  readonly choice: Choice | null;
  readonly answers: Answering | null;
};

/** The plan that the other played in a round (from 0), where a solved agent sat there; null: nobody knows. */
export type PlanOf = (round: number) => string | null;

/**
 * The plan by which a solved agent in the other seat played each round: under the belief that it held there, `told` being
 * what it was told of this seat's taste.
 */
export function seatedPlan(view: View, taste: Taste | null, told: Taste | null): PlanOf {
  if (taste === null) return () => null;
  const belief = matchBelief(view.config, told);
  return (round) => planAfter(view.config, taste, belief, view.history.slice(0, round), other(view.seat));
}

export function hindsight(view: View, planIn: PlanOf): Hindsight {
  const { config } = view;
  const me = view.seat === 0 ? 0 : 1;
  const { choices } = formOf(config);
  /** What pays most; of equals the most cooperative. */
  const most = (worth: (choice: Choice) => number): Choice =>
    choices.reduce((best, one) => (worth(one) > worth(best) ? one : best));
  let [got, best, known] = [0, 0, 0];
  let choice: Choice | null = null;
  let answers: Answering | null = null;
  for (const [i, round] of view.history.entries()) {
    if (isSimultaneous(config)) {
      const theirs = choiceIn(round, other(me));
      const worth = (mine: Choice) => pay(config, mine, theirs)[0];
      choice = most(worth);
      best += worth(choice);
    } else if (round.first !== me) {
      const worth = (reply: Choice) => pay(config, round.move, reply)[1];
      choice = most(worth);
      best += worth(choice);
    } else {
      answers = answering(config, round, me, planIn(i), view.history);
      const theirs = answers;
      if (choices.some((move) => theirs[move] === undefined)) continue;
      const worth = (move: Choice) => pay(config, move, theirs[move] ?? 'D')[0];
      choice = most(worth);
      best += worth(choice);
    }
    got += round.points[me];
    known += 1;
  }
  const single = view.history.length === 1;
  return { got, best, known, choice: single ? choice : null, answers: single ? answers : null };
}

/** What it did, said beforehand, does by its plan, or else did when it was last asked in this match. */
function answering(config: Config, round: Seen, me: 0 | 1, plan: string | null, history: readonly Seen[]): Answering {
  const form = formOf(config);
  return Object.fromEntries(
    form.choices.flatMap((move) => {
      const node = nodeAfter(move);
      const seen = round.move === move ? choiceIn(round, other(me)) : round.theirs?.[node];
      const answer = seen ?? (plan === null ? lastAnswer(history, me, node) : at(form, plan, node));
      return answer === undefined ? [] : [[move, answer]];
    }),
  );
}

function lastAnswer(history: readonly Seen[], me: 0 | 1, node: ReturnType<typeof nodeAfter>): Choice | undefined {
  return (
    history
      .map((round) => round.theirs?.[node] ?? seenAt(round, other(me), node))
      .findLast((answer) => answer !== null && answer !== undefined) ?? undefined
  );
}
