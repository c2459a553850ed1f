/** What would have paid best against this very opponent, had its play stayed the same. */
import { seenAt } from './beliefs.ts';
import { at, type Form, type FormNode, nodeAfter, nodesOf, otherOf, placeOf } from './form.ts';
import type { SeenRound, SequentialView } from './rules.ts';

export type Hindsight = {
  /** Over the rounds where it is known: what one got, and what best replies would have got. */
  readonly got: number;
  readonly best: number;
  readonly known: number;
  /** Of a single round where it is known: the letter that would have paid best. */
  readonly choice: string | null;
  /** Of a single round in which one moved first: how the other answers the move to which there is an answer. */
  readonly answers: { readonly move: string; readonly answer: string } | null;
};

/** The plan that the other played in a round (from 0), where a solved agent sat there; null: nobody knows. */
export type PlanOf = (round: number) => string | null;

/** What best replies would have earned in a match of a game of this form. */
export function hindsight<Config>(
  form: Form<Config>,
  { config, seat, history }: SequentialView<Config>,
  planIn: PlanOf,
): Hindsight {
  const me = placeOf(seat);
  let [got, best, known] = [0, 0, 0];
  let choice: string | null = null;
  let answers: Hindsight['answers'] = null;
  for (const [i, round] of history.entries()) {
    const worth = round.first === me ? openings(i, round) : replies(round);
    if (worth === null) continue;
    const [letter, most] = worth.reduce((one, other) => (other[1] > one[1] ? other : one));
    choice = letter;
    best += most;
    got += round.points[me];
    known += 1;
  }
  const single = history.length === 1;
  return { got, best, known, choice: single ? choice : null, answers: single ? answers : null };

  /** What each first move would have paid; null: it is not known how the other answers. */
  function openings(i: number, round: SeenRound): readonly (readonly [string, number])[] | null {
    const worth = form.moves.map((move) => {
      const node = nodeAfter(form, move);
      const answer = node === undefined ? null : answerOf(i, round, node);
      if (answer === undefined) return null;
      if (answer !== null) answers = { move, answer };
      return [move, form.pay(config, move, answer)[0]] as const;
    });
    const every = worth.filter((one) => one !== null);
    return every.length === worth.length ? every : null;
  }

  /** What each answer to the move that was made would have paid; of a move that ended the round what it paid. */
  function replies({ move }: SeenRound): readonly (readonly [string, number])[] {
    const node = nodeAfter(form, move);
    if (node === undefined) return [[move, form.pay(config, move, null)[1]]];
    return node.options.map((answer) => [answer, form.pay(config, move, answer)[1]] as const);
  }

  /** What it did, said beforehand, does by its plan, or else did when it was last asked in this match. */
  function answerOf(i: number, round: SeenRound, node: FormNode): string | undefined {
    const plan = planIn(i);
    const seen = seenAt(round, otherOf(me), node) ?? round.theirs?.[node.key];
    return seen ?? (plan === null ? lastAnswer(node) : at(form, plan, node));
  }

  function lastAnswer(node: FormNode): string | undefined {
    return (
      history
        .map((round) => round.theirs?.[node.key] ?? seenAt(round, otherOf(me), node))
        .findLast((answer) => answer !== null && answer !== undefined) ?? undefined
    );
  }
}

/** The latest own answer at every node; null where one was never answered. */
export function ownPlan(form: Form<never>, { history }: Pick<SequentialView<unknown>, 'history'>): string | null {
  const letters = nodesOf(form).map(({ key }) => history.findLast(({ mine }) => mine[key] !== undefined)?.mine[key]);
  return letters.some((letter) => letter === undefined) ? null : letters.join('');
}
