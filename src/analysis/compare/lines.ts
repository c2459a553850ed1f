/** Theory, stand-ins and scripts beside samples: values at places, with no n and no interval. */
import type { AgentKind } from '../../core/log.ts';
import type { AnyGame, Mind } from '../../core/game.ts';
import type { Condition, BenchmarkPlay } from './observed.ts';
import { tasteOf } from './treatment.ts';

export type Benchmark = {
  readonly agent: string;
  /** What it is drawn as: economicus, moralis, moralis/sellers, baseline, random, script. */
  readonly label: string;
  readonly kind: 'theory' | 'stand-in' | 'script';
  /** exact: computed from the utility or the stand-in's formula. played: the mean of what it did here. */
  readonly from: 'exact' | 'played';
  readonly values: Readonly<Record<string, number>>;
};

/** What a game's lines are where nobody asked for others: both agents with every reading of moralis, and the stand-in. */
const usual = (game: AnyGame): readonly string[] => [
  'economicus',
  ...(game.variants?.includes('buyers') ? ['moralis:0.5/buyers', 'moralis:0.5/sellers'] : ['moralis:0.5']),
  ...(game.standin === undefined ? [] : ['baseline']),
];

/** The lines of a condition; agents that have played here are among them. */
export function linesOf({ game, config, opponent }: Condition, played: readonly BenchmarkPlay[]): readonly Benchmark[] {
  const { comparison } = game;
  const ids = [...usual(game), ...played.map(({ seat }) => seat.id)].map((id) => canonical(id, game));
  return [...new Set(ids)].flatMap((id): readonly Benchmark[] => {
    const mind = mindOf(id, game);
    const values = mind === null || comparison === undefined ? null : comparison.expected(config, mind, opponent.taste);
    const label = /^moralis\b.*\/sellers$/.test(id) ? 'moralis/sellers' : id.slice(0, Math.max(0, id.search(/[:/]|$/)));
    if (values !== null && Object.keys(values).length > 0)
      return [{ agent: id, label, kind: mind === 'standin' ? 'stand-in' : 'theory', from: 'exact', values }];
    const mine = played.filter(({ seat }) => canonical(seat.id, game) === id);
    const means = meansOf(game, mine);
    if (Object.keys(means).length === 0) return [];
    return [{ agent: id, label, kind: kindOf(mine[0]?.seat.kind), from: 'played', values: means }];
  });
}

/** moralis is moralis:0.5, and where a game has readings, moralis:0.5/buyers. */
function canonical(id: string, game: AnyGame): string {
  if (!/^moralis\b/.test(id)) return id;
  const full = id === 'moralis' ? 'moralis:0.5' : id;
  return game.variants?.includes('buyers') && !full.includes('/') ? `${full}/buyers` : full;
}

function mindOf(id: string, game: AnyGame): Mind | null {
  if (id === 'baseline') return 'standin';
  return tasteOf(id, game);
}

const kindOf = (kind: AgentKind | undefined): Benchmark['kind'] =>
  kind === 'theory' ? 'theory' : kind === 'standin' ? 'stand-in' : 'script';

/** Means by measure over everything that these have played. */
export function meansOf(game: AnyGame, played: readonly BenchmarkPlay[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    game.measures.flatMap(({ name }, m) => {
      const count = played.reduce((sum, { sums }) => sum + (sums[m]?.count ?? 0), 0);
      const total = played.reduce((sum, { sums }) => sum + (sums[m]?.total ?? 0), 0);
      return count === 0 ? [] : [[name, total / count] as const];
    }),
  );
}
