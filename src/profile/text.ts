/** Figures of a profile in words: said alike on a screen and in a pipe. */
import { type ProfileCell, drawsOf } from './cells.ts';
import type { DrawUnit } from './estimates.ts';
import { type ProfileAnswer, itemOf, type Profiled, type ReferenceAgent, REFERENCES } from './evidence.ts';
import type { PatternRow } from './pattern.ts';
import type { Score } from './scores.ts';

const written = (unit: DrawUnit, value: number): string =>
  unit === 'rate' ? `${Math.round(100 * value)}` : unit === 'rating' ? value.toFixed(0) : value.toFixed(2);
const signed = (unit: DrawUnit, value: number): string => {
  const digits = written(unit, Math.abs(value));
  return Number(digits) === 0 ? digits : `${value < 0 ? '−' : '+'}${digits}`;
};

/** "+38 points, 95 % +17 to +59, n 4"; nothing was estimated: nothing. */
export function figuresOf(
  unit: DrawUnit,
  { estimate, interval, level, n }: Pick<ProfileCell, 'estimate' | 'interval' | 'level' | 'n'>,
): string {
  if (estimate === null) return '';
  const said = `${signed(unit, estimate)}${unit === 'index' ? '' : ' points'}`;
  return interval === null
    ? `${said}, n ${n}`
    : `${said}, ${Math.round(100 * level)} % ${signed(unit, interval[0])} to ${signed(unit, interval[1])}, n ${n}`;
}

/** How often each question behind a cell was put, k; null: what is computed is computed once, or nothing was answered. */
export const timesOf = ({ answers }: ProfileCell, { kind }: Profiled): number | null =>
  kind === 'theory' ? null : drawsOf(answers) || null;

/** Of whom the paper, or its summary, reports a row. */
export const reportedOf = (row: Pick<PatternRow, 'reportedOf'>): string =>
  row.reportedOf === 'all three'
    ? 'of all three'
    : row.reportedOf === 'baseline'
      ? 'of the untuned model'
      : `of tuned ${row.reportedOf}`;

const two = (value: number): string => value.toFixed(2);

/** "0.83 (0.70–0.92) / 0.75": score, interval, reliability. */
export function scoreText(score: Score | undefined): string {
  if (score === undefined) return '–';
  const { interval, reliability } = score;
  const between = interval === null || interval[0] === interval[1] ? '' : ` (${two(interval[0])}–${two(interval[1])})`;
  return `${two(score.score)}${between} / ${reliability === null ? '–' : two(reliability)}`;
}

/** What kind of subject an agent is; null: a language model. */
export const natureOf = ({ id, kind }: Pick<Profiled, 'id' | 'kind'>): 'theory' | 'stand-in' | 'lots' | null =>
  kind === 'theory' ? 'theory' : id === 'baseline' ? 'stand-in' : id === 'random' ? 'lots' : null;

/** "first move", "buy-minimising, 20 ahead, child", "round 3". */
export function questionOf({ task, key, round }: ProfileAnswer): string {
  if (task === 'pricing') return `round ${round}`;
  const item = itemOf(key);
  if (item === null) return NODES[key] ?? key;
  return `${item.question}, ${item.pedestrians} ahead, ${item.riders}`;
}

const NODES: Readonly<Record<string, string>> = { first: 'first move', after_C: 'after C', after_D: 'after D' };

/** A value in the words of its question: "cooperates", "46" of 100, "index +0.52". */
export function valueOf({ task, key }: Pick<ProfileAnswer, 'task' | 'key'>, value: number): string {
  if (task === 'pricing') return `index ${signed('index', value)}`;
  if (task === 'dilemmas') return value === 1 ? 'cooperates' : 'defects';
  return key.startsWith('moral/') ? (value === 1 ? 'swerve' : 'stay on course') : String(Math.round(value));
}

/** What each agent of theory would have answered there, where it says anything. */
export const wantsOf = (one: ProfileAnswer): readonly (readonly [ReferenceAgent, string])[] =>
  REFERENCES.flatMap((reference) => {
    const want = one.wants[reference];
    return want === undefined ? [] : [[reference, valueOf(one, want)] as const];
  });
