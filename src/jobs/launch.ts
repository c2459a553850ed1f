/**
 * A run goes to its provider: its files up, its job ordered, once. Whatever costs is written down before (`ordering`) and after it (`uploaded`,
 * `ordered`), and what may have been done before a program was killed or an answer was lost is looked for before it is done again: files by
 * the hash in their names, the job by its mark. So it may be called again and again, until it gives the job.
 */
import { counted } from '../core/format.ts';
import { UserError } from '../core/user-error.ts';
import { whileLocked } from '../trainer/lock.ts';
import type { ProviderRun, TuningEvent } from '../tune/run-folder.ts';
import { type Clock, systemClock } from './clock.ts';
import { jobOf, type Journal, journalOf } from './journal.ts';
import { markOf } from './mark.ts';
import { NotThere, Refused } from './told-apart.ts';
import type { JobOrder, RowFile, TuningJob, TuningProvider, UploadSoFar } from './tuning-provider.ts';

/** A file that goes up, without what is known of its upload. */
export type LaunchFile = Omit<RowFile, 'before' | 'hear'>;

export type Launch = {
  readonly folder: string;
  readonly run: ProviderRun;
  readonly provider: TuningProvider;
  /** The rows in the provider's own form: those to train on first, then those that are held out, if there are any. */
  readonly files: readonly LaunchFile[];
  /** Hears what is done, a line each. */
  readonly say: (line: string) => void;
  /** Hears how much of a file is there. */
  readonly progress?: (part: RowFile['part'], sent: number, of: number) => void;
  /** Called when the files are there, before the job is ordered: what it throws stops the order. */
  readonly before?: (order: JobOrder) => Promise<void>;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly journal?: Journal;
};

/** Moments at which the job list is looked at for a job that may have been ordered, milliseconds after the first look: lists may be late. */
const LOOKS_MS = [0, 1000, 3000, 6000, 10_000, 15_000] as const;
/** A file that was put there so long ago is looked for again: providers let files go. */
const FILE_KEPT_MS = 60 * 60_000;
/** So many jobs of an account are looked at, newest first. */
export const JOBS_SEEN = 100;

/**
 * Brings a run to its provider and gives the id of its job, which is the one that it has already where there is one. Throws a UserError for whatever
 * is in the way; called again it goes on. Another program that does it is waited for.
 */
export async function launch(wanted: Launch): Promise<string> {
  return alone(wanted, () => launchedAlone({ journal: journalOf(wanted.folder), clock: systemClock, ...wanted }));
}

/** The run's job as far as there is one, looked for as `launch` does; null: there is none, and none is ordered. */
export async function findOrdered(wanted: Omit<Launch, 'files'>): Promise<string | null> {
  const with_ = { journal: journalOf(wanted.folder), clock: systemClock, ...wanted, files: [] };
  return alone(wanted, async () => {
    const found = jobOf(with_.journal.read()) ?? (await earlierJob(with_));
    return typeof found === 'string' || found === null ? found : written(with_, found);
  });
}

/** Does something while no other program brings this run to its provider. */
const alone = <T>({ folder, say, signal }: Omit<Launch, 'files'>, work: () => Promise<T>): Promise<T> =>
  whileLocked(
    folder,
    'launching',
    () => say('Another program brings this run to its provider at this moment: waiting.'),
    work,
    signal,
  );

type Alone = Launch & { readonly journal: Journal; readonly clock: Clock };

async function launchedAlone(with_: Alone): Promise<string> {
  const { journal } = with_;
  const known = jobOf(journal.read());
  if (known !== null) return known;
  try {
    const found = await earlierJob(with_);
    return written(with_, found ?? (await orderedOnce(with_)));
  } catch (error) {
    // An order of which nobody knows what became stays open, whatever a look for it was refused for.
    if (error instanceof Refused && !isTold(journal.read(), error)) failed(with_, error);
    throw error;
  }
}

/** The job that this run has there already: of an order whose answer was lost, or of a folder that was put back or copied. */
async function earlierJob(with_: Alone): Promise<TuningJob | null> {
  const { journal, say } = with_;
  if (openOrder(journal.read()) === null) return foundJob(with_, [0]);
  say('A job may have been ordered before: looking for it.');
  // With patience however old the order seems: clocks are set.
  return foundJob(with_);
}

/** Whether a refusal stands there as the end of an order, or an order is open, which it does not end. */
function isTold(events: readonly TuningEvent[], { message }: Refused): boolean {
  const last = events.at(-1);
  return openOrder(events) !== null || (last?.kind === 'failed' && last.sentence === message);
}

/** The last order of which nobody knows what became; null: there is none. */
function openOrder(events: readonly TuningEvent[]): TuningEvent | null {
  const last = events.findLast(({ kind }) => kind === 'ordering' || kind === 'ordered' || kind === 'failed');
  return last?.kind === 'ordering' ? last : null;
}

