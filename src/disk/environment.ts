/** Settings from a file: the nearest `.env`, in the folder you stand in or above it. What the environment already says wins. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { UserError } from '../core/user-error.ts';

/**
 * Reads the nearest `.env` of this folder or one above it into the environment; nothing where there is none.
 * Throws a UserError where it cannot be read.
 */
export function readEnvironmentFile(folder = process.cwd()): void {
  const file = join(folder, '.env');
  if (!existsSync(file)) {
    const above = dirname(folder);
    return above === folder ? undefined : readEnvironmentFile(above);
  }
  try {
    loadEnvFile(file);
  } catch {
    throw new UserError(`${file} cannot be read: give yourself the right to read it, or move it away.`);
  }
}
