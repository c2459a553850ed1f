/** Whether a file that is open is still the one of that name. Where it was deleted or moved, SQLite writes on into a file that nobody can find. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { IN_MEMORY } from './connect.ts';

/** Remembers the file as it is now; the function returned refuses when another file, or none, has its name. */
export function stayingPut(file: string): () => void {
  if (file === IN_MEMORY) return () => undefined;
  const path = resolve(file);
  const seen = () => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? '' : `${found.dev} ${found.ino}`;
  };
  const opened = seen();
  return () => {
    if (seen() !== opened)
      throw new UserError(
        `The database ${file} was moved or deleted while it was in use, so this was not stored; put it back, or leave and start again to begin a new file.`,
      );
  };
}
