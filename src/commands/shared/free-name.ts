/** A name that nothing has yet: what a key writes never takes the place of a file that somebody may need. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** choices.csv, or choices-2.csv where that is there, and so on. */
export function freeName(folder: string, stem: string, ending: string): string {
  for (let n = 1; ; n++) {
    const path = join(folder, `${stem}${n === 1 ? '' : `-${n}`}${ending}`);
    if (!existsSync(path)) return path;
  }
}
