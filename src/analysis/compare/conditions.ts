/** The conditions of a comparison: in which of them somebody was observed, and where only lines have played. */
import type { Bucket, Condition, BenchmarkPlay } from './observed.ts';

export const conditionWords = ({ settings, opponent, older, game }: Condition): string =>
  [settings, opponent.words, older ? `version ${game.version}` : ''].filter(Boolean).join(', ');

/** The conditions in which somebody was observed, those with the most observations first. */
export function byCondition(buckets: readonly Bucket[]): readonly (readonly [Condition, readonly Bucket[]])[] {
  const size = (mine: readonly Bucket[]): number => mine.reduce((sum, { observed }) => sum + observed.length, 0);
  return [...Map.groupBy(buckets, ({ condition }) => condition)].toSorted((a, b) => size(b[1]) - size(a[1]));
}

/** Of games that nobody was observed in: what agents have played, one condition a set of settings. */
export function linesAlone(
  buckets: readonly Bucket[],
  played: readonly BenchmarkPlay[],
): readonly (readonly [Condition, readonly BenchmarkPlay[]])[] {
  const games = new Set(buckets.map(({ condition }) => condition.game.name));
  const alone = played.filter(({ condition }) => !games.has(condition.game.name));
  const bySettings = Map.groupBy(
    alone,
    ({ condition: { game, config } }) => `${game.name} ${game.version} ${JSON.stringify(config)}`,
  );
  const opponent = { key: '', words: '', taste: null };
  return [...bySettings].map(([key, mine]) => [{ ...mine[0]!.condition, key, opponent }, mine] as const);
}

/** What agents did at tables with the same rules and settings. */
export const playedHere = ({ game, config }: Condition, played: readonly BenchmarkPlay[]): readonly BenchmarkPlay[] =>
  played.filter(
    ({ condition }) =>
      condition.game === game &&
      (condition.config === config || JSON.stringify(condition.config) === JSON.stringify(config)),
  );
