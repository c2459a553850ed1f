/** The numbers that the literature reports for games of two moves. */
import { choiceRate } from '../core/choice-rate.ts';
import type { Measure, PlayedMatch, Plans, Seat, Taste } from '../core/game.ts';
import type { Solution } from '../core/theory.ts';
import { bestPlans, matchBelief, solutionAfter } from './beliefs.ts';
import { at, type Form, nodeOf, nodesOf, otherOf, planName } from './form.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';

/** 1 where the seat answered this letter at this node and 0 where the other one, at every time it answered there. */
export const letterRate = (
  node: string,
  letter: string,
  said: Pick<Measure<unknown>, 'name' | 'sentence' | 'source'>,
): Measure<unknown> =>
  choiceRate({ ...said, counts: ({ key }, answer) => (key !== node ? null : answer === letter ? 1 : 0) });

/** Points of a match, all rounds together. */
export const pointsMeasure = (source: string): Measure<unknown> => ({
  name: 'payoff',
  sentence: 'Points of a match, all rounds together.',
  source,
  scale: 'points',
  values: ({ payoffs }, seat) => (payoffs?.[seat] === undefined ? [] : [payoffs[seat]]),
});

/** Both players' points of each round, by `of`: from their sum and the settings. */
export const efficiencyMeasure = <Config extends SequentialConfig>(
  sentence: string,
  of: (config: Config, sum: number) => number,
): Measure<SequentialView<Config>> => ({
  name: 'efficiency',
  sentence,
  source: 'ours, as usual in experiments on social dilemmas',
  scale: 'rate',
  values: ({ views }, seat) => {
    const view = views[seat];
    return (view?.history ?? []).map(({ points: [one, other] }) => of(view!.config, one + other));
  },
});

export type DistanceRequest = {
  readonly name: string;
  readonly sentence: string;
  readonly taste: Taste;
  /** Only nodes at which every best plan of this taste answers otherwise than every best plan of `taste` are counted; not given: all nodes. */
  readonly against?: Taste;
};

/**
 * Distances to agents of theory: the share of answered nodes at which every best plan answers otherwise, under the belief
 * that an agent in that seat would hold.
 */
export function distancesOf<Config extends SequentialConfig>(form: Form<Config>, plansOf: (config: Config) => Plans) {
  type View = SequentialView<Config>;

  /** What a taste makes of each round, as this seat of the match sees it. */
  function solutions(match: PlayedMatch<View>, seat: Seat): (taste: Taste, round: number) => Solution | null {
    const view = match.views[seat];
    if (view === undefined) return () => null;
    const { config, history } = view;
    const belief = matchBelief(config, match.disclosed?.[otherOf(seat)] ?? null);
    return (taste, round) => solutionAfter(form, plansOf(config), taste, belief, history.slice(0, round - 1), seat);
  }

  const lettersAt = (solution: Solution, key: string): ReadonlySet<string> =>
    new Set(bestPlans(solution).map((plan) => at(form, planName(form, plan), nodeOf(form, key))));

  const distance = ({ name, sentence, taste, against }: DistanceRequest): Measure<View> => ({
    name,
    sentence,
    source:
      'ours: answers compared with the plans that maximise the utility of Alger & Weibull, Econometrica 81(6), 2013',
    scale: 'distance',
    values(match, seat) {
      const solve = solutions(match, seat);
      const off = match.moves
        .filter(
          ({ decision: { seat: whose, key } }) => whose === seat && nodesOf(form).some((node) => node.key === key),
        )
        .flatMap(({ decision: { key, round }, answer }) => {
          const solution = solve(taste, round);
          if (solution === null) return [];
          const best = lettersAt(solution, key);
          if (against !== undefined) {
            const rival = solve(against, round);
            if (rival === null || [...lettersAt(rival, key)].some((letter) => best.has(letter))) return [];
          }
          return [best.has(String(answer)) ? 0 : 1];
        });
      return off.length === 0 ? [] : [off.reduce<number>((sum, one) => sum + one, 0) / off.length];
    },
  });

  return { distance };
}
