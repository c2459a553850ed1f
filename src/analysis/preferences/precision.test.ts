/** The table of standard deviations of economics.md, section 9: from information exactly, and one cell from simulated players. */
import { describe, expect, test } from 'vitest';
import { rng } from '../../core/rng.ts';
import { likely, uniform } from '../../core/theory.ts';
import { type ChoiceCell, cellOf, sampleOf } from './cells.ts';
import { fit } from './fit.ts';
import { deviations, identified } from './precision.ts';
import {
  chances,
  dilemmas,
  eighteen,
  type Named,
  observed,
  point,
  simulated,
} from '../../../test/simulated-choices.ts';

type Asked = (game: Named) => readonly (readonly [nodes: readonly string[], weight: number])[];

/** The standard deviation of κ̂ (full model) for so many players, asked so in each of these games. */
function deviation(games: readonly Named[], players: number, lambda: number, asked: Asked): number {
  const cells: ChoiceCell[] = [];
  const counts: number[] = [];
  for (const game of games)
    for (const [nodes, weight] of asked(game)) {
      const cell = cellOf(game.name, game.plans, nodes, uniform(game.plans), counts.length);
      cells.push(cell);
      counts.push(players * weight, ...new Array<number>(cell.classes - 1).fill(0));
    }
  return deviations(
    { cells, counts: Float64Array.from(counts), span: 80 },
    'full',
    point(0.25, 0.15, 0.25, lambda),
  )![0]!;
}

const wholePlan: Asked = ({ plans }) => [[plans.nodes.map(({ key }) => key), 1]];
/** Roles by lot; the first mover plays either move half the time, and of ultimatum and trust games only one move asks the second. */
const oneAnswer: Asked = ({ plans }) =>
  plans.nodes.length === 3
    ? [
        [['first'], 0.5],
        [['after_C'], 0.25],
        [['after_D'], 0.25],
      ]
    : [
        [['first'], 0.5],
        [['second'], 0.25],
      ];

describe('standard deviation of κ̂, uniform beliefs, α .15, β .25, κ .25', () => {
  test.each([
    ['six', 5, [0.49, 0.16, 0.09]],
    ['six', 10, [0.89, 0.28, 0.16]],
    ['eighteen', 5, [0.21, 0.07, 0.04]],
    ['eighteen', 10, [0.4, 0.13, 0.07]],
  ] as const)('%s games, λ = %i, one, ten and thirty players', (games, lambda, reported) =>
    reported.forEach((sd, i) =>
      expect(
        Math.abs(deviation(games === 'six' ? dilemmas : eighteen, [1, 10, 30][i]!, lambda, wholePlan) - sd),
      ).toBeLessThan(0.0055),
    ),
  );
  test.each([
    ['six', 5, 0.49],
    ['eighteen', 5, 0.1],
    ['six', 10, 1.52],
    ['eighteen', 10, 0.29],
  ] as const)('direct response, %s games, λ = %i: %f for thirty players', (games, lambda, sd) =>
    expect(Math.abs(deviation(games === 'six' ? dilemmas : eighteen, 30, lambda, oneAnswer) - sd)).toBeLessThan(0.0055),
  );

  test('simulated players: three hundred samples of a hundred players spread as information says, a tenth of .495', () => {
    const truth = point(0.25, 0.15, 0.25, 5);
    const kappas = Array.from({ length: 300 }, (_, seed) => {
      const sample = sampleOf(simulated(100, [truth], rng(seed, 'spread')));
      const found = fit(sample, 'full');
      expect(found.reached).toBe(true);
      return found.point[0];
    });
    const mean = kappas.reduce((sum, k) => sum + k, 0) / kappas.length;
    const sd = Math.sqrt(kappas.reduce((sum, k) => sum + (k - mean) ** 2, 0) / kappas.length);
    expect(Math.abs(mean - 0.25)).toBeLessThan(0.015);
    // Three standard errors of a standard deviation from 300 draws are 12 %.
    expect(sd).toBeGreaterThan(0.0495 * 0.88);
    expect(sd).toBeLessThan(0.0495 * 1.12);
  });
});

describe('games as section 3 has them', () => {
  const odds = (name: string, kappa: number) => {
    const game = eighteen.find((one) => one.name === name)!;
    return game.plans.names[chances(game, point(kappa, 0, 0, 1e-3)).findIndex((p) => p > 0.99)];
  };
  test('uniform beliefs: TK until TS; everyone trusts and proposes equal', () => {
    expect([0.25, 0.5].map((kappa) => odds('trust 1', kappa))).toEqual(['TK', 'TK']);
    expect([0.25, 0.5].map((kappa) => odds('trust 3', kappa))).toEqual(['TK', 'TS']);
    expect([0, 0.1, 0.25, 0.5].map((kappa) => odds('trust 6', kappa))).toEqual(['TK', 'TK', 'TS', 'TS']);
    expect([0, 0.5].map((kappa) => odds('ultimatum 3', kappa))).toEqual(['EA', 'EA']);
  });
  test('a half is a half: uniform beliefs expect every answer with equal chance', () => {
    for (const { plans } of eighteen)
      expect(likely(plans, uniform(plans)).every((p) => Math.abs(p - 0.5) < 1e-12)).toBe(true);
  });
});

describe('what a design cannot tell', () => {
  const sample = (games: readonly Named[], nodes?: readonly string[]) =>
    sampleOf(
      games.flatMap((game) =>
        game.plans.names.map((_, plan) => {
          const whole = observed(game, plan, `player ${plan}`);
          return nodes === undefined
            ? whole
            : { ...whole, answers: Object.fromEntries(nodes.map((node) => [node, whole.answers[node]!])) };
        }),
      ),
    );
  test('one dilemma: own points are a mixture of points behind and ahead there', () => {
    expect(identified(sample(dilemmas.slice(0, 1)), 'full')).toBe(false);
    expect(identified(sample(dilemmas.slice(0, 1)), 'kappa')).toBe(true);
    expect(identified(sample(dilemmas), 'full')).toBe(true);
  });
  test('one rate for two unknowns', () => {
    expect(identified(sample(dilemmas.slice(0, 1), ['first']), 'kappa')).toBe(false);
    expect(identified(sample(dilemmas.slice(0, 2), ['first']), 'kappa')).toBe(true);
  });
});
