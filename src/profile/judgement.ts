/** How a row becomes a verdict on one agent, or a level: a declared contrast, or a measure with theory beside. */
import type { Measure } from '../core/game.ts';
import type { Drawn, PatternRow, PatternTest, ProfileAnswer, ProfileUnit, Quantity } from '../core/profile-spec.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';
import { natureOf, type Profiled } from './answers.ts';
import { decided, equalEvidence, type Evidence, type ProfileVerdict, sidedEvidence, together } from './evidence.ts';
import {
  difference,
  type DrawEstimate,
  type DrawUnit,
  LEAST_SD,
  meanOf,
  minus,
  pointsOf,
  signed,
  size,
} from './estimates.ts';
import { askedBehind, isOfShares, meanOfShares, possibleAnswers, situationOf } from './share-estimates.ts';

/** One agent in one row. */
export type ProfileCell = {
  /** null: this agent, or this profile, cannot show it, and `why` says so; or the row is a measure. */
  readonly verdict: ProfileVerdict | null;
  /** What the verdict rests on; null where there is none. */
  readonly evidence: Evidence | null;
  /** Of the verdict, adjusted for the other rows of this agent (Holm), 0–1; null where there is none. */
  readonly p: number | null;
  /** Of the declared contrast, or the measure's mean, in the row's unit; null where nothing was answered. */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** Of the interval: .95, or .9 where the row is about being equal. */
  readonly level: number;
  /** Draws behind it: one subject's; of probabilities situations. */
  readonly n: number;
  /** Whether it is made of probabilities, of which nothing was drawn. */
  readonly shares: boolean;
  readonly why: string | null;
  /** What each agent of theory comes to in the same matches, where the row is a measure. */
  readonly theory?: Readonly<Partial<Record<string, number>>>;
  /** What was answered, of those who are compared. */
  readonly answers: readonly ProfileAnswer[];
  /** The codes of the matches in which the answers were given. */
  readonly matches: readonly string[];
};

/** A contrast of an agent, and the answers behind it. */
type Contrasted = { readonly estimate: DrawEstimate | null; readonly answers: readonly ProfileAnswer[] };

/** One test of a row: what it is about, the evidence, or why there can be none. */
type Tested = {
  readonly found: Contrasted;
  readonly evidence: Evidence | null;
  readonly level: number;
  readonly why: string | null;
};

const exact = ({ kind }: Profiled): boolean => kind === 'theory';
const answersTo = (task: string, { answers }: Profiled): readonly ProfileAnswer[] =>
  answers.filter((one) => one.task === task);

/** Judges one agent among all, the first of whom is what shifts are from, by a declared row of a task. */
export function declaredCell(task: string, row: PatternRow, one: Profiled, all: readonly Profiled[]): ProfileCell {
  const { unit, test, beyondTheory, fitted } = row;
  // A rate of no choice that was asked is one of ratings.
  const unasked = one.choicesOnly === true && (unit !== 'rate' || answersTo(task, one).length > 0);
  const few = unasked ? CHOICES_ONLY : (row.few ?? UNANSWERED);
  if (beyondTheory !== undefined && exact(one)) return cellOf(cannot(beyondTheory));
  const madeToDoSo = (agent: Profiled): boolean => fitted === true && natureOf(agent) === 'stand-in';
  const of = (agent: Profiled, quantity: Quantity): Contrasted =>
    // Where theory can show nothing, or the stand-in was made to do so, nobody is compared with it.
    agent !== one && ((beyondTheory !== undefined && exact(agent)) || madeToDoSo(agent))
      ? { estimate: null, answers: [] }
      : contrasted(answersTo(task, agent), quantity, unit, exact(agent));
  const tested = testedBy(test, { one, all, of, unit, few });
  return cellOf(madeToDoSo(one) ? { ...tested, evidence: null, why: FITTED } : tested);
}

/** Whom a test is about, and how their quantities are estimated. */
type Tests = {
  readonly one: Profiled;
  readonly all: readonly Profiled[];
  readonly unit: ProfileUnit;
  /** Why there is nothing to estimate from, where there is nothing. */
  readonly few: string;
  of(agent: Profiled, quantity: Quantity): Contrasted;
};

