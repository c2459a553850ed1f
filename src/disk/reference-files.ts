/** The files of data/reference, in a checkout and in the package: they are shipped beside the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFolder } from './program-folder.ts';

/** The text of one of them; null where it cannot be read: a comparison does without. */
export function readReference(file: string): string | null {
  try {
    return readFileSync(join(programFolder, 'data', 'reference', file), 'utf8');
  } catch {
    return null;
  }
}
