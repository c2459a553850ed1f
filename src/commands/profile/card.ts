/** What a profile will be like, said before it begins: estimates, and called so. */
import type { Agent } from '../../match/agent.ts';
import { readAgent } from '../../agents/index.ts';
import { rehearse } from '../../model/rehearsal.ts';
import type { Missing } from '../../profile/play.ts';
import { placeName, seatedWith } from '../../profile/design.ts';
import { askedWords, leftOutWords } from '../../profile/instrument-words.ts';
import { FIXED_ORDER, hasFixedOrder } from '../../core/option-order.ts';
import { aligned, wrap } from '../shared/text-columns.ts';
import {
  answerOf,
  estimatedFrom,
  kindOf,
  LETTERS_A_TOKEN,
  priceText,
  questionsText,
  timeText,
  tokensText,
} from '../shared/call-estimates.ts';
import { type Profile, temperatureOf } from './plan.ts';

/** What it will take: estimates. */
export type ProfileCard = {
  readonly matches: number;
  /** Questions to models: one call each, unless answers have to be repaired. */
  readonly calls: number;
  readonly tokens: { readonly in: number; readonly out: number };
  /** USD; null: no price is known. */
  readonly price: number | null;
  /** USD, the most that one call may cost, its answer as long as is allowed; 0 where no price is known. */
  readonly dearest: number;
  readonly minutes: number;
  readonly models: readonly { readonly model: string; readonly questions: number; readonly temperature: string }[];
  readonly estimated: string;
  /** What to know before it begins. */
  readonly warnings: readonly string[];
};

/** One match of each kind is played dry, with a stand-in in each model's place. */
export async function profileCard({
  store,
  missing,
  budgetedModels,
  atOnce,
  facts,
  session,
}: Profile): Promise<ProfileCard> {
  const kinds = new Map<string, Missing & { times: number }>();
  const sums = facts.agents.map(() => ({ questions: 0, letters: 0, longest: 0, written: 0 }));
  let most = 0;
  for (const one of missing) {
    if (one.job.seats[0]?.kind !== 'model') continue;
    const name = placeName({ ...one.job, draw: 0 });
    kinds.set(name, { ...one, times: (kinds.get(name)?.times ?? 0) + 1 });
    const answered = one.begun === null ? [] : await store.decisions(one.begun.code);
    for (const { seat, source, distribution } of answered)
      if (source !== 'forced' && one.job.seats[seat]?.kind === 'model')
        sums[one.job.agent]!.questions -= distribution?.orders.length ?? 1;
  }
  for (const { job, times } of kinds.values()) {
    const { asked } = await rehearse(job.game, job.config, session.seed, budgetedModels.models, (models) =>
      seatedWith(
        job.seats.map(({ id }: Agent) => readAgent(id, job.game, models)),
        job.forced,
      ),
    );
    const sum = sums[job.agent]!;
    for (const { questions, letters, dearest, written } of asked.values()) {
      most = Math.max(most, dearest);
      sum.questions += times * questions;
      sum.letters += times * letters;
      sum.longest = Math.max(sum.longest, questions);
      sum.written = Math.max(sum.written, written);
    }
  }
  let [tokensIn, tokensOut, work, chain, seen] = [0, 0, 0, 0, true];
  let price: number | null = 0;
  const models = [];
  for (const [place, { id }] of facts.agents.entries()) {
    const seat = budgetedModels.seats.get(id);
    if (seat === undefined) continue;
    const { questions, letters, longest, written } = sums[place]!;
    const means = await store.callMeans(seat.provider, seat.connection.model, kindOf(seat));
    const { tokensOut: each, ms } = answerOf(means, written);
    const [into, out] = [letters / LETTERS_A_TOKEN, questions * each];
    seen &&= means !== null;
    tokensIn += into;
    tokensOut += out;
    work += questions * ms;
    chain = Math.max(chain, longest * ms);
    price = price === null || seat.price === null ? null : price + (into * seat.price.in + out * seat.price.out) / 1e6;
    models.push({ model: id, questions, temperature: temperatureOf(seat.settings) });
  }
  return {
    matches: missing.length,
    calls: sums.reduce((total, { questions }) => total + questions, 0),
    tokens: { in: Math.round(tokensIn), out: Math.round(tokensOut) },
    price,
    dearest: most,
    minutes: Math.max(chain, work / atOnce) / 60_000,
    models,
    estimated: estimatedFrom('rehearsed matches', "these models'", seen),
    warnings: [
      ...new Set([...budgetedModels.seats.values()].flatMap(({ decision }) => decision?.notes ?? [])),
      // Only older profiles leave orders to lots, or have none.
      ...([...kinds.values()].some(({ job }) => job.presentation === null && hasFixedOrder(job.game, job.config))
        ? [FIXED_ORDER]
        : []),
    ],
  };
}

/** What a profile will take, as text for a pipe. */
export function profileCardText(profile: Profile, card: ProfileCard): string {
  return [
    wrap(`${cardHead(profile, card)}.`),
    ...cardNotes(profile).map((one) => wrap(one)),
    aligned(cardRows(profile, card), 2),
    wrap(`Estimates: ${card.estimated}.`),
    ...card.warnings.map((one) => wrap(`! ${one}`)),
  ].join('\n');
}

/** Of whom it is, and how many matches are to be played or are missing. */
export function cardHead({ facts, kept, jobs }: Profile, { matches }: ProfileCard): string {
  const what = `Profile (${facts.length}) of ${facts.agents.map(({ id }) => id).join(', ')}`;
  const count = (n: number): string => n.toLocaleString('en');
  return kept === null
    ? `${what}: ${count(matches)} matches`
    : `${what}, going on: ${count(matches)} of ${count(jobs.length)} matches are missing`;
}

/** How it is asked where that is not simply for answers, and what cannot be asked so: a sentence each. */
export const cardNotes = ({ facts, leftOut }: Profile): readonly string[] => [
  ...askedWords(facts).map((line) => `${line}.`),
  ...leftOutWords(leftOut),
];

/** Calls, tokens, price and time, each with its name. */
export const cardRows = ({ atOnce }: Profile, card: ProfileCard): readonly (readonly [string, string])[] => [
  ['calls', questionsText(card)],
  ['tokens', tokensText(card)],
  ['price', priceText(card)],
  ['time', timeText(card, atOnce)],
];
