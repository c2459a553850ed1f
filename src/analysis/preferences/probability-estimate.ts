/**
 * Preferences from probabilities: the point at which they are most likely as fractional counts. Nothing was drawn, so there
 * is no sample size and no interval. How sure an estimate is shows in how far it moves: over the orders of the options, the
 * wordings of the question, the situations, what rounding leaves open, and what may be expected of the other.
 */
import { hundredths } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { independent } from '../../core/theory.ts';
import { beliefsOver } from './belief-grid.ts';
import { fittingAnswers, fittingPlans, type Rule, type RuleFit, type RuleFitting, placesOf } from './choice-rule.ts';
import { choiceRates, type ChoiceRate } from './choice-rates.ts';
import { type BoundSide, type Flag, flagsOf, summit } from './estimate.ts';
import { boundsOf, type Model, type Parameter, PARAMETERS, parametersOf } from './fit.ts';
import { planProbabilities, type Point } from './logit.ts';
import { deviations } from './precision.ts';
import { extremeFit } from './rounding.ts';
import { countEnds, countsIn, isRounded, type Situation, type SituationReading } from './situation.ts';
import { words } from './words.en.ts';

/** What an estimate is moved over, to see how far it goes. */
export type RangeOver = 'orders' | 'wordings' | 'situations' | 'rounding' | 'beliefs';

/** How far an estimate goes. `n`: over how many orders, wordings, situations (one left out at a time, or rounded) or beliefs. */
export type EstimateRange = {
  readonly over: RangeOver;
  readonly n: number;
  /** An end that is null lies beyond the bounds of the search. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of orders and wordings the estimate from each alone. */
  readonly each: readonly { readonly name: string; readonly value: number | null }[];
};

/** One parameter: κ, α, β pure numbers, λ in points. */
export type ProbabilityEstimate = {
  readonly parameter: Parameter;
  /** null: the likelihood has no maximum within the bounds of the search. */
  readonly value: number | null;
  readonly ranges: readonly EstimateRange[];
  /** The jackknife's standard error over situations (Tukey 1958): how far other situations like these might move it; null: none. */
  readonly jackknife: number | null;
  readonly sentence: string;
};

/** One rule, fitted to probabilities. */
export type ProbabilityFit = {
  readonly rule: Rule;
  readonly model: Model;
  readonly estimates: readonly ProbabilityEstimate[];
  readonly logLikelihood: number;
  /** By how much what is expected differs from what was told, on average over situations: half the sum of the differences, 0–1. */
  readonly misfit: number;
  readonly flags: readonly Flag[];
  readonly rates: readonly ChoiceRate[];
};

