/** The matches of a session that were not looked at before. */
import type { LogReader } from '../core/log-reader.ts';
import type { SessionEntry } from '../core/stored-rows.ts';
import type { Seen, Taking } from './session-cache.ts';

/**
 * Hands over what is new since a look: matches that began after it, and those of which it saw no ending. `isBegun`: these have
 * just been looked at.
 */
export async function newIn(
  log: LogReader,
  session: SessionEntry,
  game: string | null,
  before: Seen = { last: null, open: [] },
  taking: Pick<Taking, 'read' | 'open'>,
  isBegun: boolean,
): Promise<Seen> {
  // Those that were open are looked at again, but for what has just been looked at.
  const waiting = isBegun ? [] : before.open;
  const open: string[] = isBegun ? [...before.open] : [];
  let { last } = before;
  for (const wanted of [...(waiting.length > 0 ? [{ codes: waiting }] : []), { after: last }])
    for await (const matches of log.played({ session, cells: 'moves', game, ...wanted }))
      for (const match of matches) {
        if ('after' in wanted) last = match.code;
        if (match.ending === null) {
          open.push(match.code);
          taking.open(match);
        } else {
          const more = taking.read(match);
          // Most are done at once: hundreds of thousands are not waited for one by one.
          if (more !== undefined) await more;
        }
      }
  return { last, open };
}
