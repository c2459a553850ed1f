/** What is the ultimatum's own: the control, and that it is said wherever it holds and nowhere else. */
import { describe, expect, it } from 'vitest';
import { blocksAsText } from '../../src/core/blocks.ts';
import type { Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { refusalIn } from '../../test/refusal.ts';
import { config, presets, protocols } from './config.ts';
import { game } from './index.ts';
import { efficiency } from './measures.ts';

const EQUAL_SUMS = {};
const UNEQUAL_SUMS = { T: 80, E: 45, S: 20, N: 10 };

function view(set: object, plan: Readonly<Record<string, string>>, seat = 0) {
  let state = game.setup(config.parse(set), rng(1, 'setup'), 2);
  for (let open = game.pending(state); open.length > 0; open = game.pending(state))
    state = game.apply(
      state,
      open.map((decision) => ({ decision, answer: plan[decision.key] ?? 50 })),
      rng(1),
    );
  return game.observe(state, seat);
}
const debrief = (set: object, plan: Readonly<Record<string, string>>, seat = 0, theirs: Taste | null = null) => {
  const names = seat === 0 ? ['you', 'moralis'] : ['moralis', 'you'];
  const seated = seat === 0 ? [null, theirs] : [theirs, null];
  return game.debrief(view(set, plan, seat), { kappa: 0.5 }, names, seated, true);
};

describe('the control is said', () => {
  const said = (set: object) => ({
    setUp: game.limits!(config.parse(set)).join(' '),
    first: blocksAsText(debrief(set, { first: 'E' }).plain ?? []),
    thresholds: blocksAsText(debrief(set, { first: 'E' }).more.find(({ key }) => key === 't')!.blocks),
    theory: blocksAsText(game.predict(config.parse(set), { kappa: 0.5, belief: null }).blocks),
  });

  it('at the table, in the debrief and by theory, where both splits give both together the same', () => {
    for (const { config: set } of protocols)
      for (const words of Object.values(said(set))) expect(words).toMatch(/the control/i);
  });

  it('and nowhere where they do not', () => {
    for (const words of Object.values(said(UNEQUAL_SUMS))) expect(words).not.toMatch(/control/i);
  });
});

describe('what is said of a match', () => {
  it('a proposer is told what this responder does with the unequal split', () => {
    const told = (theirs: Taste | null, method: string) =>
      blocksAsText(debrief({ method }, { first: 'E', after_U: 'R' }, 0, theirs).plain ?? []);
    expect(told({ kappa: 0.5 }, 'direct')).toContain(
      'moralis (κ = 0.50) accepts: proposing the unequal split would have paid you 80, 30 more.',
    );
    expect(told(null, 'strategy')).toContain('moralis rejects: 50 was the most you could get.');
    expect(told(null, 'direct')).toContain('not known: moralis was not asked about the unequal split');
  });

  it('a responder who rejects is told what accepting would have paid, and is like nobody', () => {
    const words = blocksAsText(debrief(EQUAL_SUMS, { first: 'U', after_U: 'R' }, 1).plain ?? []);
    expect(words).toContain('moralis proposed the unequal split, you rejected: 10 for you, 10 for moralis.');
    expect(words).toContain('accepting would have paid you 20, 10 more');
    expect(words).toContain('none of the three chooses as you did');
  });

  it('efficiency: a rejection loses all, either split nothing', () => {
    expect([20, 100].map((sum) => efficiency(config.parse(EQUAL_SUMS), sum))).toEqual([0, 1]);
  });

  it('neutral screens speak of no split, no proposal and no rejection', () => {
    const set = config.parse({ neutral: true, askBeliefs: true, roles: 'drawn', method: 'strategy' });
    const state = game.setup(set, rng(7, 'setup'), 2);
    const seen = game.observe(state, 0);
    const screens = [
      game.titleIn!(set),
      blocksAsText(game.instructions(set, 'first', ['you', 'the other player'])),
      ...game
        .pending(state)
        .flatMap((decision) => [
          ...Object.values(game.heading(seen, decision)),
          ...[decision.ask, ...(decision.paraphrases ?? [])],
          blocksAsText(game.scene(seen, decision, ['you', 'the other player'])),
        ]),
      ...[{ first: 'U', after_U: 'R' }, { first: 'E' }].map((plan) =>
        blocksAsText(game.result(view({ neutral: true }, plan), ['you', 'the other player'])),
      ),
    ].join('\n');
    expect(screens).not.toMatch(/split|propos|equal|accept|reject|ultimatum|80-20|moralis|economicus|program/i);
  });
});

describe('settings', () => {
  const refusal = refusalIn(game);

  it('payoffs that do not fall T > E > S > N are refused with the numbers', () => {
    expect(refusal('S=60')).toContain('E = 50 is not above S = 60');
    expect(refusal('N=20')).toContain('S = 20 is not above N = 20');
    expect(refusal('beliefs=0.5')).toContain('proposes the equal split first, and accepts the unequal one');
  });

  it('a lesson is 80-20, and no set of payoffs of its own', () => {
    const [lesson] = presets.filter((preset) => preset.lesson);
    expect(config.parse(lesson!.config)).toMatchObject({ ...protocols[0]!.config, method: 'strategy', roles: 'drawn' });
    expect(game.heading(view(lesson!.config, { first: 'E', after_U: 'A' }), null).about).toBe('80-20');
  });
});
