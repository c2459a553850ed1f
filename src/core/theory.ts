/**
 * What a plan is worth to an agent that cares about itself and about "what if everyone did as I do":
 *
 *     u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x) − α·B(x, ŷ) − β·A(x, ŷ)
 *
 * (Alger & Weibull, Econometrica 81(6), 2013, with social preferences; 1 − κ does not multiply α and β: ours.)
 * x is one's own plan, ŷ the belief about the other's, π the expected points, B and A the expected points behind and
 * ahead. All of it reads `Plans` and nothing else, so every game with a normal form, the debrief, an estimator and
 * training labels share it. Beliefs are probabilities, one for each of the other's plans.
 */
import type { Belief, Plans, Reasoned, Taste } from './game.ts';
import { memo } from './memo.ts';
import { isSameTaste } from './taste.ts';

/** Expected points of every plan against every plan of the other: `own[x][y]`, and how far behind and ahead. */
export type Tabulated = {
  readonly plans: Plans;
  readonly own: readonly (readonly number[])[];
  readonly behind: readonly (readonly number[])[];
  readonly ahead: readonly (readonly number[])[];
  /** From the least points that can come about to the most. */
  readonly span: number;
  /** Plans whose utilities differ by no more than this tie: 1e-9 of the span of points. */
  readonly tie: number;
};

/** What utility is made of, one number a plan: u = (1 − κ)·own + κ·same − α·behind − β·ahead. */
export type Terms = {
  readonly own: readonly number[];
  /** If everyone did the same: π(x, x). */
  readonly same: readonly number[];
  readonly behind: readonly number[];
  readonly ahead: readonly number[];
};

export type Solution = {
  readonly taste: Taste;
  readonly belief: Belief;
  /** The belief as a probability for each of the other's plans. */
  readonly weights: readonly number[];
  /** like-minded, but no plan is a best reply to itself: the uniform belief stands in. */
  readonly fallback: boolean;
  readonly terms: Terms;
  readonly utilities: readonly number[];
  /** The plan that is played, as a place in `plans.names`. */
  readonly plan: number;
  /** Every plan that ties for best, the played one included; empty when the best is unique. */
  readonly ties: readonly number[];
};

/** The payoffs of every plan against every other, and how far each is behind and ahead; worked out once a list of plans. */
export const tabulate = memo((plans: Plans): Tabulated => {
  let least = Infinity;
  let most = -Infinity;
  const table = (): number[][] => plans.names.map(() => plans.names.map(() => 0));
  const [own, behind, ahead] = [table(), table(), table()];
  for (let x = 0; x < plans.names.length; x++)
    for (let y = 0; y < plans.names.length; y++)
      for (const [weight, mine, others] of plans.outcomes(x, y)) {
        least = Math.min(least, mine);
        most = Math.max(most, mine);
        own[x]![y]! += weight * mine;
        behind[x]![y]! += weight * Math.max(0, others - mine);
        ahead[x]![y]! += weight * Math.max(0, mine - others);
      }
  return { plans, own, behind, ahead, span: most - least, tie: 1e-9 * (most - least) };
});

/** Every plan equally likely, which makes every answer at every node equally likely. */
export const uniform = (plans: Plans): readonly number[] => plans.names.map(() => 1 / plans.names.length);

/** Certainty that the other plays this plan. */
export const surely = (plans: Plans, plan: number): readonly number[] =>
  plans.names.map((_, y) => (y === plan ? 1 : 0));

/**
 * Independent probabilities of the answers that the nodes name, one a node of `plans.nodes`; a node that is named several times
 * has as many answers with a probability, and the answers that are not named share what is left. A missing number: all answers
 * there are equally likely.
 */
export function independent(plans: Plans, numbers: readonly number[]): readonly number[] {
  const places = Map.groupBy(
    plans.nodes.map(({ key, answer }, place) => ({ key, answer, place })),
    ({ key }) => key,
  );
  const chances = [...places].map(([key, named]) => {
    const unnamed = new Set(plans.names.map((_, y) => plans.answer(y, key)));
    for (const { answer } of named) unnamed.delete(answer);
    const likely = new Map(
      named.map(({ answer, place }) => [answer, numbers[place] ?? 1 / (named.length + unnamed.size)]),
    );
    const left = 1 - [...likely.values()].reduce((sum, chance) => sum + chance, 0);
    return (y: number): number => likely.get(plans.answer(y, key)) ?? left / unnamed.size;
  });
  return plans.names.map((_, y) => chances.reduce((product, chance) => product * chance(y), 1));
}

