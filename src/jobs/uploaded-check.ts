/**
 * What a provider says of rows when it has them and before the job is ordered: its own estimate of the price, and how it reads the first
 * rows. Either may still stop the job; nothing has been paid by then.
 */
import { UserError } from '../core/user-error.ts';
import type { Proof } from '../tune/proof.ts';
import type { TuneRow } from '../tune/row.ts';
import { type PlanQuestion, refuseAbove, usdWords } from './price.ts';
import { plannedFile, type PlannedFile } from './rows-file.ts';
import { sentRows, shownMaskProof } from './sent-proofs.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { JobOrder, TuningProvider } from './tuning-provider.ts';

/** Rows that are looked at as the provider reads them. */
const SHOWN = 8;
/** By so much more than what was said before, as a share, an estimate is asked about again. */
const DEARER = 0.1;

export type UploadedWanted = {
  readonly tuning: Pick<TuningProvider, 'tuner' | 'estimate' | 'preview'>;
  readonly order: JobOrder;
  /** The rows that are trained on. */
  readonly train: readonly TuneRow[];
  /** What was said and agreed to: `ProviderRun['price']`. */
  readonly price: { readonly usd: number | null; readonly most: number | null };
  readonly now: number;
  readonly signal: AbortSignal;
};

export type UploadedSays = {
  /** USD by the provider's own estimate; null: it makes none. */
  readonly usd: number | null;
  /** The proof of the mask in place of ours; null: the provider shows nothing. */
  readonly mask: Proof | null;
  readonly says: readonly (readonly [string, string])[];
  readonly asks: readonly PlanQuestion[];
};

/** Throws a UserError where the estimate is above the cap, or where the provider would train something else than the answers. */
export async function uploadedCheck(wanted: UploadedWanted): Promise<UploadedSays> {
  const { tuning, order, train, price, now, signal } = wanted;
  const { tuner } = tuning;
  const { label } = TUNER_FACTS[tuner];
  const usd = await tuning.estimate(order, signal);
  if (usd !== null) refuseAbove(price.most, usd, true, { tuner, model: order.base });
  const shown = await tuning.preview(order, SHOWN, signal);
  const first = train.slice(0, shown?.length ?? 0);
  const file: PlannedFile = plannedFile(tuner, 'train', first);
  const mask = shown === null ? null : shownMaskProof(sentRows(first, file.bytes), shown, tuner, now);
  if (mask !== null && !mask.passed)
    throw new UserError(
      `The job is not ordered: ${label} would not train what it should (${mask.fault ?? mask.figure}); nothing was paid.`,
    );
  const dearer =
    usd !== null &&
    price.usd !== null &&
    price.most === null &&
    usd > price.usd * (1 + DEARER) &&
    usd - price.usd > 0.01
      ? `${label} itself reckons with ${usdWords(usd)} for the training, and ${usdWords(price.usd)} was said before`
      : null;
  return {
    ...{ usd, mask },
    says: usd === null ? [] : [['estimate', `${usdWords(usd)} for the training, as ${label} reckons`]],
    asks:
      dearer === null
        ? []
        : [
            {
              asks: `${dearer}. Order the job?`,
              yes: `${dearer}, and --yes does not agree to that: type the price anew with --price, or how much it may cost with --max-cost.`,
            },
          ],
  };
}
