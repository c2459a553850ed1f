/**
 * A job before anything of it is sent: what it costs, what is proved of its rows, what goes there, and what has to be asked first. Whoever
 * orders jobs calls this one function, says `says`, asks `asks`, and then has what a run's folder is made of.
 */
import { counted } from '../core/format.ts';
import { byHand } from '../core/shell.ts';
import { UserError } from '../core/user-error.ts';
import { proveLabels } from '../tune/labels-proof.ts';
import type { Proof } from '../tune/proof.ts';
import type { ProviderRun } from '../tune/run-folder.ts';
import { readTrainingSet, type ReadTrainingSet } from '../tune/set-read.ts';
import { baseIn } from './base-check.ts';
import { closingWords } from './closing-dates.ts';
import { JOBS_SEEN } from './launch.ts';
import { billedTokens, type PlanQuestion, priceQuestions, pricesOf, refuseAbove, usdOf, usdWords } from './price.ts';
import { megabytes, type PlannedFile, plannedFile, refuseBeyond } from './rows-file.ts';
import { sameBefore } from './same-before.ts';
import { lengthProof, maskProof, rowTokens, sentRows, type SentRow, sentTemplateProof } from './sent-proofs.ts';
import { SERVING } from './serving-facts.ts';
import { tokenCounter } from './token-count.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { TunableBase, TuningProvider } from './tuning-provider.ts';

export type PlanWanted = {
  /** The lab folder. */
  readonly lab: string;
  /** The folder of the training set. */
  readonly set: string;
  /** Of Tinker, which is no such provider, whoever calls says what is known: no list of jobs, `deployments` null. */
  readonly tuning: Pick<TuningProvider, 'tuner' | 'provider' | 'limits' | 'bases' | 'jobs'> & {
    readonly deployments: Pick<NonNullable<TuningProvider['deployments']>, 'usdPerHour'> | null;
  };
  /** As typed after --model, and what else was typed; null: nothing. */
  readonly base: string;
  readonly epochs: number | null;
  readonly tokenizer: string | null;
  /** USD a million tokens, USD an hour, USD at most. */
  readonly price: number | null;
  readonly hourly: number | null;
  readonly most: number | null;
  /** Whether a name was typed for the run. */
  readonly named: boolean;
  /** Whether held-out rows go along, and how often they are run through. */
  readonly heldOut: { readonly sent: boolean; readonly looks: number };
  /** Unix milliseconds. */
  readonly now: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Hears what takes long: "Counting tokens", 100, 1000. */
  readonly progress: (what: string, done: number, of: number) => void;
};

export type JobPlan = {
  readonly base: TunableBase;
  readonly data: ReadTrainingSet;
  /** Nothing that costs is left to the provider: one, where none was typed. */
  readonly epochs: number;
  readonly price: ProviderRun['price'];
  /** Whether the tokens were counted by the model's own tokenizer, and by which. */
  readonly exact: boolean;
  readonly counter: string;
  /** Of a served model while it is awake; null: nobody knows, or nothing is rented. */
  readonly usdPerHour: number | null;
  /** The block before the question: what, and the words for it. */
  readonly says: readonly (readonly [string, string])[];
  /** What is asked beside "go on?", in this order. */
  readonly asks: readonly PlanQuestion[];
  /** Labels, length, mask and template, in the order of `PROOFS`. */
  readonly proofs: readonly Proof[];
  /** What is sent, the rows that are trained on first. */
  readonly files: readonly PlannedFile[];
};

