/** How observations spread over the scale of a rating or a price: counts, not means alone. */
import { type Block, text } from '../../core/blocks.ts';
import { short } from '../../core/format.ts';
import type { Treatment } from './document.ts';
import type { Bin } from './estimate.ts';
import type { Group } from './group.ts';

/** The units of one measure of one group, counted in bins that all groups of a treatment share. */
export type Strip = {
  readonly label: string;
  readonly mark: string;
  readonly n: number;
  readonly bins: readonly Bin[];
};

/** How the units of each rating and price spread over its scale, those with the same bins together. */
export function strips({ figures, measures }: Treatment, groups: readonly Group[]): readonly (readonly Strip[])[] {
  const scaleOf = (measure: string) => measures.find(({ name }) => name === measure)?.scale;
  const rows = figures.flatMap(({ rows: drawn }) => drawn).filter(({ measure }) => scaleOf(measure) !== 'rate');
  const found = rows.flatMap(({ measure, label }) =>
    groups.flatMap((group): readonly Strip[] => {
      const one = group.measures.find((candidate) => candidate.measure === measure);
      if (one === undefined || one.distribution.length < 2) return [];
      const name = groups.length === 1 ? label.trim() : `${label.trim()}, ${group.label}`;
      return [{ label: name, mark: group.mark, n: one.n, bins: one.distribution }];
    }),
  );
  const together = new Map<string, Strip[]>();
  for (const strip of found) {
    const key = strip.bins.map(({ from }) => from).join(' ');
    together.set(key, [...(together.get(key) ?? []), strip]);
  }
  return [...together.values()];
}

/** Distributions, not means alone: a row a group, a column a bin. */
export function distributionBlocks(treatment: Treatment, groups: readonly Group[]): readonly Block[] {
  const tables = strips(treatment, groups).map((mine): Block => ({
    kind: 'table',
    columns: [{ head: 'from' }, ...mine[0]!.bins.map(({ from }) => ({ head: short(from), align: 'right' as const }))],
    rows: mine.map(({ bins, label }) => [
      { text: label },
      ...bins.map(({ count }) => ({ text: count === 0 ? '·' : String(count) })),
    ]),
  }));
  return tables.length === 0
    ? []
    : [text('How many observations have their mean in each range, from the number above on:'), ...tables];
}
