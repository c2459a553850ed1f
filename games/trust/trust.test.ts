/** What is trust's own: settings that are refused, what is measured, what is said where. */
import { describe, expect, it } from 'vitest';
import { blocksAsText } from '../../src/core/blocks.ts';
import type { PlayedMatch, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { readConfig } from '../../src/core/settings.ts';
import type { SequentialView } from '../../src/sequential/rules.ts';
import { refusalIn } from '../../test/refusal.ts';
import { type Config, config, presets } from './config.ts';
import { game } from './index.ts';
import { efficiency } from './measures.ts';

type View = SequentialView<Config>;

function match(set: object, plan: Readonly<Record<string, string>>, disclosed?: readonly (Taste | null)[]) {
  const parsed = config.parse(set);
  let state = game.setup(parsed, rng(1, 'setup'), 2);
  const moves = [];
  for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
    const given = open.map((decision) => ({
      decision,
      answer: plan[`${decision.seat} ${decision.key}`] ?? plan[decision.key] ?? 50,
    }));
    moves.push(...given);
    state = game.apply(state, given, rng(1));
  }
  return {
    ...{ config: parsed, moves, payoffs: game.payoffs(state) },
    views: [0, 1].map((seat) => game.observe(state, seat)),
    ...(disclosed ? { disclosed } : {}),
  } satisfies PlayedMatch<View>;
}
const values = (name: string, played: PlayedMatch<View>, seat: number): readonly number[] =>
  game.measures.find((measure) => measure.name === name)!.values(played, seat);

const refusal = refusalIn(game);

describe('what bad settings get', () => {
  it('payoffs out of order: the inequality that fails, with the numbers', () => {
    expect(refusal('T=60')).toBe(
      'Payoffs must fall T > R > P > S, but T = 60 is not above R = 70; change one of them.',
    );
    expect(refusal('P=20')).toContain('P = 20 is not above S = 20');
    expect(refusal('T=1', 'R=2', 'P=3', 'S=4')).toMatch(/T = 1.*R = 2 and R = 2.*P = 3 and P = 3.*S = 4/);
  });

  it('beliefs that are not two probabilities, roles and rounds that there are not', () => {
    for (const beliefs of ['0.5', '0.5,0.5,0.5', '0.5,1.2', 'sure'])
      expect(refusal(`beliefs=${beliefs}`)).toContain('two probabilities from 0 to 1 that the other trusts first');
    expect(readConfig(game, { sets: ['beliefs=0.5,0.8'] })).toMatchObject({ beliefs: [0.5, 0.8] });
    expect(refusal('roles=both')).toContain('fixed, drawn or alternating');
    expect(refusal('rounds=0')).toContain('rounds');
    expect(refusal('delta=1')).toContain('0.99');
  });
});

describe('measures', () => {
  it('rates count the nodes that were answered, 1 for trust and for sharing', () => {
    const kept = match({}, { first: 'T', after_T: 'K' });
    expect([0, 1].map((seat) => values('trusts', kept, seat))).toEqual([[1], []]);
    expect([0, 1].map((seat) => values('shares', kept, seat))).toEqual([[], [0]]);
    expect(values('payoff', kept, 0)).toEqual([20]);
    const out = match({}, { first: 'O' });
    expect(values('trusts', out, 0)).toEqual([0]);
    expect(values('shares', out, 1)).toEqual([]);
  });

  it('efficiency: 0 where one stays out, 1 at the best sum, between where trust is kept', () => {
    const set = config.parse({});
    expect([60, 140, 100].map((sum) => efficiency(set, sum))).toEqual([0, 1, 0.5]);
    expect(values('efficiency', match({}, { first: 'T', after_T: 'S' }), 1)).toEqual([1]);
  });

  it('distances are of the nodes at which agents differ: sharing, and nothing where they agree', () => {
    const strategy = { roles: 'drawn', method: 'strategy' };
    const kept = match(strategy, { first: 'O', after_T: 'K' });
    // Under 50 : 50 both trust: staying out is nobody's, and counts for nobody.
    expect([values('distance to economicus', kept, 0), values('distance to moralis', kept, 0)]).toEqual([[0], [1]]);
    const low = match({ T: 80, R: 50, P: 30, S: 20, ...strategy }, { first: 'T', after_T: 'S' });
    expect([values('distance to economicus', low, 0), values('distance to moralis', low, 0)]).toEqual([[], []]);
    // Knowing that economicus keeps, in the risky games economicus stays out and moralis .5 trusts.
    const risky = { T: 90, R: 60, P: 30, S: 10, ...strategy };
    const told = match(risky, { first: 'O', after_T: 'K' }, [null, { kappa: 0 }]);
    expect([values('distance to economicus', told, 0), values('distance to moralis', told, 0)]).toEqual([[0], [1]]);
  });
});

