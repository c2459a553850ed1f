/**
 * What `homines profile` asks of agents in a game, and which rows of a reported pattern the answers bear on. All of it
 * is declared beforehand, as data and pure functions of answers; means, intervals and verdicts are made in src/profile.
 */
import type { Taste } from './taste.ts';

/** How much is asked. */
export const LENGTHS = ['quick', 'standard', 'full'] as const;
/** How much a profile asks. */
export type Length = (typeof LENGTHS)[number];

/** k: how often each question is put in a profile of this length, unless a game declares otherwise. Ours. */
export const DRAWS: Readonly<Record<Length, number>> = { quick: 1, standard: 5, full: 20 };

/**
 * What an answer is as a number: a choice, 0 or 1; a rating, 0–100; an index, 0 and 1 being two prices that theory
 * names.
 */
export type ProfileUnit = 'rate' | 'rating' | 'index';

/** One answer of an agent in a match of a profile. */
export type ProfileAnswer = {
  readonly task: string;
  /** The name of the condition: the payoffs' plain name, the set of items, the framing. */
  readonly where: string;
  readonly match: string;
  /** Of the same questions how often it was asked before, from 0. */
  readonly draw: number;
  /** Of the match, from 0: together with the key it names the decision. */
  readonly turn: number;
  /** As the game names its question: first, buy-minimising/20/child/none, price. */
  readonly key: string;
  readonly round: number;
  /** As it was given: the option's value, or the number. */
  readonly answer: string | number;
  /** The same as a number, in the task's unit. */
  readonly value: number;
  /** What each agent of theory that the task refers to would have answered there, in the same unit. */
  readonly wants: Readonly<Partial<Record<string, number>>>;
};

/** One draw of a quantity: a number, and the answers that it was made of. */
export type ProfileDraw = { readonly value: number; readonly answers: readonly ProfileAnswer[] };

/** Draws of one quantity out of an agent's answers to the task. */
export type Drawn = (answers: readonly ProfileAnswer[]) => readonly ProfileDraw[];

/**
 * A number that an agent's answers estimate: the mean of `draws`, less a line that is known or less the mean of other
 * draws.
 */
export type Quantity = {
  readonly draws: Drawn;
  readonly less?: number | Drawn;
  /** How far the difference is from 0, on whichever side it is. */
  readonly distance?: true;
};

/**
 * How a row is judged, always by an interval: `above` or `below` 0; `equal` to 0 within the unit's margin; `between`
 * two lines; `highest` or `lowest` of all agents of a profile, where `few` says why answers may be too few for a single
 * draw; `nearer` this agent of theory, at more questions than the agent named first.
 */
export type PatternTest =
  | { readonly is: 'above' | 'below' | 'equal'; readonly of: Quantity }
  | { readonly is: 'between'; readonly of: Quantity; readonly lines: readonly [low: number, high: number] }
  | { readonly is: 'highest' | 'lowest'; readonly of: Quantity; readonly few?: string }
  | { readonly is: 'nearer'; readonly to: string };

/** One row of a pattern that a paper reports. */
export type PatternRow = {
  readonly id: string;
  readonly says: string;
  /** Of whom it is reported: the untuned model, a tuned one, or all three. */
  readonly reportedOf: 'baseline' | 'economicus' | 'moralis' | 'all three';
  /** paper: its abstract; summary: a third party's. */
  readonly source: 'paper' | 'summary';
  /** How it is judged, in words: ours. */
  readonly contrast: string;
  readonly unit: ProfileUnit;
  /** What has to be known when it is read. */
  readonly note?: string;
  /** Why no agent of theory can show it, and none is compared in it; absent: theory can. */
  readonly beyondTheory?: string;
  readonly test: PatternTest;
};

/** Settings in which a task is asked, over those of a preset where one is named. */
export type ProfileCondition<Config> = {
  readonly where: string;
  readonly preset?: string;
  readonly settings: Partial<Config>;
};

/** Members are methods on purpose: every game's is assignable without a cast. */
export interface ProfileSpec<Config> {
  /** The task's name, as it is shown and stored: dilemmas. No two games share one. */
  readonly task: string;
  /** The task's place among those of the other games: where the paper that reports the pattern has it, from 1. */
  readonly place: number;
  /** Every condition is played in every draw, each in a match of its own; the profiled agent has the first seat. */
  conditions(length: Length): readonly ProfileCondition<Config>[];
  /** How often each condition is played by an agent that draws; what theory computes is computed once. */
  draws(length: Length): number;
  /** Who has the other seats: an agent's id that needs no model. */
  readonly opponent: string;
  /** What is put k times, in a word: "dilemma". Or, where draws are counted otherwise, all of it in words. */
  asked(length: Length): { readonly each: string } | { readonly all: string };
  /** Figures of the length beside k, for the document: markets and rounds. */
  figures?(length: Length): Readonly<Record<string, number>>;

  /** Gives what an answer is as a number in a match of this config; null: it does not count. Called once a match. */
  reads(config: Config): (key: string, answer: string | number) => number | null;
  /**
   * Answers of a match hang together over its rounds: the match is one draw, and one that misses an answer is left out.
   */
  readonly series?: true;
  /** Agents of theory by name whose answers stand beside. */
  readonly references: Readonly<Record<string, Taste>>;
  /** What agreement with theory is reckoned over, and in words, for the screen. */
  readonly agreement: { readonly unit: ProfileUnit; readonly says: string; counts?(answer: ProfileAnswer): boolean };
  /** A question in words: "first move"; without its condition. */
  question(answer: ProfileAnswer): string;
  /** A value in the words of its question: "cooperates", "46", "index +0.52". */
  said(answer: ProfileAnswer, value: number): string;

  /** Whose pattern it is: authors and where it can be read. */
  readonly paper: string;
  readonly rows: readonly PatternRow[];
}

/** Every answer is a draw of its own, with its value. */
export const eachAnswer: Drawn = (answers) => answers.map((one) => ({ value: one.value, answers: [one] }));

/**
 * Every match is one draw, with the number that `of` gives for its answers in their order; null: this match gives none.
 */
export const eachMatch =
  (of: (values: readonly number[]) => number | null): Drawn =>
  (answers) =>
    [...Map.groupBy(answers, ({ match }) => match).values()].flatMap((mine) => {
      const value = of(mine.map((one) => one.value));
      return value === null ? [] : [{ value, answers: mine }];
    });
