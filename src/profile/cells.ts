/** How a declared contrast becomes a verdict on one agent. */
import { difference, type DrawEstimate, type DrawUnit } from './estimates.ts';
import { type ProfileAnswer, matchesOf, type Profiled } from './evidence.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { stable, type Verdict, verdict } from '../analysis/stats/verdicts.ts';

/** One agent in one row. */
export type ProfileCell = {
  /** null: this agent, or this profile, cannot show it; `why` says so. */
  readonly verdict: Verdict | null;
  /** Of the declared contrast, in its unit; null where nothing was answered. */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** Of the interval: .95, or .9 where the row is about being equal. */
  readonly level: number;
  /** Draws behind it: one subject's. */
  readonly n: number;
  readonly why: string | null;
  /** What was answered, of those who are compared. */
  readonly answers: readonly ProfileAnswer[];
  /** The matches in which the answers were given. */
  readonly matches: readonly string[];
};

/** How often the question that was put most often was put; 0: nothing was. */
export const drawsOf = (answers: readonly ProfileAnswer[]): number => new Set(answers.map(({ draw }) => draw)).size;

/** Equal: within ±10 points, ±.1 of a rate, ±.1 of the price index. */
const MARGIN: Readonly<Record<DrawUnit, number>> = { rate: 0.1, rating: 10, index: 0.1 };

/** A contrast of an agent, and the answers behind it. */
export type Contrasted = { readonly estimate: DrawEstimate | null; readonly answers: readonly ProfileAnswer[] };
export const valuesOf = (answers: readonly ProfileAnswer[]): readonly number[] => answers.map(({ value }) => value);
export const exact = ({ kind }: Profiled): boolean => kind === 'theory';

const cellOf = (
  { estimate, answers }: Contrasted,
  judged: Verdict | null,
  { level = 0.95, why = null }: { readonly level?: number; readonly why?: string | null } = {},
): ProfileCell => ({
  verdict: judged,
  estimate: estimate?.value ?? null,
  interval: estimate?.interval(level) ?? null,
  level,
  n: estimate?.n ?? 0,
  why,
  answers,
  matches: matchesOf(answers),
});

export const UNANSWERED = 'nothing was answered';
const SINGLE = 'a single draw tells no interval: take a longer --length';

/** Why there is no interval. */
const lacking = ({ estimate }: Contrasted): string | null =>
  estimate === null ? UNANSWERED : estimate.interval(0.95) === null ? SINGLE : null;

export const sided = (contrasted: Contrasted, side: 'above' | 'below'): ProfileCell => {
  const why = lacking(contrasted);
  if (contrasted.estimate === null) return cellOf(contrasted, null, { why });
  return cellOf(contrasted, verdict(contrasted.estimate.interval(0.95), side), { why });
};

export const equal = (contrasted: Contrasted, unit: DrawUnit): ProfileCell => {
  const { estimate } = contrasted;
  const why = lacking(contrasted);
  if (estimate === null) return cellOf(contrasted, null, { why });
  return cellOf(contrasted, stable(estimate.interval(0.9), estimate.interval(0.95), MARGIN[unit]), { level: 0.9, why });
};

export const cannot = (why: string): ProfileCell => cellOf({ estimate: null, answers: [] }, null, { why });

/** All must be shown; one that is contradicted contradicts. */
export const together = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('contradicted') ? 'contradicted' : verdicts.every((one) => one === 'shown') ? 'shown' : 'not shown';

/** "Most", "least": the difference from every other agent is on this side; the closest is printed. */
export function extreme(
  one: Profiled,
  all: readonly Profiled[],
  side: 'above' | 'below',
  of: (agent: Profiled) => Contrasted,
  lack: string,
): ProfileCell {
  const mine = of(one);
  if (mine.estimate === null) return cannot(lack);
  const { estimate } = mine;
  const others = all.filter((other) => other !== one).flatMap((other) => of(other).estimate ?? []);
  if (others.length === 0) return cannot('it is a difference between agents: profile several at once');
  const differences = others.map((other) => difference(estimate, other));
  const closest = differences.reduce((least, next) =>
    side === 'above' ? (next.value < least.value ? next : least) : next.value > least.value ? next : least,
  );
  const judged = together(differences.map((each) => verdict(each.interval(0.95), side)));
  const contrasted = { estimate: closest, answers: mine.answers };
  return cellOf(contrasted, judged, { why: lacking(contrasted) });
}
