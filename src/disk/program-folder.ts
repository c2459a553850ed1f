/** Where the program lies: package.json, data/reference and the games stand there, in a checkout and in an installed package. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);

/** Whether this runs from TypeScript, not from what was built of it. */
export const isSource = here.endsWith('.ts');

/** The nearest folder above this file that holds a package.json. */
export const programFolder = above(dirname(here));

function above(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder;
  return above(dirname(folder));
}
