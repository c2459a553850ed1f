/** How long a model may take for one decision, its repair turn included. */
import { readNumber } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';

/** Before people who wait. */
export const LIVE_LIMIT_S = 20;
/** In runs, where nobody waits and a model that has to be loaded first takes its time. Ours. */
export const RUN_LIMIT_S = 120;

/** The limit in milliseconds: HOMINES_TIMEOUT_S where it is set. */
export function limitFrom(env: NodeJS.ProcessEnv, usualSeconds: number): number {
  const typed = env['HOMINES_TIMEOUT_S']?.trim();
  if (!typed) return usualSeconds * 1000;
  const seconds = readNumber(typed);
  if (seconds === null || seconds <= 0 || seconds > 86_400)
    throw new UserError(
      `HOMINES_TIMEOUT_S is how many seconds a model may take, above 0 and at most 86400, such as 20; got "${typed}".`,
    );
  return seconds * 1000;
}
