/** A screen as a file: an SVG that prints well on white, and plain text. */
import { cleanText } from '../core/outside-text.ts';
import { columnsOf } from './line.ts';

type Style = {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly inverse: boolean;
  readonly underline: boolean;
  readonly color: string | null;
};
type Run = { readonly text: string; readonly style: Style };

const none: Style = { bold: false, dim: false, inverse: false, underline: false, color: null };

/** One character cell, in pixels: as high as the letters of boxes, so that they touch. */
const WIDE = 9;
const HIGH = 17.5;
const MARGIN = 16;
const PAPER = '#fdfdfb';
const INK = '#1b1b1b';

/** The sixteen colours as they read on paper. */
const sixteen = [
  ...['#1b1b1b', '#a8322a', '#3d7a1f', '#8a6500', '#2a5db0', '#8a3fa0', '#0a7a80', '#5a5a5a'],
  ...['#5a5a5a', '#c03a30', '#3d7a1f', '#8a6500', '#2a5db0', '#8a3fa0', '#0a7a80', '#1b1b1b'],
];

// Everything that a terminal takes as a command: CSI, OSC (links, titles), and single escapes.
const COMMANDS = /\x1b\[[0-9;:?<=>]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]/g;

/** The words of a frame, without colours, lines ending where their words end. */
export const plainOf = (ansi: string): string =>
  `${cleanText(ansi)
    .split('\n')
    .map((words) => words.trimEnd())
    .join('\n')
    .trimEnd()}\n`;

/**
 * A frame as SVG of `columns` by `rows` cells (more rows if the frame has more). Dark text on paper, colours as on the
 * screen, every run of text set at its column whatever font the viewer has. `title` is what a reader is told first.
 */
export function svgOf(ansi: string, columns: number, rows: number, title: string = firstWords(ansi)): string {
  const lines = runsOf(ansi);
  while (lines.length > 0 && lines.at(-1)!.every((run) => run.text.trim() === '')) lines.pop();
  const width = columns * WIDE + 2 * MARGIN;
  const height = Math.max(Math.min(rows, lines.length), lines.length) * HIGH + 2 * MARGIN;
  const body = lines.flatMap((runs, y) => drawRuns(runs, y));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${PAPER}" stroke="#c8c8c0"/>`,
    `<g font-family="'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace" font-size="15" fill="${INK}" xml:space="preserve" style="white-space:pre">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const firstWords = (ansi: string): string => plainOf(ansi).trim().split('\n')[0]!.trim().replace(/ {2,}/g, ' · ');

const escaped = (text: string): string =>
  cleanText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function drawRuns(runs: readonly Run[], y: number): readonly string[] {
  const out: string[] = [];
  let column = 0;
  const baseline = MARGIN + y * HIGH + 13.5;
  for (const { text, style } of runs) {
    const start = column;
    column += columnsOf(text);
    if (style.inverse)
      out.push(
        `<rect x="${MARGIN + start * WIDE}" y="${MARGIN + y * HIGH}" width="${(column - start) * WIDE}" height="${HIGH}" fill="${style.color ?? INK}"/>`,
      );
    // Words keep their place though blanks between them are many: each stretch is set at its own column.
    for (const { 0: words, index } of text.matchAll(/\S+(?: \S+)*/g)) {
      const at = start + columnsOf(text.slice(0, index));
      const look = [
        style.bold ? ' font-weight="bold"' : '',
        style.underline ? ' text-decoration="underline"' : '',
        style.inverse ? ` fill="${PAPER}"` : style.color ? ` fill="${style.color}"` : '',
        style.dim ? ' opacity="0.6"' : '',
      ].join('');
      const cells = columnsOf(words);
      out.push(
        `<text x="${MARGIN + at * WIDE}" y="${baseline}" textLength="${cells * WIDE}" lengthAdjust="spacingAndGlyphs"${look}>${escaped(words)}</text>`,
      );
    }
  }
  return out;
}

/** Each line as runs of one style. */
function runsOf(ansi: string): Run[][] {
  const lines: Run[][] = [[]];
  let style = none;
  let from = 0;
  const add = (text: string): void => {
    text.split(/\r?\n/).forEach((piece, i) => {
      if (i > 0) lines.push([]);
      if (piece !== '') lines.at(-1)!.push({ text: piece, style });
    });
  };
  for (const found of ansi.matchAll(COMMANDS)) {
    add(ansi.slice(from, found.index));
    from = found.index + found[0].length;
    const codes = /^\x1b\[([\d;:]*)m$/.exec(found[0])?.[1];
    if (codes !== undefined) style = styled(style, codes.split(/[;:]/).map(Number));
  }
  add(ansi.slice(from));
  return lines;
}

function styled(before: Style, codes: readonly number[]): Style {
  let style = before;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) style = none;
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 2) style = { ...style, dim: true };
    else if (code === 4) style = { ...style, underline: true };
    else if (code === 7) style = { ...style, inverse: true };
    else if (code === 22) style = { ...style, bold: false, dim: false };
    else if (code === 24) style = { ...style, underline: false };
    else if (code === 27) style = { ...style, inverse: false };
    else if (code === 39) style = { ...style, color: null };
    else if (code >= 30 && code <= 37) style = { ...style, color: sixteen[code - 30]! };
    else if (code >= 90 && code <= 97) style = { ...style, color: sixteen[code - 82]! };
    else if (code === 38 || code === 48) {
      const color =
        codes[i + 1] === 2 ? hex(codes.slice(i + 2, i + 5)) : codes[i + 1] === 5 ? indexed(codes[i + 2] ?? 0) : null;
      if (code === 38) style = { ...style, color };
      i += codes[i + 1] === 2 ? 4 : 2;
    }
  }
  return style;
}

const hex = (parts: readonly number[]): string =>
  `#${parts
    .map((part) =>
      Math.min(255, part || 0)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** A colour of the table of 256: the sixteen, a cube of 6, and greys. */
function indexed(number: number): string {
  if (number < 16) return sixteen[number] ?? INK;
  if (number >= 232) return hex([0, 1, 2].map(() => 8 + 10 * (number - 232)));
  const cube = number - 16;
  return hex(
    [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((part) => (part === 0 ? 0 : 55 + 40 * part)),
  );
}
