/** Values over periods as a picture: prices round by round, a shape and a line for each player. */
import { type Block, blocksAsText } from '../../core/blocks.ts';
import { minus } from '../../core/format.ts';
import { between, escaped, widthOf } from '../../page/charts.ts';
import { ACROSS, lineSvg, n, picture, shapeSvg, wordsSvg } from './shapes.ts';
import { colourClass, type SeenFrom, signHtml } from './who-is-who.ts';

type Series = Block & { kind: 'series' };

const HEIGHT = 170;
const TOP = 10;
const FOOT = 24;
/** Units that the shapes keep from the frame. */
const ROOM = 9;

/** The chart under its legend. Periods that are to come have their room already. */
export function seriesHtml(block: Series, seen: SeenFrom): string {
  const { lines, levels = [], decimals, from = 1, period } = block;
  const known = Math.max(0, ...lines.map(({ points }) => points.findLastIndex((point) => point !== null) + 1));
  // Of a long match the last rounds: narrower than this a shape covers its neighbour.
  const skipped = Math.max(0, known - MOST);
  const periods = Math.max(2, Math.min(MOST, block.periods - skipped));
  const values = [...lines.flatMap(({ points }) => points.slice(skipped)), ...levels.map(({ at }) => at)].filter(
    (value) => value !== null,
  );
  const [low, high] = rangeOf(values);
  const ticks = [low, ...between(low, high, 3), high].filter(
    (tick, i, all) =>
      i === 0 || i === all.length - 1 || ((tick - low) / (high - low) > 0.12 && (high - tick) / (high - low) > 0.12),
  );
  const written = (value: number): string => minus(value.toFixed(decimals));
  const left = Math.max(...ticks.map((tick) => widthOf(written(tick)))) * (16 / 12) + 6;
  const x = (at: number): number => left + ROOM + (at / (periods - 1)) * (ACROSS - left - 2 * ROOM);
  const y = (value: number): number =>
    HEIGHT - FOOT - ROOM - ((value - low) / (high - low)) * (HEIGHT - TOP - FOOT - 2 * ROOM);
  const frame = ticks.map(
    (tick) => wordsSvg(written(tick), left - 4, y(tick) + 5, 'end') + lineSvg(left, y(tick), ACROSS, y(tick), 'grid'),
  );
  const every = Math.ceil(periods / 10);
  const numbers = Array.from({ length: periods }, (_, i) =>
    i % every === 0 ? wordsSvg(String(i + skipped + from), x(i), HEIGHT - 5, 'middle') : '',
  );
  const paths = lines.map(({ who, points }) => {
    const label = seen.label(who);
    const placed = points.slice(skipped).flatMap((value, i) => (value === null ? [] : [[x(i), y(value)] as const]));
    const path = placed.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${n(px)} ${n(py)}`).join('');
    return `<path class="path ${colourClass(label)}" d="${path}"/>${placed.map(([px, py]) => shapeSvg(label, px, py)).join('')}`;
  });
  const drawn = levels.map(
    ({ at, label }) => lineSvg(left, y(at), ACROSS, y(at), 'level') + wordsSvg(label, ACROSS, y(at) - 3, 'end'),
  );
  const legend = lines.map(({ who, name }) => `<span>${signHtml(seen.label(who))}${escaped(name)}</span>`).join(' ');
  const said = `${period}: ${blocksAsText([block]).replaceAll('\n', '; ')}`;
  return `<figure class="chart"><figcaption class="legend">${legend}</figcaption>${picture(HEIGHT, said, [...frame, ...numbers, ...drawn, ...paths].join(''))}<p class="axis">${escaped(period)}</p></figure>`;
}

/** So many periods find room for a shape each. */
const MOST = 24;

/** From the least to the greatest; around a single value a little. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? [low - 1, high + 1] : [low, high];
}
