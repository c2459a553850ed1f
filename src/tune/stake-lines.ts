/** What each answer pays, written as sums that stand in the prompt: of games with few outcomes, and of contributions. */
import { z } from 'zod';
import type { Answer, Plans } from '../core/game.ts';
import type { Stake, Variant } from '../core/stake.ts';
import type { Solution } from '../core/theory.ts';
import { fill } from '../core/template.ts';
import { type Lottery, meanText, pointsText, productText, weightText } from './sums.ts';
import { words } from './words.en.ts';

/** One answer as it is called, with its terms as sums and as numbers. */
export type StakeLine = {
  readonly answer: Answer;
  readonly called: string;
  /** That it is chosen: "I choose trust". */
  readonly choice: string;
  readonly own: string;
  readonly same: string;
  readonly behind: string;
  readonly ahead: string;
};

export type StakeLines = {
  /** What is said before any answer; may be empty. */
  readonly given: string;
  /** How likely the question is come to, in a sentence with its product. */
  readonly chance: string;
  readonly lines: readonly StakeLine[];
};

const said = words.reasons;

/** Outcomes that an answer may have, at most, for their mean to be written as a sum. */
const MOST_PARTS = 4;

/**
 * The lines of a game whose outcomes are few: means of what stands in its table of points, with the chances that it was told.
 * `short`: means without their sums.
 */
export function linesOf(
  config: unknown,
  plans: Plans,
  { weights }: Solution,
  { reach }: Stake,
  node: string,
  among: readonly (Variant & { readonly called: string })[],
  short: boolean,
): StakeLines {
  const possible = weights.flatMap((weight, y) => (weight === 0 ? [] : [{ weight, y }]));
  const written = (lottery: Lottery): string =>
    meanText(lottery, short || new Set(lottery.map(([, points]) => points)).size > MOST_PARTS);
  const lines = among.map(({ answer, plan, called }): StakeLine => {
    const here = possible.flatMap(({ weight, y }) =>
      plans.at!(node, plan, y).map(([chance, mine, others]) => ({ chance: (weight * chance) / reach, mine, others })),
    );
    return {
      ...{ answer, called, choice: fill(said.choose, { answer: called }) },
      own: written(here.map(({ chance, mine }) => [chance, mine])),
      same: written(plans.outcomes(plan, plan).map(([chance, mine]) => [chance, mine])),
      behind: written(here.map(({ chance, mine, others }) => [chance, Math.max(0, others - mine)])),
      ahead: written(here.map(({ chance, mine, others }) => [chance, Math.max(0, mine - others)])),
    };
  });
  // Where every way to the question is one outcome of the lot, its share is the lot's and the rest is what the other did before.
  const [first] = possible.flatMap(({ y }) => {
    const here = plans.at!(node, among[0]!.plan, y);
    return here.length === 1 ? [here[0]![0]] : [];
  });
  const lot = first === undefined || reach > 1 - 1e-9 ? 1 : first;
  const sentence = isByLot(config) ? said.chance : said.place;
  return { given: '', chance: fill(sentence, { sum: productText(lot, reach / lot) }), lines };
}

const drawnRoles = z.object({ roles: z.literal('drawn') });

/** Whether a lot deals the places, so that a chance of them stands in the prompt. */
const isByLot = (config: unknown): boolean => drawnRoles.safeParse(config).success;

const linearGood = z.object({ players: z.number(), endowment: z.number(), m: z.number() });

/** Whether this game is the linear public good, whose sums are of points kept and points in the project. */
export const isLinearGood = (config: unknown): boolean => linearGood.safeParse(config).success;

/** The lines of contributions, where the others put in `mean` on average; `short`: without the sums of what they pay. */
export function linesOfContributions(
  config: unknown,
  mean: number,
  stake: Stake,
  among: readonly (Variant & { readonly called: string })[],
  short: boolean,
): StakeLines {
  const { players, endowment, m } = linearGood.parse(config);
  const others = (players - 1) * mean;
  const paid = (kept: number, together: number): string => {
    const sum = pointsText(kept + m * together);
    return short ? sum : `${pointsText(kept)} + ${weightText(m)}*${pointsText(together)} = ${sum}`;
  };
  const lines = among.map(({ answer, called }): StakeLine => {
    const own = Number(answer);
    const terms = stake.answers.find((one) => one.answer === answer)!;
    return {
      ...{ answer, called: fill(said.contribution, { answer: called }) },
      choice: fill(said.chooseContribution, { answer: called }),
      own: paid(endowment - own, own + others),
      same: paid(endowment - own, players * own),
      behind: pointsText(terms.behind),
      ahead: pointsText(terms.ahead),
    };
  });
  const together = `${players - 1}*${pointsText(mean)} = ${pointsText(others)}`;
  return { given: players > 2 ? fill(said.others, { sum: together }) : '', chance: '', lines };
}
