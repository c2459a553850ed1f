/** What is at stake at a question is the utility between its answers, in every game that says what comes about at a node. */
import { describe, expect, it } from 'vitest';
import type { Belief } from '../src/core/game.ts';
import { rng, type Rng } from '../src/core/rng.ts';
import { stakeAt, variantsAt } from '../src/core/stake.ts';
import { likely, solved } from '../src/core/theory.ts';
import { game as dilemma } from '../games/prisoners-dilemma/index.ts';
import { game as publicGoods } from '../games/public-goods/index.ts';
import { game as trust } from '../games/trust/index.ts';
import { game as ultimatum } from '../games/ultimatum/index.ts';
import { anyTaste, fallingPayoffs } from './random-payoffs.ts';

const { plans: dilemmaPlans } = dilemma;
const { plans: trustPlans } = trust;
const { plans: ultimatumPlans } = ultimatum;
const { plans: publicPlans } = publicGoods;

const named =
  (...names: readonly string[]) =>
  (draw: Rng) => {
    const points = fallingPayoffs(draw);
    return Object.fromEntries(names.map((name, i) => [name, points[i]!]));
  };
const dilemmaPayoffs = named('T', 'R', 'P', 'S');

const games = [
  ['dilemma in turns', (draw: Rng) => dilemmaPlans!(dilemma.config.parse(dilemmaPayoffs(draw)))],
  [
    'dilemma at once',
    (draw: Rng) => dilemmaPlans!(dilemma.config.parse({ ...dilemmaPayoffs(draw), timing: 'together' })),
  ],
  ['dilemma of three steps', (draw: Rng) => dilemmaPlans!(dilemma.config.parse({ ...dilemmaPayoffs(draw), steps: 3 }))],
  ['trust', (draw: Rng) => trustPlans!(trust.config.parse(named('T', 'R', 'P', 'S')(draw)))],
  ['ultimatum', (draw: Rng) => ultimatumPlans!(ultimatum.config.parse(named('T', 'E', 'S', 'N')(draw)))],
  [
    'public goods',
    (draw: Rng) =>
      publicPlans!(
        publicGoods.config.parse({
          players: 2 + draw.below(9),
          endowment: draw.pick([10, 20, 50]),
          m: (1 + draw.below(19)) / 20,
        }),
      ),
  ],
] as const;

/** Any belief but those that a match has to teach: numbers that leave room where a node has several. */
function anyBelief(draw: Rng, nodes: readonly { readonly key: string }[]): Belief {
  const times = new Map<string, number>();
  for (const { key } of nodes) times.set(key, (times.get(key) ?? 0) + 1);
  switch (draw.below(4)) {
    case 0:
      return { kind: 'uniform' };
    case 1:
      return { kind: 'like-minded' };
    case 2:
      return { kind: 'known', other: anyTaste(draw) };
    default:
      return { kind: 'given', numbers: nodes.map(({ key }) => draw.below(101) / 100 / times.get(key)!) };
  }
}

describe.each(games)('%s', (_, plansOf) => {
  it('worth differs between answers as utility does between plans, at every node', () => {
    let compared = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const draw = rng(seed, 'stake');
      const plans = plansOf(draw);
      const solution = solved(plans, anyTaste(draw), anyBelief(draw, plans.nodes));
      const span = Math.max(...plans.names.flatMap((__, x) => plans.outcomes(x, x).map(([, mine]) => Math.abs(mine))));
      for (const key of new Set(plans.nodes.map((node) => node.key))) {
        const variants = variantsAt(plans, solution.plan, key)!;
        expect(new Set(variants.map(({ answer }) => answer)).size).toBe(variants.length);
        const stake = stakeAt(plans, solution, key);
        if (stake === null) {
          // Never come to: then no outcome that is expected has this question in it.
          expect(
            plans.names.flatMap((__, y) => (solution.weights[y] === 0 ? [] : plans.at!(key, solution.plan, y))),
          ).toEqual([]);
          continue;
        }
        const [first] = variants;
        for (const [i, { answer, worth }] of stake.answers.entries()) {
          expect(answer).toBe(variants[i]!.answer);
          const utility = solution.utilities[variants[i]!.plan]! - solution.utilities[first!.plan]!;
          expect(Math.abs(worth - stake.answers[0]!.worth - utility)).toBeLessThan(1e-9 * (1 + span) * 10);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(1500);
  });
});

describe('how likely a question is come to', () => {
  it('is an even lot for the first move, and with it the other’s move for an answer', () => {
    const plans = dilemmaPlans!(dilemma.config.parse({}));
    const solution = solved(plans, { kappa: 0.5 }, { kind: 'given', numbers: [0.7, 0.5, 0.5] });
    const reach = ['first', 'after_C', 'after_D'].map((key) => stakeAt(plans, solution, key)!.reach);
    for (const [i, chance] of [0.5, 0.35, 0.15].entries()) expect(reach[i]).toBeCloseTo(chance, 12);
    expect(likely(plans, solution.weights)[0]).toBeCloseTo(0.7, 12);
  });

  it('is 1 where everybody chooses at once, and nobody comes to what the other never does', () => {
    const together = dilemmaPlans!(dilemma.config.parse({ timing: 'together' }));
    expect(stakeAt(together, solved(together, { kappa: 0 }, { kind: 'uniform' }), 'choice')!.reach).toBeCloseTo(1, 12);
    const plans = trustPlans!(trust.config.parse({}));
    const never = solved(plans, { kappa: 0 }, { kind: 'given', numbers: [0, 0.5] });
    expect(stakeAt(plans, never, 'after_T')).toBeNull();
  });

  it('is not said of a question about what is expected', () => {
    const plans = trustPlans!(trust.config.parse({}));
    expect(stakeAt(plans, solved(plans, { kappa: 0 }, { kind: 'uniform' }), 'belief_first')).toBeNull();
  });
});

it('pays at a reply what each answer pays now', () => {
  const plans = dilemmaPlans!(dilemma.config.parse({ T: 80, R: 75, P: 30, S: 20 }));
  const { answers } = stakeAt(plans, solved(plans, { kappa: 0 }, { kind: 'uniform' }), 'after_C')!;
  expect(answers.map(({ answer, own, behind, ahead }) => ({ answer, own, behind, ahead }))).toEqual([
    { answer: 'C', own: 75, behind: 0, ahead: 0 },
    { answer: 'D', own: 80, behind: 0, ahead: 60 },
  ]);
});
