/**
 * Blocks as charts for pages and reports: SVG drawn by vega without a browser, as wide as a phone and scaled up from there.
 * The marks are those of the terminal, by shape before colour; black on white reads as well.
 */
import type { EncodeEntry, Mark, Spec } from 'vega';
import { type AgentSign, signOf } from '../core/agent-signs.ts';
import { cleanData, cleanText } from '../core/outside-text.ts';

/** Pixels: what a phone shows without shrinking the letters. */
export const WIDE = 356;
/** Pixels left free at both ends of a scale, for half a mark. */
export const INSET = 8;
export const INK = '#1b1b1b';
export const QUIET = '#5c5c56';
export const FAINT = '#c8c8c0';
/** A band of published people. */
export const BAND_GREY = '#dededa';
export const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** The symbol of an agent in charts, and its colour on paper. */
type Look = Pick<AgentSign, 'symbol' | 'open'> & { readonly color: string };

/** The look of an agent by its label. One without a symbol of its own is a grey cross. */
export function lookOf(label: string): Look {
  const { symbol, open, color, strong } = signOf(label);
  return { symbol, color: color ?? (strong ? INK : '#444444'), ...(open ? { open } : {}) };
}
/** Inside and edge of a mark: a full one has a white edge, so that marks side by side stay apart. */
export const inkOf = ({ symbol, color, open }: Look) => ({
  shape: symbol,
  fill: open ? '#ffffff' : color,
  edge: open ? color : '#ffffff',
});
/** The symbol of an agent as a letter among words. */
export function letterOf(label: string): string {
  const { symbol, letter } = signOf(label);
  return symbol === 'cross' ? '✚' : letter;
}
/** The label of whoever a mark stands for; a seat of a match is drawn as a person. */
export const labelOf = (who: { readonly agent: string } | { readonly seat: number }): string =>
  'agent' in who ? who.agent : 'human';

export const base = {
  $schema: 'https://vega.github.io/schema/vega/v6.json',
  autosize: 'none',
  padding: 0,
  width: WIDE,
} as const;
export const words = { font: { value: FONT }, fontSize: { value: 12 }, fill: { value: INK } };
export const quiet = { ...words, fill: { value: QUIET } };

/** A mark for every row of a table: `enter` says how each looks, once. */
export const markOf = (type: 'area' | 'rect' | 'rule' | 'symbol' | 'text', data: string, enter: EncodeEntry): Mark => ({
  type,
  from: { data },
  encode: { enter },
});

/** Words at a fixed place. */
export const textAt = (text: string, x: number, y: number, align: 'left' | 'center' | 'right' = 'left'): Mark => ({
  type: 'text',
  encode: { enter: { ...quiet, x: { value: x }, y: { value: y }, align: { value: align }, text: { value: text } } },
});

/** What a chart says to somebody who cannot see it: a title, and its numbers in words. Both are plain text. */
export type ChartWords = { readonly title: string; readonly numbers: string };

/** The chart as an SVG element. */
export async function chartSvg(spec: Spec, { title, numbers }: ChartWords): Promise<string> {
  const { parse, View } = await import('vega');
  const svg = await new View(parse(cleanData(spec)), { renderer: 'none' }).toSVG();
  // One picture with one description: the roles that vega gives to every mark would be read out one by one. One font for all its words.
  const inner = svg.slice(svg.indexOf('>') + 1).replaceAll(/ (?:aria-[a-z]+|role|font-family)="[^"]*"/g, '');
  const size = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? `0 0 ${WIDE} 100`;
  const said = `${title}: ${numbers}`;
  return `<svg viewBox="${size}" font-family="${escaped(FONT)}" role="img" aria-label="${escaped(said)}" xmlns="http://www.w3.org/2000/svg"><title>${escaped(title)}</title><desc>${escaped(numbers)}</desc>${inner}`;
}

/** Words written from right to left stand apart from what follows them. */
const FROM_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}](?:[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{M}\s'"’—–-]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])?/gu;

/** What stands as it is: most texts of a page. */
const AS_IT_IS = /^[ !#-%'-;=?-~]*$/;

/** Words as they may stand in HTML or SVG, between tags and in attributes. Isolates of our own are written as references. */
export const escaped = (text: string): string =>
  AS_IT_IS.test(text)
    ? text
    : cleanText(text)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replace(FROM_RIGHT, '&#x2068;$&&#x2069;');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const widthOfSign = (sign: string): number =>
  /^[ -~]$/.test(sign) ? (/[il.,:;'|! ]/.test(sign) ? 4 : /[A-Zmw%@]/.test(sign) ? 9.5 : 7.2) : 12;
/** The same of the signs of ASCII, by their codes: of most texts they are all. */
const WIDTHS = Float64Array.from({ length: 128 }, (_, code) => widthOfSign(String.fromCharCode(code)));

/** Pixels of a text of 12, roughly, and rather too many than too few. */
export const widthOf = (text: string): number => {
  let sum = 0;
  if (/^[ -~]*$/.test(text)) for (let i = 0; i < text.length; i++) sum += WIDTHS[text.charCodeAt(i)]!;
  else for (const { segment } of graphemes.segment(text)) sum += widthOfSign(segment);
  return sum;
};

/** A text in so many pixels: what is too long loses its middle, so that names with the same beginning stay apart. */
export function fitted(text: string, pixels: number): string {
  if (text.length <= 800 && widthOf(text) <= pixels) return text;
  // A name may be of any length: what certainly goes is not looked at.
  const ends = text.length > 800 ? text.slice(0, 400) + text.slice(-400) : text;
  const all = [...graphemes.segment(ends)].map(({ segment }) => segment);
  for (let keep = all.length - 1; keep > 1; keep--) {
    const [start, end] = [Math.ceil(keep / 2), Math.floor(keep / 2)];
    const shorter = `${all.slice(0, start).join('')}…${all.slice(all.length - end).join('')}`;
    if (widthOf(shorter) <= pixels) return shorter;
  }
  return '…';
}

/** Round values between two ends, at most so many, none of them an end. */
export function between(min: number, max: number, most = 4): readonly number[] {
  const span = max - min;
  if (!(span > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(span / most) - 1);
  const step =
    [1, 2, 2.5, 5, 10, 20, 25, 50, 100].map((times) => times * power).find((size) => span / size <= most + 1e-9) ??
    span;
  const first = Math.floor(min / step + 1e-9) + 1;
  const last = Math.ceil(max / step - 1e-9) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
