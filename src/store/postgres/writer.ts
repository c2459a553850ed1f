/**
 * Commits to a PostgreSQL database over one connection, in the order in which rows were handed in. Rows that are handed in while a
 * commit is on its way are committed together.
 *
 * Where the connection breaks while a commit is on its way nobody knows what became of it: it is made again, and the table refuses it if
 * it was done, by the keys of its rows or by its token. So nothing is lost and nothing is stored twice.
 */
import { randomUUID } from 'node:crypto';
import type { LogRow, ParticipantRow, SessionRow } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { playedElsewhere } from '../played-elsewhere.ts';
import { alreadyStored } from './already-stored.ts';
import { isDuplicate, isOrphan } from './errors.ts';
import type { Query } from './connection.ts';
import { patientQuery } from './patience.ts';
import { PARTICIPANT } from './questions.ts';
import { asGiven, isKeyless, orphan } from './record.ts';

/** Settings of its connection: nobody waits for ever behind a commit that stands still. */
export const WRITING = { lock_timeout: '5000' };

/** Rows that are committed together, when several wait, about. */
const TOGETHER = 2000;

/** Rows that wait to be committed, and whoever waits for them. */
type Waiting = {
  readonly rows: readonly LogRow[];
  /** Of rows without a key. */
  readonly token: string | null;
  done(): void;
  failed(error: unknown): void;
};

/** Prepares it. `ask` is the connection; every promise waits up to `patience` milliseconds and rejects with a UserError. */
export function writer(ask: Query, address: string, patience: number) {
  const call = patientQuery(ask, address, patience);

  const store = async (waiting: readonly Waiting[]): Promise<void> => {
    const tokens = waiting.flatMap(({ token }) => token ?? []);
    await call(
      'select store($1)',
      asGiven(
        waiting.flatMap(({ rows }) => rows),
        tokens,
      ),
    );
  };

  const storeOne = async (one: Waiting): Promise<void> => {
    try {
      await store([one]);
    } catch (error) {
      if (isOrphan(error)) throw (await orphan(call, one.rows)) ?? error;
      if (!isDuplicate(error)) throw error;
      if (await alreadyStored(call, one.rows, one.token)) return;
      throw playedElsewhere(one.rows, address) ?? error;
    }
  };

  const flush = async (waiting: readonly Waiting[]): Promise<void> => {
    const [first, ...more] = waiting;
    if (first === undefined) return;
    try {
      if (more.length === 0) await storeOne(first);
      else await store(waiting);
      for (const { done } of waiting) done();
    } catch (error) {
      // The database is not there, or one of them cannot be stored: each is told for itself which.
      if (more.length === 0 || error instanceof UserError) for (const { failed } of waiting) failed(error);
      else for (const one of waiting) await flush([one]);
    }
  };

  const queue: Waiting[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const flushAll = async (): Promise<void> => {
    while (queue.length > 0) {
      let [taken, count] = [0, 0];
      while (taken < queue.length && (taken === 0 || count + queue[taken]!.rows.length <= TOGETHER))
        count += queue[taken++]!.rows.length;
      await flush(queue.splice(0, taken));
    }
  };

  return {
    /** Commits these rows together, all or none. */
    record: (rows: readonly LogRow[]): Promise<void> =>
      new Promise((done, failed) => {
        queue.push({ rows, token: isKeyless(rows) ? randomUUID() : null, done, failed });
        if (queue.length === 1) void inTurn(flushAll);
      }),
    /** The code of the lab session that goes by this name; where there is none, `fresh` is stored under it. */
    openSession: (name: string, fresh: SessionRow): Promise<string> =>
      inTurn(async () => {
        const happening = { session: fresh.code, match: null, participant: null, at: fresh.startedAt };
        const body = { name };
        const [found] = await call<{ code: string | null }>(
          'select session_called($1, $2) as code',
          JSON.stringify(body),
          asGiven([
            { table: 'session', row: fresh },
            { table: 'event', row: { ...happening, kind: 'named', body } },
          ]),
        );
        return found?.code ?? fresh.code;
      }),
    /** The participant of this session with this label; where there is none, `fresh` is stored. */
    openParticipant: (fresh: ParticipantRow & { readonly label: string }): Promise<ParticipantRow> =>
      inTurn(async () => {
        const given = asGiven([{ table: 'participant', row: fresh }]);
        const [found] = await call<{ code: string | null }>(
          'select participant_called($1, $2, $3) as code',
          ...[fresh.session, fresh.label, given],
        );
        if (found === undefined || found.code === null) return fresh;
        const [stored] = await call<ParticipantRow>(`${PARTICIPANT} where p.code = $1`, found.code);
        return stored ?? fresh;
      }),
  };
}
