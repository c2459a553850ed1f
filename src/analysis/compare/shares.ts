/**
 * Shares from probabilities: a measure of a group that told what it would do instead of doing it. There is no sample, so no
 * interval: n is situations and never draws, and how far the share hangs on the order of the options and on the words of the
 * question stands as a range where an interval stands elsewhere.
 */
import type { Measure } from '../../core/game.ts';
import { FEW } from '../stats/few.ts';
import { type MeasureEstimate, type MeasureSample } from './estimate.ts';
import type { ToldObservation } from './observations.ts';
import type { ExpectedCount } from './told-answers.ts';
import { mean, quantile, sampleOf } from '../stats/sample.ts';

/** A situation with all that was told of it: by wording, in the mean of the orders and order by order. */
type Gathered = {
  met: number;
  readonly wordings: Map<string, { readonly means: number[]; readonly orders: Map<number, number[]> }>;
};

/**
 * A measure of these observations (its place in the game's list) from what they told; of one that is not of single answers
 * the mean of the matches as they were drawn (`drawn`: the sample of these), marked so.
 *
 * A situation is the mean over wordings, each the mean of the orders, however often it was asked the same; the share is the mean
 * over situations, each as often as it was met. The range is from the least to the most of the share in one order and one
 * wording; where a situation was not asked so, it counts there with its mean.
 */
export function shareEstimate(
  observations: readonly ToldObservation[],
  at: number,
  { name, scale }: Measure<unknown>,
  drawn: MeasureSample,
): MeasureEstimate {
  const shared = { measure: name, scale, yes: null, interval: null, method: null, distribution: [], dots: [] } as const;
  const gathered = new Map<number, Gathered>();
  let answers = 0;
  for (const { told, wording, phrasing } of observations)
    for (const count of told.counts[at] ?? []) {
      answers += 1;
      gather(gathered, count, `${wording} ${phrasing}`);
    }
  if (gathered.size === 0) {
    const { n } = drawn;
    const none = { sd: null, quartiles: null, range: null };
    if (n === 0) return { ...shared, ...none, n, values: 0, mean: null, from: 'drawn', without: NOBODY };
    return { ...shared, ...none, n, values: drawn.answers, mean: drawn.mean, from: 'drawn', without: AS_DRAWN };
  }
  const situations = [...gathered.values()].map((one) => ({ ...one, share: shareOf(one, null) }));
  // Equal shares stay equal whatever the order in which they were added up.
  const { n, sorted, sd } = sampleOf(Float64Array.from(situations.map(({ share }) => Math.round(share * 1e9) / 1e9)));
  const cells = cellsOf(situations);
  const shares = cells.map((cell) => meanOver(situations, (one) => shareOf(one, cell)));
  return {
    ...shared,
    ...{
      n,
      values: answers,
      mean: meanOver(situations, ({ share }) => share),
      from: 'probabilities',
      without: NO_SAMPLE,
    },
    sd: n < 2 ? null : sd,
    quartiles:
      n < FEW
        ? null
        : [sorted[0]!, quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75), sorted[n - 1]!],
    range: shares.length < 2 ? null : [Math.min(...shares), Math.max(...shares)],
  };
}

const NOBODY = 'nobody has answered this';
const AS_DRAWN = 'of the matches as they were drawn from probabilities: draws, and no sample';
const NO_SAMPLE = 'from probabilities: no sample, so no interval';

function gather(
  gathered: Map<number, Gathered>,
  { situation, mean: middle, orders }: ExpectedCount,
  words: string,
): void {
  let one = gathered.get(situation);
  if (one === undefined) gathered.set(situation, (one = { met: 0, wordings: new Map() }));
  one.met += 1;
  let mine = one.wordings.get(words);
  if (mine === undefined) one.wordings.set(words, (mine = { means: [], orders: new Map() }));
  mine.means.push(middle);
  for (const { rotation, value } of orders) {
    const known = mine.orders.get(rotation);
    if (known === undefined) mine.orders.set(rotation, [value]);
    else known.push(value);
  }
}

/** One way of asking: an order of the options in one wording. */
type Cell = { readonly words: string; readonly rotation: number };

/** Every way in which any of these situations was asked. */
function cellsOf(situations: readonly Gathered[]): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const { wordings } of situations)
    for (const [words, { orders }] of wordings)
      for (const rotation of orders.keys()) cells.set(`${rotation} ${words}`, { words, rotation });
  return [...cells.values()];
}

/** A situation's share, asked in one way; where it was not, or in none (null), its mean over wordings. */
function shareOf({ wordings }: Gathered, cell: Cell | null): number {
  const asked = cell === null ? undefined : wordings.get(cell.words)?.orders.get(cell.rotation);
  return asked === undefined ? mean([...wordings.values()].map(({ means }) => mean(means))) : mean(asked);
}

/** The mean over situations, each as often as it was met. */
function meanOver<Of extends Gathered>(situations: readonly Of[], of: (one: Of) => number): number {
  let [sum, met] = [0, 0];
  for (const one of situations) {
    sum += one.met * of(one);
    met += one.met;
  }
  return sum / met;
}