function testedBy(test: PatternTest, tests: Tests): Tested {
  const { one, all, of, unit, few } = tests;
  switch (test.is) {
    case 'above':
    case 'below':
      return sided(of(one, test.of), test.is, MATTERS[unit], few, test.line);
    case 'equal': {
      const found = of(one, test.of);
      const { only } = test;
      const tested = found.estimate === null ? null : equalEvidence(found.estimate, test.margin);
      if (tested === null || only === undefined)
        return { found, evidence: tested, level: 0.9, why: lacking(found, few) };
      // Below the margin any two numbers are equal within it: that shows nothing.
      const gate = sided(of(one, only.above), 'above', MATTERS[unit], few, test.margin).evidence;
      if (gate === null || decided([gate])[0]!.verdict === 'no')
        return { found, evidence: null, level: 0.9, why: only.why };
      // Whoever is not equal is not, wherever it stands; equal is shown only where both are.
      const evidence = { for: Math.max(tested.for, gate.for), against: tested.against };
      return { found, evidence, level: 0.9, why: lacking(found, few) };
    }
    case 'highest':
    case 'lowest':
      return extreme(one, all, test.is, (agent) => of(agent, test.of), few);
    case 'towards':
      return towards(tests, test);
    case 'all': {
      const parts = test.of.map((part) => testedBy(part, tests));
      const none = parts.find(({ evidence }) => evidence === null);
      return none ?? jointly(parts, unit);
    }
  }
}

/** More of this agent's answers than the agent named first gave, and rather its answers than the other's where they differ. */
function towards(
  { one, all, of, few }: Tests,
  { to, rather }: Extract<PatternTest, { readonly is: 'towards' }>,
): Tested {
  const [first] = all;
  if (first === undefined || all.length < 2) return cannot('a shift is from an untuned model: name that one first');
  if (first === one) return cannot('the others are compared with this one: it was named first');
  const agreed: Quantity = { draws: agreement(to) };
  const more = sided(apart(of(one, agreed), of(first, agreed)), 'above', MATTERS.rate, few);
  const nearer = sided(of(one, { draws: agreement(to, rather), less: 0.5 }), 'above', MATTERS.rate, few);
  if (more.evidence === null) return more;
  return nearer.evidence === null ? more : jointly([more, nearer], 'rate');
}

/**
 * Several contrasts that must all hold, of which the first is printed. Where that one would be shown by itself and another
 * keeps the row from it, the figure of the other is said: else the number would seem to contradict the verdict.
 */
function jointly(parts: readonly Tested[], unit: ProfileUnit): Tested {
  const [first, ...others] = parts;
  const holds = ({ evidence }: Tested): boolean => evidence !== null && decided([evidence])[0]!.verdict === 'shown';
  const keeping = holds(first!) ? others.filter((one) => !holds(one)) : [];
  const figures = keeping.flatMap(({ found: { estimate } }) =>
    estimate === null ? [] : `${signed(unit, estimate.value)}${pointsOf(unit)}`,
  );
  const why =
    figures.length === 0 ? null : `the first of its conditions holds; the other comes to ${figures.join(', ')}`;
  const evidence = together(parts.flatMap((one) => one.evidence ?? []));
  return { ...first!, evidence, why: first!.why ?? why };
}

/** Estimates a quantity from an agent's answers to a task. */
function contrasted(
  answers: readonly ProfileAnswer[],
  { draws, less, lessTheory, distance }: Quantity,
  unit: ProfileUnit,
  computed: boolean,
): Contrasted {
  const possible = possibleAnswers(answers);
  const sample = (drawn: Drawn): Contrasted => {
    const found = drawn(possible);
    const estimate = isOfShares(found)
      ? meanOfShares(found, LEAST_SD[unit === 'rate' ? 'share' : unit])
      : meanOf(
          found.map(({ value }) => value),
          unit,
          computed,
        );
    return { estimate, answers: askedBehind(found) };
  };
  const mine = sample(draws);
  if (lessTheory !== undefined) {
    // In how many wordings a situation was asked does not make it count more.
    const wanted = [
      ...Map.groupBy(mine.answers, (one) => (one.shares === undefined ? one : situationOf(one))).values(),
    ].flatMap(([one]) => one?.wants[lessTheory] ?? []);
    const estimate = mine.estimate === null || wanted.length === 0 ? null : minus(mine.estimate, mean(wanted));
    return { ...mine, estimate };
  }
  if (less === undefined) return mine;
  if (typeof less === 'number')
    return { ...mine, estimate: mine.estimate === null ? null : minus(mine.estimate, less) };
  const found = apart(mine, sample(less));
  return {
    ...found,
    estimate: found.estimate === null || distance === undefined ? found.estimate : size(found.estimate),
  };
}

/** The difference of two, with the answers behind both. */
const apart = (one: Contrasted, other: Contrasted): Contrasted => ({
  estimate: one.estimate === null || other.estimate === null ? null : difference(one.estimate, other.estimate),
  answers: [...one.answers, ...other.answers],
});

