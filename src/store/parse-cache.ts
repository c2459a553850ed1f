/** JSON of the same object made once: configs and seats are shared by thousands of matches. */
import type { Distribution } from '../core/distribution.ts';
import type { SeatRow, StoredAnswer } from '../core/log.ts';
import { memo } from '../core/memo.ts';
import type { Presentation } from '../core/presentation.ts';

/** A function that remembers the text of every object it has met, as long as the object lives. Objects are read-only once handed in. */
export function jsonOnce(): (value: unknown) => string {
  const textOf = memo((value: object) => JSON.stringify(value));
  return (value) => (typeof value === 'object' && value !== null ? textOf(value) : JSON.stringify(value));
}

/** A cell that is JSON, or empty. */
export const jsonOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

const LIMIT = 1000;

/** The way back: the same text gives the same object, so that a long list of matches holds each config once. */
export function parsedOnce(): (text: string) => unknown {
  const parse = memo(readJson, LIMIT);
  let last: string | null = null;
  let made: unknown;
  // Neighbours share their text, and to compare two is quicker than to look one up.
  return (text) => {
    if (text !== last) {
      made = parse(text);
      last = text;
    }
    return made;
  };
}

/** A cell that is not what this program writes: the file was damaged, or another program wrote into it. Worded as such. */
class DamagedCell extends Error {
  readonly code = 'SQLITE_CORRUPT_CELL';
}

/** Reads a cell that is JSON. Throws what is worded as damage where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedCell(`no JSON: ${text.slice(0, 100)}`, { cause: error });
  }
}

/** Takes what was read for a list. Throws what is worded as damage where it is none of these. */
function listOf<One>(read: unknown, is: (one: unknown) => one is One, what: string): readonly One[] {
  if (!Array.isArray(read) || !read.every(is)) throw new DamagedCell(`no ${what}`);
  return read;
}

/** Takes what was read of a match's seats for seats. Throws what is worded as damage where they are none. */
export const asSeats = (read: unknown): readonly SeatRow[] => listOf(read, isSeat, 'seats');

const KINDS: readonly unknown[] = [
  'human',
  'theory',
  'standin',
  'model',
  'script',
] satisfies readonly SeatRow['kind'][];

const isSeat = (seat: unknown): seat is SeatRow =>
  typeof seat === 'object' &&
  seat !== null &&
  'id' in seat &&
  typeof seat.id === 'string' &&
  'label' in seat &&
  typeof seat.label === 'string' &&
  'kind' in seat &&
  KINDS.includes(seat.kind);

/** A decision as the rules need it, its cells alone. */
export type MoveCells = readonly [
  turn: number,
  seat: number,
  key: string,
  position: number,
  answer: string | number,
  source: StoredAnswer['source'],
  distribution: string | null,
];

/** Takes what was read of a match's moves for moves. Throws what is worded as damage where they are none. */
export const asMoves = (read: unknown): readonly MoveCells[] => listOf(read, isMove, 'moves');

const isMove = (cells: unknown): cells is MoveCells => beginsWithPlace(cells, 7);

/** Which question of a decision it was, its cells alone. */
export type QuestionCells = readonly [
  turn: number,
  seat: number,
  key: string,
  revision: number,
  round: number,
  practice: number,
];

/** Takes what was read of a match's questions for questions. Throws what is worded as damage where they are none. */
export const asQuestions = (read: unknown): readonly QuestionCells[] => listOf(read, isQuestion, 'questions');

const isQuestion = (cells: unknown): cells is QuestionCells => beginsWithPlace(cells, 6);

/** Whether it is so many cells, of which the first are turn, seat and key. */
const beginsWithPlace = (cells: unknown, count: number): boolean =>
  Array.isArray(cells) && cells.length === count && typeof cells[0] === 'number' && typeof cells[2] === 'string';

/** Reads the cell of a distribution; null where there is none. Throws what is worded as damage where it is something else. */
export function distributionIn(text: string | null): Distribution | null {
  if (text === null) return null;
  const read = readJson(text);
  if (!isDistribution(read)) throw new DamagedCell('no distribution');
  return read;
}

const isNumbers = (value: unknown, length: number): value is readonly number[] =>
  Array.isArray(value) && value.length === length && value.every((one) => typeof one === 'number' && one >= 0);

const isNumberOrNull = (value: unknown): boolean => value === null || typeof value === 'number';

function isDistribution(read: unknown): read is Distribution {
  if (typeof read !== 'object' || read === null || !('options' in read && 'orders' in read && 'mean' in read))
    return false;
  const { options, orders, mean } = read;
  if (!Array.isArray(options) || !options.every((one) => typeof one === 'string') || !Array.isArray(orders))
    return false;
  return (
    isNumbers(mean, options.length) &&
    orders.every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        'probabilities' in one &&
        isNumbers(one.probabilities, options.length) &&
        'rotation' in one &&
        typeof one.rotation === 'number' &&
        'sum' in one &&
        typeof one.sum === 'number' &&
        'outside' in one &&
        isNumberOrNull(one.outside) &&
        'decimals' in one &&
        isNumberOrNull(one.decimals),
    )
  );
}

/** How a match puts its questions, from its two cells; null where the game decides. */
export const presentationIn = (rotation: number | null, phrasing: number | null): Presentation | null =>
  rotation === null && phrasing === null ? null : { rotation, phrasing };
