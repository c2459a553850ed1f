/** A run at a provider while somebody watches: its job is followed, or the program that trains from here waited for, and its model seated when it is there. */
import { UserError } from '../../core/user-error.ts';
import { systemClock } from '../../jobs/clock.ts';
import { follow } from '../../jobs/follow.ts';
import { openRunTuner } from '../../jobs/open.ts';
import { runState } from '../../trainer/state.ts';
import { type ProviderRun, trainsHere } from '../../tune/run-folder.ts';
import { trusting } from '../shared/trusting.ts';

export type FollowedRun = {
  /** Whether something goes on that is waited for. */
  busy(): boolean;
  /** What is to be said now; null: nothing. */
  said(): string | null;
  /** Why the job is followed no longer, or why its model has no seat, in a sentence; null: nothing went wrong. */
  fault(): string | null;
  /** How the model is seated; null: it is not, or not yet. */
  seat(): string | null;
  /** What its model's cards cost before they are rented: null where nobody said, undefined where none are to be rented. */
  toRent(): number | null | undefined;
  /** Leaves the job as it is, at its provider. */
  leave(): Promise<void>;
};

/** Milliseconds between two looks at a program that trains from here. */
const LOOK_MS = 1000;

/** Where no job is followed. */
export const NOT_FOLLOWED: FollowedRun = {
  busy: () => false,
  said: () => null,
  fault: () => null,
  seat: () => null,
  toRent: () => undefined,
  leave: () => Promise.resolve(),
};

/** Begins it for a run with a job. Throws a UserError where its provider cannot be reached from this folder: no key, no trust, another address. */
export async function followRun(
  lab: string,
  { folder, run }: { readonly folder: string; readonly run: ProviderRun },
  trust: boolean,
  onScreen: boolean,
): Promise<FollowedRun> {
  const provider = trainsHere(run) ? null : await trusting(trust, () => openRunTuner(run, lab, process.env));
  const leaving = new AbortController();
  const { signal } = leaving;
  let busy = true;
  let said: string | null = null;
  let fault: string | null = null;
  let seat: string | null = null;
  let toRent: number | null | undefined;
  const keeping = async (): Promise<void> => {
    if (provider !== null) await follow({ folder, run, provider, signal, trouble: (sentence) => (said = sentence) });
    while (runState(folder).kind === 'running') await systemClock.sleep(LOOK_MS, signal);
    said = null;
    if (runState(folder).kind !== 'finished') return;
    const say = (sentence: string): void => void (said = sentence);
    const { seatProviderRun } = await import('./provider-seat.ts');
    const seating = await seatProviderRun(lab, { folder, run }, { env: process.env, signal, say, onScreen });
    if (seating.kind === 'seated') seat = seating.id;
    else toRent = seating.usdPerHour;
    said = null;
  };
  const kept = keeping()
    .catch((error: unknown) => {
      if (signal.aborted) return;
      if (!(error instanceof UserError)) throw error;
      fault = error.message;
    })
    .finally(() => (busy = false));
  // A mistake of ours is told by whoever waits for the end.
  kept.catch(() => undefined);
  return {
    busy: () => busy,
    said: () => said,
    fault: () => fault,
    seat: () => seat,
    toRent: () => toRent,
    async leave() {
      leaving.abort();
      await kept;
    },
  };
}
