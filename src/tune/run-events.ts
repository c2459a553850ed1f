/** What happens in a run, line by line in events.jsonl, read while others write. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { codeOf } from '../disk/file-errors.ts';
import { jsonIn } from '../disk/text-file.ts';
import { RUN_FILES, tuningEvent, type TuningEvent } from './run-folder.ts';

/** Bytes that are read at most, the last ones: of a million steps every line fits. */
const MOST_BYTES = 256 * 2 ** 20;
/** Bytes of one line at most: what is longer is no event. */
const LONGEST_LINE = 2 ** 20;
const PIECE = 2 ** 20;

/** Reads what is new of a run's events, again and again. */
export type EventReader = {
  /** The events that have been written since the last call; a line without its end waits for it. */
  more(): readonly TuningEvent[];
};

/**
 * Follows the events of a run. What is torn, no JSON, or of a kind that this homines does not know is passed over; there may be no file yet.
 * Throws a UserError for what is no ordinary file.
 */
export function eventReader(folder: string): EventReader {
  const file = join(folder, RUN_FILES.events);
  let at: number | null = null;
  let rest: Buffer = Buffer.alloc(0);
  let tooLong = false;

  const more = (): readonly TuningEvent[] => {
    const handle = opened(file);
    if (handle === null) return [];
    const events: TuningEvent[] = [];
    try {
      const { size } = ordinary(file, handle);
      // Written anew, by hand: read from its beginning.
      if (at !== null && size < at) [at, rest, tooLong] = [0, Buffer.alloc(0), false];
      at ??= Math.max(0, size - MOST_BYTES);
      const piece = Buffer.alloc(PIECE);
      for (;;) {
        const read = readSync(handle, piece, 0, PIECE, at);
        if (read === 0) break;
        at += read;
        take(piece.subarray(0, read), events);
      }
    } finally {
      closeSync(handle);
    }
    return events;
  };

  const take = (piece: Buffer, events: TuningEvent[]): void => {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const line = Buffer.concat([rest, piece.subarray(from, end)]);
      from = end + 1;
      rest = Buffer.alloc(0);
      const event = tooLong ? null : eventIn(line.toString('utf8'));
      tooLong = false;
      if (event !== null) events.push(event);
    }
    rest = Buffer.concat([rest, piece.subarray(from)]);
    if (rest.length > LONGEST_LINE) [rest, tooLong] = [Buffer.alloc(0), true];
  };
  return { more };
}

const eventIn = (line: string): TuningEvent | null => tuningEvent.safeParse(jsonIn(line)).data ?? null;

function opened(file: string): number | null {
  try {
    // O_NONBLOCK: opening a pipe that nobody writes into would wait for ever.
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new UserError(`${file} cannot be read (${codeOf(error)}): make it an ordinary file that you may read.`);
  }
}

function ordinary(file: string, handle: number) {
  const found = fstatSync(handle);
  if (!found.isFile())
    throw new UserError(`${file} is no ordinary file: put the run's own back, or start the run anew.`);
  return found;
}
