/** What is said of a job at a provider: what it counted and took, and what came out. */
import { lasting } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { usdWords } from '../../jobs/price.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { RunState } from '../../trainer/state.ts';
import { standingWords, tunedStanding } from '../../tune/proof.ts';
import { perHour } from '../../tune/rented.ts';
import type { ProviderRun } from '../../tune/run-folder.ts';
import type { TrainingProgress } from '../../tune/training-progress.ts';
import type { FollowedRun } from './followed-run.ts';

/** "36,420 tokens, USD 0.31": what the provider told so far; null: it has told nothing. */
export function billWords({ billed }: Pick<TrainingProgress, 'billed'>): string | null {
  if (billed === null) return null;
  const { tokens, usd } = billed;
  return [tokens === null ? null : `${tokens.toLocaleString('en')} tokens`, usd === null ? null : usdWords(usd)]
    .filter((one) => one !== null)
    .join(', ');
}

/** The same, or what was said before anything was sent. */
export function paidWords({ price: { tokens, usd } }: ProviderRun, progress: TrainingProgress): string {
  const said = `${tokens.toLocaleString('en')} tokens, ${usd === null ? 'at a price that nobody knew' : usdWords(usd)}`;
  const billed = billWords(progress);
  return billed === null ? `not told yet; reckoned before: ${said}` : `${billed}; reckoned before: ${said}`;
}

/** What came out at a provider, and what to do next. */
export function trainedAtProvider(
  run: ProviderRun,
  { state, progress }: { readonly state: RunState; readonly progress: TrainingProgress },
  followed: Pick<FollowedRun, 'seat' | 'toRent'>,
): readonly string[] {
  if (state.kind !== 'finished') return [];
  const billed = billWords(progress);
  const seat = followed.seat();
  const usdPerHour = followed.toRent();
  const serve = `"${byHand(`tune serve ${run.name}`)}"`;
  const plays = `"${byHand(`tune play ${run.name}`)}" plays against it.`;
  return [
    `${run.name} finished at ${TUNER_FACTS[run.on].label} in ${lasting(1000 * state.seconds)}${billed === null ? '' : `, ${billed}`}: its model is ${state.digest}.`,
    `It is ${standingWords(tunedStanding(progress.proofs))}${seat === null ? '' : `, seated as ${seat}`}. ${usdPerHour !== undefined ? `${serve} rents cards for it (${perHour(usdPerHour)}) and seats it.` : seat === null ? `${serve} seats it, ${plays}` : plays}`,
  ];
}
