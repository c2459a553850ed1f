/** How a run stands, from its folder and from whether its process lives: nothing of it is kept anywhere else. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lasting } from '../core/format.ts';
import { cleanLine } from '../core/outside-text.ts';
import { endOfFile } from '../disk/text-file.ts';
import type { Proof } from '../tune/proof.ts';
import { readEvents } from '../tune/run-read.ts';
import { type JobState, RUN_FILES, type TuningEvent } from '../tune/run-folder.ts';
import { trains } from './running-program.ts';

export type RunState =
  /** Never begun: its folder is ready. */
  | { readonly kind: 'prepared' }
  | { readonly kind: 'running'; readonly pid: number }
  /** Because somebody asked: it goes on from its last checkpoint. */
  | { readonly kind: 'stopped'; readonly step: number }
  | { readonly kind: 'finished'; readonly step: number; readonly digest: string; readonly seconds: number }
  /** `again`: whether it may end otherwise when it is tried again. */
  | { readonly kind: 'failed'; readonly sentence: string; readonly again: boolean }
  /** A proof failed before training, and it was not trained. */
  | { readonly kind: 'refused'; readonly proof: Proof }
  /** Its process is gone without a word: killed, or the computer was switched off. */
  | { readonly kind: 'died'; readonly step: number; readonly said: string }
  /** Begun on another computer, whose processes cannot be seen from here. */
  | { readonly kind: 'elsewhere'; readonly host: string }
  /** On its way to a provider: no job of it is known yet. */
  | { readonly kind: 'ordering' }
  /** A job at a provider, as it stood when it was last asked for; `said`: in the provider's word, empty where it was not. */
  | { readonly kind: 'ordered'; readonly job: string; readonly state: JobState; readonly said: string }
  /** Its job was cancelled: it does not go on. */
  | { readonly kind: 'cancelled'; readonly said: string };

/** How the run in this folder stands at this moment. */
export function runState(folder: string): RunState {
  const state = stateOf(folder, readEvents(folder));
  // Between the two looks it may have said its last word: of what is gone everything stands there now.
  return isGone(state) ? stateOf(folder, readEvents(folder)) : state;
}

/** Whether a state was concluded from a process that is gone, and not from its own last word. */
export const isGone = ({ kind }: RunState): boolean => kind === 'died' || kind === 'refused';

/** The process that trains in this folder at this moment, also one that has said its last word and is about to end; null: none. */
export function trainingPid(folder: string): number | null {
  const pids = readEvents(folder).flatMap((event) =>
    event.kind === 'begun' || event.kind === 'started' ? [event.pid] : [],
  );
  return [...new Set(pids)].toReversed().find((pid) => trains(pid, folder)) ?? null;
}

/** The same from events that have been read. `alive`: whether a process is this run's trainer. */
export function stateOf(
  folder: string,
  events: readonly TuningEvent[],
  alive: (pid: number) => boolean = (pid) => trains(pid, folder),
): RunState {
  let pids: readonly number[] = [];
  let host: string | null = null;
  let end: RunState | null = null;
  let refused: Proof | null = null;
  let step = 0;
  let there: AtProvider | null = null;
  for (const event of events) {
    switch (event.kind) {
      case 'uploading':
      case 'uploaded':
      case 'ordering':
        [there, end] = [{ kind: 'ordering' }, null];
        break;
      case 'ordered':
        [there, end] = [{ kind: 'ordered', job: event.job, state: 'waiting', said: '' }, null];
        break;
      case 'job':
        if (event.state === 'cancelled') there = { kind: 'cancelled', said: event.said };
        else there = turned(there, event.state, event.said);
        break;
      case 'begun':
        [pids, host, end, refused] = [
          host === event.host && end === null ? [...pids, event.pid] : [event.pid],
          event.host,
          null,
          null,
        ];
        break;
      case 'started':
        [pids, end, refused] = [end === null ? [...pids, event.pid] : [event.pid], null, null];
        step = event.resumedAt;
        break;
      case 'step':
      case 'checkpoint':
        step = event.step;
        break;
      case 'proof':
        if (!event.proof.passed && pids.length > 0) refused = event.proof;
        break;
      case 'stopped':
        if (event.why === 'asked') end = { kind: 'stopped', step: event.step };
        break;
      case 'finished':
        end = { kind: 'finished', step: event.step, digest: event.digest, seconds: event.seconds };
        break;
      case 'failed':
        end = { kind: 'failed', sentence: event.sentence, again: event.again ?? true };
        break;
    }
  }
  if (end !== null) return end;
  // Where a program of ours trains with a provider's cards, it is the program that goes on or is gone.
  if (there !== null && pids.length === 0) return there;
  if (pids.length === 0) return { kind: 'prepared' };
  if (host !== null && host !== hostname()) return { kind: 'elsewhere', host };
  const pid = pids.toReversed().find(alive);
  if (pid !== undefined) return { kind: 'running', pid };
  if (refused !== null) return { kind: 'refused', proof: refused };
  return { kind: 'died', step, said: lastSaid(folder) };
}

/** Bytes of the end of what the trainer says that are looked at. */
const TAIL = 8192;

/** The last line that the trainer said, on one line; empty where it said nothing. */
export function lastSaid(folder: string): string {
  const lines = endOfFile(join(folder, RUN_FILES.said), TAIL).split(/[\r\n]+/);
  return cleanLine(lines.findLast((line) => line.trim() !== '') ?? '').trim();
}

type AtProvider = Extract<RunState, { readonly kind: 'ordering' | 'ordered' | 'cancelled' }>;

/** The same job as the provider tells of it now. */
const turned = (there: AtProvider | null, state: JobState, said: string): AtProvider | null =>
  there?.kind === 'ordered' ? { ...there, state, said } : there;

const JOB_WORDS: Readonly<Record<JobState, string>> = {
  waiting: 'waiting',
  running: 'training',
  succeeded: 'trained',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** How it stands in a few words without a full stop, as a part of a sentence: "finished, step 40, 3 min". */
export function stateWords(state: RunState): string {
  switch (state.kind) {
    case 'prepared':
      return 'prepared, not begun';
    case 'running':
      return 'training';
    case 'stopped':
      return `stopped at step ${state.step}`;
    case 'finished':
      return `finished, step ${state.step}, ${lasting(1000 * state.seconds)}`;
    case 'failed':
      return `failed: ${state.sentence.replace(/\.$/, '')}`;
    case 'refused':
      return `not trained: proof of ${state.proof.name} failed (${state.proof.fault ?? state.proof.figure})`;
    case 'died':
      return `ended without a word at step ${state.step}${state.said === '' ? '' : `; its last line: ${state.said}`}`;
    case 'elsewhere':
      return `begun on another computer, ${state.host}`;
    case 'ordering':
      return 'on its way to its provider, not ordered yet';
    case 'ordered':
      return `${JOB_WORDS[state.state]} at its provider`;
    case 'cancelled':
      return 'cancelled';
  }
}
