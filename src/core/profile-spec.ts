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
  /** As it was given: the option's value, or the number; of who gives probabilities the one that was drawn. */
  readonly answer: string | number;
  /** The same as a number, in the task's unit; of who gives probabilities what it is expected to be (the mean of `shares`). */
  readonly value: number;
  /** What each agent of theory that the task refers to would have answered there, in the same unit. */
  readonly wants: Readonly<Partial<Record<string, number>>>;
  /** Of a choice between several options: where the chosen one stood. */
  readonly stood?: FirstPlace;
  /** How likely every possible answer was, in a situation in which probabilities were asked for and nothing was drawn. */
  readonly shares?: readonly Share[];
  /** A possible answer, made of such shares while quantities are estimated. */
  readonly possible?: PossibleAnswer;
};

/**
 * How likely the option shown first was chosen, 0 to 1 (of an answer that was given 0 or 1), and of how many options; of
 * probabilities the log-odds that standing first adds too, where the orders tell them.
 */
export type FirstPlace = { readonly chosen: number; readonly of: number; readonly logOdds?: number };

/** One possible answer of a situation. */
export type Share = {
  readonly answer: string | number;
  /** As a number, in the task's unit. */
  readonly value: number;
  /** How likely it was in each order in which the options were shown, 0 to 1. */
  readonly inOrders: readonly number[];
};

/** Which part of a situation's probability a possible answer stands for. */
export type PossibleAnswer = {
  readonly of: ProfileAnswer;
  /** By its place among the orders that were asked, from 0. */
  readonly order: number;
  readonly chance: number;
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
  /** Less the mean of what this agent of theory would have answered to the same questions. */
  readonly lessTheory?: string;
  /** How far the difference is from 0, on whichever side it is. */
  readonly distance?: true;
};

/**
 * How a row is judged, always by an interval:
 * - `above` or `below` a line, 0 where none is given.
 * - `equal` to 0 within a margin, which is below half of what separates the agents of theory in it; `only` where another
 *   quantity is above that margin, else `why` stands in the place of a verdict.
 * - `highest` or `lowest` of all agents of a profile.
 * - `towards` this agent of theory, away from the agent named first: more of its answers, and where it would answer
 *   otherwise than the agent `rather`, more often its answer.
 * - `all` of these.
 */
export type PatternTest =
  | { readonly is: 'above' | 'below'; readonly of: Quantity; readonly line?: number }
  | {
      readonly is: 'equal';
      readonly of: Quantity;
      readonly margin: number;
      readonly only?: { readonly above: Quantity; readonly why: string };
    }
  | { readonly is: 'highest' | 'lowest'; readonly of: Quantity }
  | { readonly is: 'towards'; readonly to: string; readonly rather: string }
  | { readonly is: 'all'; readonly of: readonly PatternTest[] };

/** One row of a pattern that a paper reports, or one of ours beside it. */
export type PatternRow = {
  readonly id: string;
  /** What it is called in a table in which its task does not stand; the id where not given. */
  readonly label?: string;
  readonly says: string;
  /** Of whom it is reported: the untuned model, a tuned one, or all three; of nobody where it is ours. */
  readonly reportedOf: 'baseline' | 'economicus' | 'moralis' | 'all three' | 'nobody';
  /** paper: its abstract; summary: a third party's; ours: no part of that pattern. */
  readonly source: 'paper' | 'summary' | 'ours';
  /** How it is judged, in words: ours. */
  readonly contrast: string;
  readonly unit: ProfileUnit;
  /** What has to be known when it is read. */
  readonly note?: string;
  /** Why no agent of theory can show it, and none is compared in it; absent: theory can. */
  readonly beyondTheory?: string;
  /** The stand-in was made to do this, so it shows nothing here, and nobody is compared with it. */
  readonly fitted?: true;
  /** Why answers may be too few for a single draw. */
  readonly few?: string;
  readonly test: PatternTest;
};

/** Settings in which a task is asked, over those of a preset where one is named. */
export type ProfileCondition<Config> = {
  readonly where: string;
  readonly preset?: string;
  readonly settings: Partial<Config>;
  /** Every seat is the profiled agent's. Left out: the others are the task's `opponent`'s. */
  readonly itself?: true;
  /** One answer of another seat that is set from outside, once: kept as forced, and nobody's own. */
  forced?(config: Config): ForcedAnswer;
};

/**
 * An answer that is set from outside, so that one sees what follows: in whose seat (not the first), to which question,
 * and of which agent of theory it is the answer.
 */
export type ForcedAnswer = { readonly seat: number; readonly round: number; readonly key: string; readonly as: Taste };

/** Members are methods on purpose: every game's is assignable without a cast. */
export interface ProfileSpec<Config> {
  /** The task's name, as it is shown and stored: dilemmas. No two games share one. */
  readonly task: string;
  /** The task's place among those of the other games: where the paper that reports the pattern has it, from 1. */
  readonly place: number;
  /**
   * Whether its presets are protocols of the battery, for people and agents: `too` beside the reported pattern, or `only` there.
   * Absent: they are not.
   */
  readonly battery?: 'too' | 'only';
  /** Every condition is played in every draw, each in a match of its own; the profiled agent has the first seat. None: not asked. */
  conditions(length: Length): readonly ProfileCondition<Config>[];
  /**
   * Every situation of a one-shot task once, nothing left to lots: for who gives probabilities, which are asked once in every
   * order of the options, each question by itself. `numbers`: whether numbers are asked too, on their grids; else choices
   * only. Absent: its answers are drawn to go on, and it is asked as everybody is.
   */
  situations?(numbers: boolean): readonly ProfileCondition<Config>[];
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
  /**
   * What agreement with theory is reckoned over, and in words, for the screen: of choices (`rate`) the same one, of
   * ratings how near, of an index whether it is nearer than those of the other agents of theory.
   */
  readonly agreement: { readonly unit: ProfileUnit; readonly says: string; counts?(answer: ProfileAnswer): boolean };
  /** Questions (decision keys) whose answers, as `reads` gives them, are a rate that published people have too (`Game.people`). */
  readonly people?: readonly { readonly measure: string; readonly key: string }[];
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

/**
 * Every match is one draw: whether its answers are nearer to those of one agent of theory (`to`) than to those of another
 * (`than`), each asked after the same history. 1: always at `to`'s answer or beyond it; −1: at the other's; answers where
 * both would do the same count nothing.
 */
export const nearer =
  (to: string, than: string): Drawn =>
  (answers) =>
    [...Map.groupBy(answers, ({ match }) => match).values()].flatMap((mine) => {
      const told = mine.flatMap(({ value, wants }) => {
        const [here, there] = [wants[to], wants[than]];
        if (here === undefined || there === undefined || here === there) return [];
        return [(Math.abs(value - there) - Math.abs(value - here)) / Math.abs(here - there)];
      });
      if (told.length === 0) return [];
      return [{ value: told.reduce((sum, one) => sum + one, 0) / told.length, answers: mine }];
    });
