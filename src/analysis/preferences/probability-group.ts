/**
 * The preferences of one model as its probabilities tell them: κ and λ by two rules of noise, the fuller fit beside them,
 * and how far each moves. What may be estimated together is decided in `group.ts`.
 */
import { hundredths, listed } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { fittingAnswers, fittingPlans, type Rule } from './choice-rule.ts';
import { type Model, parametersOf, PARAMETERS } from './fit.ts';
import {
  type BeliefCounts,
  beliefCounts,
  type Expected,
  type Exclusion,
  instrumentName,
  type Observation,
} from './observation.ts';
import { identified } from './precision.ts';
import { type ProbabilityFit, probabilityFit } from './probability-estimate.ts';
import { isRefusal, refuse, type Refusal } from './refusal.ts';
import { countsIn, isRounded, type Situation, situationsOf } from './situation.ts';
import { words } from './words.en.ts';

/** Fewer situations are not estimated from; ours. */
const LEAST_SITUATIONS = 5;

/** What one model wants as its probabilities tell it, with all that it rests on. */
export type ProbabilityPreferences = {
  readonly of: 'probabilities';
  /** By what they were read: "decision, systemone, tiny". */
  readonly instrument: string;
  readonly situations: number;
  readonly orders: number;
  readonly wordings: number;
  /** Rounds behind them: what was met again adds nothing. */
  readonly observations: number;
  readonly information: string;
  /** Situations by where their belief comes from. */
  readonly beliefs: BeliefCounts;
  readonly leftOut: readonly Exclusion<'roles' | 'repeated'>[];
  readonly notes: readonly string[];
  /** What the option that stands first gains, in log-odds: its mean over situations, the least and the largest; null: one order. */
  readonly place: {
    readonly mean: number;
    readonly low: number;
    readonly high: number;
    readonly n: number;
    readonly sentence: string;
  } | null;
  /** The rule that gives the probabilities back better. */
  readonly better: Rule;
  /** (κ, λ) by each rule, and (κ, α, β, λ) with noise over plans. */
  readonly plans: ProbabilityFit | Refusal;
  readonly answers: ProbabilityFit | Refusal;
  readonly full: ProbabilityFit | Refusal;
};

/** Estimates from observations of one instrument that may be used together; `leftOut`: those that may not. Yields once a fit or so. */
export function* probabilityPreferences(
  used: readonly Observation[],
  leftOut: ProbabilityPreferences['leftOut'],
): Generator<void, ProbabilityPreferences | Refusal> {
  const { situations, span } = situationsOf(used);
  if (situations.length < LEAST_SITUATIONS)
    return refuse('fewSituations', { least: LEAST_SITUATIONS, n: situations.length });
  const estimate = function* (rule: Rule, model: Model): Generator<void, ProbabilityFit | Refusal> {
    const fitting = rule === 'plans' ? fittingPlans(situations, span, model) : fittingAnswers(situations, span);
    if (fitting === null) return refuse('rule');
    const counts = countsIn(situations);
    if (!identified({ cells: fitting(counts).cells, counts, span }, model))
      return refuse('unidentified', { parameters: namesOf(model) });
    return (yield* probabilityFit(situations, span, rule, model)) ?? refuse('rule');
  };
  const plans = yield* estimate('plans', 'kappa');
  const answers = yield* estimate('answers', 'kappa');
  const full = yield* estimate('plans', 'full');
  return {
    of: 'probabilities',
    instrument: instrumentName(used[0]!),
    situations: situations.length,
    orders: different(situations, ({ rotation }) => rotation),
    wordings: different(situations, ({ phrasing }) => phrasing),
    observations: used.length,
    information: used[0]!.information,
    beliefs: beliefCounts(situations.map(({ belief }) => belief.kind)),
    leftOut,
    notes: notesOf(situations),
    place: placeOf(situations),
    better: likelihoodOf(answers) > likelihoodOf(plans) + SAME ? 'answers' : 'plans',
    ...{ plans, answers, full },
  };
}

/** Rules that differ by less fit alike: then plans, as people's. */
const SAME = 1e-6;
const likelihoodOf = (fit: ProbabilityFit | Refusal): number =>
  isRefusal(fit) || fit.estimates.some(({ value }) => value === null) ? -Infinity : fit.logLikelihood;

const namesOf = (model: Model): string => listed(parametersOf(model).map((i) => words.names[PARAMETERS[i]!]));
const different = (situations: readonly Situation[], of: (reading: Situation['readings'][number]) => number): number =>
  new Set(situations.flatMap(({ readings }) => readings.map(of))).size;
const kinds = (situations: readonly Situation[], kind: Expected['kind']): number =>
  situations.filter(({ belief }) => belief.kind === kind).length;

function placeOf(situations: readonly Situation[]): ProbabilityPreferences['place'] {
  const found = situations.flatMap(({ placeBias }) => (placeBias === null ? [] : [placeBias]));
  if (found.length === 0) return null;
  const n = found.length;
  const [mean, low, high] = [found.reduce((sum, one) => sum + one, 0) / n, Math.min(...found), Math.max(...found)];
  const slots = { mean: hundredths(mean), low: hundredths(low), high: hundredths(high), n };
  return { mean, low, high, n, sentence: fill(words.probabilities.place, slots) };
}

/** What these estimates rest on, a sentence each. */
function notesOf(situations: readonly Situation[]): readonly string[] {
  const said = words.probabilities.notes;
  const of = situations.length;
  const rounded = situations.filter(isRounded);
  const certain = situations.filter(({ readings }) =>
    readings.some(({ low, high }) => low.some((one, i) => one === high[i]! && one <= LEAST_LOG)),
  );
  const answered = situations.reduce((sum, one) => sum + one.said.reduce((all, n) => all + n, 0), 0);
  return [
    said.probabilities,
    said.lambda,
    said.rules,
    words.notes.narrow,
    ...(different(situations, ({ rotation }) => rotation) < 2 ? [said.oneOrder] : []),
    ...(different(situations, ({ phrasing }) => phrasing) < 2 ? [said.oneWording] : []),
    ...(rounded.length > 0 ? [fill(said.rounded, { n: rounded.length, of })] : []),
    ...(certain.length > 0 ? [fill(said.certain, { n: certain.length, of })] : []),
    ...(answered > 0 ? [fill(said.said, { n: answered })] : []),
    ...(['told', 'stated', 'known', 'uniform'] as const).flatMap((kind) => {
      const n = kinds(situations, kind);
      return n === 0 ? [] : [fill(said[kind], { n, of })];
    }),
  ];
}

/** The logarithm of the least that a number can hold: what a 0 that was told with all digits is taken for. */
const LEAST_LOG = Math.log(Number.MIN_VALUE);
