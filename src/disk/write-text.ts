/** One text as a file: whole or not there, and trouble told in a sentence. */
import { writeFileSync } from 'node:fs';
import { wordedOutput } from './file-errors.ts';
import { discard, outputPlace, settle, temporaryFor } from './atomic-write.ts';

/** Writes a text in the place of whatever has that name. Nothing half written is left behind. */
export function writeText(out: string, text: string): void {
  let temporary: string | null = null;
  try {
    const place = outputPlace(out);
    temporary = temporaryFor(place);
    writeFileSync(temporary, text, { flag: 'wx' });
    settle(temporary, place, true);
    temporary = null;
  } catch (error) {
    throw wordedOutput(error, out);
  } finally {
    if (temporary !== null) discard(temporary);
  }
}
