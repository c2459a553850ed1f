/**
 * The statistical part of the methods: which intervals, tests and estimates were used, each named where a figure or a
 * test has it.
 */
import { NOISES } from '../preferences/belief-grid.ts';
import { listed } from '../../core/format.ts';
import type { Comparison, ConditionComparison } from '../compare/document.ts';
import type { Test } from '../compare/hypothesis-tests.ts';
import { DRAWS, type Preferences } from '../preferences/group.ts';
import type { ProbabilityPreferences } from '../preferences/probability-group.ts';
import { isRefusal } from '../preferences/refusal.ts';
import { SOURCES } from './sources.ts';

/** Which kinds of intervals were used, each once, with its source; empty where there were none. */
export function intervalWords({ treatments, across, methods }: Comparison): string {
  const groups = treatments.flatMap((one) => one.groups);
  const overall = across.flatMap((one) => one.overall.flatMap((all) => all.groups));
  const estimates = [...groups, ...overall]
    .flatMap(({ measures }) => measures)
    .filter(({ n, from }) => n > 0 && from === 'answers');
  const uses = (method: string): boolean => estimates.some((one) => one.method === method);
  const parts = [
    uses('Wilson')
      ? `the Wilson score interval for rates of one yes or no an observation, and where every answer of all observations was the same (${SOURCES.wilson})`
      : '',
    uses('bootstrap over units')
      ? `the bootstrap over observations for other means (expanded percentiles, which make up for few observations: ${SOURCES.hesterberg}; ${methods.resamples.toLocaleString('en')} resamples, fixed seed)`
      : '',
    uses('normal approximation') ? 'the normal approximation for other means of more than 400 observations' : '',
  ].filter(Boolean);
  const paths = groups.some(({ path }) => path.some(({ interval }) => interval !== null));
  const few = estimates.some(({ n }) => n < methods.few);
  const equal = estimates.some(({ n, interval }) => n >= methods.few && interval === null);
  return [
    parts.length === 0 ? '' : `Intervals are at 95 %: ${parts.join('; ')}.`,
    paths ? 'Bands around price paths are such intervals of means, in each round by itself.' : '',
    few
      ? `With fewer than ${methods.few} observations a measure is reported by its single values and counts, without a mean or an interval.`
      : '',
    equal ? 'Where all observations are equal no interval is given, except for rates of 0 or 1.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Which tests were used, each once, with its source; empty where there were none. */
export function testWords({ treatments, across, methods }: Comparison): string {
  const overall = across.flatMap((one) => one.overall);
  const tests = [...treatments, ...across, ...overall].flatMap((one) => one.tests);
  if (tests.length === 0) return contrastWords(treatments);
  const some = (named: string): boolean => tests.some(({ test }) => test.startsWith(named));
  const drawn = (named: string): boolean => tests.some(({ test }) => test.startsWith(named) && !test.endsWith('exact'));
  const ways = [
    some('Fisher')
      ? `rates with one answer an observation by Fisher's exact test (${SOURCES.fisher}) with Newcombe's hybrid score interval (${SOURCES.newcombe})`
      : '',
    some('Mann')
      ? `ratings, prices, points and distances by the Mann–Whitney test (${SOURCES.mann}; ${[some('Mann–Whitney, exact') ? 'exact up to 20 observations, ties as ties' : '', some('Mann–Whitney, normal') ? 'normal approximation with tie and continuity corrections' : ''].filter(Boolean).join(', else ')})`
      : '',
    some('permutation of means')
      ? `other rates, and means of unequally many answers, by permutation of the observations (${[some('permutation of means, exact') ? 'all splits where they are few' : '', drawn('permutation of means, ') ? `${methods.splits.toLocaleString('en')} drawn splits` : ''].filter(Boolean).join(', else ')})`
      : '',
    some('difference of means, normal')
      ? 'other rates, and means of unequally many answers, of large groups by the normal approximation of the difference in means'
      : '',
    some('McNemar')
      ? `two yes-or-no answers of the same people by McNemar's exact test (${SOURCES.mcnemar}) with Newcombe's paired interval (${SOURCES.paired})`
      : '',
    some('permutation of signs') ? 'other paired rates by permutation of the signs of the differences' : '',
    some('signed-rank')
      ? `other paired answers by Wilcoxon's signed-rank test (${SOURCES.wilcoxon}; differences of zero left out, ties by mean ranks; ${[some('signed-rank, exact') ? 'exact up to 25 differences, ties as ties' : '', some('signed-rank, normal') ? 'normal approximation with corrections' : ''].filter(Boolean).join(', else ')})`
      : '',
    some('mean of differences')
      ? 'paired answers of large groups by the normal approximation of the mean difference'
      : '',
  ].filter(Boolean);
  const by = (method: string): boolean => tests.some((test) => test.method === method);
  const others = [
    by('bootstrap over units')
      ? `bootstrap intervals of the difference in means (expanded percentiles with Welch's degrees of freedom; ${SOURCES.welch})`
      : '',
    by('Zou & Donner')
      ? `where one group did it always or never, both groups' own intervals squared and added as Newcombe does (${SOURCES.zou})`
      : '',
    by("Welch's t") ? `Welch's t intervals where a group has more than 400 observations (${SOURCES.welch})` : '',
    by('normal approximation') ? 'normal approximations where a group has more than 400 observations' : '',
  ].filter(Boolean);
  const crowded = treatments.some((one) => one.groups.length > 6);
  return [
    `Differences are tested two-sided: ${ways.join('; ')}.`,
    others.length === 0
      ? ''
      : `The intervals of ${by('Newcombe') || by('Newcombe, paired') ? 'other ' : ''}differences are ${listed(others)}.`,
    tests.some(({ paired }) => paired)
      ? 'Groups whose participants met each other were compared within their matching groups, in pairs.'
      : '',
    ...familyWords(treatments, across),
    contrastWords(treatments),
    tests.some(({ family }) => family === 'declared')
      ? 'A declared difference is called shown if its 95 % interval leaves out 0 and its adjusted p is below .05; otherwise it is not shown, which is no evidence of equality.'
      : '',
    tests.some(({ detectable }) => detectable !== null)
      ? `The detectable difference is the one that samples of this size and spread would find with 80 % power at the two-sided 5 % level before adjustment${some('Fisher') ? ', for rates of one answer an observation a difference around one half' : ''}.`
      : '',
    tests.some(({ besides }) => besides['Kolmogorov–Smirnov p'] !== undefined)
      ? "Distributions are compared by Cliff's δ, the Kolmogorov–Smirnov distance (its p exact without ties, else by permutation, of large groups asymptotic) and the Wasserstein-1 distance, all exploratory."
      : '',
    crowded ? 'Where a condition has more than six groups only the six largest are tested against one another.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The families over which Holm adjusts: the declared measures of a game, of two groups in one condition or over several sets of payoffs. */
function familyWords(treatments: readonly ConditionComparison[], across: Comparison['across']): readonly string[] {
  const games = [...new Set(treatments.map(({ game }) => game))];
  const means = across.some(({ overall }) => overall.some(({ tests }) => tests.length > 0));
  const families = games.flatMap((game) => {
    const mine = treatments.filter((one) => one.game === game);
    const overall = across.flatMap((one) => (one.game === game ? one.overall : []));
    const tests: readonly Test[] = [...mine, ...overall]
      .flatMap((one) => one.tests)
      .filter(({ family }) => family === 'declared');
    if (tests.length === 0) return [];
    const named = [...new Set(tests.map(({ measure }) => measure))];
    return [`${mine[0]!.title}: ${listed(named)}`];
  });
  return families.length === 0
    ? ['All tests are exploratory, unadjusted, and show nothing by themselves.']
    : [
        `Declared by the game's definition, not chosen from the data, and adjusted together for two groups in one condition (${SOURCES.holm}): ${families.join('; ')}.${means ? ' Where the same people met several sets of payoffs, their means over all that both groups met are declared, and each set by itself is exploratory.' : ''} All other tests are exploratory, unadjusted, and show nothing by themselves.`,
      ];
}

/** The differences from 0 that games declare of one group, where any were looked at. */
function contrastWords(treatments: readonly ConditionComparison[]): string {
  const found = treatments.flatMap(({ groups }) => groups.flatMap(({ contrasts }) => contrasts));
  const measures = [...new Set(found.map(({ measure }) => measure))];
  return measures.length === 0
    ? ''
    : `Within one group ${listed(measures)} ${measures.length === 1 ? 'is' : 'are'} declared to differ from 0: by permutation of signs over observations, adjusted together for each group (${SOURCES.holm}); called shown or contradicted if the 95 % interval leaves out 0 and the adjusted p is below .05.`;
}

/** How preferences were estimated, where any were. */
export function preferenceWords({ preferences, pooled }: Comparison): string {
  const all = [...(preferences ?? []), ...(pooled === null ? [] : [pooled])].flatMap(({ groups }) =>
    groups.flatMap(({ estimated }) => (isRefusal(estimated) ? [] : [estimated])),
  );
  const told = all.flatMap((one) => (one.of === 'probabilities' ? [one] : []));
  return [
    drawnWords(all.flatMap((one) => (one.of === 'probabilities' ? [] : [one]))),
    pooled === null || all.length === 0
      ? ''
      : `They were estimated in each game, and over all games together from full plans in ${listed(pooled.games.map(({ title, protocols }) => `${title.toLowerCase()} (${protocols.length})`))}, players drawn whole across games; nothing is estimated from games alone in which every κ below 1 plays alike under the beliefs used.`,
    probabilityWords(told),
  ]
    .filter(Boolean)
    .join(' ');
}

/** How preferences were estimated from answers. */
function drawnWords(fits: readonly Preferences[]): string {
  const found = fits.flatMap(({ kappa, full }) => [kappa, full].flatMap((one) => (isRefusal(one) ? [] : [one])));
  if (found.length === 0) return '';
  const methods = new Set(found.flatMap(({ estimates }) => estimates.map(({ method }) => method)));
  const intervals = [
    ...(methods.has('bootstrap')
      ? [
          `expanded percentiles of a bootstrap over players (${DRAWS.toLocaleString('en')} samples, 200 beyond 10,000 players; ${SOURCES.hesterberg})`,
        ]
      : []),
    ...(methods.has('profile') ? [`profile likelihood where draws are independent (${SOURCES.wilks})`] : []),
  ];
  return `Preferences in u = (1 − κ)π(x, ŷ) + κπ(x, x) − αB − βA were estimated by maximum likelihood of logit choices between plans (${SOURCES.logit}), one set of parameters a group, with 95 % intervals from ${intervals.join(' and from ')}. κ is given as its range over choice noises (estimated, or ${NOISES.join(', ')} points) and, where no belief was stated or known, over beliefs (each answer of the other expected with 25, 50 or 75 %), and is concluded by the worst of it; plans of models, asked node by node, were estimated node by node.`;
}

/** How preferences were estimated from probabilities. */
function probabilityWords(told: readonly ProbabilityPreferences[]): string {
  if (told.length === 0) return '';
  const { situations, orders, wordings } = told.reduce(
    (most, one) => ({
      situations: Math.max(most.situations, one.situations),
      orders: Math.max(most.orders, one.orders),
      wordings: Math.max(most.wordings, one.wordings),
    }),
    { situations: 0, orders: 0, wordings: 0 },
  );
  const rounded = told.some(
    ({ plans }) => !isRefusal(plans) && plans.estimates[0]!.ranges.some(({ over }) => over === 'rounding'),
  );
  return [
    `Where a model told the probability of every answer instead of answering (${listed([...new Set(told.map(({ instrument }) => instrument))])}; no reasoning before it), preferences were estimated from these as fractional counts, each situation (a question under one set of payoffs, up to ${situations} of them) once: logarithms of probabilities averaged over ${orders === 1 ? 'one order of the options' : `${orders} orders of the options`} and ${wordings === 1 ? 'one wording' : `${wordings} wordings`}, which takes out what is added for a place.`,
    'Noise is over plans, or over single answers around the best plan; both were fitted, and the one that gives the probabilities back better is named first.',
    `Nothing was drawn, so there is no sample size, no test and no 95 % interval: what is given is how far the estimate moves from one order or one wording alone, without any one situation (jackknife, ${SOURCES.jackknife})${rounded ? `, over all probabilities that the decimals told leave open (conditional gradients, ${SOURCES.frankWolfe})` : ''}, and over beliefs where none was stated or known.`,
    'κ is comparable across models; λ only within one server, model, template and temperature.',
  ].join(' ');
}
