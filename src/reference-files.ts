/** The files of data/reference, in a checkout and in the package: they are shipped beside the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside src in a checkout, beside dist when built: the same place. */
const places = ['../data/reference', './data/reference'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

/** The text of one of them; null where it cannot be read: a comparison does without. */
export function readReference(file: string): string | null {
  for (const place of places) {
    try {
      return readFileSync(join(place, file), 'utf8');
    } catch {
      // the next place
    }
  }
  return null;
}