/** Each answer is a draw: 1 where it is what this agent of theory would have answered; `rather`: only where that one differs. */
const agreement =
  (to: string, rather?: string): Drawn =>
  (answers) =>
    answers.flatMap((one) => {
      const want = one.wants[to];
      if (want === undefined || (rather !== undefined && one.wants[rather] === want)) return [];
      return [{ value: one.value === want ? 1 : 0, answers: [one] }];
    });

/** The least difference that is worth a word: 10 points of a rate or rating, .02 of the price index (a step of prices). Ours. */
const MATTERS: Readonly<Record<ProfileUnit, number>> = { rate: 0.1, rating: 10, index: 0.02 };

const UNANSWERED = 'nothing was answered';
const CHOICES_ONLY =
  'it was asked choices only, and this is about numbers: with ?ask=grid a --length that has them asks them on a grid';
const SINGLE = 'a single draw tells no interval: take a longer --length';
const ALONE = 'it is a difference between agents: profile several at once';
const NOBODY = 'it is a difference between agents, and none of the others here can show anything in this row';
const FITTED = 'the stand-in was made after such reports: whatever it does shows nothing here';

/** Why there is no interval; null: there is one. */
const lacking = ({ estimate }: Contrasted, few: string): string | null =>
  estimate === null ? few : estimate.interval(0.95) === null ? SINGLE : null;

function cellOf({ found: { estimate, answers }, evidence, level, why }: Tested): ProfileCell {
  const alone = evidence === null ? null : decided([evidence])[0]!;
  return {
    verdict: alone?.verdict ?? null,
    evidence,
    p: alone?.p ?? null,
    estimate: estimate?.value ?? null,
    interval: estimate?.interval(level) ?? null,
    level,
    n: estimate?.n ?? 0,
    shares: estimate?.shares === true,
    why,
    answers,
    matches: [...new Set(answers.map(({ match }) => match))],
  };
}

const cannot = (why: string): Tested => ({
  found: { estimate: null, answers: [] },
  evidence: null,
  level: 0.95,
  why,
});

function sided(found: Contrasted, side: 'above' | 'below', matters: number, few: string, line = 0): Tested {
  const { estimate } = found;
  const evidence = estimate === null ? null : sidedEvidence(minus(estimate, line), side, matters);
  return { found, evidence, level: 0.95, why: lacking(found, few) };
}

/** The difference from every other agent is on this side; the closest is printed. */
function extreme(
  one: Profiled,
  all: readonly Profiled[],
  which: 'highest' | 'lowest',
  of: (agent: Profiled) => Contrasted,
  lack: string,
): Tested {
  const { estimate, answers } = of(one);
  if (estimate === null) return cannot(lack);
  const others = all.filter((other) => other !== one).flatMap((other) => of(other).estimate ?? []);
  if (others.length === 0) return cannot(all.length < 2 ? ALONE : NOBODY);
  const differences = others.map((other) => difference(estimate, other));
  const closest = differences.reduce((nearest, next) =>
    (which === 'highest' ? next.value < nearest.value : next.value > nearest.value) ? next : nearest,
  );
  const side = which === 'highest' ? 'above' : 'below';
  const found = { estimate: closest, answers };
  const evidence = together(differences.map((each) => sidedEvidence(each, side, MATTERS.index)));
  return { found, evidence, level: 0.95, why: lacking(found, lack) };
}

/** How a measure's values vary. */
export const unitOf = ({ scale }: Measure<unknown>): DrawUnit =>
  scale === 'rate' || scale === 'rating' ? scale : 'amount';

/** What an agent comes to by a measure in the matches of one condition, each of which is one draw. */
export function measuredCell(measure: Measure<unknown>, task: string, where: string, one: Profiled): ProfileCell {
  const matches = (one.measured ?? []).filter(
    ({ task: asked, where: here, means }) => asked === task && here === where && means[measure.name] !== undefined,
  );
  const codes = new Set(matches.map(({ match }) => match));
  const estimate = meanOf(
    matches.map(({ means }) => means[measure.name] ?? 0),
    unitOf(measure),
    exact(one),
  );
  const found = { estimate, answers: answersTo(task, one).filter(({ match }) => codes.has(match)) };
  const names = [...new Set(matches.flatMap(({ theory }) => Object.keys(theory)))];
  const theory = Object.fromEntries(
    names.flatMap((name) => {
      const values = matches.flatMap(({ theory: beside }) => beside[name]?.[measure.name] ?? []);
      return values.length === 0 ? [] : [[name, mean(values)] as const];
    }),
  );
  const alike = matches.length > 1 ? 'amounts that are all the same tell no interval' : SINGLE;
  const why = lacking(found, UNANSWERED) === SINGLE ? alike : lacking(found, UNANSWERED);
  return { ...cellOf({ found, evidence: null, level: 0.95, why }), theory, matches: [...codes] };
}
