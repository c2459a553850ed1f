/**
 * What tuning costs before it is ordered. A price is what a person read on the provider's page and typed, with the day on which they
 * did: it stands in the lab's file. We bring none: those that could be had were second hand, and change several times a year.
 */
import { UserError } from '../core/user-error.ts';
import { byHand } from '../core/shell.ts';
import { changeLab, readLab, type TuningPrices } from '../model/lab-file.ts';
import type { Tuner } from '../tune/run-folder.ts';
import { dayOf, daysSince } from './closing-dates.ts';
import { TUNER_FACTS } from './tuners.ts';

/** A price that was read longer ago is asked about again, days. */
const PRICE_DAYS = 90;

/**
 * Tokens that are billed. All bill whole rows, the prompt with the answer, once an epoch: OpenAI and Azure (learn.microsoft.com,
 * fine-tuning cost management: tokens of the file by epochs), Fireworks (fireworks.ai/pricing: dataset size by epochs), Tinker (each token
 * that goes forward and back), Together (docs.together.ai/docs/fine-tuning/pricing: n_epochs × train + n_evals × validation). `looks`: how
 * often the held-out rows are run through; of the others that costs nothing.
 */
export const billedTokens = (
  tuner: Tuner,
  tokens: { readonly train: number; readonly heldOut: number },
  epochs: number,
  looks: number,
): number => Math.ceil(tokens.train * epochs + (tuner === 'together' ? tokens.heldOut * looks : 0));

/** USD of so many tokens at USD a million. */
export const usdOf = (tokens: number, perMillion: number): number => (tokens * perMillion) / 1e6;

/** "USD 1.32"; of a hundredth and less the digits that tell something. */
export const usdWords = (usd: number): string =>
  `USD ${usd !== 0 && usd < 0.1 ? String(Number(usd.toPrecision(2))) : usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** What a model's prices are called in the lab's file. */
const placeOf = (provider: string, model: string): string => `${provider}/${model}`;

/** What the lab's file knows of a model's prices, and what was typed just now, which is kept there with today's date. */
export function pricesOf(
  lab: string,
  { provider, model }: { readonly provider: string; readonly model: string },
  typed: { readonly price: number | null; readonly hourly: number | null },
  now: number,
): TuningPrices {
  const name = placeOf(provider, model);
  const known = readLab(lab).tuning?.[name] ?? {};
  const read = dayOf(now);
  const prices: TuningPrices = {
    ...known,
    ...(typed.price === null ? {} : { train: { usd: typed.price, read } }),
    ...(typed.hourly === null ? {} : { hour: { usd: typed.hourly, read } }),
  };
  if (typed.price !== null || typed.hourly !== null)
    changeLab(lab, (file) => ({ ...file, tuning: { ...file.tuning, [name]: prices } }));
  return prices;
}

/** Something that is asked beside the price itself; `yes`: why --yes does not answer it, as a refusal. Null: it does. */
export type PlanQuestion = { readonly asks: string; readonly yes: string | null };

/** What is asked because of a price: that it is old, or that nobody knows it. */
export function priceQuestions(
  tuner: Tuner,
  model: string,
  prices: TuningPrices,
  now: number,
): readonly PlanQuestion[] {
  const { label, pricesAt } = TUNER_FACTS[tuner];
  const again = `it stands at ${pricesAt}; type it once with --price USD (a million tokens)`;
  if (prices.train === undefined)
    return [
      {
        asks: `What ${label} takes for tuning ${model} is not known: ${again}. Tune without knowing what it costs?`,
        yes: `What ${label} takes for tuning ${model} is not known, and --yes does not agree to that: ${again}.`,
      },
    ];
  const days = daysSince(prices.train.read, now);
  if (days <= PRICE_DAYS && days >= 0) return [];
  const old =
    days < 0
      ? `The price of ${model} at ${label} is dated ${prices.train.read}, which is still to come`
      : `The price of ${model} at ${label} was read ${days} days ago (${prices.train.read})`;
  // Whoever says --yes has not looked at it, and a cap counts in it.
  return [{ asks: `${old}: ${again}. Go by it?`, yes: `${old}, and --yes does not go by it: ${again}.` }];
}

/** The share by which a count that is an estimate may be too low: what a cap has to cover. Ours: 6 % was the most that was seen. */
const ESTIMATE_SHARE = 0.1;

/** Throws a UserError where the training may cost more than a cap, or what it costs is not known. `usd`: of the training; `exact`: whether its tokens are counted. */
export function refuseAbove(
  most: number | null,
  usd: number | null,
  exact: boolean,
  { tuner, model }: { readonly tuner: Tuner; readonly model: string },
): void {
  if (most === null) return;
  const { label, pricesAt } = TUNER_FACTS[tuner];
  if (usd === null)
    throw new UserError(
      `--max-cost needs the price of tuning ${model} at ${label}: it stands at ${pricesAt}; type it once with --price USD (a million tokens).`,
    );
  const may = exact ? usd : usd * (1 + ESTIMATE_SHARE);
  if (may > most)
    throw new UserError(
      `The training may cost ${usdWords(may)}${exact ? '' : ' (its tokens are an estimate, a tenth more is reckoned with)'}, and --max-cost is ${usdWords(most)}: raise it, take fewer --epochs, or make a smaller set with "${byHand('tune data --rows N')}".`,
    );
}
