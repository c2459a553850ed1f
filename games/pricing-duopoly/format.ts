/** Numbers as a reader sees them. */
import type { Solved } from './solution.ts';

/** 1147.2 with no decimals: "1,147". */
export function amount(value: number, decimals: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const written = rest === undefined ? grouped : `${grouped}.${rest}`;
  return value < 0 && Number(Math.abs(value).toFixed(decimals)) !== 0 ? `-${written}` : written;
}

/** A price with the decimals of the step. */
export const price = (lab: Solved, value: number): string => amount(value, lab.decimals);

/** A price with one digit more than people use: for theory. */
export const finePrice = (lab: Solved, value: number): string => amount(value, lab.decimals + 1);

/** Whole numbers where a round earns hundreds, more digits where it earns less. */
export const profitDecimals = (lab: Solved): number => {
  const typical = Math.max(...lab.nash.profits, 1e-9);
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(typical))));
};

/** A sum of money. */
export const money = (lab: Solved, value: number): string => amount(value, profitDecimals(lab));

/** A sum with its sign: "+103"; "+0" where nothing is written of it. */
export function gain(lab: Solved, value: number): string {
  const written = money(lab, value);
  return written.startsWith('-') ? written : `+${written}`;
}

/** A parameter or weight: at most three decimals, none that are not needed. */
export const short = (value: number): string => String(Number(value.toFixed(3)));

/** Two parameters with as many decimals as it takes to tell them apart, three at least: 0.3931 and 0.3930. */
export function apart(one: number, other: number): readonly [string, string] {
  for (let decimals = 3; decimals < 12; decimals++) {
    const [first, second] = [String(Number(one.toFixed(decimals))), String(Number(other.toFixed(decimals)))];
    if (one === other || first !== second) return [first, second];
  }
  return [String(one), String(other)];
}

/** A price index or profit gain: two decimals, and no minus before nothing. */
export const index = (value: number): string => amount(value, 2);
