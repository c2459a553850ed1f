/**
 * What a seat told instead of answering: for every question a probability of each answer, as far as measures are concerned.
 * Its draws are left out of it; they made the history that later questions stand in, and nothing else is taken from them.
 */
import { type Distribution, expectedOf } from '../../core/distribution.ts';
import type { AnyGame, Move, Seat } from '../../core/game.ts';
import type { Replayed } from '../../match/replay.ts';
import type { Numbering } from '../../match/texts-read.ts';
import { placeBias } from '../preferences/place-bias.ts';
import { mean } from '../stats/sample.ts';

/** One question of one measure: what is expected to be counted there, in the mean of the orders and in each by its rotation. */
export type ExpectedCount = {
  /** A number for what was read: the same question after the same history is the same situation, however often it was asked. */
  readonly situation: number;
  readonly mean: number;
  readonly orders: readonly { readonly rotation: number; readonly value: number }[];
  /**
   * The same where the option that counts most stood first among the options, and where it stood last, and what standing first
   * adds to log-odds there (null: not known); null: it did not stand at both ends, or several count as much.
   */
  readonly ends: { readonly first: number; readonly last: number; readonly bias: number | null } | null;
};

/** What was told in one seat of one match. */
export type ToldAnswers = {
  /** By measure, in the game's order: its questions; null where the measure is not one of single answers that were told. */
  readonly counts: readonly (readonly ExpectedCount[] | null)[];
  readonly situations: readonly number[];
  readonly distributions: readonly Distribution[];
};

/**
 * What one seat told in a match, by measure; null where it told nothing: then its answers are a sample. `about`: what tells
 * its situations from those of other conditions; `texts`: what was read at each move.
 */
export function toldAnswersOf(
  { measures }: AnyGame,
  { moves, told, views }: Pick<Replayed, 'moves' | 'told' | 'views'>,
  seat: Seat,
  texts: readonly string[],
  about: string,
  numbering: Numbering,
): ToldAnswers | null {
  const mine = moves.flatMap((move, at) => (move.decision.seat === seat ? [{ move, told: told[at] ?? null, at }] : []));
  const distributions = mine.flatMap((one) => one.told ?? []);
  if (distributions.length === 0) return null;
  const asked = mine.map((one) => ({ ...one, situation: numbering(`${about}\n${texts[one.at] ?? ''}`) }));
  const view = views[seat];
  return {
    distributions,
    situations: [...new Set(asked.flatMap((one) => (one.told === null ? [] : [one.situation])))],
    counts: measures.map((measure) => {
      if (measure.counts === undefined) return null;
      const found = asked.flatMap(({ move, told: drawn, situation }) => {
        const value: Value = (answer) => measure.counts!(move.decision, answer, view);
        const count =
          drawn === null ? givenCount(situation, move, value) : expectedCount(situation, drawn, move, value);
        return count === null ? [] : [{ count, isTold: drawn !== null }];
      });
      return found.some(({ isTold }) => isTold) ? found.map(({ count }) => count) : null;
    }),
  };
}

type Value = (answer: Move['answer']) => number | null;

function givenCount(situation: number, { answer }: Move, value: Value): ExpectedCount | null {
  const mean = value(answer);
  return mean === null ? null : { situation, mean, orders: [], ends: null };
}

/**
 * What is expected to be counted at a question: the sum over its answers of their probability times what they count, those
 * that count nothing left out and the rest weighing 1. null: nothing that can be answered there counts.
 */
function expectedCount(
  situation: number,
  { options, mean: middling, orders }: Distribution,
  { decision: { input } }: Pick<Move, 'decision'>,
  value: Value,
): ExpectedCount | null {
  const worth = options.map((option) => value(input.kind === 'number' && isNumber(option) ? Number(option) : option));
  const expected = (probabilities: readonly number[]): number | null => expectedOf(probabilities, worth);
  const middle = expected(middling);
  if (middle === null) return null;
  const byOrder = orders.flatMap(({ rotation, probabilities }) => {
    const one = expected(probabilities);
    return one === null ? [] : [{ rotation, value: one }];
  });
  const ends = input.kind === 'choice' ? endsIn(worth, byOrder) : null;
  return {
    ...{ situation, mean: middle, orders: byOrder },
    // Of a 0 that is told with all digits nobody knows the log-odds.
    ends:
      ends === null ? null : { ...ends, bias: orders.some(isExactlyNought) ? null : placeBias({ options, orders }) },
  };
}

const isExactlyNought = ({ probabilities, decimals }: Distribution['orders'][number]): boolean =>
  decimals === null && probabilities.includes(0);

/** The expected count where the one option that counts most stood first, and where it stood last: means over such orders. */
function endsIn(
  worth: readonly (number | null)[],
  orders: ExpectedCount['orders'],
): { readonly first: number; readonly last: number } | null {
  const counted = worth.map((value) => value ?? 0);
  const at = counted.indexOf(Math.max(...counted));
  if (counted.lastIndexOf(counted[at]!) !== at) return null;
  const [first, last] = [0, counted.length - 1].map((place) =>
    orders.flatMap(({ rotation, value }) =>
      (at - rotation + counted.length) % counted.length === place ? [value] : [],
    ),
  );
  return first!.length === 0 || last!.length === 0 || counted.length < 2
    ? null
    : { first: mean(first!), last: mean(last!) };
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));
