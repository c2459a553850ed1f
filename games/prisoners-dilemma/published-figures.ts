/**
 * Published cooperation in dilemmas that are repeated and simultaneous: none of ours, and captioned so
 * (data/reference).
 */
import { countIn, type PublishedResult, type ReferenceTable, shareIn } from '../../src/core/published-figures.ts';

/** People’s cooperation, and one language model’s, as tables of data/reference give it. */
export const published = (table: ReferenceTable): readonly PublishedResult[] => [
  ...akata(table),
  dalBo(table),
  fudenberg(table),
  ...nay(table),
];

function akata(table: ReferenceTable): readonly PublishedResult[] {
  const pooled = table('akata2025_human_vs_gpt4_pd_summary.csv').find((row) => row['gpt4_arm'] === 'Pooled');
  if (pooled === undefined) return [];
  return [
    {
      source: 'Akata, Schulz, Coda-Forno, Oh, Bethge & Schulz, Nature Human Behaviour 2025',
      caption: `another game: repeated for ten rounds and simultaneous, ${pooled['n_humans']} people against GPT-4`,
      figures: [
        { label: 'cooperate', value: shareIn(pooled['human_coop_rate_all_rounds']), n: countIn(pooled['n_humans']) },
        {
          label: 'after cooperation',
          value: shareIn(pooled['human_coop_after_gpt4_C']),
          n: countIn(pooled['n_decisions_after_gpt4_C']),
        },
        {
          label: 'after defection',
          value: shareIn(pooled['human_coop_after_gpt4_D']),
          n: countIn(pooled['n_decisions_after_gpt4_D']),
        },
      ],
    },
  ];
}

const dalBo = (table: ReferenceTable): PublishedResult => ({
  source: 'Dal Bó & Fréchette, AER 2011 (a late sub-sample, CC BY 4.0)',
  caption: 'another game: repeated without a fixed end and simultaneous; cooperation in round 1, T 50, P 25, S 12',
  figures: table('dalbo_frechette2011_repeated_pd.csv').map((row) => ({
    label: `R ${row['R']}, δ ${row['delta']}`,
    value: shareIn(row['coop_rate_round1']),
    n: countIn(row['n_subjects']),
  })),
});

const fudenberg = (table: ReferenceTable): PublishedResult => ({
  source: 'Fudenberg, Rand & Dreber, AER 2012 (CC BY 4.0)',
  caption: 'another game: repeated, simultaneous, with choices that sometimes come out wrong; cooperation in round 1',
  figures: table('fudenberg_rand_dreber2012_repeated_pd.csv').map((row) => ({
    label: `benefit/cost ${row['benefit_cost_ratio']}, error ${row['execution_error']}`,
    value: shareIn(row['coop_rate_round1']),
    n: countIn(row['n_subjects']),
  })),
});

function nay(table: ReferenceTable): readonly PublishedResult[] {
  const rates = table('nay_vorobeychik2016_repeated_pd_groups.csv')
    .map((row) => Number(row['coop_rate_period1']))
    .sort((a, b) => a - b);
  if (rates.length === 0) return [];
  return [
    {
      source: 'Nay & Vorobeychik, PLoS ONE 2016, and the eight studies it compiles',
      caption: `another game: ${rates.length} versions of the repeated, simultaneous game; cooperation in period 1`,
      figures: [
        { label: 'lowest', value: shareIn(String(rates[0])), n: null },
        { label: 'median', value: shareIn(String(rates[Math.floor(rates.length / 2)])), n: null },
        { label: 'highest', value: shareIn(String(rates.at(-1))), n: null },
      ],
    },
  ];
}
