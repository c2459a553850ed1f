/** Cards that are rented for a run's model: whether some are, what they cost, as the run's own folder says. */
import { type FoundRun, readEvents, readOfRuns } from './run-read.ts';
import { isAtProvider, type ProviderRun, type TuningEvent } from './run-folder.ts';

export type Rented = {
  /** The provider's id of the deployment; null: it was to be made, and nobody knows whether it was. */
  readonly deployment: string | null;
  /** USD an hour while it is awake; null: nobody said. */
  readonly usdPerHour: number | null;
  /** Milliseconds without a question after which it sleeps; null: it never does, or nobody said. */
  readonly sleepsAfterMs: number | null;
  /** Unix milliseconds. */
  readonly since: number;
};

/** What is rented for a run by now; null: nothing is. */
export function rentedIn(events: readonly TuningEvent[]): Rented | null {
  const last = events.findLast(({ kind }) => kind === 'deploying' || kind === 'deployed' || kind === 'ended');
  switch (last?.kind) {
    case 'deployed': {
      const { deployment, usdPerHour, sleepsAfterMs, at } = last;
      return { deployment, usdPerHour, sleepsAfterMs, since: at };
    }
    case 'deploying':
      return { deployment: null, usdPerHour: last.usdPerHour, sleepsAfterMs: null, since: last.at };
    default:
      return null;
  }
}

export type RentedRun = { readonly run: ProviderRun; readonly folder: string; readonly rented: Rented };

/** The runs of a lab folder for which cards are rented. One that cannot be read is left out: it is told of elsewhere. */
export const rentedRuns = (lab: string): readonly RentedRun[] => readOfRuns(lab, rentedFor);

/** A run with the cards that are rented for it; null: none are, or it is on this computer. Its events are read at a provider alone. */
export function rentedFor({ run, folder }: FoundRun): RentedRun | null {
  if (!isAtProvider(run)) return null;
  const rented = rentedIn(readEvents(folder));
  return rented === null ? null : { run, folder, rented };
}

/** "USD 2.90 an hour", or that nobody said how much. */
export const perHour = (usd: number | null): string =>
  usd === null ? 'by the hour, nobody said how much' : `USD ${usd.toFixed(2)} an hour`;
