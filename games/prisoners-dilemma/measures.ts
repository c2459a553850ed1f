/** The numbers that the literature reports for this game. */
import type { Belief, Measure, PlayedMatch, Seat, Taste } from '../../src/core/game.ts';
import { choiceRate } from '../../src/core/choice-rate.ts';
import { solved } from '../../src/core/theory.ts';
import type { Config } from './config.ts';
import { AFTER_LAST, COUNTED, lastOf } from './counted.ts';
import { at, choiceOf, formOf, IN_TURNS, nodeOf, SIMULTANEOUS } from './form.ts';
import { planNamed, plans } from './plans.ts';
import { other, type View } from './rules.ts';
import { held, matchBelief } from './belief.ts';

const REPLICATED = 'van Leeuwen & Alger, JPE Microeconomics 2(4), 2024';
const ANDREOZZI = 'Andreozzi, Ploner & Saral, Scientific Reports 10, 13610, 2020';
const SHAFIR = 'Shafir & Tversky, Cognitive Psychology 24, 1992';

const configOf = (match: PlayedMatch<View>, seat: Seat): Config | null => match.views[seat]?.config ?? null;

/** What an answer counts at every time the seat answered at this node of this form. */
const counted = ({ name, sentence, node, form, counts }: (typeof COUNTED)[number]): Measure<View> =>
  choiceRate({
    ...{ name, sentence, source: form === IN_TURNS ? REPLICATED : form === SIMULTANEOUS ? SHAFIR : ANDREOZZI },
    counts: ({ key }, answer, { config }) =>
      key === node && formOf(config) === form ? counts(choiceOf(answer)) : null,
  });

/** Cooperation where the other's choice of the round before was this one. */
const afterLast = ({ name, said, choice }: (typeof AFTER_LAST)[number]): Measure<View> =>
  choiceRate({
    name,
    sentence: `Share of choices that cooperate in the round after the other’s ${said}, nothing being known of its choice now.`,
    source: 'Dal Bó & Fréchette, AER 101(1), 2011',
    counts: ({ key, round }, answer, view) =>
      key === 'choice' && lastOf(view, round) === choice ? (answer === 'C' ? 1 : 0) : null,
  });

/** What the best pair of choices pays both together: trust, or taking turns where that pays more. */
export const bestSum = ({ T, R, S }: Config): number => Math.max(2 * R, S + T);

/** (sum − 2P) / (max(2R, S + T) − 2P): 0 where both defect, 1 at the best; below 0 where the sum is less than 2P. */
export function efficiency(config: Config, sum: number): number {
  return (sum - 2 * config.P) / (bestSum(config) - 2 * config.P);
}

/** The belief that an agent in this seat would hold in a round. */
const beliefIn = (match: PlayedMatch<View>, seat: Seat, config: Config, round: number): Belief =>
  held(
    config,
    matchBelief(config, match.disclosed?.[other(seat)] ?? null),
    (match.views[seat]?.history ?? []).slice(0, round - 1),
    seat,
  );

/** Share of the answered nodes at which every tied plan of this taste answers otherwise. */
const distance = (name: string, taste: Taste, sentence: string): Measure<View> => ({
  name,
  sentence,
  source:
    'ours: answers compared with the plans that maximise the utility of Alger & Weibull, Econometrica 81(6), 2013',
  scale: 'distance',
  values: (match, seat) => {
    const config = configOf(match, seat);
    if (config === null) return [];
    const answered = match.moves.filter(
      ({ decision }) => decision.seat === seat && formOf(config).nodes.some((node) => node === decision.key),
    );
    if (answered.length === 0) return [];
    const off = answered.filter(({ decision, answer }) => {
      const { plan, ties } = solved(plans(config), taste, beliefIn(match, seat, config, decision.round));
      const node = nodeOf(decision.key);
      return (ties.length > 0 ? ties : [plan]).every(
        (place) => at(formOf(config), planNamed(config, place), node) !== answer,
      );
    });
    return [off.length / answered.length];
  },
});

export const measures: readonly Measure<View>[] = [
  ...COUNTED.filter(({ form }) => form === IN_TURNS).map(counted),
  {
    name: 'payoff',
    sentence: 'Points of a match, all rounds together.',
    source: REPLICATED,
    scale: 'points',
    values: (match, seat) => (match.payoffs?.[seat] === undefined ? [] : [match.payoffs[seat]]),
  },
  {
    name: 'efficiency',
    sentence:
      'Both players’ points of a round, from 0 where both defect to 1 at the best sum: (sum − 2P)/(max(2R, S + T) − 2P).',
    source: 'ours, as usual in experiments on social dilemmas',
    scale: 'rate',
    values: (match, seat) => {
      const config = configOf(match, seat);
      return config === null
        ? []
        : (match.views[seat]?.history ?? []).map(({ points }) => efficiency(config, points[0] + points[1]));
    },
  },
  distance('distance to economicus', { kappa: 0 }, 'Share of answers that differ from every best plan of economicus.'),
  distance(
    'distance to moralis',
    { kappa: 0.5 },
    'Share of answers that differ from every best plan of moralis with κ = 0.50.',
  ),
  ...COUNTED.filter(({ form }) => form !== IN_TURNS).map(counted),
  ...AFTER_LAST.map(afterLast),
];