/** Fits a rule to situations and moves it over all that may move it; `span`: the widest difference of points. null: the rule has no such plans. Yields once a fit or so. */
export function* probabilityFit(
  situations: readonly Situation[],
  span: number,
  rule: Rule,
  model: Model,
): Generator<void, ProbabilityFit | null> {
  const fitting = fittingOf(situations, span, rule, model);
  if (fitting === null) return null;
  const counts = countsIn(situations);
  const top = topOf(fitting, counts, span, rule, model);
  yield;
  const bounds = boundsOf(span, model);
  const places = parametersOf(model);
  const at = ({ fitted }: RuleFit, i: number): BoundSide =>
    fitted.point[i]! <= bounds[i]![0] ? 'low' : fitted.point[i]! >= bounds[i]![1] ? 'high' : null;
  const open = (fit: RuleFit): boolean => places.some((i) => at(fit, i) !== null);
  /** Fitted again to other counts, near the best fit or from everywhere. */
  const again = (others: Float64Array, by = fitting, from?: Point): Moved => {
    const fit = by(others, from);
    const told = deviations({ cells: fit.cells, counts: others, span }, model, fit.fitted.point) !== null;
    if (!told || at(fit, PARAMETERS.indexOf('lambda')) !== null) return null;
    return places.map((i) => ({ value: inUnit(i, fit.fitted.point), end: at(fit, i) }));
  };
  const near = (others: Float64Array): Moved => again(others, fitting, top.fitted.point);
  const moved: { readonly over: RangeOver; readonly points: readonly NamedPoint[] }[] = [];
  const add = (over: RangeOver, points: readonly NamedPoint[]): void => void moved.push({ over, points });

  if (!open(top)) {
    add('orders', yield* readBy(situations, ({ rotation }) => rotation, orderName, again));
    add('wordings', yield* readBy(situations, ({ phrasing }) => phrasing, wordingName, again));
    add('situations', yield* leavingOut(situations, counts, near));
    add(
      'beliefs',
      yield* believing(situations, top, (them) => again(counts, fittingOf(them, span, rule, model)!, top.fitted.point)),
    );
  }
  const box = { counts, ends: countEnds(situations), at: placesOf(situations).at };
  const rounded = situations.filter(isRounded);
  const estimates: ProbabilityEstimate[] = [];
  for (const [k, i] of places.entries()) {
    const value = open(top) ? null : inUnit(i, top.fitted.point);
    const ranges = moved.flatMap(({ over, points }) => rangeOf(over, points, k));
    if (rounded.length > 0 && value !== null) {
      const ends: (number | null)[] = [];
      for (const way of [-1, 1] as const) {
        const fit = yield* extremeFit(fitting, box, top, { model, parameter: i, way }, open);
        ends.push(fit === null ? null : inUnit(i, fit.fitted.point));
      }
      ranges.push({ over: 'rounding', n: rounded.length, low: ends[0]!, high: ends[1]!, each: [] });
    }
    const jackknife = jackknifed(moved.find(({ over }) => over === 'situations')?.points ?? [], k);
    const parameter = PARAMETERS[i]!;
    estimates.push({ parameter, value, ranges, jackknife, sentence: sentenceOf(parameter, value, ranges) });
    yield;
  }
  return {
    ...{ rule, model, estimates },
    logLikelihood: top.fitted.slope.value,
    misfit: misfitOf(top, counts, situations),
    flags: flagsOf(top.fitted, model, (i) => at(top, i), bounds, false),
    rates: choiceRates({ cells: top.cells, counts, units: new Map() }, top.fitted.point, 'probabilities'),
  };
}

/** What was fitted again, one a parameter in its unit, and at which end of the search; null: without noise, all noise, or nothing tells them apart. */
type Moved = readonly { readonly value: number; readonly end: BoundSide }[] | null;
type NamedPoint = { readonly name: string; readonly point: Moved };

const fittingOf = (situations: readonly Situation[], span: number, rule: Rule, model: Model): RuleFitting | null =>
  rule === 'plans'
    ? fittingPlans(situations, span, model)
    : model === 'kappa'
      ? fittingAnswers(situations, span)
      : null;

/** The best fit; where less noise is never worse, the one with least noise. */
function topOf(fitting: RuleFitting, counts: Float64Array, span: number, rule: Rule, model: Model): RuleFit {
  const best = fitting(counts);
  return rule === 'plans' ? { cells: best.cells, fitted: summit({ cells: best.cells, counts, span }, model) } : best;
}

/** λ in points. */
const inUnit = (i: number, point: Point): number => (PARAMETERS[i] === 'lambda' ? Math.exp(point[i]!) : point[i]!);

/** Fitted to what was read in each order, or in each wording, alone. */
function* readBy(
  situations: readonly Situation[],
  of: (reading: SituationReading) => number,
  name: (which: number, situations: readonly Situation[]) => string,
  again: (counts: Float64Array) => Moved,
): Generator<void, readonly NamedPoint[]> {
  const all = [...new Set(situations.flatMap(({ readings }) => readings.map(of)))].sort((a, b) => a - b);
  if (all.length < 2) return [];
  const points: NamedPoint[] = [];
  for (const one of all) {
    points.push({ name: name(one, situations), point: again(countsIn(situations, (reading) => of(reading) === one)) });
    yield;
  }
  return points;
}

/** "C first", where every situation has the same options; else "order 1". */
function orderName(rotation: number, situations: readonly Situation[]): string {
  const firsts = new Set(situations.flatMap(({ options }) => (options.length === 0 ? [] : [options[rotation]])));
  const [only] = firsts;
  return firsts.size === 1 && only !== undefined
    ? fill(words.probabilities.first, { option: only })
    : fill(words.probabilities.order, { n: rotation + 1 });
}

const wordingName = (phrasing: number): string =>
  phrasing === 0 ? words.probabilities.ownWords : fill(words.probabilities.otherWords, { n: phrasing });

