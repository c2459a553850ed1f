/**
 * A person, a model, a theory or a script: whoever sits at the table. The id reads the same typed, shown and stored
 * (`moralis:0.5`). An agent keeps nothing between calls: script position, notes and draws come from the request, so a
 * match resumes by folding its stored answers.
 */
import type { Unaskable } from '../core/askable.ts';
import type { Distribution } from '../core/distribution.ts';
import type { AnyGame, Decision, Draw, Move, Names, Taste } from '../core/game.ts';
import type { Calls } from './calls.ts';
import type { AgentKind, CallRow } from '../core/log.ts';
import type { Unanswered } from '../core/no-answer.ts';

/** The labels that a cast can bind to language models. */
export const CAST_LABELS = ['economicus', 'moralis', 'baseline'] as const;
export type CastLabel = (typeof CAST_LABELS)[number];

/**
 * How a model is asked: for a JSON object with reasons, for the bare answer, for the probability of every answer, or for
 * those with numbers on the game's grid. Each is an instrument of its own.
 */
export const ASKS = ['json', 'words', 'decision', 'grid'] as const;
export type Ask = (typeof ASKS)[number];

/**
 * Whoever answers questions at a table. An agent of its own is this object: `{ id: 'always:C', label: 'script', kind:
 * 'script', choose: () => ({ answer: 'C' }) }`.
 */
export interface Agent {
  /** As it is typed and stored; reading it again gives the same agent. */
  readonly id: string;
  /** What it is called and drawn as: human, economicus, moralis, baseline, random, script. */
  readonly label: string;
  readonly kind: AgentKind;
  /** What it wants, where that is known: theory agents. */
  readonly taste?: Taste;
  /** A hash of the words that it reads beside the game's own: models. */
  readonly wording?: string;
  /** Whether it is told what to expect, where the game has words for that: models. */
  readonly expects?: true;
  /** How it is asked, where that is not for JSON: models. Stored with the seat. */
  readonly ask?: Exclude<Ask, 'json'>;
  /** Why this question cannot be put to it at all; null: it can. Left out: it can be asked everything. */
  readonly unaskable?: (decision: Decision) => Unaskable | null;
  /**
   * Answers one question. A reply that is no promise is not awaited: theory, stand-ins and scripts answer at once. Rejects
   * with the signal's reason when it is aborted; throws a UserError where it cannot play this game.
   */
  choose(request: Request, signal: AbortSignal): Reply | Promise<Reply>;
}

/** One question, and all that an agent may know when it answers: what its seat sees, never the state of the game. */
export type Request = {
  readonly game: AnyGame;
  readonly config: unknown;
  /** What this seat sees, as `game.observe` gave it. */
  readonly view: unknown;
  readonly names: Names;
  readonly decision: Decision;
  /** How many times the rules were applied before, from 0. */
  readonly turn: number;
  /** Chance of this seat: the same numbers for the same key. */
  readonly draw: Draw;
  /** The agent's own earlier replies in this match, in order, a replaced one included. */
  readonly past: readonly Reply[];
  /** The seats of which this one is told that a computer program sits there; never its own. */
  readonly programs: readonly boolean[];
  /** What this seat has answered in the same group of questions, in order: a person sees it above the question. */
  readonly earlier: readonly Move[];
  /** What this seat may know of each seat's taste: null for itself, for people, and where it is not disclosed. */
  readonly others: readonly (Taste | null)[];
  /** The code of the match, where it is kept. */
  readonly match?: string;
  /** The calls that this match has made to models, of use to models only. */
  readonly calls?: Calls | undefined;
  /** Stores a call to a model on arrival, before its answer is read. */
  keep(call: CallRow): void | Promise<void>;
};

/** What an agent gives back: an answer with what is to be kept of it, or why there is none. */
export type Reply = {
  /** Raw: the match reads it against the decision's input. Ignored when `back` is set. */
  readonly answer: unknown;
  /** The table's stand-in answered for an agent that had no answer. Set by whoever runs the table, never by an agent. */
  readonly substitute?: true;
  /** It was set from outside, once, to see what follows: a profile does so. Set by whoever runs the table, never by an agent. */
  readonly forced?: true;
  /** It took a repair turn: the first answer could not be read. */
  readonly repaired?: true;
  /** What the answer was drawn from: kept with it. */
  readonly distribution?: Distribution;
  /** There is no answer: a model refused, answered nonsense twice, timed out or could not be reached. The table's policy decides what follows. */
  readonly failed?: Unanswered;
  /** Back to the question before, within the group. */
  readonly back?: true;
  /** Its reasons, in a sentence. */
  readonly because?: string;
  /** What each alternative was worth to it: utilities in its own scale. */
  readonly utilities?: readonly { readonly answer: string | number; readonly utility: number }[];
  /** Notes to itself, by the keys that the game asks for; it reads them again with the next question. */
  readonly notes?: Readonly<Record<string, string>>;
  /** When the question appeared, Unix milliseconds. */
  readonly shownAt?: number;
  /** What was marked before Enter: milliseconds since it was shown, and the mark. */
  readonly marks?: readonly (readonly [ms: number, mark: string])[];
};
