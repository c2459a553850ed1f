/**
 * What a comparison of people, models and theory may know of a game beside its measures: which of them stand in one
 * picture, which differences are declared beforehand, and what each agent does by them exactly. Every part may be left
 * out: a game that declares nothing has all its measures drawn by their scale, every test is exploratory, and agents
 * stand beside samples by what they have played.
 */
import { percent } from './format.ts';
import type { Taste } from './taste.ts';

/** Who is drawn as a mark beside samples: an agent of this taste, or the game's stand-in. Never a sample. */
export type Mind = Taste | 'standin';

/** One picture: measures under each other on one line from min to max. */
export type Figure = {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly ends: readonly [low: string, high: string];
  /** How a value is written: 58 %, 35, or 14.7. A value is multiplied by `times` before it is drawn (a rate among ratings: 100). */
  readonly written: 'percent' | 'whole' | 'decimals';
  /** Of `decimals`: how many, one where not given. */
  readonly decimals?: number;
  readonly rows: readonly { readonly measure: string; readonly label: string; readonly times?: number }[];
  /** Words at places of the line: Nash, joint monopoly. */
  readonly notes?: readonly { readonly at: number; readonly text: string }[];
};

/** A difference from 0 that is declared beforehand, with its side: shown, not shown or contradicted. */
export type Contrast = { readonly measure: string; readonly side: 'above' | 'below'; readonly says: string };

/**
 * Where a benchmark stands: in which seat (0 where seats are alike), against whom where that was disclosed (null: not known).
 * Of several others `other` is the taste that all of them were known to have, and `others` has one a seat (null: not known), in an
 * order that says nothing; it is left out where there is one.
 */
export type Standing = {
  readonly seat: number;
  readonly other: Taste | null;
  readonly others?: readonly (Taste | null)[];
};

/** Members are methods on purpose: every game's is assignable without a cast. */
export interface ComparisonSpec<Config> {
  /** Not given: `figuresByScale`. */
  figures?(config: Config, seat: number): readonly Figure[];
  /** Measures by name whose differences between groups are the declared family: Holm's adjustment is over their tests. */
  readonly declared?: readonly string[];
  /** Of the same people in two conditions: measures that mean the same in both (an index, not a price); the declared ones where not given. */
  readonly across?: readonly string[];
  /** Pairs of measures that the same people answered, compared within person. */
  readonly within?: readonly (readonly [one: string, other: string])[];
  readonly contrasts?: readonly Contrast[];
  /**
   * What this mind does by each measure, exactly, in this seat and against this other: of a game of many rounds the means
   * over rounds of its rule played against the other's. A measure that is left out says nothing of it.
   */
  expected?(config: Config, mind: Mind, standing: Standing): Readonly<Record<string, number>>;
  /** What `expected` takes an agent to expect of the other, in a few words to stand beside its mark: "expecting 50 : 50". */
  believing?(config: Config, standing: Standing): string;
  /** Values over periods with the lines of this seat, where the game has them: answers to this question, by round. */
  path?(
    config: Config,
    seat: number,
  ): {
    readonly key: string;
    readonly title: string;
    readonly period: string;
    readonly decimals: number;
    readonly levels: readonly { readonly at: number; readonly label: string }[];
  };
}

/** What a figure made from a measure needs of it, and the values that are drawn: means, interval ends, dots, agents' marks. */
type DrawnMeasure = {
  readonly name: string;
  readonly scale: 'rate' | 'rating' | 'price' | 'points' | 'distance';
  readonly drawn: readonly number[];
};

const TITLES = { rate: 'rates', rating: 'ratings', price: 'prices', points: 'points', distance: 'distances' } as const;

/**
 * Figures of a game that declares none: one a scale, its measures under each other by their names. Rates reach from 0 to 1
 * and ratings from 0 to 100, further only where a value does; points and distances from 0, prices from the least that is
 * drawn, to round numbers. A measure of which nothing is drawn is left out.
 *
 *     figuresByScale([{ name: 'gives', scale: 'points', drawn: [3, 7.5] }])  // one figure from 0 to 8, one row
 */
export function figuresByScale(measures: readonly DrawnMeasure[]): readonly Figure[] {
  const drawn = measures.filter((measure) => measure.drawn.length > 0);
  return [...Map.groupBy(drawn, ({ scale }) => scale)].map(([scale, mine]): Figure => {
    const values = mine.flatMap((measure) => measure.drawn);
    const [from, to] = scale === 'rate' ? [0, 1] : scale === 'rating' ? [0, 100] : scale === 'price' ? [] : [0];
    const least = values.reduce((a, b) => Math.min(a, b), from ?? Infinity);
    const most = values.reduce((a, b) => Math.max(a, b), to ?? -Infinity);
    const { min, max, decimals } = roundRange(least, most);
    const written = scale === 'rate' ? 'percent' : scale === 'rating' ? 'whole' : 'decimals';
    return {
      title: TITLES[scale],
      ...{ min, max, written },
      ...(written === 'decimals' ? { decimals } : {}),
      ends: scale === 'rate' ? [percent(min), percent(max)] : [String(min), String(max)],
      rows: mine.map(({ name }) => ({ measure: name, label: name })),
    };
  });
}

/** Ends at multiples of a tenth of the range or so (1, 2 or 5 times a power of ten), and the decimals that a mean deserves in it. */
function roundRange(
  least: number,
  most: number,
): { readonly min: number; readonly max: number; readonly decimals: number } {
  const width = most > least ? most - least : Math.max(1, Math.abs(most));
  const power = 10 ** Math.floor(Math.log10(width / 10));
  const step = power * ([1, 2, 5].find((times) => width / (times * power) <= 10) ?? 10);
  const tidy = (value: number): number => Number(value.toPrecision(12)) + 0;
  const min = tidy(Math.floor(least / step + 1e-9) * step);
  const max = tidy(Math.max(Math.ceil(most / step - 1e-9) * step, min + step));
  return { min, max, decimals: Math.max(0, 1 - Math.floor(Math.log10(step) + 1e-9)) };
}
