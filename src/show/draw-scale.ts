/**
 * Rows on one line from min to max. A single row has its ends at both sides (κ 0 ├──▲──┤ 1); several rows stand under
 * their ends, labels at the left and words at the right. Every mark stands at its own place: those of one place stand under
 * each other.
 */
import type { Block } from '../core/blocks.ts';
import { toneOf } from './theme.ts';
import { fixed, type Drawing, type Pen } from './drawing.ts';
import {
  clipped,
  columnsOf,
  EMPTY,
  type Line,
  line,
  padded,
  type Span,
  spaces,
  span,
  merged,
  wrapped,
} from './line.ts';

type Scale = Block & { kind: 'scale' };
type Row = Scale['rows'][number];

/** No line is drawn shorter; labels and words give way first. */
const SHORTEST = 16;
const NATURAL = 40;

/** A scale ready to be drawn at `width` columns; it gives no rows away. A value beyond an end stands at that end. */
export function drawScale(scale: Scale, width: number, pen: Pen): Drawing {
  const [low, high] = scale.ends;
  const alone = scale.rows.length === 1;
  const labels = Math.max(alone ? 0 : columnsOf(scale.head ?? ''), ...scale.rows.map((row) => columnsOf(row.label)));
  const texts = Math.max(0, ...scale.rows.map((row) => columnsOf(row.text ?? '')));
  const natural =
    labels + 1 + NATURAL + (texts > 0 ? texts + 1 : 0) + (alone ? columnsOf(low) + columnsOf(high) + 2 : 0);
  return fixed(alone ? single(scale, scale.rows[0]!, width, pen) : several(scale, width, labels, texts, pen), natural);
}

function single(scale: Scale, row: Row, width: number, pen: Pen): readonly Line[] {
  const [low, high] = scale.ends;
  const label = row.label === '' ? '' : `${row.label} `;
  const left = low === '' ? label : `${label}${low} `;
  const right = high === '' ? '' : ` ${high}`;
  const text = row.text ?? '';
  const beside =
    text !== '' && width - columnsOf(left) - columnsOf(right) - columnsOf(text) - 3 >= 30 && !row.notes?.length;
  const room = width - columnsOf(left) - columnsOf(right) - (beside ? columnsOf(text) + 3 : 0);
  if (room < SHORTEST) {
    return [
      line(clipped(`${label}${low} ${pen.glyphs.dash} ${high}`, width, pen.glyphs.more)),
      ...single({ ...scale, ends: ['', ''] }, { ...row, label: '' }, width, pen),
    ];
  }
  const [ruled = EMPTY, ...under] = ruler(scale, row, room, pen, true);
  const drawn: Line = [...line(left), ...ruled, ...line(right), ...(beside ? line(`   ${text}`) : [])];
  const notes = notesUnder(scale, row, columnsOf(left), room, width, beside ? '' : text, pen);
  return [drawn, ...indented(under, columnsOf(left)), ...notes];
}

function several(scale: Scale, width: number, labels: number, texts: number, pen: Pen): readonly Line[] {
  const [low, high] = scale.ends;
  // Words at the right go below their line before the line becomes too short to tell places apart.
  const beside = texts > 0 && width - Math.min(labels, 24) - 1 - texts - 2 >= 24;
  const labelWidth = Math.min(labels, Math.max(10, width - 24 - (beside ? texts + 2 : 0) - 1));
  const at = labels === 0 ? 0 : labelWidth + 1;
  const room = Math.max(SHORTEST, width - at - (beside ? texts + 2 : 0));
  const over = padded(line(clipped(scale.head ?? '', labelWidth, pen.glyphs.more)), at);
  const head: Line = [...over, span(`${low}${spaces(room - columnsOf(low) - columnsOf(high))}${high}`)];
  return [
    ...(low === '' && high === '' && scale.head === undefined ? [] : [head]),
    ...scale.rows.flatMap((row) => {
      // A label too long for its column stands whole above its line: who is compared is never cut.
      const long = columnsOf(row.label) > labelWidth;
      const over = long ? wholeLabel(row.label, width, pen) : [];
      const label = padded(line(long ? '' : row.label), at);
      const [ruled = EMPTY, ...under] = ruler(scale, row, room, pen, false);
      const drawn: Line = [...label, ...ruled];
      const text = row.text ?? '';
      const ends: Line = beside && text !== '' ? [...drawn, span(`  ${text}`)] : drawn;
      return [
        ...over,
        ends,
        ...indented(under, at),
        ...notesUnder(scale, row, at, room, width, beside ? '' : text, pen),
      ];
    }),
  ];
}

/** Lines that a label above its line may take. */
const MOST_LABEL = 3;

