/**
 * Games of two moves, as data: one of two players moves first; after some moves the other sees it and answers, after the
 * others the round is over. A game of this form adds its payoffs, its words and its sources; rules, questions, theory,
 * screens and measures follow from what is said here.
 *
 * Moves and answers are stored as letters; a plan is named by its letters, the first move and then its answers: TS.
 */
import { memo } from '../core/memo.ts';

/** One for each seat, or for each place: first and second mover. */
export type Pair<T> = readonly [T, T];

/** Members are methods on purpose: a form of any game is a form. */
export interface Form<Config> {
  /** Both first moves, each a letter. Beliefs state the probability of the one that stands first. */
  readonly moves: Pair<string>;
  /** Both answers to a move; a move that is not here ends the round. */
  readonly answers: Readonly<Record<string, Pair<string>>>;
  /** Every plan, in the order in which the last ties are broken. */
  readonly plans: readonly string[];
  /** Points of first and second mover. `answer`: null where the move ended the round. */
  pay(config: Config, move: string, answer: string | null): Pair<number>;
}

/** Where a plan answers, by decision key: `first`, and `after_T` for an answer to T. */
export type FormNode = {
  readonly key: string;
  /** The first move that this answers; null: it is the first move itself. */
  readonly after: string | null;
  readonly options: Pair<string>;
};

/** The nodes of a form: the first move, and each move that is answered, in the order of the letters of a plan. */
export const nodesOf = memo((form: Form<never>): readonly FormNode[] => [
  { key: 'first', after: null, options: form.moves },
  ...form.moves.flatMap((after) => {
    const options = form.answers[after];
    return options === undefined ? [] : [{ key: `after_${after}`, after, options }];
  }),
]);

/** The node of a decision: of a belief the node that it is about. An unknown key is the first move's. */
export function nodeOf(form: Form<never>, key: string): FormNode {
  const nodes = nodesOf(form);
  const about = key.startsWith('belief_') ? key.slice('belief_'.length) : key;
  return nodes.find((node) => node.key === about) ?? nodes[0]!;
}

/** The node at which this move is answered; undefined: it ends the round. */
export const nodeAfter = (form: Form<never>, move: string): FormNode | undefined =>
  nodesOf(form).find(({ after }) => after === move);

/** What a plan does at a node: its letter. */
export const at = (form: Form<never>, plan: string, { key, options }: FormNode): string =>
  plan[nodesOf(form).findIndex((node) => node.key === key)] ?? options[1];

/** The plan with one letter changed. */
export const withLetter = (form: Form<never>, plan: string, { key }: FormNode, letter: string): string =>
  nodesOf(form)
    .map((node, place) => (node.key === key ? letter : (plan[place] ?? node.options[1])))
    .join('');

/** Where a plan stands among those of its form. */
export const planIndex = (form: Form<never>, name: string): number => form.plans.indexOf(name);

/** The name of a plan by its place. */
export const planName = (form: Form<never>, plan: number): string => form.plans[plan] ?? form.plans[0]!;

/** A seat as a place in a pair. */
export const placeOf = (seat: number): 0 | 1 => (seat === 0 ? 0 : 1);

/** The other of two seats. */
export const otherOf = (seat: number): 0 | 1 => (seat === 0 ? 1 : 0);

/** One value for each of two places. */
export const both = <T>(make: (place: 0 | 1) => T): Pair<T> => [make(0), make(1)];
