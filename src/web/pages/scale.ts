/** Rows on a line from least to most: words above each line as text, marks on it as a picture, notes below. */
import { type Block, blocksAsText } from '../../core/blocks.ts';
import { escaped, widthOf } from '../../page/charts.ts';
import { stacked } from '../../page/scale-marks.ts';
import { ACROSS, lineSvg, picture, shapeSvg, wordsSvg } from './shapes.ts';
import { type SeenFrom, signHtml, wordsHtml } from './who-is-who.ts';

type Scale = Block & { kind: 'scale' };

/** Units from the edge to the ends of the line: half a mark. */
const EDGE = 9;
/** Units from one mark to another below it. */
const LEVEL = 16;

/** Units from one line of notes to the next. */
const NOTE = 20;

const wide = (text: string): number => widthOf(text) * (16 / 12);

/** Short notes under their places, each on a level of its own where it would cover another. */
const placed = (notes: readonly { readonly x: number; readonly text: string }[]) =>
  stacked(
    notes
      .filter(({ text }) => wide(text) <= ACROSS)
      .map(({ x, text }) => {
        const half = wide(text) / 2 + 3;
        const middle = Math.max(half, Math.min(ACROSS - half, x));
        return { x, text, middle, from: middle - half, to: middle + half };
      }),
  );

/** The rows with a legend of whoever is marked on them. */
export function scaleHtml(block: Scale, seen: SeenFrom): string {
  const labels = new Map(
    block.rows.flatMap(({ marks }) => marks.map(({ who }) => [seen.label(who), seen.name(who)] as const)),
  );
  const legend = [...labels].map(([label, name]) => `<span>${signHtml(label)}${escaped(name)}</span>`).join(' ');
  const rows = block.rows.map((row, i) => rowHtml(block, row, seen, i === block.rows.length - 1));
  return `<figure class="scale">${block.head === undefined ? '' : `<p>${escaped(block.head)}</p>`}<figcaption class="legend">${legend}</figcaption>${rows.join('')}</figure>`;
}

function rowHtml(block: Scale, row: Scale['rows'][number], seen: SeenFrom, last: boolean): string {
  const { min, max, ends } = block;
  const x = (at: number): number =>
    EDGE + ((Math.min(max, Math.max(min, at)) - min) / (max - min || 1)) * (ACROSS - 2 * EDGE);
  const marks = stacked(
    row.marks.map(({ at, who }) => ({ x: x(at), label: seen.label(who), from: x(at) - 8, to: x(at) + 8 })),
  );
  const depth = Math.max(0, ...marks.map(({ level }) => level));
  const line = 12;
  const bottom = line + depth * LEVEL + 12;
  const short = placed((row.notes ?? []).map(({ at, text }) => ({ x: x(at), text })));
  const long = (row.notes ?? []).filter(({ text }) => wide(text) > ACROSS);
  const around = (range: readonly [number, number] | undefined, kind: string): string =>
    range === undefined ? '' : lineSvg(x(range[0]), line, x(range[1]), line, kind);
  const inner = [
    row.band === undefined ? '' : lineSvg(x(row.band.interval[0]), line, x(row.band.interval[1]), line, 'band'),
    lineSvg(EDGE, line, ACROSS - EDGE, line, 'rule'),
    lineSvg(EDGE, line - 5, EDGE, line + 5, 'rule'),
    lineSvg(ACROSS - EDGE, line - 5, ACROSS - EDGE, line + 5, 'rule'),
    around(row.range, 'range'),
    around(row.interval, 'interval'),
    ...short.map(({ x: at, level }) => lineSvg(at, line - 9, at, bottom + level * NOTE + 4, 'tick')),
    ...long.map(({ at }) => lineSvg(x(at), line - 9, x(at), line + 9, 'tick')),
    ...short.map(({ text, middle, level }) => wordsSvg(text, middle, bottom + level * NOTE + 18, 'middle')),
    ...marks.map(({ x: at, label, level }) => shapeSvg(label, at, line + level * LEVEL)),
  ].join('');
  const said = blocksAsText([{ kind: 'scale', min, max, ends, rows: [row] }]);
  const below =
    long.length === 0 ? '' : `<ul class="notes">${long.map(({ text }) => `<li>${wordsHtml(text)}</li>`).join('')}</ul>`;
  return `<div class="row"><p class="label"><span>${wordsHtml(row.label)}</span>${row.text === undefined ? '' : `<span>${escaped(row.text)}</span>`}</p>${picture(bottom + (short.length === 0 ? 0 : 12 + NOTE * (1 + Math.max(...short.map(({ level }) => level)))), said, inner)}${last ? `<p class="ends" aria-hidden="true"><span>${escaped(ends[0])}</span><span>${escaped(ends[1])}</span></p>` : ''}${below}</div>`;
}
