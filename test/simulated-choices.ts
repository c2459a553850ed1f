/** Players who do what the model says, for tests: the published games, and choices drawn from the logit. */
import { protocols } from '../games/prisoners-dilemma/config.ts';
import { plansOf } from '../games/prisoners-dilemma/plans.ts';
import type { Plans } from '../src/core/game.ts';
import type { Rng } from '../src/core/rng.ts';
import { uniform } from '../src/core/theory.ts';
import { type ChoiceCell, cellOf, featuresOf } from '../src/analysis/preferences/cells.ts';
import type { Counted } from '../src/analysis/preferences/fit.ts';
import { planProbabilities, type Point } from '../src/analysis/preferences/logit.ts';
import type { Observation } from '../src/analysis/preferences/observation.ts';

export type Named = { readonly name: string; readonly plans: Plans };

/** gentle, mild, moderate, sharp, severe, turns. */
export const dilemmas: readonly Named[] = protocols.map(({ name, config }) => ({ name, plans: plansOf(config) }));

/** A game of two moves each with one answer to one of them; roles by an even lot. `stop` ends it, `go` hands over. */
function halfGame(
  names: readonly string[],
  go: string,
  yes: string,
  pays: (first: string, second: string) => readonly [number, number],
): Plans {
  const at = (plan: number, place: number): string => names[plan]![place]!;
  return {
    names,
    nodes: [
      { key: 'first', answer: go },
      { key: 'second', answer: yes },
    ],
    answer: (plan, node) => at(plan, node === 'first' ? 0 : 1),
    outcomes: (mine, others) => {
      const [first, replied] = pays(at(mine, 0), at(others, 1));
      const [began, answered] = pays(at(others, 0), at(mine, 1));
      return [
        [0.5, first, replied],
        [0.5, answered, began],
      ];
    },
  };
}

/** Economics, section 3: T, R, P, S; trust or stay out, share or keep. */
export const trustGames: readonly Named[] = (
  [
    [80, 50, 30, 20],
    [90, 50, 30, 10],
    [80, 60, 30, 20],
    [90, 60, 30, 10],
    [80, 70, 30, 20],
    [90, 70, 30, 10],
  ] as const
).map(([T, R, P, S], i) => ({
  name: `trust ${i + 1}`,
  plans: halfGame(['TS', 'TK', 'OS', 'OK'], 'T', 'S', (first, second) =>
    first === 'O' ? [P, P] : second === 'S' ? [R, R] : [S, T],
  ),
}));

/** Equal (50, 50) or unequal (T, S), which the other accepts, or rejects for (10, 10). */
export const ultimatumGames: readonly Named[] = (
  [
    [60, 40],
    [65, 35],
    [70, 30],
    [75, 25],
    [80, 20],
    [85, 15],
  ] as const
).map(([T, S], i) => ({
  name: `ultimatum ${i + 1}`,
  plans: halfGame(['EA', 'ER', 'UA', 'UR'], 'U', 'A', (first, second) =>
    first === 'E' ? [50, 50] : second === 'A' ? [T, S] : [10, 10],
  ),
}));

export const eighteen = [...dilemmas, ...trustGames, ...ultimatumGames];

export const point = (kappa: number, alpha: number, beta: number, lambda: number): Point => [
  kappa,
  alpha,
  beta,
  Math.log(lambda),
];

/** A full plan of a game, uniform beliefs, one shot, roles drawn. */
export function observed(
  { name, plans }: Named,
  plan: number,
  player: string,
  rest: Partial<Observation> = {},
): Observation {
  return {
    player,
    unit: player,
    kind: 'human',
    game: name,
    plans,
    answers: Object.fromEntries(plans.nodes.map(({ key }) => [key, plans.answer(plan, key)])),
    method: 'strategy',
    roles: 'drawn',
    repeated: false,
    belief: { kind: 'uniform', weights: uniform(plans) },
    information: 'not disclosed',
    ...rest,
  };
}

/** How likely a player of this taste chooses each plan, by default under uniform beliefs. */
export function chances(
  { plans }: Named,
  taste: Point,
  weights: readonly number[] = uniform(plans),
): readonly number[] {
  return planProbabilities(featuresOf(plans, weights), taste);
}

/** A place, drawn with these probabilities. */
export function drawnFrom(odds: readonly number[], random: Rng): number {
  let left = random.unit();
  const place = odds.findIndex((odd) => (left -= odd) < 0);
  return place < 0 ? odds.length - 1 : place;
}

/** One plan of each game from every player; a player is of one of these kinds, with equal chance. */
export function simulated(
  players: number,
  kinds: readonly Point[],
  random: Rng,
  games: readonly Named[] = dilemmas,
): readonly Observation[] {
  const odds = new Map(kinds.map((kind) => [kind, games.map((game) => chances(game, kind))]));
  return Array.from({ length: players }, (_, i) => {
    const kind = random.pick(kinds);
    return games.map((game, g) => {
      return observed(game, drawnFrom(odds.get(kind)![g]!, random), `player ${i + 1}`);
    });
  }).flat();
}

/** What endless players of these kinds choose, in shares: full plans, uniform beliefs. */
export function endless(kinds: readonly Point[], games: readonly Named[] = dilemmas): Counted {
  const cells: ChoiceCell[] = [];
  const counts: number[] = [];
  for (const game of games) {
    const { name, plans } = game;
    cells.push(
      cellOf(
        name,
        plans,
        plans.nodes.map(({ key }) => key),
        uniform(plans),
        counts.length,
      ),
    );
    const odds = kinds.map((kind) => chances(game, kind));
    counts.push(...plans.names.map((_, x) => odds.reduce((sum, each) => sum + each[x]! / kinds.length, 0)));
  }
  return { cells, counts: Float64Array.from(counts), span: 80 };
}
