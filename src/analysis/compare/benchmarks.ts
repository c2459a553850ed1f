/** Benchmarks: theory, stand-ins and scripts beside samples, as values at places of a line, with no n and no interval. */
import type { AnyGame, Mind } from '../../core/game.ts';
import type { AgentKind } from '../../core/log.ts';
import { type Condition, standingIn, tasteOf } from './condition.ts';
import type { MeasureEstimate } from './estimate.ts';
import type { BenchmarkPlay } from './observations.ts';
import type { RoundMemo } from './round-memo.ts';

export type Benchmark = {
  readonly agent: string;
  /** What it is drawn as: economicus, moralis, moralis/sellers, baseline, random, script. */
  readonly label: string;
  readonly kind: 'theory' | 'stand-in' | 'script';
  /** exact: computed from the utility or the stand-in's formula. played: the mean of what it did here. */
  readonly from: 'exact' | 'played';
  /** Of what was played: against whom, where that was somebody else than the sample met ("against a person"); else nothing. */
  readonly playedAgainst: string;
  /** Of theory that is exact: what it expects of the other ("expecting 50 : 50"); else nothing. */
  readonly believing: string;
  /** By measure, each on the measure's own scale. */
  readonly values: Readonly<Record<string, number>>;
};

/** The agents that stand beside every sample: both of theory with every reading of moralis, and the stand-in. */
const usualAgents = (game: AnyGame): readonly string[] => [
  'economicus',
  ...moralisReadings(game).map((variant) => `moralis:0.5${variant === null ? '' : `/${variant}`}`),
  ...(game.standin === undefined ? [] : ['baseline']),
];

/** Every reading of moralis, the usual one first; null: this game has but one, without a name. */
function moralisReadings({ readings }: AnyGame): readonly (string | null)[] {
  const of = readings.filter((reading) => reading.of === 'moralis');
  const usual = of.find((reading) => reading.usual)?.variant ?? null;
  return [usual, ...of.map(({ variant }) => variant).filter((variant) => variant !== usual)];
}

/** What theory expects of the other in this condition, in the words of its game; nothing where the game says nothing. */
export const believingOf = (condition: Condition): string =>
  condition.game.comparison?.believing?.(condition.config, standingIn(condition)) ?? '';

/** By agent and condition what the game computes of it, whatever has been played; null: nothing. */
export type ExpectedValues = RoundMemo<Benchmark['values'] | null>;

/**
 * The benchmarks of a condition: the usual agents, and those that have played under the same rules and settings in this seat
 * (`plays`). Exact where the game can compute what an agent does in this seat against this opponent; else the mean of what it
 * did against this opponent; else of what it did against others, which is said. An agent of which nothing is known is left out.
 */
export async function benchmarksOf(
  condition: Condition,
  plays: readonly BenchmarkPlay[],
  expected: ExpectedValues,
): Promise<readonly Benchmark[]> {
  const { game } = condition;
  const ids = [...usualAgents(game), ...plays.map(({ seat: { id } }) => id)].map((id) => canonical(id, game));
  const benchmarks: Benchmark[] = [];
  for (const id of new Set(ids)) {
    const values = await expected.of(`${id} ${condition.key}`, () => expectedOf(id, condition));
    const one = values === null ? playedBy(id, condition, plays) : exactly(id, condition, values);
    if (one !== null) benchmarks.push(one);
  }
  return benchmarks;
}

/** What the game computes of an agent in a condition; null: nothing. */
function expectedOf(id: string, condition: Condition): Benchmark['values'] | null {
  const { game, config } = condition;
  const mind = mindOf(id, game);
  const values = mind === null ? undefined : game.comparison?.expected?.(config, mind, standingIn(condition));
  return values === undefined || Object.keys(values).length === 0 ? null : values;
}

function exactly(id: string, condition: Condition, values: Benchmark['values']): Benchmark {
  const { game } = condition;
  const kind = mindOf(id, game) === 'standin' ? 'stand-in' : 'theory';
  const believing = kind === 'theory' ? believingOf(condition) : '';
  return { agent: id, label: labelOf(id, game), kind, from: 'exact', playedAgainst: '', believing, values };
}

