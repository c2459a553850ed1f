/**
 * Commits to a PostgreSQL database, one after the other in the order in which they were handed in, over one line.
 *
 * **Order.** Whoever commits holds one lock of the database from its first row on until its rows are there for all to see. So the
 * numbers of rows grow in the order of commits, whichever program makes them: whoever has read up to a number has missed nothing
 * below it. Rows that are handed in while a commit is on its way are committed together, so that the lock costs little.
 *
 * **Once.** Where the line breaks while a commit is on its way, the server is asked afterwards what became of it, by the number
 * of the transaction: nothing is lost and nothing is stored twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Query, patiently, plainly } from './ask.ts';
import type { Lines } from './client.ts';
import { isLost } from './errors.ts';

/** Locks in the space of pairs, which has nothing to do with that of holds (one number): "homi", and what it is for. */
export const LOCKS = { order: [0x686f6d69, 1], tables: [0x686f6d69, 2] } as const;

/** Settings of the line: nobody else waits for long for a program that stands still in the middle of a commit. */
export const WRITING = { lock_timeout: '5000', idle_in_transaction_session_timeout: '15000' };

/** Does the work in a transaction of its own, alone among all who write; gives what it gives. Work may be done twice, never stored twice. */
export type Commit = <T>(work: (ask: Query) => Promise<T>) => Promise<T>;

/** Prepares it for lines that were made with `WRITING`. Waits up to `patience` milliseconds; rejects with a UserError. */
export function committing(client: Lines, address: string, patience: number): Commit {
  return <T>(work: (ask: Query) => Promise<T>) => {
    // What was sent to be committed when the line broke.
    const sent: { transaction: string; value: T }[] = [];
    return patiently(address, patience, async () => {
      const [before] = sent;
      if (before !== undefined && (await isCommitted(client, before.transaction))) return before.value;
      sent.length = 0;
      try {
        const { value } = await client.begin(async (inside) => {
          const ask = plainly(inside);
          const [, number, value] = await Promise.all([
            ask('select pg_advisory_xact_lock($1, $2)', ...LOCKS.order),
            ask<{ number: string }>('select pg_current_xact_id()::text as number'),
            work(ask),
          ]);
          sent.push({ transaction: number[0]!.number, value });
          return { value };
        });
        return value;
      } catch (error) {
        if (!isLost(error)) sent.length = 0;
        throw error;
      }
    });
  };
}

/** Whether a transaction was committed whose line broke. Waits while that is not decided. */
async function isCommitted(client: Lines, transaction: string): Promise<boolean> {
  for (;;) {
    const [found] = await plainly(client)<{ status: string | null }>(
      'select pg_xact_status($1::text::xid8) as status',
      transaction,
    );
    if (found?.status !== 'in progress') return found?.status === 'committed';
    await sleep(20);
  }
}
