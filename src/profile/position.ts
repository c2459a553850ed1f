/** What the place of an option does to an agent's answers: shares of the option shown first, beside what they would be without. */
import { type Interval, wilson } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';
import type { Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';
import { type DrawEstimate, LEAST_SD, student } from './estimates.ts';
import { situationOf } from './share-estimates.ts';

/** What standing first does in one task, over all its questions with options. */
export type ProfilePosition = {
  readonly task: string;
  /**
   * −1 to 1: how much likelier an option is when it stands first than elsewhere. Of two options P(it, first) − P(it, second);
   * 0: the place does nothing; 1: whatever stands first is chosen.
   */
  readonly effect: number;
  /** 95 %: of draws Wilson's, of probabilities Student's over situations; null: a single situation tells none. */
  readonly interval: Interval | null;
  /** Answers that were drawn; with `situations` as many of those. */
  readonly n: number;
  readonly situations: boolean;
  /** Log-odds that an option gains by standing first, the mean over situations; null: answers were drawn. */
  readonly logOdds: number | null;
};

/**
 * The effect in each of these tasks in which an agent chose between options. Orders are balanced, so
 * that the share of first options would be the mean of 1/options if the place did nothing. Empty for agents of theory, for
 * whom no place can matter.
 */
export function positionsOf(one: Profiled, tasks: readonly ProfileTask[]): readonly ProfilePosition[] {
  if (one.kind === 'theory') return [];
  const asked = one.answers.flatMap((answer) => (answer.stood === undefined ? [] : [{ answer, stood: answer.stood }]));
  return tasks.flatMap(({ spec: { task } }): readonly ProfilePosition[] => {
    const those = asked.filter(({ answer }) => answer.task === task);
    if (those.length === 0) return [];
    const situations = Map.groupBy(those, ({ answer }) => situationOf(answer));
    const told = those.some(({ answer }) => answer.shares !== undefined);
    const firsts = told
      ? [...situations.values()].map((same) => mean(same.map(({ stood }) => stood.chosen)))
      : those.map(({ stood }) => stood.chosen);
    const even = mean(those.map(({ stood }) => 1 / stood.of));
    const share = told ? shareOf(firsts) : drawnShare(firsts);
    // Of a share s of first options s = even + effect · (1 − even).
    const effect = (first: number): number => (first - even) / (1 - even);
    const interval = share.interval(0.95);
    const biases = those.flatMap(({ stood }) => stood.logOdds ?? []);
    return [
      {
        ...{ task, effect: effect(share.value), n: firsts.length, situations: told },
        interval: interval === null ? null : [effect(Math.max(0, interval[0])), effect(Math.min(1, interval[1]))],
        logOdds: told && biases.length > 0 ? mean(biases) : null,
      },
    ];
  });
}

function drawnShare(firsts: readonly number[]): Pick<DrawEstimate, 'value' | 'interval'> {
  const hits = firsts.reduce((sum, one) => sum + one, 0);
  return { value: hits / firsts.length, interval: (level) => wilson(hits, firsts.length, level) };
}

function shareOf(firsts: readonly number[]): Pick<DrawEstimate, 'value' | 'interval'> {
  const [n, value] = [firsts.length, mean(firsts)];
  if (n === 1) return { value, interval: () => null };
  const spread = firsts.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  return student(value, n, { variance: Math.max(spread, LEAST_SD.share ** 2) / n, freedom: n - 1 });
}
