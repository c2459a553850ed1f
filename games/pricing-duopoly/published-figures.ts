/** Published prices of people and of language models in other markets, and captioned so (data/reference). */
import { countIn, type PublishedResult, type ReferenceTable } from '../../src/core/published-figures.ts';

/** People’s and language models’ prices, as tables of data/reference give them. */
export const published = (table: ReferenceTable): readonly PublishedResult[] => [normann(table), romero(table)];

function normann(table: ReferenceTable): PublishedResult {
  const names: Readonly<Record<string, string>> = {
    all: 'all supergames',
    '1': 'first supergame',
    '5': 'fifth supergame',
  };
  return {
    source: 'Normann, Rulié, Stypa & Werner, arXiv 2510.27636',
    caption:
      'another market: Bertrand with prices from 0 to 5, two people, repeated; price index (market price − 1)/(4 − 1)',
    figures: table('normann_et_al2025_human_bertrand_duopoly.csv')
      .filter((row) => row['treatment'] === 'Baseline (2 humans)' && row['measure'] === 'all periods')
      .map((row) => ({
        label: names[row['supergames'] ?? ''] ?? '',
        value: Number(row['price_index_vs_nash1_monopoly4']).toFixed(2),
        n: null,
      })),
  };
}

const romero = (table: ReferenceTable): PublishedResult => ({
  source: "Romero, Sauer & Peist, master's thesis, Barcelona School of Economics 2025",
  caption:
    'language models (Mistral-Large), last 50 of 300 periods, prices in units of currency; framings P1 collusive, P2 competitive',
  figures: table('romero_sauer_peist2025_llm_prices.csv')
    .filter((row) => row['n_firms'] === '2')
    .map((row) => ({
      label: row['prompt_prefix'] ?? '',
      value: Number(row['mean_price_div_alpha_last50']).toFixed(3),
      n: countIn(row['n_runs']),
    })),
});
