/** Sums as they are written in reasons: plain digits and signs, and what they come to. */

/** A number in points: at most two decimals. */
export const pointsText = (value: number): string => trimmed(value, 2);

/** A chance or a weight: at most four decimals, one third being 0.3333. */
export const weightText = (value: number): string => trimmed(value, 4);

/** Halves are rounded away from nought, whatever binary fractions make of them: a reader who adds up by hand does so. */
const trimmed = (value: number, decimals: number): string =>
  String(Number((value + Math.sign(value) * 1e-9).toFixed(decimals)) + 0);

/** A number as a factor: "0.3*(-20)". */
const factor = (text: string): string => (text.startsWith('-') ? `(${text})` : text);

/** What comes about with what chance, in points; chances sum to 1. */
export type Lottery = readonly (readonly [chance: number, points: number])[];

/**
 * A mean with its parts, the highest first; outcomes that pay the same are one, those that pay nothing or never come are left out.
 * `short`: what it comes to alone.
 *
 *     meanText([[0.85, 75], [0.15, 20]])  // "0.85*75 + 0.15*20 = 66.75"
 *     meanText([[0.5, 75], [0.5, 75]])    // "75"
 */
export function meanText(lottery: Lottery, short = false): string {
  const byPoints = new Map<number, number>();
  for (const [chance, points] of lottery) byPoints.set(points, (byPoints.get(points) ?? 0) + chance);
  const mean = pointsText(meanOf(lottery));
  const parts = [...byPoints].filter(([points, chance]) => points !== 0 && chance > 1e-9).toSorted(([a], [b]) => b - a);
  if (short || parts.length === 0 || parts.some(([, chance]) => chance > 1 - 1e-9)) return mean;
  const text = parts.map(([points, chance]) => `${weightText(chance)}*${factor(weightText(points))}`).join(' + ');
  return `${text} = ${mean}`;
}

export const meanOf = (lottery: Lottery): number => lottery.reduce((sum, [chance, points]) => sum + chance * points, 0);

/** A product of two weights with what it comes to; by 1 it is the other alone: "0.5*0.35 = 0.175". */
export function productText(one: number, other: number): string {
  if (Math.abs(one - 1) < 1e-9) return weightText(other);
  if (Math.abs(other - 1) < 1e-9) return weightText(one);
  return `${weightText(one)}*${weightText(other)} = ${weightText(one * other)}`;
}

/** Weighed terms added up, those of nought left out: "0.25*66.75 + 0.5*75 = 54.19". */
export function weighedText(terms: readonly (readonly [weight: number, points: number])[]): string {
  const total = pointsText(terms.reduce((sum, [weight, points]) => sum + weight * points, 0));
  const parts = terms.filter(([weight, points]) => weight !== 0 && pointsText(points) !== '0');
  if (parts.length === 0) return total;
  const text = parts
    .map(([weight, points], i) => {
      const sign = weight < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
      const size = Math.abs(weight);
      return `${sign}${size === 1 ? '' : `${weightText(size)}*`}${factor(pointsText(points))}`;
    })
    .join('');
  return text === total ? total : `${text} = ${total}`;
}
