/**
 * Prices that others report of language models on the standard market, in units of currency, by wording (P1 collusive,
 * P2 competitive). GPT-4o-mini: a public repository, ten runs, P2 floored at cost. Mistral-Large: Romero, Sauer & Peist,
 * master's thesis, Barcelona School of Economics 2025, 21 runs, last 50 of 300 periods (data/reference).
 */
export const REPORTED_PRICES = [
  { model: 'GPT-4o-mini', wording: 'P1', price: 1.889, sd: 0.205 },
  { model: 'GPT-4o-mini', wording: 'P2', price: 1.087, sd: 0.046 },
  { model: 'Mistral-Large', wording: 'P1', price: 1.768, sd: null },
  { model: 'Mistral-Large', wording: 'P2', price: 1.478, sd: null },
] as const;

/** The first two as a price index: what the stand-in draws from, in any market. */
export const STANDIN_INDEX = { P1: { mean: 0.92, sd: 0.453 }, P2: { mean: -0.854, sd: 0.102 } } as const;
