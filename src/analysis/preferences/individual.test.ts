import { describe, expect, test } from 'vitest';
import { rng } from '../../core/rng.ts';
import { solve } from '../../core/theory.ts';
import { candidates, exclusionCounts, individualExclusions } from './individual.ts';
import { isRefusal } from './refusal.ts';
import { chances, dilemmas, observed, point, simulated } from '../../../test/simulated-choices.ts';

const judged = (...given: Parameters<typeof individualExclusions>) => {
  const result = individualExclusions(...given);
  if (isRefusal(result)) throw new Error(result.refused.sentence);
  return result;
};
const excluded = (result: ReturnType<typeof judged>) =>
  result.agents.filter((agent) => agent.excluded).map(({ name }) => name);
const playing = (kappa: number) =>
  dilemmas.map((game) => observed(game, solve(game.plans, { kappa }, { kind: 'uniform' }).plan, 'one'));

describe('one actor', () => {
  test('likelihoods are products of logit probabilities; a lot gives 1/8 a plan', () => {
    const played = playing(0.5);
    const { agents } = judged(played, { lambdas: [7] });
    const product = (taste: ReturnType<typeof point>) =>
      played.reduce((sum, one, i) => {
        const plan = one.plans.names.findIndex((_, x) =>
          one.plans.nodes.every(({ key }) => one.plans.answer(x, key) === one.answers[key]),
        );
        return sum + Math.log(chances(dilemmas[i]!, taste)[plan]!);
      }, 0);
    expect(agents.map(({ logLikelihood }) => logLikelihood)).toEqual(
      [
        product(point(0, 0, 0, 7)),
        product(point(0.5, 0, 0, 7)),
        product(point(0, -0.5, 0.5, 7)),
        6 * Math.log(1 / 8),
      ].map((x) => expect.closeTo(x, 9)),
    );
  });
  test('eighteen plans of moralis exclude economicus and the stand-in whatever is believed, six of economicus the others', () => {
    const thrice = [...playing(0.5), ...playing(0.5), ...playing(0.5)];
    expect(excluded(judged(thrice))).toEqual(['economicus', 'the baseline stand-in', 'random']);
    expect(excluded(judged(playing(0.5)))).not.toContain('economicus');
    expect(excluded(judged(playing(0.5)))).not.toContain('moralis κ 0.50');
    const selfish = judged(playing(0));
    expect(excluded(selfish)).toContain('moralis κ 0.50');
    expect(excluded(selfish)).not.toContain('economicus');
  });
  test('one answer excludes nobody, and says so; the noise, the rule and the belief are said', () => {
    const { sentences, assumptions, agents } = judged(
      playing(0.5)
        .slice(4, 5)
        .map((one) => ({ ...one, answers: { after_C: 'C' } })),
    );
    expect(agents.every((agent) => !agent.excluded)).toBe(true);
    expect(sentences[0]).toBe(
      'These answers exclude none of economicus, moralis κ 0.50, the baseline stand-in and random.',
    );
    expect(assumptions[0]).toContain('2.5, 5, 10 points');
    expect(assumptions[0]).toContain('20 times');
    expect(assumptions[1]).toContain('25, 50 or 75 %');
  });
  test('excluded is what is more than twenty times less likely, and only that', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { agents, ratio } = judged(simulated(1, [point(0.2, 0, 0, 8)], rng(seed)).slice(0, 1 + (seed % 6)));
      for (const agent of agents) expect(agent.excluded).toBe(Math.exp(agent.behind) > ratio);
      expect(Math.min(...agents.map(({ behind }) => behind))).toBe(0);
    }
  });
  test('no estimate of κ anywhere; fixed roles and repeated rounds are said, not refused', () => {
    const result = judged(playing(0.5).map((one) => ({ ...one, roles: 'fixed' as const, repeated: true })));
    expect(JSON.stringify(result)).not.toMatch(/"value"|"kappa":/);
    expect(result.assumptions.slice(-2)).toEqual([
      'As if roles had been drawn.',
      'Each round as if it were the only one.',
    ]);
  });
  test('far apart is worded, never infinite', () => {
    const result = judged(
      [...Array(30)].flatMap(() => playing(0)),
      { lambdas: [0.5] },
    );
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result.sentences.join()).toContain('more than a million times');
  });
  test('many actors at once: each is judged as alone', () => {
    const many = simulated(25, [point(0, 0, 0, 4), point(0.6, 0, 0, 4)], rng(5));
    const alone = Object.values(Object.groupBy(many, ({ player }) => player)).map((mine) => judged(mine!));
    const { actors, agents } = exclusionCounts(many);
    expect(actors).toBe(25);
    expect(agents.map(({ excluded: n }) => n)).toEqual(
      agents.map(({ name }) => alone.filter((one) => excluded(one).includes(name)).length),
    );
    expect(agents.some(({ excluded: n }) => n > 0 && n < 25)).toBe(true);
  });
  test('nothing is refused as nothing; another κ is another agent', () => {
    expect(isRefusal(individualExclusions([]))).toBe(true);
    expect(judged(playing(0.5), { agents: candidates(0.25) }).agents[1]!.name).toBe('moralis κ 0.25');
  });
});
