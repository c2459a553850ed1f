/** Numbers as people read them. */
import type { Payoffs } from './config.ts';

/** A payoff as it was set: whole where it is whole, else at most four decimals. */
export const points = (value: number): string => String(Number(value.toFixed(4)));

/** An expected payoff: one decimal where payoffs are tens, more where they are small. */
export function expected({ T, S }: Payoffs): (value: number) => string {
  const decimals = T - S >= 10 ? 1 : T - S >= 1 ? 2 : 3;
  return (value) => value.toFixed(decimals);
}

/** κ: two decimals, more only where they were given. */
export const kappa = (value: number): string =>
  Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 ? value.toFixed(2) : value.toFixed(3);

/** A threshold of κ in prose, to two decimals: "0.09". */
export const about = (value: number): string => value.toFixed(2);

/** A value of κ where something changes: two decimals, three where it is no hundredth. */
export const kappaAt = (value: number): string => kappa(Number(value.toFixed(3)));

export const percent = (probability: number): string => String(Number((100 * probability).toFixed(1)));

/** A name at the start of a sentence: "The other player"; an agent's name stays as it is, a `word` does not. */
export const opening = (name: string, word = false): string =>
  word || /^(the|a|an|your|you|die|der|das)\b/.test(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name;
