/** Two ways of asking one model side by side, worked by hand; and what the place of an option does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProfileAnswer } from '../core/profile-spec.ts';
import { loadGames } from '../disk/games.ts';
import type { Profiled } from './answers.ts';
import { tasksOf } from './design.ts';
import { agreementWords } from './instrument-words.ts';
import { agreementsOf, chanceDistance } from './instruments.ts';
import { positionsOf } from './position.ts';
import { preferenceOf } from './preference.ts';
import { character, profiled, telling } from '../../test/profiled-agents.ts';

const asked = (key: string, draw: number, answer: string, more: Partial<ProfileAnswer> = {}): ProfileAnswer => ({
  ...{ task: 'dilemmas', where: 'gentle', match: `m${draw}`, draw, turn: 0, key, round: 1, answer, wants: {} },
  value: answer === 'C' ? 1 : 0,
  ...more,
});
const told = (key: string, ...inOrders: readonly number[]): ProfileAnswer =>
  asked(key, 0, 'C', {
    shares: [
      { answer: 'C', value: 1, inOrders },
      { answer: 'D', value: 0, inOrders: inOrders.map((p) => 1 - p) },
    ],
  });
const drawn = (key: string, hits: number, of: number): readonly ProfileAnswer[] =>
  Array.from({ length: of }, (_, draw) => asked(key, draw, draw < hits ? 'C' : 'D'));
const pair = (probabilities: readonly ProfileAnswer[], draws: readonly ProfileAnswer[]): readonly Profiled[] => [
  { id: 'local/m?ask=decision+moralis:0.5', kind: 'drawn', ask: 'decision', answers: probabilities },
  { id: 'local/m?ask=json+moralis:0.5', kind: 'drawn', answers: draws },
  { id: 'local/other', kind: 'drawn', answers: draws },
];

describe('how far two instruments agree', () => {
  test('worked by hand: .7 and .5 beside 6 and 10 of 10', () => {
    const [found, ...others] = agreementsOf(
      pair(
        [told('first', 0.8, 0.6), told('after_C', 0.5, 0.5), told('after_D', 0.2, 0.2), told('not drawn', 1)],
        [...drawn('first', 6, 10), ...drawn('after_C', 10, 10), ...drawn('after_D', 2, 10)],
      ),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ told: 'local/m?ask=decision+moralis:0.5', drawn: 'local/m?ask=json+moralis:0.5' });
    expect(found!.situations).toMatchObject([
      { key: 'first', told: expect.closeTo(0.7, 9), drawn: 0.6, draws: 10, inside: true, sameMode: true },
      // Wilson's interval of 10 of 10 begins at .72.
      { key: 'after_C', told: 0.5, drawn: 1, inside: false, sameMode: true },
      { key: 'after_D', told: 0.2, drawn: 0.2, inside: true, sameMode: true },
    ]);
    expect(found!.distance.mean).toBeCloseTo(0.6 / 3, 9);
    expect(found!.inside).toBeCloseTo(2 / 3, 9);
    expect(found!.correlation).toBeCloseTo(0.12 / Math.sqrt(0.12667 * 0.32), 3);
    // Distances .1, .5, 0: their mean ± t(2) · sd / √3, from 0 on.
    expect(found!.distance.interval).toEqual([0, expect.closeTo(0.2 + 4.30265 * Math.sqrt(0.07 / 3), 3)]);
  });

  test('an interval is written with ends that differ, or is called none', () => {
    const written = (...ps: readonly number[]): string => {
      const keys = ps.map((_, i) => `node ${i}`);
      const [found] = agreementsOf(
        pair(
          keys.map((key, i) => told(key, ps[i]!)),
          keys.flatMap((key) => drawn(key, 10, 10)),
        ),
      );
      return agreementWords(found!).join(' ');
    };
    expect(written(0.69, 0.69, 0.69)).toContain('31.0 points apart on average (as far in all of them)');
    expect(written(0.69, 0.691, 0.692)).toContain('30.9 points apart on average (95 % 30.7 to 31.1 over situations)');
    expect(written(0.6, 0.7, 0.8)).toContain('30 points apart on average (95 % 5 to 55 over situations)');
  });

  test('where the draws come from the probabilities, chance alone is as far as they lie apart', () => {
    // de Moivre: of 10 draws at .5 the share lies 10 · C(9, 5) / 2^10 / 10 = .123 from it on average.
    expect(chanceDistance(10, 0.5)).toBeCloseTo(0.123, 4);
    expect([chanceDistance(10, 0), chanceDistance(10, 1)]).toEqual([0, 0]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, p) => {
        let [sum, likely] = [0, (1 - p) ** n];
        for (let k = 0; k <= n; k++) {
          sum += likely * Math.abs(k / n - p);
          likely *= ((n - k) / (k + 1)) * (p / (1 - p));
        }
        expect(chanceDistance(n, p)).toBeCloseTo(sum, 6);
      }),
    );
  });

  test('one instrument that says the same everywhere has no correlation; who was asked one way is in none', () => {
    const flat = agreementsOf(
      pair(
        [told('a', 0.5), told('b', 0.5), told('c', 0.5)],
        ['a', 'b', 'c'].flatMap((key) => drawn(key, 5, 10)),
      ),
    );
    expect(flat[0]).toMatchObject({ correlation: null, inside: 1, sameMode: 1, distance: { mean: 0 } });
    expect(agreementsOf(pair([told('a', 0.5)], []))).toEqual([]);
    // A number on a grid is another question than a free one.
    const grid = { ...told('a', 0.5), answer: 50 };
    expect(agreementsOf(pair([grid], drawn('a', 5, 10)))).toEqual([]);
  });
});

describe('the place of an option', () => {
  test('a planted bias of 1 in log-odds is found, whatever is preferred, and κ of an exact logit agent is as without it', async () => {
    const games = (await loadGames()).filter(({ name }) => name === 'prisoners-dilemma');
    const [kappa, lambda] = [0.5, 8];
    const logit = (bias: number) =>
      telling(
        'local/logit',
        (request, answer) => {
          const { game, view, decision } = request;
          const weighed = game.weigh!(view, decision, { kappa }, { kind: 'uniform' })!;
          const { label } =
            decision.input.kind === 'choice'
              ? decision.input.options.find(({ value }) => value === answer)!
              : { label: '' };
          const line = weighed.answers.find((one) => one.answer === label)!;
          return Math.exp(((1 - kappa) * line.own + kappa * line.same) / lambda);
        },
        { bias },
      );
    const of = async (bias: number) => {
      const { agents } = await profiled([logit(bias)], games, 'quick');
      return { found: positionsOf(agents[0]!, tasksOf(games))[0]!, kappa: preferenceOf(agents[0]!) };
    };
    const [without, biased] = [await of(0), await of(1)];
    expect(Math.abs(without.found.logOdds!)).toBeLessThan(1e-9);
    expect(Math.abs(biased.found.logOdds! - 1)).toBeLessThan(0.02);
    expect(biased.found.interval![0]).toBeGreaterThan(0.1);
    const pointOf = (found: typeof biased.kappa): number => {
      if (found === null || typeof found === 'string' || found.of !== 'probabilities') throw new Error('refused');
      const fit = found[found.better];
      if ('refused' in fit) throw new Error(fit.refused.sentence);
      return fit.estimates[0]!.value!;
    };
    expect(pointOf(biased.kappa)).toBeCloseTo(pointOf(without.kappa), 3);
  });

  test('where a lot ordered the options, as in older profiles, no effect is told: it would be one of what stood there', async () => {
    const games = await loadGames();
    const first = () =>
      character('local/first', ({ decision: { input } }) => ({
        answer: input.kind === 'choice' ? input.options[0]!.value : input.min,
      }));
    const effects = async (balanced: boolean) => {
      const { agents } = await profiled([first()], games, 'quick', { balanced });
      return positionsOf(agents[0]!, tasksOf(games)).map(({ effect }) => effect);
    };
    expect(await effects(false)).toEqual([]);
    expect(await effects(true)).toEqual([1, 1]);
  });

  test('of draws: 3 of 4 take what stands first, which is half too many', async () => {
    const tasks = tasksOf(await loadGames());
    const at = (first: number, of: number, key: string) => asked(key, 0, 'C', { stood: { chosen: first, of } });
    const one: Profiled = {
      ...{ id: 'local/m', kind: 'drawn' },
      answers: [at(1, 2, 'a'), at(1, 2, 'b'), at(1, 2, 'c'), at(0, 2, 'd')],
    };
    const [found] = positionsOf(one, tasks);
    expect(found).toMatchObject({ task: 'dilemmas', effect: 0.5, n: 4, situations: false, logOdds: null });
    // Wilson's of 3 of 4 is .3006 to .9544.
    expect(found!.interval).toEqual([expect.closeTo(-0.3987, 3), expect.closeTo(0.9088, 3)]);
    expect(positionsOf({ ...one, kind: 'theory' }, tasks)).toEqual([]);
  });
});
