/** One text as a file: whole or not there, and trouble told in a sentence. */
import { wordedOutput } from './file-errors.ts';
import { outputPlace, writeWhole } from './atomic-write.ts';

/** Writes a text in the place of whatever has that name. Nothing half written is left behind. */
export function writeText(out: string, text: string): void {
  try {
    writeWhole(outputPlace(out), text);
  } catch (error) {
    throw wordedOutput(error, out);
  }
}
