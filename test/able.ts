/** Programs that tests need beyond Node. */
import { spawnSync } from 'node:child_process';

/** The first of these programs that can do this; null where none can. */
export const able = (programs: readonly (string | undefined)[], ...args: readonly string[]): string | null =>
  programs.find(
    (program): program is string => program !== undefined && spawnSync(program, args, { timeout: 60_000 }).status === 0,
  ) ?? null;
