/** Sums over the matches of a batch: what each seat earned, and the measures that the literature reports. Memory does not grow with the matches. */
import type { Agent } from '../match/agent.ts';
import type { AnyGame, PlayedMatch } from '../core/game.ts';

export type SeatTally = {
  readonly agent: string;
  readonly kind: Agent['kind'];
  /** Points a match; null: this game pays none, or nothing was played. */
  readonly meanPayoff: number | null;
  /** Mean of each measure's values by its name; null where no match could tell. */
  readonly measures: Readonly<Record<string, number | null>>;
  /** How many values each mean is of. */
  readonly counts: Readonly<Record<string, number>>;
};

export type RunTally = {
  /** Counts a finished match; its views, payoffs and disclosed tastes are one a seat. */
  add(match: PlayedMatch<unknown>): void;
  seats(): readonly SeatTally[];
};

type Sum = { total: number; count: number };
const none = (): Sum => ({ total: 0, count: 0 });
const mean = ({ total, count }: Sum): number | null => (count === 0 ? null : total / count);

/** An empty tally of matches of this game with these agents, one a seat; `seats()` gives their means at any time. */
export function newTally(game: AnyGame, agents: readonly Agent[]): RunTally {
  const paid = agents.map(none);
  const measured = agents.map(() => game.measures.map(none));
  return {
    add(match) {
      for (let seat = 0; seat < agents.length; seat++) {
        const points = match.payoffs?.[seat];
        if (points !== undefined) add(paid[seat]!, points);
        for (let m = 0; m < game.measures.length; m++)
          for (const value of game.measures[m]!.values(match, seat)) add(measured[seat]![m]!, value);
      }
    },
    seats: () =>
      agents.map(({ id, kind }, seat) => {
        const sums = game.measures.map(({ name }, m) => [name, measured[seat]![m]!] as const);
        return {
          agent: id,
          kind,
          meanPayoff: mean(paid[seat]!),
          measures: Object.fromEntries(sums.map(([name, sum]) => [name, mean(sum)])),
          counts: Object.fromEntries(sums.map(([name, sum]) => [name, sum.count])),
        };
      }),
  };
}

function add(sum: Sum, value: number): void {
  sum.total += value;
  sum.count += 1;
}
