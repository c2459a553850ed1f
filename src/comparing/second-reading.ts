/** The second thread's side: sessions from the last one back, until one is met that the first thread has. */
import { serialize } from 'node:v8';
import type { AnyGame } from '../core/game.ts';
import type { LogReader } from '../core/log-reader.ts';
import { foldSession } from './folded-session.ts';
import { CLAIMED, type SecondReading, type SecondReply } from './second-reader.ts';

/** Folds what nobody has claimed. Of a session that was read while anything was written null is told. */
export async function readSecond(
  log: LogReader,
  games: readonly AnyGame[],
  { codes, game, fingerprint, claims }: Omit<SecondReading, 'file'>,
  tell: (reply: SecondReply) => void,
): Promise<void> {
  const sessions = new Map((await log.catalogue()).map((session) => [session.code, session]));
  for (const [place, code] of [...codes.entries()].reverse()) {
    if (Atomics.compareExchange(claims, place, CLAIMED.byNobody, CLAIMED.bySecond) !== CLAIMED.byNobody) return;
    const session = sessions.get(code);
    const kept = session === undefined ? null : await log.snapshot((now) => foldSession(now, session, game, games));
    const isSame = (await log.fingerprint()) === fingerprint;
    tell({ code, session: kept === null || !isSame ? null : serialize(kept) });
  }
}
