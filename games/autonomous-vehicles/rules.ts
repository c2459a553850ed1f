/** Setup, questions, answers. Every seat answers the same items beside the others; a turn is one item, whole. */
import { memo } from '../../src/core/memo.ts';
import type { Answer, Decision, Input, Move, Seat } from '../../src/core/game.ts';
import { TENS } from '../../src/core/grid.ts';
import type { Rng } from '../../src/core/rng.ts';
import { type Config, itemsOf } from './config.ts';
import {
  equalNumbers,
  type First,
  inBlocks,
  type Item,
  keyOf,
  type Question,
  questionOf,
  questionsAbout,
} from './items.ts';
import type { Words } from './words.ts';

/** An answer as applied: to which item (its place in the order shown, from 0), to which question. */
export type Given = { readonly item: number; readonly question: Question; readonly answer: Answer };

export type State = {
  readonly config: Config;
  /** In the order shown. */
  readonly items: readonly Item[];
  readonly first: First;
  /** Whether "swerve" stands before "keep course" in this match. */
  readonly flipped: boolean;
  /** The item in question; items.length when all are answered. */
  readonly at: number;
  /** One list a seat. */
  readonly given: readonly (readonly Given[])[];
};

export type View = Omit<State, 'config' | 'given'> & {
  readonly seat: Seat;
  readonly questions: readonly Question[];
  readonly over: boolean;
  readonly mine: readonly Given[];
  /** One list a seat, this seat's own included: null until the match has ended, so that nobody answers after another. */
  readonly all: readonly (readonly Given[])[] | null;
};

export const LEAST_SEATS = 1;

export const MOST_SEATS = 8;

/** Seconds a person takes for an answer, for "about 2 minutes left": ours, from 24 answers in about 3 minutes. */
export const SECONDS_AN_ANSWER = 7.5;

export function setup(config: Config, rng: Rng, seats: number): State {
  const first = config.first === 'drawn' ? rng.pick(['moral', 'buy'] as const) : config.first;
  const flipped = config.options === 'drawn' && rng.below(2) === 1;
  return {
    config,
    items: mirrored(config, ordered(config, rng), rng),
    first,
    flipped,
    at: 0,
    given: Array.from({ length: seats }, () => []),
  };
}

/** Single items have no crossing to be balanced over: blocks of them are a plain shuffle. */
function ordered(config: Config, rng: Rng): readonly Item[] {
  const listed = itemsOf(config);
  if (config.order === 'listed') return listed;
  if (config.order === 'shuffled' || config.items.length > 0) return rng.shuffle(listed);
  return inBlocks(config.pedestrians, config.riders, config.laws, rng);
}

/** Half of the items mirrored (the odd one by chance), where that is drawn; drawn last, so that nothing else draws otherwise. */
function mirrored(config: Config, items: readonly Item[], rng: Rng): readonly Item[] {
  if (config.mirrored === 'all') return items.map((item): Item => ({ ...item, mirrored: true }));
  // Configs that were stored before there was such a setting have none.
  if (config.mirrored !== 'drawn') return items;
  const half = Math.floor(items.length / 2) + (items.length % 2 === 1 ? rng.below(2) : 0);
  const chosen = new Set(rng.shuffle(items.map((_, place) => place)).slice(0, half));
  return items.map((item, place): Item => (chosen.has(place) ? { ...item, mirrored: true } : item));
}

export const ROLE = 'respondent';

export function apply(state: State, moves: readonly Move[]): State {
  const given = state.given.map((answers, seat) => [
    ...answers,
    ...moves
      .filter((move) => move.decision.seat === seat)
      .map(({ decision, answer }): Given => ({ item: state.at, question: questionOf(decision.key), answer })),
  ]);
  return { ...state, at: state.at + 1, given };
}

export function observe({ config, given, ...state }: State, seat: Seat): View {
  const over = state.at >= state.items.length;
  return { ...state, seat, questions: config.questions, over, mine: given[seat] ?? [], all: over ? given : null };
}

/** How many answers a person gives: 24 in the class preset, 308 in the full one. */
export function answersAsked(items: readonly Item[], questions: readonly Question[]): number {
  return items.reduce((sum, item) => sum + questionsAbout(item, questions, 'moral').length, 0);
}

export const rulesIn = memo((words: Words) => {
  function pending(state: State): readonly Decision[] {
    const item = state.items[state.at];
    if (item === undefined) return [];
    const questions = questionsAbout(item, state.config.questions, state.first);
    return state.given.flatMap((_, seat) => questions.map((question) => asked(question, item, seat, state)));
  }

  function asked(question: Question, item: Item, seat: Seat, { at, flipped }: Pick<State, 'at' | 'flipped'>): Decision {
    const { paraphrases } = words;
    const byLaw = item.law === 'required';
    return {
      key: keyOf(question, item),
      seat,
      role: ROLE,
      round: at + 1,
      practice: false,
      ask: (byLaw ? words.asksUnderLaw[question] : undefined) ?? words.asks[question],
      paraphrases: (byLaw ? paraphrases.asksUnderLaw[question] : undefined) ?? paraphrases.asks[question],
      input: inputOf(question, item, flipped),
      ...(question === 'moral' ? {} : { grid: TENS }),
    };
  }

  function inputOf(question: Question, item: Item, flipped: boolean): Input {
    if (question !== 'moral')
      return { kind: 'number', min: 0, max: 100, step: 1, decimals: 0, ends: words.ends[question], skip: words.skip };
    const options = [
      { value: 'keep', label: words.actions.keep, key: 'k' },
      { value: 'swerve', label: words.actions.swerve, key: 's' },
    ];
    const ordered = flipped ? options.reverse() : options;
    // Where as many ride as stand outside neither action saves more: then that is an answer too.
    const neither = equalNumbers(item) ? [{ value: 'neither', label: words.actions.neither, key: 'n' }] : [];
    return { kind: 'choice', options: [...ordered, ...neither], skip: words.skip };
  }

  return { pending };
});