/**
 * What is expected of a node after these answers were seen there: (1 + #C)/(2 + #seen), the mean of a flat prior updated; of more
 * than two possible answers (1 + #C)/(answers + #seen).
 */
export const learned = (yes: number, seen: number, answers = 2): number => (1 + yes) / (answers + seen);

/**
 * What a player of this solution answers when it is asked how likely the other's answer is at a node (`place`, from 0, in the
 * order of `plans.nodes`): a whole number of percent; 50 where the belief says nothing of it. `because`: the belief in words.
 */
export const expectedAnswer = (plans: Plans, { weights }: Solution, place: number, because: string): Reasoned => ({
  answer: Math.round(100 * (likely(plans, weights)[place] ?? 0.5)),
  because,
  utilities: [],
});

/** How likely the answer that each node names is under these weights. */
export const likely = (plans: Plans, weights: readonly number[]): readonly number[] =>
  plans.nodes.map((node) =>
    plans.names.reduce((sum, _, y) => sum + (plans.answer(y, node.key) === node.answer ? weights[y]! : 0), 0),
  );

const ANY: Taste = { kappa: 0 };

/**
 * How likely the answer that each node names is under a belief, 0 to 1, in the order of `plans.nodes`; null where that hangs on
 * one's own taste, as it does where the other is expected to be one's like.
 */
export const chancesOf = (plans: Plans, belief: Belief): readonly number[] | null =>
  belief.kind === 'like-minded' ? null : likely(plans, solved(plans, ANY, belief).weights);

/**
 * What every plan is expected to bring, in points, against others who play each of their plans with these weights (they sum to 1):
 * one value a plan for what it earns, what it would earn if everyone played it, and how far it is behind and ahead.
 */
export function termsOf(plans: Plans, weights: readonly number[]): Terms {
  const { own, behind, ahead } = tabulate(plans);
  // Whoever is sure of one plan sums over that one alone.
  const possible = weights.flatMap((weight, y) => (weight === 0 ? [] : [y]));
  const expected = (rows: readonly (readonly number[])[]) =>
    rows.map((row) => {
      let sum = 0;
      for (const y of possible) sum += row[y]! * weights[y]!;
      return sum;
    });
  return { own: expected(own), same: own.map((row, x) => row[x]!), behind: expected(behind), ahead: expected(ahead) };
}

/** What every plan is expected to bring where all of the other's plans are equally likely; worked out once a list of plans. */
export const evenTerms = memo((plans: Plans): Terms => termsOf(plans, uniform(plans)));

/** u of every plan, in points, by the formula at the head of this file; α and β are 0 where a taste has none. */
export const utilitiesOf = (terms: Terms, { kappa, alpha = 0, beta = 0 }: Taste): readonly number[] =>
  terms.own.map(
    (own, x) => (1 - kappa) * own + kappa * terms.same[x]! - alpha * terms.behind[x]! - beta * terms.ahead[x]!,
  );

/** The places of the plans with the most utility, within the tolerance. */
function bestOf(
  utilities: readonly number[],
  tie: number,
  among: readonly number[] = utilities.map((_, x) => x),
): readonly number[] {
  const most = Math.max(...among.map((x) => utilities[x]!));
  return among.filter((x) => utilities[x]! >= most - tie);
}

/** The tie rule: (i) the tied plan with most utility under uniform beliefs, then (ii) the first in the order of names. */
function firstOf(plans: Plans, taste: Taste, tied: readonly number[]): number {
  const [only] = tied.length === 1 ? tied : bestOf(utilitiesOf(evenTerms(plans), taste), tabulate(plans).tie, tied);
  return only!;
}

/**
 * κ = 1 is read as the limit κ → 1: of plans that tie there, those that are best just below, which earn the most of
 * what they would not if everyone did the same. Below 1 nothing is left out.
 */
const approached = (
  plans: Plans,
  { kappa }: Taste,
  { own, same }: Terms,
  tied: readonly number[],
): readonly number[] =>
  kappa === 1 && tied.length > 1
    ? bestOf(
        own.map((points, x) => points - same[x]!),
        tabulate(plans).tie,
        tied,
      )
    : tied;

