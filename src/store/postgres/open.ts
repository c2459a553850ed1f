/** The log in a PostgreSQL database: several programs, on several computers, write into one. */
import type { LogRow, Store } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { keepPassword } from '../../disk/database-password.ts';
import { PATIENCE_MS } from '../retry.ts';
import { alreadyStored } from './already-stored.ts';
import { OPENING_MS, patientAsk, patiently, plainly } from './ask.ts';
import { connect } from './client.ts';
import { isDuplicate, isOrphan } from './errors.ts';
import { foundParticipant, foundSession } from './find-or-record.ts';
import { holder } from './hold.ts';
import { nothingYet } from './log-reader.ts';
import { behind, migrate } from './migrate.ts';
import { logQuestions } from './questions.ts';
import { inserter, orphan, playedElsewhere } from './record.ts';
import { steps } from './schema.ts';
import { committing, WRITING } from './writer.ts';
import { wireTo } from './wire.ts';

/** Lines at most for what is asked. */
const READING = 4;

/** Rows that are committed together, when several wait, about. */
const TOGETHER = 2000;

/** Rows that wait to be committed, and whoever waits for them. */
type Waiting = {
  readonly rows: readonly LogRow[];
  done(): void;
  failed(error: unknown): void;
};

/**
 * Opens the database of an address, makes our tables in it if they are missing, and brings older ones up to date. Rejects with a
 * UserError, one sentence that says what to do, for one that cannot be used.
 */
export async function openStore(
  typed: string,
  { create = true, patience = PATIENCE_MS }: { readonly create?: boolean; readonly patience?: number } = {},
): Promise<Store> {
  const address = keepPassword(typed);
  const writing = connect(address, { use: 'writes', most: 1, settings: WRITING });
  try {
    await patiently(address, Math.min(patience, OPENING_MS), async () => {
      if (!create && (await behind(plainly(writing), address)) === steps.length) throw nothingYet(address);
      await migrate(writing, address);
    });
  } catch (error) {
    await writing.end({ timeout: 0 });
    throw error;
  }
  const reading = connect(address, { use: 'reads', most: READING });
  const ask = patientAsk(reading, address, patience);
  const commit = committing(writing, address, patience);
  const insert = inserter();
  const holds = holder(address, patience);
  const wire = wireTo(address, patience);

  const record = async (rows: readonly LogRow[]): Promise<void> => {
    try {
      await commit((inside) => insert(inside, rows));
    } catch (error) {
      if (isOrphan(error)) throw (await orphan(ask, rows)) ?? error;
      if (!isDuplicate(error)) throw error;
      if (await alreadyStored(ask, rows)) return;
      throw playedElsewhere(rows, address) ?? error;
    }
  };

  // Rows are committed in the order in which they were handed in; what waits at the same time, together.
  let queue: Waiting[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const flush = async (waiting: readonly Waiting[]): Promise<void> => {
    try {
      const [first, ...more] = waiting;
      if (first === undefined) return;
      if (more.length === 0) await record(first.rows);
      else
        await commit((inside) =>
          insert(
            inside,
            waiting.flatMap(({ rows }) => rows),
          ),
        );
      for (const { done } of waiting) done();
    } catch (error) {
      // One of them cannot be stored, or the database is not there: each is told for itself which.
      if (waiting.length === 1 || error instanceof UserError) for (const { failed } of waiting) failed(error);
      else for (const one of waiting) await flush([one]);
    }
  };
  const recordInTurn = (rows: readonly LogRow[]): Promise<void> =>
    new Promise((done, failed) => {
      queue.push({ rows, done, failed });
      if (queue.length > 1) return;
      void inTurn(async () => {
        while (queue.length > 0) {
          let count = 0;
          let taken = 0;
          while (taken < queue.length && (taken === 0 || count + queue[taken]!.rows.length <= TOGETHER))
            count += queue[taken++]!.rows.length;
          const waiting = queue.slice(0, taken);
          queue = queue.slice(taken);
          await flush(waiting);
        }
      });
    });

  return {
    ...logQuestions(ask),
    file: address,
    record: (rows) => (rows.length === 0 ? Promise.resolve() : recordInTurn(rows)),
    openSession: (name, fresh) => inTurn(() => commit((inside) => foundSession(inside, insert, name, fresh))),
    openParticipant: (fresh) => inTurn(() => commit((inside) => foundParticipant(inside, insert, fresh))),
    hold: holds.hold,
    wire,
    trouble: () => null,
    close() {
      for (const lines of [writing, reading]) void lines.end({ timeout: 1 });
      void holds.close();
      void wire.close();
    },
  };
}
