/** The numbers that the literature reports for this game, as shares of what each has. */
import { choiceRate, movesOfSeat } from '../../src/core/choice-rate.ts';
import type { Answer, Decision, Measure } from '../../src/core/game.ts';
import type { Config } from './config.ts';
import { isDilemma } from './config.ts';
import { benchmark, bestOf } from './plans.ts';
import { CONTRIBUTE, EXPECT, othersMean, type View } from './rules.ts';

const LEDYARD = 'Ledyard, Public Goods, in Handbook of Experimental Economics, 1995 (as usual in the literature)';
const FGF = 'Fischbacher, Gächter & Fehr, Economics Letters 71, 2001 (after their conditional contributions; ours)';

/** By name: what each is called in figures too. */
export const NAMES = {
  share: 'puts in',
  first: 'puts in first',
  last: 'puts in last',
  low: 'puts in after little',
  high: 'puts in after much',
  nothing: 'puts in nothing',
  expects: 'expects',
  efficiency: 'efficiency',
} as const;

type Counting = (view: View, decision: Decision, share: number) => number | null;

/** Of contributions, as shares of the endowment: what each counts, null where it is none of it. */
const ofContributions = (name: string, source: string, sentence: string, of: Counting): Measure<View> =>
  choiceRate({
    ...{ name, source, sentence },
    counts: (decision, answer, view) => {
      if (decision.key !== CONTRIBUTE || decision.practice) return null;
      return of(view, decision, Number(answer) / view.config.endowment);
    },
  });

/** The share that the others put in on average in the round before; null in the first. */
function lastMean({ config, history }: View, round: number): number | null {
  const before = history[round - 2];
  return before === undefined ? null : othersMean(config, before) / config.endowment;
}

/** Whether a round is the last one: of an open end, once the match is over. */
const isLast = ({ rounds, over, history }: View, round: number): boolean =>
  rounds === null ? over && round === history.length : round === rounds;

/** Of answers after the others' last mean was in reach, their share. */
const after =
  (reach: (mean: number) => boolean): Counting =>
  (view, { round }, share) => {
    const mean = lastMean(view, round);
    return mean !== null && reach(mean) ? share : null;
  };

/** How far a contribution is from the nearest that this agent would make: no belief changes what either agent puts in. */
const distance = (config: Config, kappa: number, contribution: number): number =>
  Math.min(...bestOf(config, benchmark(config, kappa)).map((best) => Math.abs(contribution - best))) / config.endowment;

const distanceTo = (name: string, kappa: number, sentence: string): Measure<View> => {
  const counts = (decision: Decision, answer: Answer, view: View): number | null =>
    decision.key !== CONTRIBUTE || decision.practice ? null : distance(view.config, kappa, Number(answer));
  return {
    ...{ name, sentence, counts, scale: 'distance' },
    source: 'ours: contributions compared with those that maximise the utility of Alger & Weibull 2013, 2016',
    values: ({ moves, views }, seat) => {
      const all = movesOfSeat(moves, seat).flatMap(
        ({ decision, answer }) => counts(decision, answer, views[seat]!) ?? [],
      );
      return all.length === 0 ? [] : [all.reduce((sum, one) => sum + one, 0) / all.length];
    },
  };
};

export const measures: readonly Measure<View>[] = [
  ofContributions(NAMES.share, LEDYARD, 'Share of what one has that is put in, all rounds.', (_, __, share) => share),
  ofContributions(NAMES.first, LEDYARD, 'Share that is put in in the first round.', (_, { round }, share) =>
    round === 1 ? share : null,
  ),
  ofContributions(
    NAMES.last,
    LEDYARD,
    'Share that is put in in the last round, where there is more than one.',
    (view, { round }, share) => (round > 1 && isLast(view, round) ? share : null),
  ),
  ofContributions(
    NAMES.low,
    FGF,
    'Share that is put in after a round in which the others put in less than half on average.',
    after((mean) => mean < 0.5),
  ),
  ofContributions(
    NAMES.high,
    FGF,
    'Share that is put in after a round in which the others put in half or more on average.',
    after((mean) => mean >= 0.5),
  ),
  ofContributions(NAMES.nothing, LEDYARD, 'Share of contributions that are nothing (free riding).', (_, __, share) =>
    share === 0 ? 1 : 0,
  ),
  choiceRate({
    name: NAMES.expects,
    sentence: 'Share that the others are expected to put in, where beliefs are asked.',
    source: 'ours; beliefs as Fischbacher & Gächter, AER 100, 2010, ask them',
    counts: ({ key }, answer, { config }) => (key === EXPECT ? Number(answer) / config.endowment : null),
  }),
  {
    name: 'payoff',
    sentence: 'Points of a match, all rounds together.',
    source: 'Isaac & Walker, Quarterly Journal of Economics 103, 1988',
    scale: 'points',
    values: ({ payoffs }, seat) => (payoffs?.[seat] === undefined ? [] : [payoffs[seat]]),
  },
  {
    name: NAMES.efficiency,
    sentence:
      'What the group earned of what it could, from 0 where all keep everything to 1 where all put in everything; one value a round.',
    source: 'ours, as usual in experiments on social dilemmas',
    scale: 'rate',
    values: ({ views }, seat) => {
      const view = views[seat];
      if (view === undefined || !isDilemma(view.config)) return [];
      // The gain is (n·m − 1) a point, so its share is that of the points put in.
      const most = view.config.players * view.config.endowment;
      return view.history.map(({ total }) => Math.min(1, total / most));
    },
  },
  distanceTo(
    'distance to economicus',
    0,
    'Mean gap to the nearest contribution that is best for economicus, as a share of what one has.',
  ),
  distanceTo(
    'distance to moralis',
    0.5,
    'Mean gap to the nearest contribution that is best for moralis with κ = 0.50, as a share of what one has.',
  ),
];
