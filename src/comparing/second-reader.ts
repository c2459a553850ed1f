/**
 * A second thread that reads and folds sessions of a large file from its end while the first does so from its beginning: each
 * session is claimed by one of them. What it hands over is what would have been kept of a session, and is taken in its turn.
 */
import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { isAddress } from '../core/database-address.ts';
import type { LogReader } from '../core/log-reader.ts';
import type { SessionEntry } from '../core/stored-rows.ts';
import { cores } from '../disk/cores.ts';
import type { KeptSession } from './session-cache.ts';

/** What the thread is given. `fingerprint`: of the log while it is as the first thread sees it. */
export type SecondReading = {
  readonly file: string;
  readonly game: string | null;
  readonly codes: readonly string[];
  readonly fingerprint: string;
  /** By session who has it: nobody (0), the first thread or the second. */
  readonly claims: Int32Array;
};

/** What it says of a session that it had claimed; null: the first is to read it all the same. */
export type SecondReply = { readonly code: string; readonly session: Uint8Array | null };

export const CLAIMED = { byNobody: 0, byFirst: 1, bySecond: 2 } as const;

/** Below so many matches a thread takes longer to start than it saves. */
const LEAST_MATCHES = 50_000;

export type SecondReader = {
  /** What was folded of a session, as soon as it is; null: nobody has read it but whoever asks. */
  session(code: string): Promise<KeptSession | null>;
  close(): void;
};

/** From sources there is no thread, as for the comparison itself. */
const isSource = import.meta.url.endsWith('.ts');

/** Opens it for these sessions; null where it would be no help, or cannot know that it sees the same log. */
export async function openSecondReader(
  log: LogReader,
  sessions: readonly SessionEntry[],
  game: string | null,
): Promise<SecondReader | null> {
  const matches = sessions.reduce((sum, one) => sum + one.matches, 0);
  if (isSource || isAddress(log.file) || cores() < 2) return null;
  if (sessions.length < 2 || matches < LEAST_MATCHES) return null;
  const fingerprint = await log.fingerprint();
  if (fingerprint === null) return null;
  const codes = sessions.map(({ code }) => code);
  const claims = new Int32Array(new SharedArrayBuffer(4 * codes.length));
  const workerData: SecondReading = { file: log.file, game, codes, fingerprint, claims };
  const worker = new Worker(new URL('./workers/second-reader.js', import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  worker.unref();
  return secondReader(codes, claims, {
    heard: (take) => void worker.on('message', take),
    // Whatever it was, it was not the log: that is read by the first.
    ended: (take) => void worker.on('error', take).on('exit', take),
    end: () => void worker.terminate(),
  });
}

/** The thread as the first sees it. */
type Thread = {
  heard(take: (reply: SecondReply) => void): void;
  ended(take: () => void): void;
  end(): void;
};

/** The first thread's side of it. */
export function secondReader(codes: readonly string[], claims: Int32Array, thread: Thread): SecondReader {
  // As bytes until it is its turn: they take less room.
  const folded = new Map(codes.map((code) => [code, Promise.withResolvers<Uint8Array | null>()]));
  thread.heard(({ code, session }) => folded.get(code)?.resolve(session));
  thread.ended(() => {
    for (const { resolve } of folded.values()) resolve(null);
  });
  return {
    async session(code) {
      const place = codes.indexOf(code);
      if (place < 0) return null;
      const before = Atomics.compareExchange(claims, place, CLAIMED.byNobody, CLAIMED.byFirst);
      const bytes = before === CLAIMED.bySecond ? await folded.get(code)!.promise : null;
      folded.delete(code);
      const kept: KeptSession | null = bytes === null ? null : deserialize(bytes);
      return kept;
    },
    close: thread.end,
  };
}
