/** For comparisons: shares of what one has on one line, with each agent's contribution at its place; and the path over rounds. */
import type { Belief, ComparisonSpec, Mind, Standing } from '../../src/core/game.ts';
import { manyRounds } from '../../src/core/rounds.ts';
import { isGrim, learns, matchBelief, solutionAfter, type Told } from './belief.ts';
import { type Config, contributions, decimalsOf } from './config.ts';
import { expected as show } from './format.ts';
import { expectedMean, given } from './plans.ts';
import { NAMES } from './measures.ts';
import { CONTRIBUTE } from './rules.ts';
import { chances } from './stand-in.ts';

/** What somebody shows who puts in the same whatever it saw: `share` on average, nothing with chance `nothing`. */
const always = (config: Config, share: number, nothing: number): Readonly<Record<string, number>> => ({
  [NAMES.share]: share,
  [NAMES.first]: share,
  [NAMES.nothing]: nothing,
  ...(manyRounds(config) ? { [NAMES.last]: share, [NAMES.low]: share, [NAMES.high]: share } : {}),
});

/** What somebody answers who expects so much of the others on average, as a share; nothing where it is not asked. */
const expects = (config: Config, mean: number): Readonly<Record<string, number>> =>
  config.askBeliefs ? { [NAMES.expects]: Number(mean.toFixed(decimalsOf(config))) / config.endowment } : {};

/**
 * What a mind does by each measure. Solved agents put in the same in every round, whatever they see, unless inequity aversion
 * meets a belief that changes: then only the first round is told. Of grim reversion too: what follows hangs on the others.
 */
function expected(config: Config, mind: Mind, standing: Standing): Readonly<Record<string, number>> {
  if (mind === 'standin') {
    const { mean, likely } = chances(config);
    return { ...always(config, mean / config.endowment, likely.at(-1) ?? 0), ...expects(config, config.endowment / 2) };
  }
  if (isGrim(config, mind)) return { [NAMES.first]: 1 };
  const belief = matchBelief(config, toldIn(config, standing));
  const solution = solutionAfter(config, mind, belief, []);
  const share = given(config, solution.plan) / config.endowment;
  const { alpha = 0, beta = 0 } = mind;
  if ((alpha !== 0 || beta !== 0) && learns(config, belief)) return { [NAMES.first]: share };
  const said = learns(config, belief) ? {} : expects(config, expectedMean(config, solution));
  return { ...always(config, share, share === 0 ? 1 : 0), ...said };
}

/** What the others are known to want, one a seat; of whom only one taste is given, all have it. */
const toldIn = ({ players }: Config, { other, others }: Standing): Told =>
  others ?? Array.from({ length: players - 1 }, () => other);

/** Whether of some of the others nothing is known: a person, a model, a script. */
const unknownOf = ({ others = [] }: Belief & { kind: 'known' }): boolean => others.includes(null);

/** What `expected` takes an agent to expect, to stand beside its mark. */
function believing(config: Config, standing: Standing): string {
  const belief = matchBelief(config, toldIn(config, standing));
  const mean = () => show(config)(expectedMean(config, solutionAfter(config, { kappa: 0 }, belief, [])));
  switch (belief.kind) {
    case 'given':
      return `expecting ${mean()} of the others on average`;
    case 'observed':
      return 'expecting what it has seen of the others';
    case 'like-minded':
      return 'expecting its like';
    case 'known':
      return learns(config, belief)
        ? `knowing who keeps to grim reversion, and at first expecting ${mean()} of the others`
        : `knowing ${unknownOf(belief) ? 'some of ' : ''}the others, and expecting ${mean()} of all`;
    default:
      return 'expecting every contribution alike';
  }
}

const ROWS: readonly (readonly [measure: string, label: string, which?: 'repeated' | 'asked'])[] = [
  [NAMES.share, 'share put in'],
  [NAMES.first, 'in the first round', 'repeated'],
  [NAMES.last, 'in the last round', 'repeated'],
  [NAMES.low, 'after little', 'repeated'],
  [NAMES.high, 'after much', 'repeated'],
  [NAMES.nothing, 'how often nothing'],
  [NAMES.expects, 'expects', 'asked'],
];

export const comparison: ComparisonSpec<Config> = {
  figures: (config) => [
    {
      title: 'contributions …',
      ...{ min: 0, max: 1, ends: ['0 %', '100 %'], written: 'percent' },
      rows: ROWS.filter(
        ([, , which]) => which === undefined || (which === 'asked' ? config.askBeliefs : manyRounds(config)),
      ).map(([measure, label]) => ({ measure, label })),
    },
  ],
  declared: [NAMES.share, NAMES.nothing],
  within: [
    [NAMES.first, NAMES.last],
    [NAMES.high, NAMES.low],
  ],
  contrasts: [],
  expected,
  believing,
  path: (config) => ({
    ...{ key: CONTRIBUTE, title: 'contribution by round', period: 'round', decimals: Math.max(1, decimalsOf(config)) },
    levels: [
      { at: 0, label: 'nothing' },
      { at: contributions(config).at(-1)!, label: 'everything' },
    ],
  }),
};
