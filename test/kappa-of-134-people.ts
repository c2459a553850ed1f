/**
 * `npm run estimate`: the estimator of κ on what 134 people really did, as a page: data/reference/kappa-of-134-people.md. A test
 * holds every number on it. Everything is computed by the code that compares and reports use; nothing is fitted for this page.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minus, percent } from '../src/core/format.ts';
import { rng } from '../src/core/rng.ts';
import { uniform } from '../src/core/theory.ts';
import { type ChoiceSample, sampleOf } from '../src/analysis/preferences/cells.ts';
import { type ChoiceRate, choiceRates } from '../src/analysis/preferences/choice-rates.ts';
import { bestPlans } from '../src/analysis/preferences/best-plans.ts';
import { estimateInSteps, type Estimated, type ParameterEstimate } from '../src/analysis/preferences/estimate.ts';
import { fit, type Model, type Parameter } from '../src/analysis/preferences/fit.ts';
import { planProbabilities, type Point } from '../src/analysis/preferences/logit.ts';
import type { Observation } from '../src/analysis/preferences/observation.ts';
import { identified } from '../src/analysis/preferences/precision.ts';
import { threeSteps, trento } from './andreozzi.ts';

export const pageFile = join(import.meta.dirname, '..', 'data', 'reference', 'kappa-of-134-people.md');

/** Samples of a bootstrap: of period 1, and of all ten periods, where one takes ten times as long. */
export type Draws = { readonly first: number; readonly all: number };
export const DRAWS: Draws = { first: 1000, all: 200 };

const choices = trento();
const of = (chosen: (one: (typeof choices)[number]) => boolean): readonly Observation[] =>
  choices.filter(chosen).map(({ observation }) => observation);
export const periodOne = of(({ period }) => period === 1);
export const allPeriods = of(() => true);
const within = (treatment: string): readonly Observation[] =>
  of((one) => one.period === 1 && one.treatment === treatment);
/** The same answers as if nobody had been asked what they expect. */
export const unasked = (observations: readonly Observation[]): readonly Observation[] =>
  observations.map((one) => ({ ...one, belief: { kind: 'uniform', weights: uniform(one.plans) } }));
/** The same with everybody in one session drawn whole. */
const bySession = (sample: ChoiceSample): ChoiceSample => ({
  ...sample,
  units: new Map(
    [...Map.groupBy(sample.units, ([player]) => player.split('/')[0]!)].map(([session, units]) => [
      session,
      units.flatMap(([, places]) => places),
    ]),
  ),
});

