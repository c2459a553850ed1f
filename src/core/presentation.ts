/**
 * How a match puts its questions where chance is not to decide it: options turned by so many places from their canonical
 * order, the ask in one of its wordings. A balanced set of matches has each order, and each wording, equally often.
 */
import { canonical, turned } from './distribution.ts';
import type { AnyGame, Decision, Seat } from './game.ts';
import { memo } from './memo.ts';
import { firstAnswer, questionsPlayed } from './dry-match.ts';
import { rng } from './rng.ts';

/** Stored with the match; each null: as the game puts it. */
export type Presentation = {
  /**
   * Options of a question stand in canonical order, turned by rotation + key + times places: key is a number that belongs to
   * the question's key, times how often this seat has been asked it before. Over as many matches as there are options each
   * question has each order once, whatever lots decide when it is asked, and a match of many questions has them mixed.
   */
  readonly rotation: number | null;
  /** Which wording of the ask: 0 the game's own, from 1 its paraphrases. */
  readonly phrasing: number | null;
};

/** Puts the questions of one match, a turn after the other from its first one. Gives the same list where nothing is to be changed. */
export function presenter(presentation: Presentation | null): (decisions: readonly Decision[]) => readonly Decision[] {
  if (presentation === null) return (decisions) => decisions;
  const { rotation, phrasing } = presentation;
  const asked = new Map<string, number>();
  return (decisions) =>
    decisions.map((decision) => {
      const { input } = decision;
      const times = timesAsked(asked, decision);
      return {
        ...decision,
        ...(phrasing === null || phrasing === 0 ? {} : { ask: decision.paraphrases?.[phrasing - 1] ?? decision.ask }),
        ...(rotation === null || input.kind !== 'choice'
          ? {}
          : { input: { ...input, options: turned(canonical(input.options), rotation + ofKey(decision.key) + times) } }),
      };
    });
}

/** How often this seat was asked this before, and once more from now on. */
function timesAsked(asked: Map<string, number>, { seat, key }: Decision): number {
  const name = `${seat} ${key}`;
  const times = asked.get(name) ?? 0;
  asked.set(name, times + 1);
  return times;
}

/** The same question has the same number everywhere: of two options each stands first in about half of a game's questions. */
const ofKey = memo((key: string): number => rng(0, 'order', key).below(2 ** 16), 4096);

/** Whose questions are balanced: a condition with the seats, of so many, that language models have. */
export type BalancedTable = {
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seats: number;
  readonly models: readonly Seat[];
};

/**
 * By how many places the options of each of these matches are turned, so that every question to a model has every order
 * equally often: 0, 1, 2 and round again. Where lots decide who is asked what, a match has the number, the smallest of
 * several, that leaves the orders of its own questions most even (minimisation, as in Pocock & Simon, Biometrics 31, 1975).
 * What it is asked is known as far as it does not hang on answers: the first option each time. `seeds`: of all matches of
 * the condition, in order.
 *
 *     [...rotations(table, [11, 12, 13, 14])]  // [0, 1, 0, 1] of questions with two options each
 */
export function* rotations(table: BalancedTable, seeds: Iterable<number>): Generator<number, void> {
  const counts = orderCounts();
  for (const seed of seeds) yield counts.add(questionsOf(table, seed));
}

/** How evenly the orders of questions are spread over so many matches: how often each order of each question is shown. */
export type OrderBalance = {
  /** A number of matches that is a multiple of this gives each question each order equally often; 1: there is nothing to turn. */
  readonly orders: number;
  /** The most by which two orders of a question differ, in questions asked; 0: exactly balanced. */
  readonly most: number;
};

/** What these matches come to, played with `rotations`, as far as that does not hang on answers. */
export function orderBalance(table: BalancedTable, seeds: Iterable<number>): OrderBalance {
  const counts = orderCounts();
  for (const seed of seeds) counts.add(questionsOf(table, seed));
  return counts.balance();
}

type Asked = { readonly name: string; readonly options: number; readonly places: number };

function questionsOf({ game, config, seats, models }: BalancedTable, seed: number): readonly Asked[] {
  const asked = new Map<string, number>();
  return [...questionsPlayed(game, config, seed, seats, firstAnswer)].flatMap((decision) => {
    const { seat, key, input } = decision;
    const times = timesAsked(asked, decision);
    if (input.kind !== 'choice' || input.options.length < 2 || !models.includes(seat)) return [];
    return [{ name: `${seat} ${key} ${times}`, options: input.options.length, places: ofKey(key) + times }];
  });
}

/** By question and order how many matches have it, and the rotation of the match that is added next. */
function orderCounts() {
  const counts = new Map<string, number[]>();
  let orders = 1;
  return {
    add(questions: readonly Asked[]): number {
      const mine = questions.map(({ name, options, places }) => {
        orders = commonMultiple(orders, options);
        const question = `${name} ${options}`;
        let shown = counts.get(question);
        if (shown === undefined) counts.set(question, (shown = new Array<number>(options).fill(0)));
        return { shown, at: (rotation: number) => (rotation + places) % options };
      });
      const crowded = (rotation: number): number => mine.reduce((sum, { shown, at }) => sum + shown[at(rotation)]!, 0);
      let best = 0;
      for (let rotation = 1; rotation < orders; rotation++) if (crowded(rotation) < crowded(best)) best = rotation;
      for (const { shown, at } of mine) shown[at(best)]! += 1;
      return best;
    },
    balance: (): OrderBalance => ({
      orders,
      most: Math.max(0, ...[...counts.values()].map((shown) => Math.max(...shown) - Math.min(...shown))),
    }),
  };
}

function commonMultiple(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b > 0) [a, b] = [b, a % b];
  return (one / a) * other;
}
