/** A QR code of an address: its modules, and a drawing of them. */
import { encode } from 'uqr';

/** Light modules around a drawn code, without which cameras do not find it. */
const QUIET = 4;

/** The modules row by row, dark ones true, without a border. A stain of 15 % can still be read. */
export const qrModules = (text: string): readonly (readonly boolean[])[] => encode(text, { ecc: 'M', border: 0 }).data;

/** The code as an SVG element, black on white whatever stands around it. `label`: what it is, for whoever hears the page. */
export function qrSvg(modules: readonly (readonly boolean[])[], label: string): string {
  const size = modules.length + 2 * QUIET;
  const dark = modules
    .flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])))
    .join('');
  return `<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges" xmlns="http://www.w3.org/2000/svg"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dark}" fill="#000"/></svg>`;
}