describe('what is said', () => {
  const debrief = (played: PlayedMatch<View>, seat: number, seated: readonly (Taste | null)[] = []) =>
    game.debrief(
      played.views[seat]!,
      { kappa: 0.5 },
      seat === 0 ? ['you', 'moralis'] : ['moralis', 'you'],
      seated,
      true,
    );

  it('a first mover who trusted one that keeps is told what staying out would have paid', () => {
    const { plain = [] } = debrief(match({}, { first: 'T', after_T: 'K' }), 0, [null, { kappa: 0 }]);
    expect(blocksAsText(plain)).toContain('moralis keeps: staying out would have paid you 30, 10 more.');
  });

  it('one who stayed out is not told what nobody knows', () => {
    const { plain = [] } = debrief(match({}, { first: 'O' }), 0);
    expect(blocksAsText(plain)).toContain('not known: moralis was not asked about trust');
  });

  it('with an open end δ decides whether there is a unique prediction', () => {
    const page = (delta: number): string => {
      const { more } = debrief(match({ ending: 'indefinite', delta }, { first: 'T', after_T: 'S' }), 0);
      return blocksAsText(more.find(({ key }) => key === 't')!.blocks);
    };
    expect(page(0.75)).toContain('(T − R)/(T − P) = 0.200. Here δ = 0.75: no unique prediction');
    expect(page(0.1)).toContain('it is none');
  });

  it('set-up says what a table cannot tell: fixed places, single answers, payoffs in which agents agree', () => {
    const said = (set: object): number => game.limits!(config.parse(set)).length;
    expect([said({}), said({ roles: 'drawn' }), said({ roles: 'drawn', method: 'strategy' })]).toEqual([1, 1, 0]);
    expect(said({ T: 80, R: 50, P: 30, S: 20, roles: 'drawn', method: 'strategy' })).toBe(1);
    expect(said(presets.find(({ lesson }) => lesson)!.config)).toBe(0);
  });

  it('neutral screens name neither payoffs nor what the moves mean', () => {
    for (const answers of [{ first: 'T', after_T: 'K' }, { first: 'O' }]) {
      const set = config.parse({ neutral: true, askBeliefs: true, roles: 'drawn', method: 'strategy' });
      const state = game.setup(set, rng(7, 'setup'), 2);
      const view = game.observe(state, 0);
      const shown = game
        .pending(state)
        .flatMap((decision) => [
          ...Object.values(game.heading(view, decision)),
          ...[decision.ask, ...(decision.paraphrases ?? [])],
          blocksAsText(game.scene(view, decision, ['you', 'the other player'])),
        ]);
      const done = match({ neutral: true }, answers).views[0]!;
      const screens = [
        ...shown,
        game.titleIn!(set),
        blocksAsText(game.instructions(set, 'first', ['you', 'the other player'])),
        blocksAsText(game.result(done, ['you', 'the other player'])),
      ].join('\n');
      expect(screens).not.toMatch(/trust|shar|keep|kept|stay|high|moralis|economicus|program/i);
    }
  });

  it('roles that are drawn are said to be, with equal chances', () => {
    const told = (set: object, seat = 0) =>
      blocksAsText(game.instructions(config.parse(set), 'first', seat === 0 ? ['you', 'x'] : ['x', 'you']));
    expect(told({ roles: 'drawn' })).toContain('A coin toss decides who is first.');
    expect(told({ roles: 'drawn', rounds: 3 })).toContain('Before every round a coin toss');
    expect(told({ roles: 'alternating', rounds: 1 })).not.toContain('turns');
    expect([told({}), told({}, 1)].map((words) => /You move first/.test(words))).toEqual([true, false]);
  });
});
