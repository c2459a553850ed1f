/** What has happened in a run at a provider, and what happens next, on the disk before anything else is done. */
import { appendEvents, readEvents } from '../tune/run-read.ts';
import type { TuningEvent } from '../tune/run-folder.ts';

export type Journal = {
  read(): readonly TuningEvent[];
  /** On the disk when it returns: money hangs on it. */
  add(...events: readonly TuningEvent[]): void;
};

/** The journal of a run's folder: its events.jsonl. */
export const journalOf = (folder: string): Journal => ({
  read: () => readEvents(folder),
  add: (...events) => appendEvents(folder, events, true),
});

/** The job of a run; null: none was ordered, as far as is known. */
export const jobOf = (events: readonly TuningEvent[]): string | null =>
  events.findLast((event) => event.kind === 'ordered')?.job ?? null;

/** What has happened since the job was ordered. */
export const sinceOrdered = (events: readonly TuningEvent[]): readonly TuningEvent[] =>
  events.slice(events.findLastIndex(({ kind }) => kind === 'ordered') + 1);
