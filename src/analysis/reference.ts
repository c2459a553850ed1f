/**
 * Published aggregates beside a comparison: figures from another game or market, with their own source and n. They are
 * printed under a caption that says so, never drawn as a sample and never tested.
 */

/** One published study, as far as it may stand beside a game of ours. */
export type PublishedStudy = {
  readonly game: string;
  readonly source: string;
  /** What is different there: always said. */
  readonly caption: string;
  readonly figures: readonly { readonly label: string; readonly value: string; readonly n: number | null }[];
};

/** The text of a file of data/reference by its name; null where it is not there. */
export type ReadReference = (file: string) => string | null;

type Row = Readonly<Record<string, string>>;

/** A table as rows by column. The files of data/reference quote nothing. */
export function rowsIn(csv: string): readonly Row[] {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

const percent = (text: string | undefined): string => `${Math.round(Number(text) * 100)} %`;
const whole = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));

export function references(read: ReadReference): readonly PublishedStudy[] {
  const table = (file: string): readonly Row[] => rowsIn(read(file) ?? '');
  return [
    ...akata(table),
    ...dalBo(table),
    ...fudenberg(table),
    ...nay(table),
    ...normann(table),
    ...romero(table),
  ].filter(({ figures }) => figures.length > 0);
}

type Tables = (file: string) => readonly Row[];
const DILEMMA = 'prisoners-dilemma';
const MARKET = 'pricing-duopoly';

function akata(table: Tables): readonly PublishedStudy[] {
  const pooled = table('akata2025_human_vs_gpt4_pd_summary.csv').find((row) => row['gpt4_arm'] === 'Pooled');
  if (pooled === undefined) return [];
  return [
    {
      game: DILEMMA,
      source: 'Akata, Schulz, Coda-Forno, Oh, Bethge & Schulz, Nature Human Behaviour 2025',
      caption: `another game: repeated for ten rounds and simultaneous, ${pooled['n_humans']} people against GPT-4`,
      figures: [
        { label: 'cooperate', value: percent(pooled['human_coop_rate_all_rounds']), n: whole(pooled['n_humans']) },
        {
          label: 'after cooperation',
          value: percent(pooled['human_coop_after_gpt4_C']),
          n: whole(pooled['n_decisions_after_gpt4_C']),
        },
        {
          label: 'after defection',
          value: percent(pooled['human_coop_after_gpt4_D']),
          n: whole(pooled['n_decisions_after_gpt4_D']),
        },
      ],
    },
  ];
}

const dalBo = (table: Tables): readonly PublishedStudy[] => [
  {
    game: DILEMMA,
    source: 'Dal Bó & Fréchette, AER 2011 (a late sub-sample, CC BY 4.0)',
    caption: 'another game: repeated without a fixed end and simultaneous; cooperation in round 1, T 50, P 25, S 12',
    figures: table('dalbo_frechette2011_repeated_pd.csv').map((row) => ({
      label: `R ${row['R']}, δ ${row['delta']}`,
      value: percent(row['coop_rate_round1']),
      n: whole(row['n_subjects']),
    })),
  },
];

const fudenberg = (table: Tables): readonly PublishedStudy[] => [
  {
    game: DILEMMA,
    source: 'Fudenberg, Rand & Dreber, AER 2012 (CC BY 4.0)',
    caption: 'another game: repeated, simultaneous, with choices that sometimes come out wrong; cooperation in round 1',
    figures: table('fudenberg_rand_dreber2012_repeated_pd.csv').map((row) => ({
      label: `benefit/cost ${row['benefit_cost_ratio']}, error ${row['execution_error']}`,
      value: percent(row['coop_rate_round1']),
      n: whole(row['n_subjects']),
    })),
  },
];

function nay(table: Tables): readonly PublishedStudy[] {
  const rates = table('nay_vorobeychik2016_repeated_pd_groups.csv')
    .map((row) => Number(row['coop_rate_period1']))
    .sort((a, b) => a - b);
  if (rates.length === 0) return [];
  return [
    {
      game: DILEMMA,
      source: 'Nay & Vorobeychik, PLoS ONE 2016, and the eight studies it compiles',
      caption: `another game: ${rates.length} versions of the repeated, simultaneous game; cooperation in period 1`,
      figures: [
        { label: 'lowest', value: percent(String(rates[0])), n: null },
        { label: 'median', value: percent(String(rates[Math.floor(rates.length / 2)])), n: null },
        { label: 'highest', value: percent(String(rates.at(-1))), n: null },
      ],
    },
  ];
}

function normann(table: Tables): readonly PublishedStudy[] {
  const rows = table('normann_et_al2025_human_bertrand_duopoly.csv').filter(
    (row) => row['treatment'] === 'Baseline (2 humans)' && row['measure'] === 'all periods',
  );
  const names: Readonly<Record<string, string>> = {
    all: 'all supergames',
    '1': 'first supergame',
    '5': 'fifth supergame',
  };
  return [
    {
      game: MARKET,
      source: 'Normann, Rulié, Stypa & Werner, arXiv 2510.27636',
      caption:
        'another market: Bertrand with prices from 0 to 5, two people, repeated; price index (market price − 1)/(4 − 1)',
      figures: rows.map((row) => ({
        label: names[row['supergames'] ?? ''] ?? '',
        value: Number(row['price_index_vs_nash1_monopoly4']).toFixed(2),
        n: null,
      })),
    },
  ];
}

const romero = (table: Tables): readonly PublishedStudy[] => [
  {
    game: MARKET,
    source: "Romero, Sauer & Peist, master's thesis, Barcelona School of Economics 2025",
    caption:
      'language models (Mistral-Large), last 50 of 300 periods, prices in units of currency; framings P1 collusive, P2 competitive',
    figures: table('romero_sauer_peist2025_llm_prices.csv')
      .filter((row) => row['n_firms'] === '2')
      .map((row) => ({
        label: row['prompt_prefix'] ?? '',
        value: Number(row['mean_price_div_alpha_last50']).toFixed(3),
        n: whole(row['n_runs']),
      })),
  },
];