/** The means of what an agent did; null: nothing. */
function playedBy(id: string, { game, opponent }: Condition, plays: readonly BenchmarkPlay[]): Benchmark | null {
  const all = plays.filter((play) => canonical(play.seat.id, game) === id);
  const here = all.filter((play) => play.condition.opponent.key === opponent.key);
  const mine = here.length > 0 ? here : all;
  const values = meansOf(game, mine);
  if (Object.keys(values).length === 0) return null;
  const others = [...new Set(mine.flatMap(({ condition: { opponent: met } }) => met.words || []))];
  const playedAgainst = here.length > 0 || opponent.key === '' ? '' : others.join(' and ');
  const kind = kindOf(mine[0]?.seat.kind);
  return { agent: id, label: labelOf(id, game), kind, from: 'played', playedAgainst, believing: '', values };
}

/** "theory", "stand-in, as played against a person": how a line came about. */
export const standingWords = ({ kind, from, playedAgainst }: Benchmark): string =>
  from === 'exact' ? kind : [kind, ['as played', playedAgainst].filter(Boolean).join(' ')].join(', ');

/** Whether it is a mark that a belief has put where it stands. */
export const isBeliever = ({ believing }: Benchmark): boolean => believing !== '';

/** " (both expecting 50 : 50)", of all agents whose marks stand where that belief puts them; they share one, since the other is one. */
export function believingWords(lines: readonly Benchmark[]): string {
  const mine = lines.filter(isBeliever);
  const [first] = mine;
  if (first === undefined) return '';
  return ` (${mine.length === 1 ? '' : mine.length === 2 ? 'both ' : 'all '}${first.believing})`;
}

/** moralis is moralis:0.5, and where a game has readings, moralis:0.5/buyers. */
function canonical(id: string, game: AnyGame): string {
  if (!/^moralis\b/.test(id)) return id;
  const full = id === 'moralis' ? 'moralis:0.5' : id;
  const [usual] = moralisReadings(game);
  return usual && !full.includes('/') ? `${full}/${usual}` : full;
}

/** Who it is, without κ; moralis with the name of a reading that is not the usual one. */
function labelOf(id: string, game: AnyGame): string {
  const label = id.slice(0, Math.max(0, id.search(/[:/]|$/)));
  const variant = /^moralis\b.*\/(\w+)$/.exec(id)?.[1];
  return variant === undefined || variant === moralisReadings(game)[0] ? label : `${label}/${variant}`;
}

function mindOf(id: string, game: AnyGame): Mind | null {
  if (id === 'baseline') return 'standin';
  return tasteOf(id, game);
}

const kindOf = (kind: AgentKind | undefined): Benchmark['kind'] =>
  kind === 'theory' ? 'theory' : kind === 'standin' ? 'stand-in' : 'script';

/** Means by measure over everything that was played in these. */
function meansOf(game: AnyGame, plays: readonly BenchmarkPlay[]): Benchmark['values'] {
  return Object.fromEntries(
    game.measures.flatMap(({ name }, m) => {
      const count = plays.reduce((sum, { sums }) => sum + (sums[m]?.count ?? 0), 0);
      const total = plays.reduce((sum, { sums }) => sum + (sums[m]?.total ?? 0), 0);
      return count === 0 ? [] : [[name, total / count] as const];
    }),
  );
}

/** What stands as a line with no n and no interval, so that intervals are held against it: agents, and whoever told probabilities. */
export type StandingLine = Pick<Benchmark, 'agent' | 'values'>;

/** Agents, and the shares of groups that told them; measures that are only drawn are no prediction. */
export const predictionsOf = (
  lines: readonly Benchmark[],
  groups: readonly {
    readonly label: string;
    readonly measures: readonly Pick<MeasureEstimate, 'measure' | 'mean' | 'from'>[];
  }[],
): readonly StandingLine[] => [
  ...lines,
  ...groups.map(({ label, measures }) => ({
    agent: label,
    values: Object.fromEntries(
      measures.flatMap(({ measure, mean, from }) =>
        from === 'probabilities' && mean !== null ? [[measure, mean] as const] : [],
      ),
    ),
  })),
];

/** Whether a benchmark's value lies in a group's interval. */
export type BenchmarkInInterval = {
  readonly measure: string;
  readonly agent: string;
  readonly value: number;
  readonly inside: boolean;
};

/** Each benchmark's value held against the interval of each measure that has one; the ends belong to the interval. */
export const inIntervals = (
  measures: readonly MeasureEstimate[],
  benchmarks: readonly StandingLine[],
): readonly BenchmarkInInterval[] =>
  measures.flatMap(({ measure, interval }) =>
    interval === null
      ? []
      : benchmarks.flatMap(({ agent, values }) => {
          const value = values[measure];
          return value === undefined
            ? []
            : [{ measure, agent, value, inside: value >= interval[0] - 1e-12 && value <= interval[1] + 1e-12 }];
        }),
  );
