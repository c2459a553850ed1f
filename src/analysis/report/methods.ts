/** The methods paragraph: what was done, in words that can stand in a paper, with this comparison's numbers. */
import type { Comparison } from '../compare/document.ts';
import { sizeWords } from '../compare/sentences.ts';
import { DRAWS } from '../preferences/group.ts';
import { isRefused } from '../preferences/refused.ts';

export function methodsParagraph({ treatments, counts, methods, by, preferences }: Comparison, version: string): string {
  const groups = treatments.flatMap((one) => one.groups);
  const units = new Set(groups.map(({ unit }) => unit));
  const declared = treatments.reduce((sum, { tests }) => sum + tests.filter(({ family }) => family === 'declared').length, 0);
  const models = groups.some(({ kind }) => kind === 'model');
  const people = groups.some(({ kind }) => kind === 'people');
  const few = treatments.some((one) => one.tests.some(({ test }) => test.startsWith('Fisher')));
  const ranks = treatments.some((one) => one.tests.some(({ test }) => test.startsWith('Mann')));
  const within = treatments.flatMap(({ tests }) => tests.filter(({ kind }) => kind === 'within person'));
  const permuted = treatments.some((one) => one.tests.some(({ test }) => test.startsWith('permutation of means')));
  return [
    `Choices were recorded and analysed with homines ${version}. ${sizeWords(counts.finished, 'finished match', 'finished matches')} with ${sizeWords(counts.decisions, 'choice')} entered the comparison${counts.left > 0 ? `; ${sizeWords(counts.left, 'match', 'matches')} that ${counts.left === 1 ? 'was' : 'were'} not finished did not` : ''}${counts.rehearsals > 0 ? `, nor did ${sizeWords(counts.rehearsals, 'match', 'matches')} of rehearsals` : ''}.`,
    people
      ? `One observation is one participant (the mean over protocols or items)${units.has('matching group') ? ', or, where participants could learn from one another, their matching group' : ''}; people are grouped by ${by === 'all' ? 'nothing (all together)' : by}.`
      : '',
    models
      ? `Answers of a language model under one wording are draws of one subject${units.has('wording') ? '; with several wordings, the wording is the observation' : ''}; tests against them concern this model and wording only.`
      : '',
    'Theoretical agents (economicus and moralis, solved from u = (1 − κ)π(x, ŷ) + κπ(x, x); Alger & Weibull, Econometrica 81(6), 2013), stand-ins and published figures are reference lines and never samples: intervals are said to contain them or not.',
    `Rates with one answer an observation carry Wilson intervals, all other means bootstrap intervals over observations (expanded percentiles, Hesterberg, The American Statistician 2015, which make up for few observations; ${methods.resamples.toLocaleString('en')} resamples, fixed seed; normal approximation above 400 observations), both at 95 %. Groups of fewer than ${methods.few} observations are shown as dots and counts.`,
    few ? "Rates are compared by Fisher's exact test with Newcombe's interval." : '',
    ranks
      ? 'Ratings and prices are compared by the Mann–Whitney test (exact without ties up to 20 observations, else the normal approximation with tie and continuity corrections) and a bootstrap interval of the difference in means; their distributions also by Cliff’s δ, the Kolmogorov–Smirnov distance (its p exact without ties, else by permutation) and Wasserstein-1, all exploratory.'
      : '',
    permuted
      ? `Other rates, and means of unequally many answers, are compared by permuting observations (all splits where they are few, else ${methods.splits.toLocaleString('en')} drawn ones).`
      : '',
    within.some(({ test }) => test.startsWith('McNemar'))
      ? "Two yes-or-no answers of the same people are compared by McNemar's exact test with Newcombe's paired interval."
      : '',
    within.some(({ test }) => test.startsWith('signed-rank'))
      ? "Two ratings of the same people are compared by Wilcoxon's signed-rank test (differences of zero left out, ties by mean ranks; exact without ties up to 25 differences, else the normal approximation with corrections)."
      : '',
    declared > 0
      ? `${sizeWords(declared, 'test')} of declared differences ${declared === 1 ? 'carries' : 'carry'} Holm's adjustment within each game; all others are exploratory and show nothing by themselves. With every test stands the difference that it would detect with 80 % power at the two-sided 5 % level before adjustment, for rates a difference around one half.`
      : '',
    preferencesSentence(preferences),
  ]
    .filter(Boolean)
    .join(' ');
}

/** How preferences were estimated, where any were. */
function preferencesSentence(preferences: Comparison['preferences']): string {
  const fits = (preferences ?? []).flatMap(({ groups }) => groups.flatMap(({ estimated }) => (isRefused(estimated) ? [] : [estimated])));
  const found = fits.flatMap(({ kappa, full }) => [kappa, full].flatMap((one) => (isRefused(one) ? [] : [one])));
  if (found.length === 0) return '';
  const methods = new Set(found.flatMap(({ estimates }) => estimates.map(({ method }) => method)));
  const intervals = [
    ...(methods.has('bootstrap')
      ? [
          `expanded percentiles of a bootstrap over players (${DRAWS.toLocaleString('en')} samples, 200 beyond 10,000 players; Hesterberg 2015)`,
        ]
      : []),
    ...(methods.has('profile') ? ['profile likelihood where draws are independent (Wilks 1938)'] : []),
  ];
  return `Preferences in u = (1 − κ)π(x, ŷ) + κπ(x, x) − αB − βA were estimated by maximum likelihood of logit choices between plans (McFadden 1974), one set of parameters a group, with 95 % intervals from ${intervals.join(' and from ')}.`;
}
