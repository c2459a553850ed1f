/** The log in a PostgreSQL database: several programs, on several computers, write into one. */
import type { Store } from '../../core/log.ts';
import { keepPassword } from '../../disk/database-password.ts';
import { PATIENCE_MS } from '../retry.ts';
import { wordedAll } from './errors.ts';
import { holder } from './hold.ts';
import { connection, connections } from './connection.ts';
import { nothingYet } from './log-reader.ts';
import { behind, migrate } from './migrate.ts';
import { OPENING_MS, patientQuery, patiently } from './patience.ts';
import { logQuestions } from './questions.ts';
import { steps } from './schema.ts';
import { wireTo } from './wire.ts';
import { writer, WRITING } from './writer.ts';

/** Connections for what is asked. */
const READING = 4;

/**
 * Opens the database of an address, makes our tables in it if they are missing and `create` says so, and brings older ones up to
 * date. Rejects with a UserError, one sentence that says what to do, for one that cannot be used.
 */
export async function openStore(
  typed: string,
  { create = true, patience = PATIENCE_MS }: { readonly create?: boolean; readonly patience?: number } = {},
): Promise<Store> {
  const address = keepPassword(typed);
  const writing = connection(address, { use: 'writes', settings: WRITING });
  try {
    await patiently(address, Math.min(patience, OPENING_MS), async () => {
      if (!create && (await behind(writing.ask, address)) === steps.length) throw nothingYet(address);
      await migrate(writing.ask, address);
    });
  } catch (error) {
    await writing.end();
    throw error;
  }
  const reading = connections(address, READING, { use: 'reads' });
  const holds = holder(address, patience);
  const wire = wireTo(address, patience);
  const { record, openSession, openParticipant } = writer(writing.ask, address, patience);
  return {
    ...wordedAll(logQuestions(patientQuery(reading.ask, address, patience)), address),
    file: address,
    record: (rows) => (rows.length === 0 ? Promise.resolve() : record(rows)),
    ...{ openSession, openParticipant },
    hold: holds.hold,
    wire,
    trouble: () => null,
    close: () => void Promise.all([writing.end(), reading.end(), holds.close(), wire.close()]),
  };
}
