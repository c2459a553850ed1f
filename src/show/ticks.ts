/** The axis of a chart: the finest sensible step whose ticks fit in the rows there are. */
export type Ticks = { readonly step: number; readonly low: number; readonly high: number; readonly count: number };

/** Steps 1, 2 and 5 of every power of ten that can be written with `decimals` decimals, rising. */
function* steps(decimals: number, above: number): Generator<number> {
  for (let power = Math.max(-decimals, Math.floor(Math.log10(above)) - 3); ; power++)
    for (const digit of [1, 2, 5]) yield digit * 10 ** power;
}

/**
 * Ticks that cover min to max in at most `rows` rows (at least 2). Values stand on the nearest tick, so the outer ones may
 * lie half a step inside.
 */
export function ticksFor(min: number, max: number, decimals: number, rows: number): Ticks {
  const room = Math.max(2, rows);
  const span = max - min;
  if (!(span > 0)) {
    const step = Math.max(10 ** -decimals, 10 ** Math.floor(Math.log10(Math.max(Math.abs(max), 1)) - 1) / 2);
    const middle = Math.round(min / step);
    return { step, low: (middle - 1) * step, high: (middle + 1) * step, count: room >= 3 ? 3 : 2 };
  }
  for (const step of steps(decimals, span)) {
    const low = Math.round(min / step);
    const high = Math.max(Math.round(max / step), low + 1);
    if (high - low + 1 <= room) return { step, low: low * step, high: high * step, count: high - low + 1 };
  }
  throw new Error(`ticksFor: no step fits ${min} to ${max}`);
}
