/**
 * The methods, in paragraphs that can stand in a paper: only what was done in this comparison, with its numbers. A
 * statistic is named, with its source, where a figure or a test here used it.
 */
import type { Comparison, Group, Treatment } from '../compare/document.ts';
import { sizeWords } from '../compare/sentences.ts';
import type { Test } from '../compare/tests.ts';
import { DRAWS } from '../preferences/group.ts';
import { isRefused } from '../preferences/refused.ts';
import { settingsOf } from './made.ts';
import { answeredWords, sentWords } from './models.ts';

const SOURCES = {
  wilson: 'Wilson, JASA 22, 1927',
  newcombe: 'Newcombe, Statistics in Medicine 17, 1998, 873–890',
  paired: 'Newcombe, Statistics in Medicine 17, 1998, 2635–2650',
  hesterberg: 'Hesterberg, The American Statistician 69, 2015',
  welch: 'Welch, Biometrika 34, 1947',
  zou: 'Zou & Donner, Statistics in Medicine 27, 2008',
  wilks: 'Wilks, Annals of Mathematical Statistics 9, 1938',
  logit: 'McFadden, in Frontiers in Econometrics, 1974',
  mann: 'Mann & Whitney, Annals of Mathematical Statistics 18, 1947',
  wilcoxon: 'Wilcoxon, Biometrics Bulletin 1, 1945',
  mcnemar: 'McNemar, Psychometrika 12, 1947',
  fisher: 'Fisher, The Design of Experiments, 1935',
  holm: 'Holm, Scandinavian Journal of Statistics 6, 1979',
  moralis: 'Alger & Weibull, Econometrica 81(6), 2013',
} as const;

export function methodsParagraphs(comparison: Comparison, version: string): readonly string[] {
  const paragraphs = [
    dataWords(comparison, version),
    ...[...Map.groupBy(comparison.treatments, ({ game }) => game).values()].map(gameWords),
    modelWords(comparison),
    unitWords(comparison),
  ];
  return [...paragraphs, intervalWords(comparison), testWords(comparison), preferenceWords(comparison)].filter(Boolean);
}

const matches = (n: number): string => sizeWords(n, 'match', 'matches');

