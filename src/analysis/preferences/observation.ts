/** What preferences are estimated from: what one player answered in one game, and what it expected of the other. */
import type { Distribution } from '../../core/distribution.ts';
import type { AgentKind, SeatRow } from '../../core/log.ts';
import type { Answer, Plans } from '../../core/game.ts';
import { fill } from '../../core/template.ts';
import { words } from './words.en.ts';

/**
 * What was answered in one round of a game that has `plans`, and under which circumstances. All nodes answered: a full
 * plan (strategy method). Some: direct response, and the unseen nodes are summed over.
 */
export type ObservedChoice = {
  /** Payoffs in plain words, one text a set of payoffs: "gentle". */
  readonly game: string;
  readonly plans: Plans;
  /** By node, a node being a decision key of `plans.nodes`; at least one. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly method: 'strategy' | 'direct';
  /** Whether a lot gave the roles: without it "what if the other did the same" has no meaning. */
  readonly roles: 'drawn' | 'fixed' | 'alternating';
  /** Whether the match could go on after this round. */
  readonly repeated: boolean;
  readonly belief: Expected;
  /** What the player was told about the other: 'not disclosed', or 'disclosed: moralis'. */
  readonly information: string;
  /** How a model was asked, where not for JSON: another instrument, never pooled with it. */
  readonly ask?: Exclude<SeatRow['ask'], undefined>;
  /** Where answers were drawn from probabilities: what was told, by node. Each node was asked alone, without what was answered at others. */
  readonly told?: Readonly<Record<string, Distribution>>;
  /** A model was put each node by itself; absent: with what it had answered at others. Of probabilities it always was. */
  readonly alone?: true;
  /** In which words it was asked: 0 or absent the game's own, from 1 its paraphrases. */
  readonly phrasing?: number;
};

/**
 * `make`, called once a choice: under the same answers, in the same game and with the same belief, what it gave is given again.
 * A hundred thousand players hold a few such objects between them.
 */
export function memoOfChoices<Choice extends ObservedChoice, Made>(
  make: (choice: Choice) => Made,
): (choice: Choice) => Made {
  const known = new Map<ObservedChoice['answers'], { readonly of: Choice; readonly made: Made }>();
  return (choice) => {
    const found = known.get(choice.answers);
    if (found?.of.plans === choice.plans && found.of.belief === choice.belief && found.of.game === choice.game)
      return found.made;
    const made = make(choice);
    known.set(choice.answers, { of: choice, made });
    return made;
  };
}

/** A choice and whose it is. */
export type Observation = ObservedChoice & {
  /** The participant; of a model its id and wording, since all draws of one wording are one subject's. */
  readonly player: string;
  /** What a bootstrap draws whole: the player, or the matching group where there was feedback. */
  readonly unit: string;
  readonly kind: AgentKind;
};

/**
 * By what a model's choices were read: an instrument of its own for every way of asking, and of probabilities for every
 * protocol and every model that answered. Choices by two instruments are never one sample. '': a person's.
 */
export function instrumentName({ kind, ask, told }: Observation): string {
  if (kind === 'human') return '';
  const [first] = Object.values(told ?? {});
  if (first === undefined) return ask === undefined ? 'JSON' : ask;
  return [ask ?? 'probabilities', first.dialect, first.served].filter((part) => part !== null).join(', ');
}

/** The belief that is used: a probability for each of the other's plans, and where it comes from. */
export type Expected = {
  /**
   * told: what a model was told to expect; stated: the player's own numbers; known: the plan of a disclosed solved opponent;
   * uniform: nothing was asked or told.
   */
  readonly kind: 'told' | 'stated' | 'known' | 'uniform';
  readonly weights: readonly number[];
};

/** How many of what is counted rest on which kind of belief; `told` only where somebody was. */
export type BeliefCounts = Readonly<Record<Exclude<Expected['kind'], 'told'>, number>> & { readonly told?: number };

/** Counts the kinds of belief of observations or situations, one each. */
export function beliefCounts(kinds: readonly Expected['kind'][]): BeliefCounts {
  const of = (kind: Expected['kind']): number => kinds.filter((one) => one === kind).length;
  const told = of('told');
  return { ...(told === 0 ? {} : { told }), stated: of('stated'), known: of('known'), uniform: of('uniform') };
}

/** On which beliefs a result rests, one sentence a kind. */
export function beliefNotes(observations: readonly Observation[]): readonly string[] {
  return (['told', 'stated', 'known', 'uniform'] as const).flatMap((kind) => {
    const n = observations.filter(({ belief }) => belief.kind === kind).length;
    return n === 0 ? [] : [fill(words.notes[kind], { n, of: observations.length })];
  });
}

/** Rows that could not be used, and why: one of the reasons in `words.en.ts`. */
export type Exclusion<Reason extends string> = { readonly reason: Reason; readonly rows: number };

/** Adds up what was left out, one entry a reason. */
export function exclusionsOf<Reason extends string>(reasons: Iterable<Reason>): readonly Exclusion<Reason>[] {
  const rows = new Map<Reason, number>();
  for (const reason of reasons) rows.set(reason, (rows.get(reason) ?? 0) + 1);
  return [...rows].map(([reason, count]) => ({ reason, rows: count }));
}
