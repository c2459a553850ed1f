/** How a row becomes a verdict on one agent, or a level: a declared contrast, or a measure with theory beside. */
import type { Measure } from '../core/game.ts';
import type { Drawn, PatternRow, ProfileAnswer, ProfileUnit, Quantity } from '../core/profile-spec.ts';
import type { Interval } from '../analysis/stats/rates.ts';
import { mean } from '../analysis/stats/sample.ts';
import { stable, type Verdict, verdict } from '../analysis/stats/verdicts.ts';
import type { Profiled } from './answers.ts';
import { difference, type DrawEstimate, type DrawUnit, meanOf, minus, size } from './estimates.ts';

/** One agent in one row. */
export type ProfileCell = {
  /** null: this agent, or this profile, cannot show it, and `why` says so; or the row is a measure. */
  readonly verdict: Verdict | null;
  /** Of the declared contrast, or the measure's mean, in the row's unit; null where nothing was answered. */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  /** Of the interval: .95, or .9 where the row is about being equal. */
  readonly level: number;
  /** Draws behind it: one subject's. */
  readonly n: number;
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

const exact = ({ kind }: Profiled): boolean => kind === 'theory';
const answersTo = (task: string, { answers }: Profiled): readonly ProfileAnswer[] =>
  answers.filter((one) => one.task === task);

/** Judges one agent among all, the first of whom is what shifts are from, by a declared row of a task. */
export function declaredCell(
  task: string,
  { unit, test, beyondTheory }: PatternRow,
  one: Profiled,
  all: readonly Profiled[],
): ProfileCell {
  if (beyondTheory !== undefined && exact(one)) return cannot(beyondTheory);
  const of = (agent: Profiled, quantity: Quantity): Contrasted =>
    // Where theory can show nothing nobody is compared with it.
    beyondTheory !== undefined && exact(agent)
      ? { estimate: null, answers: [] }
      : contrasted(answersTo(task, agent), quantity, unit, exact(agent));
  switch (test.is) {
    case 'above':
    case 'below':
      return sided(of(one, test.of), test.is);
    case 'equal':
      return equal(of(one, test.of), unit);
    case 'between': {
      const [low, high] = test.lines;
      const above = sided(of(one, { ...test.of, less: low }), 'above');
      const below = sided(of(one, { ...test.of, less: high }), 'below');
      // Of two contrasts that must both hold the printed one is the first.
      return above.verdict === null || below.verdict === null
        ? above
        : { ...above, verdict: together([above.verdict, below.verdict]) };
    }
    case 'highest':
    case 'lowest':
      return extreme(one, all, test.is, (agent) => of(agent, test.of), test.few ?? UNANSWERED);
    case 'nearer': {
      const [first] = all;
      if (first === undefined || all.length < 2) return cannot('a shift is from an untuned model: name that one first');
      if (first === one) return cannot('the others are compared with this one: it was named first');
      const agreed: Quantity = { draws: agreement(test.to) };
      return sided(apart(of(one, agreed), of(first, agreed)), 'above');
    }
  }
}

/** Estimates a quantity from an agent's answers to a task. */
function contrasted(
  answers: readonly ProfileAnswer[],
  { draws, less, distance }: Quantity,
  unit: ProfileUnit,
  computed: boolean,
): Contrasted {
  const sample = (drawn: Drawn): Contrasted => {
    const found = drawn(answers);
    const estimate = meanOf(
      found.map(({ value }) => value),
      unit,
      computed,
    );
    return { estimate, answers: found.flatMap((draw) => draw.answers) };
  };
  const mine = sample(draws);
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

/** Each answer is a draw: 1 where it is what this agent of theory would have answered. */
const agreement =
  (to: string): Drawn =>
  (answers) =>
    answers.flatMap((one) => {
      const want = one.wants[to];
      return want === undefined ? [] : [{ value: one.value === want ? 1 : 0, answers: [one] }];
    });

/** Equal: within ±10 points, ±.1 of a rate, ±.1 of the price index. Ours. */
const MARGIN: Readonly<Record<ProfileUnit, number>> = { rate: 0.1, rating: 10, index: 0.1 };

const UNANSWERED = 'nothing was answered';
const SINGLE = 'a single draw tells no interval: take a longer --length';

/** Why there is no interval; null: there is one. */
const lacking = ({ estimate }: Contrasted): string | null =>
  estimate === null ? UNANSWERED : estimate.interval(0.95) === null ? SINGLE : null;

const cellOf = (
  { estimate, answers }: Contrasted,
  judgement: Verdict | null,
  { level = 0.95, why = null }: { readonly level?: number; readonly why?: string | null } = {},
): ProfileCell => ({
  verdict: judgement,
  estimate: estimate?.value ?? null,
  interval: estimate?.interval(level) ?? null,
  level,
  n: estimate?.n ?? 0,
  why,
  answers,
  matches: [...new Set(answers.map(({ match }) => match))],
});

const cannot = (why: string): ProfileCell => cellOf({ estimate: null, answers: [] }, null, { why });

function sided(found: Contrasted, side: 'above' | 'below'): ProfileCell {
  const { estimate } = found;
  return cellOf(found, estimate === null ? null : verdict(estimate.interval(0.95), side), { why: lacking(found) });
}

function equal(found: Contrasted, unit: ProfileUnit): ProfileCell {
  const { estimate } = found;
  const why = lacking(found);
  if (estimate === null) return cellOf(found, null, { why });
  return cellOf(found, stable(estimate.interval(0.9), estimate.interval(0.95), MARGIN[unit]), { level: 0.9, why });
}

/** All must be shown; one that is contradicted contradicts. */
const together = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('contradicted') ? 'contradicted' : verdicts.every((one) => one === 'shown') ? 'shown' : 'not shown';

/** The difference from every other agent is on this side; the closest is printed. */
function extreme(
  one: Profiled,
  all: readonly Profiled[],
  which: 'highest' | 'lowest',
  of: (agent: Profiled) => Contrasted,
  lack: string,
): ProfileCell {
  const { estimate, answers } = of(one);
  if (estimate === null) return cannot(lack);
  const others = all.filter((other) => other !== one).flatMap((other) => of(other).estimate ?? []);
  if (others.length === 0) return cannot('it is a difference between agents: profile several at once');
  const differences = others.map((other) => difference(estimate, other));
  const closest = differences.reduce((nearest, next) =>
    (which === 'highest' ? next.value < nearest.value : next.value > nearest.value) ? next : nearest,
  );
  const side = which === 'highest' ? 'above' : 'below';
  const judgement = together(differences.map((each) => verdict(each.interval(0.95), side)));
  const found = { estimate: closest, answers };
  return cellOf(found, judgement, { why: lacking(found) });
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
  const why = lacking(found) === SINGLE ? alike : lacking(found);
  return { ...cellOf(found, null, { why }), theory, matches: [...codes] };
}