/** Throws a UserError for whatever stands in the way: a model that is not tuned there, a date that is past, a file beyond its limits, a cap below the price, a proof that failed. */
export async function planJob(wanted: PlanWanted): Promise<JobPlan> {
  const { lab, tuning, signal, now, progress, most } = wanted;
  const { tuner, provider, limits } = tuning;
  const { label, pricesAt } = TUNER_FACTS[tuner];
  const data = readTrainingSet(wanted.set);
  closingWords(tuner, { name: wanted.base, closes: null }, now);
  const base = baseIn(await tuning.bases(signal), wanted.base, tuner);
  const closing = closingWords(tuner, base, now);
  const train = plannedFile(tuner, 'train', data.train);
  const heldOut = wanted.heldOut.sent && data.heldOut.length > 0 ? plannedFile(tuner, 'held-out', data.heldOut) : null;
  const files = heldOut === null ? [train] : [train, heldOut];
  for (const file of files) refuseBeyond(file, limits, tuner);

  const { counter, why } = await tokenCounter({
    ...{ tuner, base: base.name, tokenizer: wanted.tokenizer, signal },
    ...(wanted.env === undefined ? {} : { env: wanted.env }),
  });
  const sent = sentRows(data.train, train.bytes);
  const looked = heldOut === null ? [] : sentRows(data.heldOut, heldOut.bytes);
  const counting = (rows: readonly SentRow[], before: number) =>
    rowTokens(rows, counter, signal, (done) => progress('Counting tokens', before + done, sent.length + looked.length));
  const counts = await counting(sent, 0);
  const others = await counting(looked, sent.length);
  const sum = (of: typeof counts): number => of.reduce((all, { tokens }) => all + tokens, 0);
  const epochs = wanted.epochs ?? 1;
  const tokens = billedTokens(tuner, { train: sum(counts), heldOut: sum(others) }, epochs, wanted.heldOut.looks);

  const model = { provider: provider.name, model: base.name };
  const prices = pricesOf(lab, model, wanted, now);
  const usd = prices.train === undefined ? null : usdOf(tokens, prices.train.usd);
  refuseAbove(most, usd, counter.exact, { tuner, model: base.name });
  const hour =
    tuning.deployments === null
      ? null
      : ((await hourBefore(tuning.deployments, base.name, signal)) ?? prices.hour?.usd ?? null);

  const length = lengthProof(sent, counts, counter, { tuner, most: base.rowTokens, base: base.name }, now);
  const mask = maskProof(sent, counts, counter, tuner, now);
  const labels = await proveLabels(wanted.set, (done, of) => progress('Solving rows again', done, of), signal);
  const template = await sentTemplateProof(sent, tuner, now, signal, (done, of) =>
    progress('Putting rows again', done, of),
  );
  const proofs = [labels, mask, length, template];
  const failed = proofs.find(({ name, passed }) => !passed && (data.set.labels === 'ours' || name === 'length'));
  if (failed !== undefined)
    throw new UserError(
      `${wanted.set} is not sent: ${failed.name} is not proved (${failed.fault ?? failed.figure})${failed.name === 'length' ? '; choose a model that takes longer rows' : `; make the set again with "${byHand('tune data')}"`}.`,
    );

  const asks = [
    ...sameBefore(
      { lab, tuner, base: base.name, data: data.set.hash, named: wanted.named },
      await tuning.jobs(JOBS_SEEN, signal),
    ),
    ...priceQuestions(tuner, base.name, prices, now),
  ];
  const longest = counts.reduce((top, one) => Math.max(top, one.tokens), 0);
  const bytes = files.reduce((all, file) => all + file.bytes.length, 0);
  const says: (readonly [string, string])[] = [
    ['model', `${base.name} at ${label}`],
    [
      'rows',
      `${counted(data.train.length, 'row')} to train on${heldOut === null ? '' : ` and ${heldOut.rows.toLocaleString('en')} held out`}, ${megabytes(bytes)}`,
    ],
    [
      'tokens',
      `${tokens.toLocaleString('en')} that are billed, ${Math.round(sum(counts) / counts.length)} a row and ${longest} at most, ${counter.exact ? `counted by ${counter.name}` : `an estimate by ${counter.name}: ${why ?? 'another tokenizer'}; --tokenizer counts by one that you name`}`,
    ],
    ['epochs', String(epochs)],
    [
      'training',
      usd === null
        ? `not known: its price stands at ${pricesAt}`
        : `${usdWords(usd)}, at ${usdWords(prices.train!.usd)} a million tokens, as read on ${prices.train!.read}${most === null ? '' : `; at most ${usdWords(most)}`}`,
    ],
    [
      'serving',
      tuning.deployments === null
        ? SERVING[tuner]
        : `${hour === null ? `by the hour, how much is not known (${pricesAt}; type it once with --hourly USD)` : `${usdWords(hour)} an hour`}: ${SERVING[tuner]}`,
    ],
    ...closing.map((words) => ['closing', words] as const),
  ];
  return {
    ...{ base, data, epochs, says, asks, proofs, files },
    price: { tokens, usd, most },
    ...{ exact: counter.exact, counter: counter.name, usdPerHour: hour },
  };
}

/** What an hour of a model's cards takes, as the provider says before there is a tuned one; null: some say it only of what they have trained. */
async function hourBefore(
  { usdPerHour }: NonNullable<PlanWanted['tuning']['deployments']>,
  base: string,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    return await usdPerHour(base, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) return null;
    throw error;
  }
}
