/** Numbers as people read them in games with payoffs. */

/** A payoff as it was set: whole where it is whole, else at most four decimals. */
export const points = (value: number): string => String(Number(value.toFixed(4)));

/** Writes an expected payoff: one decimal where payoffs are tens of points apart, more where they are less. */
export function expectedPoints(span: number): (value: number) => string {
  const decimals = span >= 10 ? 1 : span >= 1 ? 2 : 3;
  return (value) => value.toFixed(decimals);
}

/** κ: two decimals, more only where they were given. */
export const kappaText = (value: number): string =>
  Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 ? value.toFixed(2) : value.toFixed(3);

/** A value of κ where something changes: two decimals, three where it is no hundredth. */
export const kappaAt = (value: number): string => kappaText(Number(value.toFixed(3)));

/** A probability of 0 to 1 in percent, at most one decimal. */
export const percentText = (probability: number): string => String(Number((100 * probability).toFixed(1)));

/** A name at the start of a sentence: "The other player"; an agent's name stays as it is, a `word` does not. */
export const opening = (name: string, word = false): string =>
  word || /^(the|a|an|your|you|die|der|das)\b/.test(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name;
