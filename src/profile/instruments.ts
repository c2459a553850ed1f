/**
 * Two ways of asking one model laid side by side: in the same situations the probabilities that it gives, and the answers that
 * it draws when it may give reasons. Each is an instrument; how far they agree is a finding, not a correction.
 */
import { givesProbabilities } from '../core/askable.ts';
import type { ProfileAnswer } from '../core/profile-spec.ts';
import { type Interval, wilson } from '../analysis/stats/rates.ts';
import { withoutAsk } from '../agents/offline.ts';
import { mean } from '../analysis/stats/sample.ts';
import { studentQuantile } from '../analysis/stats/student.ts';
import type { Profiled } from './answers.ts';
import { situationOf } from './share-estimates.ts';

/** One situation by both instruments. */
export type SituationTwice = {
  readonly task: string;
  readonly where: string;
  readonly key: string;
  readonly asked: ProfileAnswer;
  /** The answer whose share stands there, that of the highest value, and that value. */
  readonly answer: string;
  readonly value: number;
  /** Its probability, over all orders and wordings. */
  readonly told: number;
  /** Its share of the draws, with Wilson's 95 % interval, and how many draws there were. */
  readonly drawn: number;
  readonly interval: Interval;
  readonly draws: number;
  /** Whether the draws' intervals hold every answer's probability (of more than two answers at 1 − .05/answers each). */
  readonly inside: boolean;
  /** Whether the likeliest answer is the one that was drawn most often. */
  readonly sameMode: boolean;
  /** Half the sum of the distances of all answers' shares: of two answers the distance of one. */
  readonly distance: number;
  /** What that distance would be on average if the draws came from the probabilities. */
  readonly byChance: number;
};

/** How far two instruments agree over the situations that were asked by both. */
export type Agreement = {
  /** The two agents, by id: who gave probabilities, and who drew. */
  readonly told: string;
  readonly drawn: string;
  readonly situations: readonly SituationTwice[];
  /** The mean distance of shares, 0 to 1, Student's 95 % interval over situations (null: of a single one), and what chance alone makes of it. */
  readonly distance: { readonly mean: number; readonly interval: Interval | null; readonly byChance: number };
  /** The share of situations in which the draws' interval holds the probability: about .95 where the instruments are one. */
  readonly inside: number;
  /** Pearson's, over situations; null: fewer than three, or one instrument says the same everywhere. */
  readonly correlation: number | null;
  /** The share of situations with the same likeliest answer. */
  readonly sameMode: number;
};

/** The agreement of every model of a profile that was asked both ways; a pair that has no situation in common is left out. */
export function agreementsOf(agents: readonly Profiled[]): readonly Agreement[] {
  return agents.filter(givesProbabilities).flatMap((told) => {
    const drawn = agents.find(
      (one) => one !== told && !givesProbabilities(one) && withoutAsk(one.id) === withoutAsk(told.id),
    );
    const situations = drawn === undefined ? [] : situationsTwice(told.answers, drawn.answers);
    return situations.length === 0 ? [] : [agreementOf(told.id, drawn!.id, situations)];
  });
}

function agreementOf(told: string, drawn: string, situations: readonly SituationTwice[]): Agreement {
  const of = (number: (one: SituationTwice) => number): number => mean(situations.map(number));
  const middle = of(({ distance }) => distance);
  const n = situations.length;
  const squares = situations.reduce((sum, { distance }) => sum + (distance - middle) ** 2, 0);
  const half = n < 2 ? 0 : studentQuantile(0.95, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return {
    ...{ told, drawn, situations },
    distance: {
      mean: middle,
      interval: n < 2 ? null : [Math.max(0, middle - half), Math.min(1, middle + half)],
      byChance: of(({ byChance }) => byChance),
    },
    inside: of(({ inside }) => (inside ? 1 : 0)),
    correlation: correlationOf(situations.map((one) => [one.told, one.drawn])),
    sameMode: of(({ sameMode }) => (sameMode ? 1 : 0)),
  };
}

function situationsTwice(told: readonly ProfileAnswer[], drawn: readonly ProfileAnswer[]): readonly SituationTwice[] {
  const draws = Map.groupBy(drawn, situationOf);
  return [...Map.groupBy(told, situationOf)].flatMap(([name, same]) => {
    const answers = draws.get(name) ?? [];
    const [first] = same;
    // A number on a grid is another question than a free number.
    if (answers.length === 0 || first?.shares === undefined || typeof first.answer === 'number') return [];
    return [situationTwice(first, same, answers)];
  });
}

function situationTwice(
  asked: ProfileAnswer,
  same: readonly ProfileAnswer[],
  drawn: readonly ProfileAnswer[],
): SituationTwice {
  const { task, where, key, shares = [] } = asked;
  const n = drawn.length;
  const level = shares.length > 2 ? 1 - 0.05 / shares.length : 0.95;
  const each = shares.map(({ answer, value }) => {
    const p = mean(
      same.flatMap((one) => (one.shares ?? []).filter((share) => share.answer === answer).map(chanceOver)),
    );
    const hits = drawn.filter((one) => one.answer === answer).length;
    const [low, high] = wilson(hits, n, level)!;
    return { answer, value, p, hits, inside: p >= low - 1e-12 && p <= high + 1e-12 };
  });
  const best = each.reduce((highest, one) => (one.value > highest.value ? one : highest));
  const [likeliest, most] = [Math.max(...each.map(({ p }) => p)), Math.max(...each.map(({ hits }) => hits))];
  return {
    ...{ task, where, key, asked, answer: String(best.answer), value: best.value },
    ...{ told: best.p, drawn: best.hits / n, draws: n },
    interval: wilson(best.hits, n)!,
    inside: each.every(({ inside }) => inside),
    sameMode: each.some(({ p, hits }) => p >= likeliest - 1e-9 && hits === most),
    distance: each.reduce((sum, { p, hits }) => sum + Math.abs(p - hits / n), 0) / 2,
    byChance: each.reduce((sum, { p }) => sum + chanceDistance(n, p), 0) / 2,
  };
}

const chanceOver = ({ inOrders }: { readonly inOrders: readonly number[] }): number => mean(inOrders);

/**
 * How far the share of n draws lies from their probability on average: the mean absolute deviation of a binomial share (de
 * Moivre's formula; Diaconis & Zabell, Statistical Science 1991), 0 to .5.
 */
export function chanceDistance(n: number, p: number): number {
  if (p <= 0 || p >= 1) return 0;
  const m = Math.floor(n * p) + 1;
  let log = Math.log(2 * m) + m * Math.log(p) + (n - m + 1) * Math.log(1 - p) - Math.log(n);
  for (let i = 1; i <= m; i++) log += Math.log((n - m + i) / i);
  return Math.exp(log);
}

function correlationOf(pairs: readonly (readonly [one: number, other: number])[]): number | null {
  if (pairs.length < 3) return null;
  const [x, y] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, other]) => other))];
  const sum = (of: (one: number, other: number) => number): number =>
    pairs.reduce((total, [one, other]) => total + of(one - x, other - y), 0);
  const [xx, yy] = [sum((one) => one * one), sum((_, other) => other * other)];
  return xx < 1e-12 || yy < 1e-12 ? null : sum((one, other) => one * other) / Math.sqrt(xx * yy);
}