/** A model on a sample with the players' bootstrap; null: the sample cannot tell its parameters apart. */
export function estimated(sample: ChoiceSample, model: Model, draws: number): Estimated | null {
  if (!identified(sample, model)) return null;
  const steps = estimateInSteps(sample, model, rng(134, 'people'), draws);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const two = (value: number): string => minus(value.toFixed(2));
const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const head = (...cells: readonly string[]): string => `${row(...cells)}\n${row(...cells.map(() => '---'))}`;

const shown = ({ value, low, high }: ParameterEstimate): string =>
  `${value === null ? 'none' : two(value)} [${low === null ? 'open' : two(low)}, ${high === null ? 'open' : two(high)}]`;
const parameter = (found: Estimated, name: Parameter): string => {
  const one = found.estimates.find((estimate) => estimate.parameter === name);
  return one === undefined ? '0, held' : shown(one);
};
const fitRow = (name: string, found: Estimated | null): string =>
  found === null
    ? row(name, ...Array.from({ length: 4 }, () => 'refused'), '–')
    : row(
        name,
        ...(['kappa', 'alpha', 'beta', 'lambda'] as const).map((one) => parameter(found, one)),
        two(found.logLikelihood),
      );

/** How often each plan was chosen, and how often a point expects it: shares, by plan. */
function planShares(
  sample: ChoiceSample,
  point: Point,
): { readonly chosen: readonly number[]; readonly fitted: readonly number[] } {
  const chosen = threeSteps.names.map(() => 0);
  const fitted = threeSteps.names.map(() => 0);
  let n = 0;
  for (const { features, at, classOf } of sample.cells) {
    const here = classOf.map((place) => sample.counts[at + place]!);
    const total = here.reduce((sum, count) => sum + count, 0);
    for (const [x, p] of planProbabilities(features, point).entries()) {
      chosen[x]! += here[x]!;
      fitted[x]! += total * p;
    }
    n += total;
  }
  return { chosen: chosen.map((count) => count / n), fitted: fitted.map((sum) => sum / n) };
}

/** Of how many the plan that was chosen is the one that a point expects most. */
function bestShare(sample: ChoiceSample, point: Point): number {
  let [hits, n] = [0, 0];
  for (const { features, at, classOf } of sample.cells) {
    const likely = planProbabilities(features, point);
    // Plans that are equally likely share a hit.
    const most = Math.max(...likely);
    const best = [...likely.keys()].filter((x) => likely[x]! > most * (1 - 1e-9));
    hits += best.reduce((sum, x) => sum + sample.counts[at + classOf[x]!]!, 0) / best.length;
    n += classOf.reduce((sum, place) => sum + sample.counts[at + place]!, 0);
  }
  return hits / n;
}

const KAPPAS = Array.from({ length: 21 }, (_, i) => i / 20);
const LAMBDAS = [2, 5, 10, 20, 40];

/** The largest share of each plan that any κ from 0 to 1 expects at any of these noises, with α = β = 0. */
function mostLikely(sample: ChoiceSample): readonly number[] {
  const over = KAPPAS.flatMap((kappa) =>
    LAMBDAS.map((lambda) => planShares(sample, [kappa, 0, 0, Math.log(lambda)]).fitted),
  );
  return threeSteps.names.map((_, x) => Math.max(...over.map((shares) => shares[x]!)));
}

/** Without any noise: how many chose a plan that is best for them at some κ from 0 to below 1, and how many would by lot. */
function bestReplies(observations: readonly Observation[]): { readonly share: number; readonly byLot: number } {
  let [hits, lots] = [0, 0];
  for (const { plans, belief, answers } of observations) {
    const best = bestPlans(plans, belief.weights);
    const chosen = plans.names.findIndex((_, x) =>
      plans.nodes.every(({ key }) => plans.answer(x, key) === answers[key]),
    );
    if (best.includes(chosen)) hits += 1;
    lots += best.length / plans.names.length;
  }
  return { share: hits / observations.length, byLot: lots / observations.length };
}

const STEP: Readonly<Record<string, string>> = { C: 'all', H: 'half', D: 'nothing' };
const NODE: Readonly<Record<string, string>> = {
  first: 'first',
  after_C: 'after all',
  after_H: 'after half',
  after_D: 'after nothing',
};
const planWords = (name: string): string => [...name].map((letter) => STEP[letter]).join(', ');

/** The rates of every answer; that of sending nothing is what the other two leave. */
const rateRows = (kappa: readonly ChoiceRate[], full: readonly ChoiceRate[]): readonly string[] =>
  kappa.map((rate, i) =>
    row(
      `${STEP[String(rate.answer)]}, ${NODE[rate.node]}`,
      `${percent(rate.observed)} [${rate.interval!.map(percent).join(', ')}]`,
      percent(rate.predicted),
      percent(full[i]!.predicted),
    ),
  );

/** The page, whole. */
export function page(draws: Draws = DRAWS): string {
  const first = sampleOf(periodOne);
  const blind = sampleOf(unasked(periodOne));
  const all = sampleOf(allPeriods);
  const n = periodOne.length;
  const plans = threeSteps.names.length;
  const [kappaTop, fullTop] = [fit(first, 'kappa'), fit(first, 'full')];
  const shares = planShares(first, fullTop.point);
  const byKappa = planShares(first, kappaTop.point);
  const most = mostLikely(first);
  const lot = -n * Math.log(plans);
  const counted = shares.chosen.filter((share) => share > 0);
  const frequencies = n * counted.reduce((sum, share) => sum + share * Math.log(share), 0);
  const nodes = nodeFrequencies(periodOne);
  const explained = (value: number): string => percent((value - lot) / (frequencies - lot));
  const replies = bestReplies(periodOne);
  const top = [...shares.chosen.entries()].toSorted((a, b) => b[1] - a[1]).filter(([, share]) => share * n >= 3.5);
  const unlikely = [...shares.chosen.entries()].filter(([x, share]) => share * n >= 2.5 && most[x]! < share / 3);
  const matching = periodOne.filter(
    ({ answers }) => answers['after_C'] === 'C' && answers['after_H'] === 'H' && answers['after_D'] === 'D',
  ).length;
  const unlikelyShare = unlikely.reduce((sum, [, share]) => sum + share, 0);
  const rates = (point: Point): readonly ChoiceRate[] => choiceRates(first, point, 'units');
  return `# κ of 134 people

The estimator of homines, run on what people really did. Written by \`npm run estimate\`; a test holds every number.

**Who and what.** Andreozzi, Ploner & Saral, *Scientific Reports* 10, 13610, 2020 (data CC BY 4.0; [the file](andreozzi2020_sequential_dilemma.csv), [its notes](README.md)): 134 people in six sessions in Trento, ten periods with changing partners, two treatments (three sessions each). A sequential dilemma in three steps: of an endowment of 100 each sends nothing, half or all, and what is sent is tripled for the other. Everybody decides for both places (strategy method) and states for every node, with pay, how likely nothing, half and all are there. With nothing and all alone κ* would be 1/3.

**How.** u = (1 − κ)·π(x, ŷ) + κ·π(x, x) − α·B − β·A, a full plan of ${plans} (the first move and three replies) chosen with probabilities in proportion to exp(u/λ), λ in points of the experiment; ŷ is what this very person stated. Maximum likelihood, one set of parameters for all; in brackets 95 % intervals by drawing people whole. The numbers agree with a fit of another program (SciPy, the formula written anew) to 1e-5.

## Period 1: nothing learnt yet (n = ${n})

${head('fit', 'κ', 'α', 'β', 'λ, points', 'log-likelihood')}
${fitRow('κ, λ; stated beliefs', estimated(first, 'kappa', draws.first))}
${fitRow('**κ, α, β, λ; stated beliefs**', estimated(first, 'full', draws.first))}
${fitRow('κ, λ; as if every plan of the other were expected alike', estimated(blind, 'kappa', draws.first))}
${fitRow('κ, α, β, λ; the same', estimated(blind, 'full', draws.first))}

**What stated beliefs do.** Under them κ and λ alone find no κ above 0. Blind to them the same choices look like κ = ${two(fit(blind, 'kappa').point[0])}: who expects to be trusted is taken for moral. With one set of payoffs and one belief for all the full fit does not exist: points of one's own are a mixture of points behind and ahead, κ, α, β and λ trade off exactly, and it is refused. Under stated beliefs it exists *because they differ between people*. With α and β κ is above 0: people who will not be behind send less first, which without α must look like less κ. Stated beliefs do not make choices in period 1 more predictable: with one belief for all the best log-likelihood, wherever on its ridge, is ${two(fit(blind, 'full').slope.value)}; over all ten periods they do (${two(fit(sampleOf(unasked(allPeriods)), 'full').slope.value)} against ${two(fit(all, 'full').slope.value)}).

### How well it fits

${head('', 'log-likelihood', 'of the way from lots to frequencies', 'its best plan is the one chosen')}
${row(`a lot between ${plans} plans`, two(lot), explained(lot), percent(1 / plans))}
${row('κ, λ', two(kappaTop.slope.value), explained(kappaTop.slope.value), percent(bestShare(first, kappaTop.point)))}
${row('κ, α, β, λ', two(fullTop.slope.value), explained(fullTop.slope.value), percent(bestShare(first, fullTop.point)))}
${row('what is answered at each node, each by itself (8 numbers)', two(nodes), explained(nodes), '–')}
${row(`how often each plan was chosen (${counted.length} of ${plans} were; in sample)`, two(frequencies), explained(frequencies), percent(Math.max(...shares.chosen)))}

Without any noise: ${percent(replies.share)} of these people chose a plan that is best for them at *some* κ from 0 to below 1 under what they stated (α = β = 0); by lot it would be ${percent(replies.byLot)}.

### First moves and replies

${head('sends', 'observed', 'κ, λ', 'κ, α, β, λ')}
${rateRows(rates(kappaTop.point), rates(fullTop.point)).join('\n')}

### What it leaves unexplained

Plans that at least four people chose: first move, then the reply to all, to half, to nothing. The last column is the largest share that any κ from 0 to 1 gives them at any noise from ${LAMBDAS[0]} to ${LAMBDAS.at(-1)} points (α = β = 0).

${head('first, after all, after half, after nothing', 'chosen', 'κ, α, β, λ', 'κ, λ', 'any κ at most')}
${top
  .map(([x, share]) =>
    row(
      planWords(threeSteps.names[x]!),
      `${percent(share)} (${Math.round(share * n)})`,
      percent(shares.fitted[x]!),
      percent(byKappa.fitted[x]!),
      percent(most[x]!),
    ),
  )
  .join('\n')}

${percent(unlikelyShare)} of people chose one of the plans that at least three chose and to which no κ gives a third of that: ${unlikely.map(([x]) => planWords(threeSteps.names[x]!)).join('; ')}. ${percent(matching / n)} reply exactly what was sent: reciprocity in amounts. "What if everyone did the same" does not see a reply away from one's own path, so that no κ asks for it; α and β (equal amounts) take it over in part.

## By treatment, period 1

${head('treatment, fit', 'κ', 'α', 'β', 'λ, points', 'log-likelihood')}
${['CondInfo', 'NoCondInfo']
  .flatMap((treatment) => {
    const sample = sampleOf(within(treatment));
    return (['kappa', 'full'] as const).map((model) =>
      fitRow(
        `${treatment} (n = ${within(treatment).length}), ${model === 'kappa' ? 'κ, λ' : 'κ, α, β, λ'}`,
        estimated(sample, model, draws.first),
      ),
    );
  })
  .join('\n')}

In period 1 nobody had learnt anything of others yet. The two fits are of different people; their intervals overlap.

## All ten periods (${allPeriods.length} plans)

${head('fit', 'κ', 'α', 'β', 'λ, points', 'log-likelihood')}
${(['kappa', 'full'] as const).map((model) => fitRow(`${model === 'kappa' ? 'κ, λ' : 'κ, α, β, λ'}; people drawn whole`, estimated(all, model, draws.all))).join('\n')}
${fitRow('κ, α, β, λ; sessions drawn whole (six)', estimated(bySession(all), 'full', draws.all))}
${fitRow('κ, λ; as if every plan were expected alike', estimated(sampleOf(unasked(allPeriods)), 'kappa', draws.all))}

People met others of their session and learnt, so the session is the careful unit; with six of them the interval is rough. κ and the noise are smaller than in period 1: with experience people come nearer to what pays under their beliefs.

## Caveats

- One κ for all together: where people differ it is neither their mean nor anybody's own.
- A stated distribution is taken as what was believed. Beliefs may follow choices ("I defect, so others will"): then κ is drawn towards 0.
- λ is in points of this experiment, whose widest difference is 400; beside payoffs from 10 to 90 it is about a fifth of that.
- Roles: everybody decided for both places before a lot fell, as the theory asks.
- Ten periods were played: period 1 is taken as one shot, though nine followed, with strangers.
- One set of payoffs: κ, α and β are told apart by beliefs alone, and not by payoffs that vary, as in the eighteen protocols.
`;
}

/** The log-likelihood where each node's answers have their own frequencies and nothing else is known. */
function nodeFrequencies(observations: readonly Observation[]): number {
  const keys = [...new Set(threeSteps.nodes.map(({ key }) => key))];
  return keys.reduce((sum, key) => {
    const counts = [...Map.groupBy(observations, ({ answers }) => answers[key]).values()].map(({ length }) => length);
    return sum + counts.reduce((part, count) => part + count * Math.log(count / observations.length), 0);
  }, 0);
}

if (process.argv[1] === import.meta.filename) writeFileSync(pageFile, page());