/** Looks for the run's job by its mark. Of several, which nobody should have made, the one that was not broken off, and of those the first. */
async function foundJob(
  { run, provider, signal, clock }: Pick<Alone, 'run' | 'provider' | 'signal' | 'clock'>,
  looks: readonly number[] = LOOKS_MS,
): Promise<TuningJob | null> {
  const mark = markOf(run);
  let waited = 0;
  for (const look of looks) {
    if (look > waited) await clock.sleep(look - waited, signal);
    waited = look;
    const mine = (await provider.jobs(JOBS_SEEN, signal)).filter((one) => one.mark === mark);
    const lives = mine.filter(({ state }) => state !== 'failed' && state !== 'cancelled');
    const [first] = (lives.length > 0 ? lives : mine).toSorted((one, other) => one.createdAt - other.createdAt);
    if (first !== undefined) return first;
  }
  return null;
}

/** Puts the files there and orders the job. Called only where none was found. */
async function orderedOnce(with_: Alone): Promise<TuningJob> {
  try {
    return await ordered(with_, await filesThere(with_, false));
  } catch (error) {
    // A file that was there has been let go meanwhile.
    if (!(error instanceof NotThere)) throw error;
    return ordered(with_, await filesThere(with_, true));
  }
}

async function ordered(with_: Alone, files: ReadonlyMap<RowFile['part'], string>): Promise<TuningJob> {
  const { run, provider, journal, clock, say, signal, before } = with_;
  const train = files.get('train');
  if (train === undefined) throw new UserError(`${run.name} has no rows to train on: make the set again.`);
  const order: JobOrder = {
    ...{ name: run.name, mark: markOf(run), data: run.data.hash, base: run.base.given, options: run.options },
    ...{ train, heldOut: files.get('held-out') ?? null },
  };
  await before?.(order);
  say(`Ordering the job: ${counted(run.data.train, 'row')}, ${run.base.given}.`);
  journal.add({ kind: 'ordering', at: clock.now() });
  try {
    return await provider.order(order, signal);
  } catch (error) {
    // What was refused was not done: the next one who goes on need not look for it with patience.
    if (error instanceof Refused) failed(with_, error);
    if (error instanceof Refused || signal.aborted) throw error;
    say('The answer to the order was lost: looking for the job.');
    const found = await foundJob(with_);
    if (found === null) throw error;
    return found;
  }
}

const failed = ({ journal, clock }: Alone, { message }: Refused): void =>
  journal.add({ kind: 'failed', at: clock.now(), sentence: message, again: true });

/** Writes down which job it is: whoever goes on orders none. */
function written({ journal, clock }: Alone, job: TuningJob): string {
  const at = clock.now();
  journal.add({ kind: 'ordered', at, job: job.id }, { kind: 'job', at, state: job.state, said: job.said });
  return job.id;
}

/** The ids of the files at the provider, put there as far as they are not. `anew`: what is written of them counts for nothing. */
async function filesThere(with_: Alone, anew: boolean): Promise<ReadonlyMap<RowFile['part'], string>> {
  const { files, journal, clock, provider, signal, say, progress } = with_;
  const ids = new Map<RowFile['part'], string>();
  for (const file of files) {
    const { part, bytes } = file;
    const { there, before } = uploadOf(journal.read(), part);
    if (there !== null && !anew && clock.now() - there.at < FILE_KEPT_MS) {
      ids.set(part, there.file);
      continue;
    }
    if (there === null)
      say(
        `${before === null ? 'Sending' : 'Going on with'} the rows ${part === 'train' ? 'to train on' : 'that are held out'}.`,
      );
    const hear = ({ upload, pieces, sent }: UploadSoFar): void => {
      journal.add({ kind: 'uploading', at: clock.now(), part, upload, pieces: [...pieces], sent, of: bytes });
      progress?.(part, sent, bytes);
    };
    const id = await provider.upload({ ...file, before: there === null ? before : null, hear }, signal);
    journal.add({ kind: 'uploaded', at: clock.now(), part, file: id });
    ids.set(part, id);
  }
  return ids;
}

/** How far the upload of a file is, as it is written down. */
function uploadOf(
  events: readonly TuningEvent[],
  part: RowFile['part'],
): { readonly there: (TuningEvent & { kind: 'uploaded' }) | null; readonly before: UploadSoFar | null } {
  const last = events.findLast(
    (event) => (event.kind === 'uploading' || event.kind === 'uploaded') && event.part === part,
  );
  if (last?.kind === 'uploaded') return { there: last, before: null };
  if (last?.kind !== 'uploading') return { there: null, before: null };
  return { there: null, before: { upload: last.upload, pieces: last.pieces, sent: last.sent } };
}