function wholeLabel(label: string, width: number, pen: Pen): readonly Line[] {
  const indent = label.length - label.trimStart().length;
  const lines = wrapped(label.trim(), width - indent);
  const last = lines.slice(MOST_LABEL - 1).join(' ');
  return [...lines.slice(0, MOST_LABEL - 1), ...(last === '' ? [] : [last])].map((words) =>
    line(spaces(indent) + clipped(words, width - indent, pen.glyphs.more)),
  );
}

const placeOf = (scale: Scale, at: number, room: number, inset: number): number => {
  const share = (Math.min(scale.max, Math.max(scale.min, at)) - scale.min) / (scale.max - scale.min || 1);
  return inset + Math.round(share * (room - 1 - 2 * inset));
};

/** Lines that begin so many columns further right. */
const indented = (lines: readonly Line[], columns: number): readonly Line[] =>
  lines.map((one) => (columns === 0 ? one : [span(spaces(columns)), ...one]));

/**
 * The line itself, and under it a line for each further mark of one place, the first mark keeping the line itself. `ended`:
 * with ├ and ┤ of its own, marks between them. A band lies under everything else.
 */
function ruler(scale: Scale, row: Row, room: number, pen: Pen, ended: boolean): readonly Line[] {
  const glyphs = pen.glyphs.scale;
  const inset = ended ? 1 : 0;
  const base = ended && !row.interval && !row.range ? glyphs.flat : glyphs.dots;
  const cells: Span[] = Array.from({ length: room }, () => span(base));
  if (row.band) {
    const [from, to] = row.band.interval.map((at) => placeOf(scale, at, room, inset)) as [number, number];
    cells.fill(span(glyphs.band), from, to + 1);
    cells[placeOf(scale, row.band.at, room, inset)] = span(glyphs.middle);
  }
  if (ended) {
    cells[0] = span(glyphs.from);
    cells[room - 1] = span(glyphs.to);
  }
  for (const note of row.notes ?? []) {
    const x = placeOf(scale, note.at, room, inset);
    cells[x] = span(glyphs.note);
  }
  if (row.interval) {
    const [from, to] = row.interval.map((at) => placeOf(scale, at, room, inset)) as [number, number];
    cells[from] = span(glyphs.from);
    cells[to] = span(glyphs.to);
  } else if (row.range) {
    const [from, to] = row.range.map((at) => placeOf(scale, at, room, inset)) as [number, number];
    cells[from] = span(glyphs.least);
    cells[to] = span(glyphs.most);
  }
  const stacks = Map.groupBy(row.marks, ({ at }) => placeOf(scale, at, room, inset));
  const glyphOf = ({ who }: Row['marks'][number]): Span => {
    const mark = pen.seen(who);
    return span(mark.glyph, toneOf(mark.label));
  };
  for (const [x, [first]] of stacks) cells[x] = glyphOf(first!);
  const deepest = Math.max(1, ...[...stacks.values()].map((marks) => marks.length));
  const under = Array.from({ length: deepest - 1 }, (_, i): Line => {
    const places = [...stacks].filter(([, marks]) => marks.length > i + 1).toSorted(([a], [b]) => a - b);
    return places.flatMap(([x, marks], j): Line => {
      const from = j === 0 ? 0 : places[j - 1]![0] + 1;
      return [...(x > from ? [span(spaces(x - from))] : []), glyphOf(marks[i + 1]!)];
    });
  });
  return [merged(cells), ...under];
}

/** Notes stand under their places, on a further line where they would touch; `text` ends the last of them. */
function notesUnder(
  scale: Scale,
  row: Row,
  at: number,
  room: number,
  width: number,
  text: string,
  pen: Pen,
): readonly Line[] {
  const lines: string[] = [];
  const inset = scale.rows.length === 1 ? 1 : 0;
  const notes = [...(row.notes ?? [])].sort((a, b) => a.at - b.at);
  for (const note of notes) {
    const words = clipped(note.text, width, pen.glyphs.more);
    const x = Math.max(0, Math.min(at + placeOf(scale, note.at, room, inset), width - columnsOf(words)));
    const free = lines.findIndex((taken) => columnsOf(taken) === 0 || columnsOf(taken) + 2 <= x);
    if (free < 0) lines.push(spaces(x) + words);
    else lines[free] += spaces(x - columnsOf(lines[free]!)) + words;
  }
  if (text !== '') {
    const x = width - columnsOf(text);
    const last = lines.length - 1;
    if (last >= 0 && columnsOf(lines[last]!) + 2 <= x) lines[last] += spaces(x - columnsOf(lines[last]!)) + text;
    else
      lines.push(
        spaces(Math.max(0, scale.rows.length === 1 ? x : Math.min(at, x))) + clipped(text, width, pen.glyphs.more),
      );
  }
  return lines.map((words) => (words === '' ? EMPTY : line(words)));
}
