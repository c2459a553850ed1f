/**
 * A job is followed at its provider: asked how it stands now and then, and what is new is written into the run's events, once, whoever else
 * follows it. Lost connections are waited out. Where this program ends, the next one that follows reads on from what the provider tells.
 */
import { UserError } from '../core/user-error.ts';
import { tryLock } from '../trainer/lock.ts';
import type { ProviderRun, TuningEvent } from '../tune/run-folder.ts';
import { NotWritten } from '../tune/run-read.ts';
import { type Clock, systemClock } from './clock.ts';
import { jobOf, type Journal, journalOf, sinceOrdered } from './journal.ts';
import { isJobOver, jobNews } from './news.ts';
import { Later, NotThere, Refused } from './told-apart.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { TuningProvider } from './tuning-provider.ts';

export type Follow = {
  readonly folder: string;
  readonly run: ProviderRun;
  readonly provider: TuningProvider;
  /** Hears a sentence when the provider does not answer, and null when it does again. */
  readonly trouble: (sentence: string | null) => void;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly journal?: Journal;
  /** A number from 0 to 1, drawn anew each time. */
  readonly chance?: () => number;
};

/** Milliseconds between two questions, at least and at most. */
export const LEAST_MS = 2000;
export const MOST_MS = 60_000;
/** Of the time in which a job has stood as it does it is asked again after this share: what is new is known that much later. */
const SHARE = 0.1;
/** Milliseconds more or less, as a share: many who follow ask at different moments. */
const JITTER = 0.1;
/** A provider that wants to be asked much later than this is asked now and then all the same; milliseconds. */
const MOST_LATER_MS = 10 * 60_000;
/** Milliseconds for one question, in case a provider keeps the line open and says nothing. */
const ANSWER_MS = 60_000;
/** A job that was just ordered may not be known everywhere yet; milliseconds. */
const NEW_MS = 60_000;
/** Milliseconds after which somebody who does not follow looks whether he is to. */
const ASIDE_MS = 2000;

/** Follows a run's job to its end. Throws a UserError where the key is refused or the provider does not know the job. One program of several asks; the others wait until it is over or gone. */
export async function follow(wanted: Follow): Promise<void> {
  const { folder, signal, clock = systemClock, journal = journalOf(folder) } = wanted;
  for (;;) {
    if (isJobOver(journal.read())) return;
    const lock = tryLock(folder, 'following');
    if (lock === null) {
      await clock.sleep(ASIDE_MS, signal);
      continue;
    }
    try {
      return await asked({ ...wanted, clock, journal });
    } finally {
      lock.free();
    }
  }
}

async function asked(with_: Follow & { readonly clock: Clock; readonly journal: Journal }): Promise<void> {
  const { run, journal, clock, signal, trouble, chance = Math.random } = with_;
  let failed = 0;
  for (;;) {
    let pause: number;
    try {
      await look(with_);
      if (failed > 0) trouble(null);
      failed = 0;
      const events = journal.read();
      if (isJobOver(events)) return;
      pause = pauseAfter(events, clock.now());
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error, journal.read(), clock.now())) throw error;
      if (failed === 0)
        trouble(
          `${TUNER_FACTS[run.on].label} does not answer (${wordsOf(error)}): the job goes on there, and is asked for again.`,
        );
      failed += 1;
      pause = error instanceof Later ? error.afterMs : LEAST_MS * 2 ** failed;
      pause = Math.min(Math.max(pause, LEAST_MS), error instanceof Later ? MOST_LATER_MS : MOST_MS);
    }
    // Whoever was told when to come back comes no earlier.
    const jitter = 1 + JITTER * (failed > 0 ? chance() : 2 * chance() - 1);
    await clock.sleep(Math.round(pause * jitter), signal);
  }
}

/** Asks once how the job stands and what has happened in it, and writes what is new. */
export async function look({
  run,
  provider,
  journal,
  clock,
  signal,
}: Pick<Follow, 'run' | 'provider' | 'signal'> & {
  readonly clock: Clock;
  readonly journal: Journal;
}): Promise<void> {
  const job = jobOf(journal.read());
  if (job === null) throw new UserError(`${run.name} has no job yet that could be followed.`);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const now = await provider.job(job, limit);
  // What has not begun tells nothing.
  const told = now.state === 'waiting' ? [] : await provider.events(job, limit);
  journal.add(...jobNews(journal.read(), now, told, TUNER_FACTS[run.on].label, clock.now()));
}

/** Milliseconds until a job is asked for again. */
export function pauseAfter(events: readonly TuningEvent[], now: number): number {
  const turned =
    sinceOrdered(events).findLast(({ kind }) => kind === 'job')?.at ??
    events.findLast(({ kind }) => kind === 'ordered')?.at ??
    now;
  return Math.min(MOST_MS, Math.max(LEAST_MS, (now - turned) * SHARE));
}

/** Whether an error is waited out. */
function isPassing(error: unknown, events: readonly TuningEvent[], now: number): boolean {
  if (error instanceof NotThere) return now - (events.findLast(({ kind }) => kind === 'ordered')?.at ?? 0) < NEW_MS;
  if (error instanceof Refused || error instanceof NotWritten) return false;
  return error instanceof UserError || (error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name));
}

const wordsOf = (error: unknown): string =>
  error instanceof UserError ? error.message.replace(/[.\s]+$/, '') : 'it said nothing for too long';
