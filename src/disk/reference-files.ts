/** The files of data/reference, in a checkout and in the package: they are shipped beside the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceTables } from '../core/published-figures.ts';
import { programFolder } from './program-folder.ts';

/** The text of one of them; null where it cannot be read: a comparison does without. */
export function readReference(file: string): string | null {
  try {
    return readFileSync(join(programFolder, 'data', 'reference', file), 'utf8');
  } catch {
    return null;
  }
}

/** Their tables: each is read when it is first asked for, and once. */
export const referenceTable = referenceTables(readReference);
