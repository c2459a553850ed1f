/** A match that two programs play: the second is refused. */
import type { LogRow } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';

/** Says of rows that this database already has with other content that somebody else has answered, or ended, their match; null: they are of none. */
export function playedElsewhere(rows: readonly LogRow[], database: string): UserError | null {
  const match = rows.map(({ row }) => ('match' in row ? row.match : null)).find((code) => code !== null);
  return match === undefined || match === null
    ? null
    : new UserError(
        `The match ${match} is being played elsewhere: another window or program that uses ${database} has stored this step already; go on there, or begin a new match here (nothing was overwritten).`,
      );
}
