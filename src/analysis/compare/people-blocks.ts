/**
 * Published people beside a condition: whose band stands behind which row, what must be said of it, and the numbers of all of
 * them. They are no samples, and on no side of a test.
 */
import { type Block, type ScaleBand, text } from '../../core/blocks.ts';
import { percent } from '../../core/format.ts';
import type { Figure } from '../../core/game.ts';
import type { PublishedPeople } from '../../core/published-figures.ts';
import type { ConditionComparison } from './document.ts';

/** Whose band stands behind a figure: the nearest experiment that tells any of its measures; null: none does. */
export const drawnPeople = (figure: Pick<Figure, 'rows'>, people: readonly PublishedPeople[]): PublishedPeople | null =>
  people.find(({ bands }) => bands.some(({ measure }) => figure.rows.some((row) => row.measure === measure))) ?? null;

/** The band of one row of a figure; none where the experiment does not tell its measure. */
export function bandIn(
  { who, bands }: PublishedPeople,
  { measure, times = 1 }: Pick<Figure['rows'][number], 'measure' | 'times'>,
): ScaleBand | null {
  const found = bands.find((band) => band.measure === measure);
  if (found === undefined) return null;
  const { at, interval, n, of } = found;
  return {
    who,
    at: at * times,
    interval: [interval[0] * times, interval[1] * times],
    n: sizeOf(n, of),
  };
}

const sizeOf = (n: number, of: 'people' | 'answers'): string => (of === 'people' ? `n ${n}` : `n ${n} answers`);

/** "░ 134 people in Trento, published: 95 % interval, ▒ mean, never tested", for a legend. */
export const bandLegend = ({ who }: PublishedPeople): string =>
  `░ ${who}, published: 95 % interval, ▒ mean, never tested`;

/** "Published: Andreozzi, Ploner & Saral, …, 2020. There: half could be sent too; … Confidence low." */
export const peopleWords = ({ source, differs, confidence }: PublishedPeople): string =>
  `Published: ${source}. There: ${differs}. Confidence ${confidence}.`;

/** What is said before published people, wherever their numbers stand. */
export const PEOPLE_ARE =
  'Published people are drawn as grey bands: from other experiments, no samples of this one, and on no side of a test.';

/** Every published experiment beside a condition with its numbers, its licence and what differs there; nothing where there is none. */
export const peopleTables = ({ people, figures, measures }: ConditionComparison): readonly Block[] => {
  const labels = new Map(figures.flatMap(({ rows }) => rows.map(({ measure, label }) => [measure, label.trim()])));
  const rates = new Set(measures.filter(({ scale }) => scale === 'rate').map(({ name }) => name));
  const written = (measure: string, value: number): string =>
    rates.has(measure) ? percent(value) : String(Number(value.toPrecision(3)));
  return people.flatMap((one): readonly Block[] => [
    {
      kind: 'table',
      columns: [
        { head: one.who },
        { head: 'mean', align: 'right' },
        { head: '95 %', align: 'right' },
        { head: 'n', align: 'right' },
        { head: 'interval' },
      ],
      rows: one.bands.map(({ measure, at, interval, n, of, by }) => [
        { text: labels.get(measure) ?? measure },
        { text: written(measure, at) },
        { text: interval.map((end) => written(measure, end)).join(' to ') },
        { text: sizeOf(n, of).slice(2) },
        { text: by },
      ]),
    },
    text(`${peopleWords(one)} Data: ${one.licence}.`),
  ]);
};
