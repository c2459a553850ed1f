/** `homines tune serve RUN…` of runs at a provider: cards are rented where its tuned models are served by the hour, and the seats taken. */
import { listed } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { openRunTuner } from '../../jobs/open.ts';
import { SERVING } from '../../jobs/serving-facts.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { TuningProvider } from '../../jobs/tuning-provider.ts';
import { tunedIdOf } from '../../tune/model-ids.ts';
import { perHour, type RentedRun, rentedFor } from '../../tune/rented.ts';
import { digestIn, type FoundRun, readEvents } from '../../tune/run-read.ts';
import { isAtProvider, type ProviderRun } from '../../tune/run-folder.ts';
import { openStore } from '../../store/open.ts';
import { keepLineage } from '../shared/lineage.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { rentedWords } from '../shared/rented-words.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { agreedTo } from './agreed.ts';
import { type ProviderSeating, seatAt } from './provider-seat.ts';
import { hourly, rent, rentedNow, renting } from './rent.ts';
import { upgrading } from '../shared/upgrading.ts';

export type ProviderServeFlags = {
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly db: string;
  /** Options that were typed which are of this computer's server alone: --port. */
  readonly stray: readonly string[];
};

/** Whether these runs are at a provider. Throws a UserError where some are and others are not. */
export function areAtProvider(runs: readonly FoundRun[]): boolean {
  const there = runs.filter(({ run }) => isAtProvider(run));
  if (there.length > 0 && there.length < runs.length)
    throw new UserError(
      `${listed(there.map(({ run }) => run.name))} ${there.length === 1 ? 'is' : 'are'} at a provider and the others on this computer: serve them one after the other.`,
    );
  return there.length > 0;
}

/** Rents what has to be rented, waits for it, seats and proves. Gives the exit code; what is rented goes on when this ends. */
export async function serveAtProvider(
  lab: string,
  runs: readonly FoundRun[],
  { yes = false, json = false, db, stray }: ProviderServeFlags,
): Promise<number> {
  if (stray.length > 0)
    throw new UserError(
      `${listed(stray)} ${stray.length === 1 ? 'is' : 'are'} for a server on this computer, and ${runs[0]!.run.name} is at a provider: leave that out.`,
    );
  const caught = catchSignals();
  const { signal } = caught;
  const say = (sentence: string): void => printProblem(wrap(sentence));
  const seats: Extract<ProviderSeating, { kind: 'seated' }>[] = [];
  try {
    for (const { folder, run } of runs) {
      if (!isAtProvider(run)) continue;
      const tuner = await openRunTuner(run, lab, process.env);
      // Throws where there is no model yet.
      tunedIdOf({ folder, run });
      await rentWhereNeeded(tuner, lab, { folder, run }, yes, signal);
      const seating = await seatAt(tuner, lab, { folder, run }, { env: process.env, signal, say, again: true });
      if (seating.kind === 'seated') seats.push(seating);
    }
    const store = await openStore(db, { upgrade: upgrading() });
    try {
      await keepLineage(store, lab);
    } finally {
      store.close();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    for (const words of costs(rentedOf(runs))) say(words);
    return caught.exitCode();
  } finally {
    caught.done();
  }
  const now = rentedOf(runs);
  if (json)
    return printJson({
      seats: seats.map(({ id, base, standing, proven }) => ({ id, base, standing, proven })),
      rented: now.map(({ run, rented }) => ({ run: run.name, ...rented })),
    });
  for (const { id, standing } of seats) print(wrap(`${id}: ${standing}.`));
  for (const words of costs(now)) print(wrap(words));
  if (seats.length > 0) print(wrap(`To play: "${byHand(`tune play ${runs[0]!.run.name}`)}".`));
  return 0;
}

/** Those of the runs for which cards are rented. */
const rentedOf = (runs: readonly FoundRun[]): readonly RentedRun[] => runs.flatMap((found) => rentedFor(found) ?? []);

/** What they cost, a sentence each. */
const costs = (runs: readonly RentedRun[]): readonly string[] =>
  runs.map(({ run, rented }) => rentedWords(run, rented));

/** Rents cards where none are there: the price an hour is said before, and agreed to. */
async function rentWhereNeeded(
  { deployments }: TuningProvider,
  lab: string,
  { run, folder }: { readonly run: ProviderRun; readonly folder: string },
  yes: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { label } = TUNER_FACTS[run.on];
  if (deployments === null) return;
  const there = { run, folder, deployments, signal };
  await renting(there, async () => {
    if ((await rentedNow(there)) !== null) return;
    const model = digestIn(readEvents(folder))!;
    const usdPerHour = await hourly(there, lab, model);
    await agreedTo(
      `${label} serves ${run.name} on rented cards, ${perHour(usdPerHour)}: ${SERVING[run.on]}. Waking them takes minutes; "${byHand(`tune end ${run.name}`)}" ends them.`,
      yes,
    );
    await rent(there, model, usdPerHour);
  });
}
