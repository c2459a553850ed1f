/**
 * Estimates from probabilities. Each situation was asked once in every order of its options, so nothing was drawn and there
 * is no sampling interval; n counts situations. What is uncertain is whether another situation, order or wording would have
 * told the same, and each adds its variance to that of the mean:
 *
 * - *Situations*: how their shares vary, as if they were a sample of such situations (Clark, Journal of Verbal Learning and
 *   Verbal Behavior 1973; Miller, arXiv 2411.00640, 2024, for models whose probabilities are known). Situations in which all
 *   agents of theory answer alike are one kind: what tells kinds apart is what the task asks about, and no uncertainty
 *   (a stratified mean: Cochran, Sampling Techniques, 1977, 5.6; one variance over all kinds).
 * - *Orders*: how the share varies over the orders of one situation, as if one of them had been drawn for each.
 * - *Wordings*, where there are several: how the same estimate varies from wording to wording, over their number.
 *
 * The sum has Student's interval with Satterthwaite's degrees of freedom (Biometrics Bulletin 1946). A few shares that are all
 * the same are no proof: they are taken to vary by LEAST_SD. That orders count so, and the least spread, are ours.
 */
import type { ProfileAnswer, ProfileDraw } from '../core/profile-spec.ts';
import { mean } from '../analysis/stats/sample.ts';
import { type DrawEstimate, student, welch } from './estimates.ts';

/**
 * The same answers, where each that stands for probabilities is replaced by every answer that was possible in every order,
 * with its chance: what games count of single answers they count of these.
 */
export const possibleAnswers = (answers: readonly ProfileAnswer[]): readonly ProfileAnswer[] =>
  answers.some(({ shares }) => shares !== undefined)
    ? answers.flatMap((of) => {
        const { shares, ...rest } = of;
        if (shares === undefined) return [of];
        return shares.flatMap(({ answer, value, inOrders }) =>
          inOrders.map((chance, order) => ({ ...rest, answer, value, possible: { of, order, chance } })),
        );
      })
    : answers;

/** Whether draws are made of possible answers: then each counts by its chance. */
export const isOfShares = (draws: readonly ProfileDraw[]): boolean =>
  draws.some(({ answers }) => answers.some(({ possible }) => possible !== undefined));

/** How likely a draw is: of several answers all of them, which are independent; 1 where answers were given. */
const chanceOf = ({ answers }: ProfileDraw): number =>
  answers.reduce((product, { possible }) => product * (possible?.chance ?? 1), 1);

/** The answers behind draws as they were asked, each once. */
export const askedBehind = (draws: readonly ProfileDraw[]): readonly ProfileAnswer[] => [
  ...new Set(draws.flatMap(({ answers }) => answers.map((one) => one.possible?.of ?? one))),
];

/** The mean of draws, each weighed by its chance; NaN of none. */
export function likelyMean(draws: readonly ProfileDraw[]): number {
  let [sum, weight] = [0, 0];
  for (const draw of draws) {
    const chance = chanceOf(draw);
    sum += chance * draw.value;
    weight += chance;
  }
  return sum / weight;
}

/** A situation's name: the question in its condition, whichever the wording and the order. */
export const situationOf = ({ task, where, key }: ProfileAnswer): string => `${task}\n${where}\n${key}`;

/** Of choices: what each agent of theory answers there. Ratings have none. */
const kindOf = ({ answer, wants }: ProfileAnswer): string => (typeof answer === 'number' ? '' : JSON.stringify(wants));

type Situation = {
  readonly kind: string;
  readonly share: number;
  readonly overOrders: number;
  readonly orders: number;
};

function situationIn(draws: readonly ProfileDraw[]): Situation {
  const orders = [...Map.groupBy(draws, ({ answers: [first] }) => first?.possible?.order ?? 0).values()].map(
    likelyMean,
  );
  const share = mean(orders);
  return {
    kind: kindOf(draws[0]!.answers[0]!),
    share,
    overOrders: mean(orders.map((one) => (one - share) ** 2)),
    orders: orders.length,
  };
}

/**
 * The mean over situations of draws that are made of possible answers, in their unit; null where there are none. `least`: the
 * least standard deviation that situations are taken to have.
 */
export function meanOfShares(draws: readonly ProfileDraw[], least: number): DrawEstimate | null {
  const likely = draws.filter((draw) => draw.answers.length > 0 && chanceOf(draw) > 0);
  if (likely.length === 0) return null;
  const shareIn = (some: readonly ProfileDraw[]): readonly Situation[] =>
    [...Map.groupBy(some, ({ answers: [first] }) => situationOf(first!)).values()].map(situationIn);
  const situations = shareIn(likely);
  const n = situations.length;
  const value = mean(situations.map(({ share }) => share));
  const kinds = [...Map.groupBy(situations, ({ kind }) => kind).values()];
  const freedom = n - kinds.length;
  if (freedom === 0) return { value, n, interval: () => null, error: null, shares: true };
  const squares = kinds.map((those) => {
    const middle = mean(those.map(({ share }) => share));
    return those.reduce((sum, { share }) => sum + (share - middle) ** 2, 0);
  });
  const between = Math.max(squares.reduce((sum, one) => sum + one, 0) / freedom, least ** 2) / n;
  const turned = situations.reduce((sum, { overOrders }) => sum + overOrders, 0) / n ** 2;
  const turns = situations.reduce((sum, { orders }) => sum + orders - 1, 0);
  const wordings = Map.groupBy(likely, ({ answers: [first] }) => first!.draw);
  const told =
    wordings.size < 2
      ? undefined
      : [...wordings].toSorted(([a], [b]) => a - b).map(([, some]) => mean(shareIn(some).map(({ share }) => share)));
  const error = welch({ variance: between, freedom }, { variance: turned, freedom: turns });
  return { ...student(value, n, error, told), shares: true };
}
