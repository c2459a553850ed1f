/** Parts of pictures on pages: the shapes of agents, and a picture with its words. Colours come from the style, light and dark. */
import { type AgentLabel, signOf } from '../../core/agent-signs.ts';
import { escaped } from '../../page/charts.ts';
import { colourClass } from './who-is-who.ts';

/** Units of a picture that fill the width of a narrow phone: letters of 16 are as large as those around it. */
export const ACROSS = 288;

/** Half the height of a shape. */
const R = 6;

/** The shape of an agent at a place, as SVG. */
export function shapeSvg(label: AgentLabel, x: number, y: number): string {
  const { symbol, open } = signOf(label);
  const looks = `class="${colourClass(label)} ${open ? 'open' : 'full'}"`;
  if (symbol === 'circle') return `<circle ${looks} cx="${n(x)}" cy="${n(y)}" r="${R}"/>`;
  return `<path ${looks} d="${OUTLINES[symbol](x, y)}"/>`;
}

const OUTLINES = {
  diamond: (x: number, y: number) =>
    `M${n(x)} ${n(y - R - 1)}l${R + 1} ${R + 1}l${-R - 1} ${R + 1}l${-R - 1} ${-R - 1}z`,
  'triangle-up': (x: number, y: number) => `M${n(x)} ${n(y - R)}l${R + 1} ${2 * R}h${-2 * R - 2}z`,
  square: (x: number, y: number) => `M${n(x - R + 1)} ${n(y - R + 1)}h${2 * R - 2}v${2 * R - 2}h${2 - 2 * R}z`,
  cross: (x: number, y: number) => `M${n(x - 5)} ${n(y - 5)}l10 10m0 -10l-10 10`,
};

/** A place in a picture, to a tenth. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

/** A picture with its words for whoever cannot see it. */
export const picture = (height: number, said: string, inner: string): string =>
  `<svg viewBox="0 0 ${ACROSS} ${n(height)}" role="img" aria-label="${escaped(said)}">${inner}</svg>`;

/** Words in a picture. */
export const wordsSvg = (text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end' = 'start'): string =>
  `<text x="${n(x)}" y="${n(y)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escaped(text)}</text>`;

/** A line in a picture. */
export const lineSvg = (x1: number, y1: number, x2: number, y2: number, kind: string): string =>
  `<line class="${kind}" x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}"/>`;