function dataWords({ treatments, counts, sessions }: Comparison, version: string): string {
  const { finished, decisions, left, unpaid, failed, unknown, unreadable, rehearsals, substituted, older } = counts;
  const out = [
    ...(left > 0 ? [`${matches(left)} not played to the end`] : []),
    ...(unpaid + failed > 0 ? [`${matches(unpaid + failed)} that ended without an answer`] : []),
    ...(unknown + unreadable > 0 ? [`${matches(unknown + unreadable)} that could not be read by the rules of their version`] : []),
    ...(rehearsals > 0 ? [`${matches(rehearsals)} of rehearsals`] : []),
    ...(substituted > 0 ? [`${sizeWords(substituted, 'seat')} for which a stand-in had to answer`] : []),
  ];
  const games = [...new Set(treatments.map(({ title, version: rules }) => `${title} (rules version ${rules})`))];
  return [
    `${recorded(sessions, version)} ${sizeWords(finished, 'finished match', 'finished matches')} with ${sizeWords(decisions, 'choice')} entered the comparison${games.length === 0 ? '' : `: ${listed(games)}`}.`,
    out.length === 0 ? '' : `Excluded: ${out.join('; ')}.`,
    older === 0
      ? ''
      : `${matches(older)} of an earlier version of the rules ${older === 1 ? 'was' : 'were'} analysed by that version and apart.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** By which versions, where choices were recorded by another one than this. */
function recorded(sessions: Comparison['sessions'], version: string): string {
  const others = new Set(sessions.map((one) => one.version));
  return others.size === 0 || (others.size === 1 && others.has(version))
    ? `Choices were recorded and analysed with homines ${version}.`
    : `Choices were recorded with homines ${listed([...others].sort())} and analysed with homines ${version}.`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** A game's settings, those of all its conditions once, and the conditions with what is their own and who was in them. */
function gameWords(mine: readonly Treatment[]): string {
  const [first] = mine;
  const [shared, ...own] = settingsApart(mine);
  const said = mine.map((one, i) => {
    const named = [one.settings, one.against, one.older ? `rules version ${one.version}` : ''].filter(Boolean).join(', ');
    const groups = one.groups.length === 0 ? 'theory, stand-ins and scripts only' : one.groups.map(groupWords).join('; ');
    return `${mine.length > 1 ? `(${i + 1}) ` : ''}${named}${own[i] ? ` (${own[i]})` : ''}: ${groups}.`;
  });
  return `${first!.title}, settings${mine.length > 1 ? ' of all conditions' : ''}: ${shared || 'none'}. ${mine.length > 1 ? `${mine.length} conditions: ` : ''}${said.join(' ')}`;
}

/** "T 80, R 75" of all, and what is left of each. */
function settingsApart(mine: readonly Treatment[]): readonly string[] {
  const each = mine.map(settingsOf);
  const common = each[0]!.filter((setting) => each.every((settings) => settings.includes(setting)));
  return [common, ...each.map((settings) => settings.filter((setting) => !common.includes(setting)))].map((settings) =>
    settings.join(', '),
  );
}

const groupWords = (group: Group): string => `${group.id === 'people' ? '' : `${group.label}, `}${groupSizeWords(group)}`;

/** "24 people, 24 matches". */
export const groupSizeWords = ({ size, unit, matches: played }: Group): string =>
  unit === 'wording' ? size : `${size}, ${matches(played)}`;

function unitWords({ treatments, across, by }: Comparison): string {
  const groups = treatments.flatMap((one) => one.groups);
  const units = new Set(groups.map(({ unit }) => unit));
  const people = groups.some(({ kind }) => kind === 'people');
  const lines = treatments.flatMap((one) => one.lines);
  return [
    units.has('participant') ? 'One observation is one participant, by the mean over everything that they answered in a condition.' : '',
    units.has('matching group')
      ? 'Where participants could learn from one another, one observation is their matching group: all who met, directly or through others.'
      : '',
    across.some(({ overall }) => overall.length > 0)
      ? 'Where the same people met several sets of payoffs, one observation is also the mean of each over all of them.'
      : '',
    people
      ? `People are grouped ${by === 'all' ? 'together' : `by ${by}`}${by === 'treatment' && groups.some(({ label }) => label === 'no treatment') ? '; those without a treatment are a group of their own' : ''}.`
      : '',
    units.has('draw')
      ? 'Matches of a language model under one wording are draws of one subject; intervals and tests of them concern this model under this wording and no others.'
      : '',
    units.has('wording') ? 'Of a language model with several wordings the wording is the observation, by the mean over its matches.' : '',
    lines.some(({ kind }) => kind === 'theory')
      ? `Theoretical agents (economicus with κ = 0, moralis with the κ in its name) are solved from u = (1 − κ)π(x, ŷ) + κπ(x, x) (${SOURCES.moralis}).`
      : '',
    lines.length > 0
      ? 'Theory, stand-ins and scripts are reference lines and never samples: intervals are said to contain them or not.'
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Which kinds of intervals were used, each once. */
function intervalWords({ treatments, across, methods }: Comparison): string {
  const groups = treatments.flatMap((one) => one.groups);
  const overall = across.flatMap((one) => one.overall.flatMap((all) => all.groups));
  const estimates = [...groups, ...overall].flatMap(({ measures }) => measures).filter(({ n }) => n > 0);
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

function testWords({ treatments, across, methods }: Comparison): string {
  const overall = across.flatMap((one) => one.overall);
  const tests = [...treatments, ...across, ...overall].flatMap((one) => one.tests);
  if (tests.length === 0) return '';
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
    some('mean of differences') ? 'paired answers of large groups by the normal approximation of the mean difference' : '',
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
    ...familyWords(treatments, across),
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

/** The family over which Holm adjusts: the declared measures of a game, in all its conditions and over several sets of payoffs. */
function familyWords(treatments: readonly Treatment[], across: Comparison['across']): readonly string[] {
  const games = [...new Set(treatments.map(({ game }) => game))];
  const means = across.some(({ overall }) => overall.some(({ tests }) => tests.length > 0));
  const families = games.flatMap((game) => {
    const mine = treatments.filter((one) => one.game === game);
    const overall = across.flatMap((one) => (one.game === game ? one.overall : []));
    const tests: readonly Test[] = [...mine, ...overall].flatMap((one) => one.tests).filter(({ family }) => family === 'declared');
    if (tests.length === 0) return [];
    const named = [...new Set(tests.map(({ measure }) => measure))];
    return [`${mine[0]!.title}: ${sizeWords(tests.length, 'test')} of ${listed(named)}`];
  });
  return families.length === 0
    ? ['All tests are exploratory, unadjusted, and show nothing by themselves.']
    : [
        `Declared by the game's definition, not chosen from the data, and adjusted together within a game (${SOURCES.holm}): ${families.join('; ')}.${means ? ' Where the same people met several sets of payoffs, their means over all of them are declared, and each set by itself is exploratory.' : ''} All other tests are exploratory, unadjusted, and show nothing by themselves.`,
      ];
}

/** Which models were asked, with which settings, and how many questions they answered. */
function modelWords({ models }: Comparison): string {
  if (models.length === 0) return '';
  const said = models.map((one) => {
    const sent = sentWords(one);
    return `${answeredWords(one).replace(/\.$/, '')}${sent === '' ? '' : ` (sent: ${sent})`}`;
  });
  return `Language models: ${said.join('; ')}. A wrong answer was asked for once more, with the problem quoted.`;
}

/** How preferences were estimated, where any were. */
function preferenceWords({ preferences }: Comparison): string {
  const fits = (preferences ?? []).flatMap(({ groups }) => groups.flatMap(({ estimated }) => (isRefused(estimated) ? [] : [estimated])));
  const found = fits.flatMap(({ kappa, full }) => [kappa, full].flatMap((one) => (isRefused(one) ? [] : [one])));
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
  return `Preferences in u = (1 − κ)π(x, ŷ) + κπ(x, x) − αB − βA were estimated by maximum likelihood of logit choices between plans (${SOURCES.logit}), one set of parameters a group, with 95 % intervals from ${intervals.join(' and from ')}.`;
}