/** Among the plans that are best replies to themselves the one with most points if everyone did the same; null: there is none. */
function likeMinded(plans: Plans, taste: Taste): number | null {
  const { own, tie } = tabulate(plans);
  const among = plans.names.flatMap((_, x) => {
    const terms = termsOf(plans, surely(plans, x));
    const best = bestOf(utilitiesOf(terms, taste), tie);
    return best.includes(x) ? [{ x, below: approached(plans, taste, terms, best).includes(x) }] : [];
  });
  const below = among.filter((one) => one.below);
  const stable = (below.length > 0 ? below : among).map(({ x }) => x);
  if (stable.length === 0) return null;
  const same = own.map((row, x) => row[x]!);
  return firstOf(plans, taste, bestOf(same, tie, stable));
}

/**
 * The plan that this taste plays under this belief. `known` is one step: the other's plan under the other's own,
 * uniform, beliefs; of several others it is each one's, and the belief the mean of theirs: what a player expects of one of them
 * drawn by lot, which is exact where points are linear in what each of the others does. `observed` is what it is before
 * anything was seen; a game that has seen something gives numbers.
 */
export function solve(plans: Plans, taste: Taste, belief: Belief): Solution {
  const self = belief.kind === 'like-minded' ? likeMinded(plans, taste) : null;
  const { weights, terms } = self === null ? expectedUnder(plans, belief) : termsAgainst(plans, surely(plans, self));
  const utilities = utilitiesOf(terms, taste);
  const best = bestOf(utilities, tabulate(plans).tie);
  return {
    taste,
    belief,
    weights,
    fallback: belief.kind === 'like-minded' && self === null,
    terms,
    utilities,
    plan: self ?? firstOf(plans, taste, approached(plans, taste, terms, best)),
    ties: best.length > 1 ? best : [],
  };
}

type Expected = Pick<Solution, 'weights' | 'terms'>;

const termsAgainst = (plans: Plans, weights: readonly number[]): Expected => ({
  weights,
  terms: termsOf(plans, weights),
});

const lastExpected = new WeakMap<Plans, Expected & { readonly belief: Belief }>();

/** What a belief comes to. One taste after the other is solved under one belief: the last one is remembered. */
function expectedUnder(plans: Plans, belief: Belief): Expected {
  const last = lastExpected.get(plans);
  if (last?.belief === belief) return last;
  const expected = { belief, ...termsAgainst(plans, weightsOf(plans, belief)) };
  lastExpected.set(plans, expected);
  return expected;
}

function weightsOf(plans: Plans, belief: Belief): readonly number[] {
  if (belief.kind === 'given') return independent(plans, belief.numbers);
  if (belief.kind === 'known') {
    const { other, others = [other] } = belief;
    const each = others.map((taste) =>
      taste === null ? uniform(plans) : surely(plans, solve(plans, taste, { kind: 'uniform' }).plan),
    );
    return plans.names.map((_, y) => each.reduce((sum, weights) => sum + weights[y]!, 0) / each.length);
  }
  return uniform(plans);
}

const NOBODY: readonly (Taste | null)[] = [];

const sameOthers = (a: readonly (Taste | null)[], b: readonly (Taste | null)[]): boolean =>
  a.length === b.length &&
  a.every((taste, i) => (taste === null ? b[i] === null : b[i] !== null && isSameTaste(taste, b[i]!)));

const solutions = new WeakMap<Plans, Solution[]>();
const REMEMBERED = 64;

/** `solve`, remembered: a decision costs a look at a short list, not a solution. */
export function solved(plans: Plans, taste: Taste, belief: Belief): Solution {
  let list = solutions.get(plans);
  if (list === undefined) solutions.set(plans, (list = []));
  for (let i = 0; i < list.length; i++) {
    const known = list[i]!;
    if (isSameTaste(known.taste, taste) && sameBelief(known.belief, belief)) return known;
  }
  const fresh = solve(plans, taste, belief);
  if (list.length === REMEMBERED) list.shift();
  list.push(fresh);
  return fresh;
}

function sameBelief(a: Belief, b: Belief): boolean {
  if (a === b) return true;
  if (a.kind === 'given')
    return (
      b.kind === 'given' &&
      a.numbers.length === b.numbers.length &&
      a.numbers.every((number, i) => number === b.numbers[i])
    );
  if (a.kind === 'known')
    return b.kind === 'known' && isSameTaste(a.other, b.other) && sameOthers(a.others ?? NOBODY, b.others ?? NOBODY);
  return a.kind === b.kind;
}