/** Fitted without each situation in turn. */
function* leavingOut(
  situations: readonly Situation[],
  counts: Float64Array,
  again: (counts: Float64Array) => Moved,
): Generator<void, readonly NamedPoint[]> {
  const { at } = placesOf(situations);
  const points: NamedPoint[] = [];
  for (const [s, begin] of at.entries()) {
    const others = counts.slice();
    others.fill(0, begin, at[s + 1] ?? others.length);
    points.push({ name: '', point: again(others) });
    yield;
  }
  return points;
}

/** Fitted under every belief of the grid, where none was stated or known. */
function* believing(
  situations: readonly Situation[],
  top: RuleFit,
  again: (situations: readonly Situation[]) => Moved,
): Generator<void, readonly NamedPoint[]> {
  const points: NamedPoint[] = [];
  for (const numbers of beliefsOver(top.cells)) {
    if (numbers === null) return [];
    const them = situations.map((one): Situation =>
      one.belief.kind === 'uniform'
        ? { ...one, belief: { kind: 'uniform', weights: independent(one.plans, numbers) } }
        : one,
    );
    points.push({ name: '', point: again(them) });
    yield;
  }
  return points;
}

/** From the least to the largest value of the k-th parameter; empty where there is nothing to move over. */
function rangeOf(over: RangeOver, points: readonly NamedPoint[], k: number): EstimateRange[] {
  if (points.length === 0) return [];
  const found = points.map(({ name, point }) => ({ name, ...(point?.[k] ?? NOWHERE) }));
  const known = found.flatMap(({ value, end }) => (value === null || end !== null ? [] : [value]));
  const opens = (side: BoundSide): boolean =>
    known.length === 0 || found.some(({ value, end }) => value === null || end === side);
  const each = found.map(({ name, value, end }) => ({ name, value: end === null ? value : null }));
  return [
    {
      ...{ over, n: points.length, each: over === 'orders' || over === 'wordings' ? each : [] },
      low: opens('low') ? null : Math.min(...known),
      high: opens('high') ? null : Math.max(...known),
    },
  ];
}

const NOWHERE = { value: null, end: null } as const;

/** √((n − 1)/n · Σ(θ − mean)²) over estimates of the k-th parameter with one situation left out. */
function jackknifed(points: readonly NamedPoint[], k: number): number | null {
  const values = points.flatMap(({ point }) => (point === null || point[k]!.end !== null ? [] : [point[k]!.value]));
  const n = values.length;
  if (n < 2 || n < points.length) return null;
  const middle = values.reduce((sum, one) => sum + one, 0) / n;
  return Math.sqrt(((n - 1) / n) * values.reduce((sum, one) => sum + (one - middle) ** 2, 0));
}

/** Half the sum of what differs between told and expected, in the mean over situations: each by its own share. */
function misfitOf({ cells, fitted }: RuleFit, counts: Float64Array, situations: readonly Situation[]): number {
  let [sum, n] = [0, 0];
  for (const cell of cells) {
    const mine = Array.from({ length: cell.classes }, (_, c) => counts[cell.at + c]!);
    const total = mine.reduce((all, one) => all + one, 0);
    if (total === 0) continue;
    const plans = planProbabilities(cell.features, fitted.point);
    const expected = mine.map((_, c) => plans.reduce((all, p, x) => (cell.classOf[x] === c ? all + p : all), 0));
    sum += mine.reduce((all, one, c) => all + Math.abs(one / total - expected[c]!) / 2, 0);
    n += 1;
  }
  return n === 0 ? 0 : sum / Math.min(n, situations.length);
}

/** "κ = 0.48: 0.47 to 0.49 over 2 orders, 0.45 to 0.52 leaving out any one of 18 situations". */
function sentenceOf(parameter: Parameter, value: number | null, ranges: readonly EstimateRange[]): string {
  const said = words.probabilities;
  const name = words.names[parameter];
  if (value === null) return fill(said.none, { name });
  const parts = ranges.map(({ over, n, low, high }) => {
    const ends = low === null ? (high === null ? said.open : said.below) : high === null ? said.above : said.between;
    return fill(said.over[over], {
      n,
      range: fill(ends, { low: low === null ? '' : hundredths(low), high: high === null ? '' : hundredths(high) }),
    });
  });
  const estimate = fill(said.value, {
    name,
    value: hundredths(value),
    unit: parameter === 'lambda' ? words.fit.points : '',
  });
  const sentence = parts.length === 0 ? estimate : `${estimate}: ${parts.join(', ')}`;
  return parameter === 'lambda' ? fill(said.alone, { sentence }) : sentence;
}
