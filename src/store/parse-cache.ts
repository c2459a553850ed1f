/** JSON of the same object made once: configs and seats are shared by thousands of matches. */
import type { SeatRow } from '../core/log.ts';
import { memo } from '../core/memo.ts';

/** A function that remembers the text of every object it has met, as long as the object lives. Objects are read-only once handed in. */
export function jsonOnce(): (value: unknown) => string {
  const textOf = memo((value: object) => JSON.stringify(value));
  return (value) => (typeof value === 'object' && value !== null ? textOf(value) : JSON.stringify(value));
}

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

/** Takes what was read of a match's seats for seats. Throws what is worded as damage where they are none. */
export function asSeats(read: unknown): readonly SeatRow[] {
  if (!Array.isArray(read) || !read.every(isSeat)) throw new DamagedCell('no seats');
  return read;
}

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
