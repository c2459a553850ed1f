/** What is exported cut into pieces that can be made apart from each other, in any thread. */
import type { SessionEntry } from '../../core/stored-rows.ts';
import type { LogPart } from './session-selection.ts';

/** Answers in a piece at most, unless one match has more: small enough to hold, large enough that what is done for each is little. */
export const PIECE = 20_000;

/** Neighbouring matches of one session. Plain data: it crosses to a worker. */
export type SessionStretch = {
  /** Which of the logs. */
  readonly log: number;
  readonly session: SessionEntry;
  /** The numbers of the first and the last of the matches. */
  readonly numbers: readonly [first: number, last: number];
  /** Whether the session begins here. */
  readonly begins: boolean;
};

/** All sessions in pieces of one stretch or several, in order; a session begins a piece where `bySession` says so. The same log is always cut alike. */
export async function* cut(
  parts: readonly LogPart[],
  bySession: boolean,
): AsyncGenerator<readonly SessionStretch[], void> {
  let piece: SessionStretch[] = [];
  let answers = 0;
  const taken = (): readonly SessionStretch[] => {
    const whole = piece;
    piece = [];
    answers = 0;
    return whole;
  };
  for (const [at, { log, sessions }] of parts.entries())
    for (const session of sessions) {
      let [first, last] = [1, 0];
      const put = (): unknown => piece.push({ log: at, session, numbers: [first, last], begins: first === 1 });
      for await (const matches of log.answersByMatch(session.code))
        for (const [match, given] of matches) {
          if (answers > 0 && answers + given > PIECE) {
            if (last >= first) put();
            yield taken();
            first = last + 1;
          }
          last = match;
          answers += given;
        }
      put();
      if (bySession && piece.length > 0) yield taken();
    }
  if (piece.length > 0) yield taken();
}
