/** That cards are rented for tuned models and cost by the hour, as the lab's start, lists and the doctor say it; from this folder alone. */
import { lasting, listed } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import { perHour, type Rented, type RentedRun, rentedRuns } from '../../tune/rented.ts';
import type { ProviderRun } from '../../tune/run-folder.ts';

/** One sentence that says what it costs, where, and how that ends. */
export function rentedWords({ name, on }: Pick<ProviderRun, 'name' | 'on'>, rented: Rented): string {
  const { label } = TUNER_FACTS[on];
  const { deployment, usdPerHour, sleepsAfterMs } = rented;
  const ends = `"${byHand(`tune end ${name}`)}"`;
  if (deployment === null)
    return `${name} may run at ${label} and cost ${perHour(usdPerHour)}: ${ends} looks, and ends it.`;
  const asleep = sleepsAfterMs === null ? '' : `, asleep after ${lasting(sleepsAfterMs)} without a question,`;
  return `${name} costs ${perHour(usdPerHour)} at ${label}${asleep} until ${ends}.`;
}

/** What a lab folder rents, in one sentence; null: nothing. */
export function rentedNotice(lab: string): string | null {
  const runs = rentedRuns(lab);
  const [first] = runs;
  if (first === undefined) return null;
  if (runs.length === 1) return rentedWords(first.run, first.rented);
  return `Models cost by the hour at their providers: ${listed(runs.map(costWords))}; "${byHand('tune end RUN')}" ends one.`;
}

const costWords = ({ run, rented: { usdPerHour } }: RentedRun): string =>
  `${run.name} (${usdPerHour === null ? 'nobody said how much' : perHour(usdPerHour)})`;
