import { describe, expect, it } from 'vitest';
import { type Block, blocksAsText } from '../../src/core/blocks.ts';
import type { Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { config } from './config.ts';
import { game } from './index.ts';

const names = ['you', 'moralis'];

function played(set: object, answers: Readonly<Record<string, string>>, seat = 0) {
  let state = game.setup(config.parse(set), rng(7, 'setup'), 2);
  for (let open = game.pending(state); open.length > 0; open = game.pending(state))
    state = game.apply(
      state,
      open.map((decision) => ({
        decision,
        answer: answers[`${decision.seat} ${decision.key}`] ?? answers[decision.key] ?? 'C',
      })),
      rng(1),
    );
  return game.observe(state, seat);
}

const main = (
  view: ReturnType<typeof played>,
  taste: Taste = { kappa: 0.5 },
  seated: readonly (Taste | null)[] = [null, { kappa: 0.5 }],
  disclosed = false,
) => {
  const told = game.debrief(view, taste, view.seat === 0 ? names : [...names].reverse(), seated, disclosed);
  return { ...told, plain: told.plain ?? [] };
};
const table = (blocks: readonly Block[]) => {
  const found = blocks.find((block) => block.kind === 'table');
  return (found?.kind === 'table' ? found.rows : []).map((row) =>
    row.map((cell) =>
      [cell.text, ...(cell.who ?? []).map((who) => ('agent' in who ? who.agent : `seat ${who.seat}`))].join(' '),
    ),
  );
};
const textOf = (blocks: readonly Block[]): string => blocksAsText(blocks);

it('of three steps says of a node where all three are as good "any", and not "either"', () => {
  const set = { T: 400, R: 300, P: 100, S: 0, steps: 3, method: 'strategy', roles: 'drawn' };
  const told = main(
    played(set, { first: 'H', after_H: 'H', after_D: 'D' }),
    { kappa: 0.5 },
    [null, { kappa: 0.5 }],
    true,
  );
  expect(table(told.plain).slice(0, 3)).toEqual([
    ['you seat 0', 'half', 'all', 'half', 'nothing'],
    ['economicus economicus', 'all', 'nothing', 'any', 'any'],
    ['moralis κ = 0.50 moralis', 'all', 'all', 'any', 'any'],
  ]);
});

describe('the debrief of a gentle dilemma against moralis .5', () => {
  const debrief = main(played({}, {}));

  it('begins without letters of plans: who does what in my place, under which belief, and where I stand', () => {
    const told = main(played({}, {}), { kappa: 0.5 }, [null, { kappa: 0.5 }], true);
    expect(table(told.plain)).toEqual([
      ['you seat 0', 'cooperate', '–', '–'],
      ['economicus economicus', 'cooperate', 'defect', 'either'],
      ['moralis κ = 0.50 moralis', 'cooperate', 'cooperate', 'either'],
      ['stand-in (50 : 50) baseline', 'cooperate', 'cooperate', 'cooperate'],
    ]);
    const words = textOf(told.plain);
    expect(words).toContain('You cooperated: 75. moralis cooperated: 75.');
    expect(words).toContain('They take moralis to cooperate first, answer in kind, its plan if it expects 50 : 50');
    expect(words).toContain('your choice is that of economicus, moralis and the stand-in');
    expect(words).toContain('moralis (κ = 0.50) answers in kind: 75 was the most you could get');
    expect(words).not.toMatch(/\b[CD]{3}\b/);
  });

  it('whoever was not told expects 50 : 50', () => {
    expect(table(debrief.plain)[1]).toEqual(['economicus economicus', 'defect', 'defect', 'defect']);
    expect(textOf(debrief.plain)).toContain('They expect a coin toss (50 : 50) from moralis');
  });

  it('the page of theory has the table of plans, each agent at its maximum', () => {
    expect(table(debrief.blocks)).toEqual([
      ['DDD', '55.0 economicus', '30.0', '42.5'],
      ['DDC', '52.5', '50.0', '51.3'],
      ['CCC', '47.5', '75.0', '61.3'],
      ['CCD', '50.0', '75.0', '62.5 moralis'],
    ]);
    const told = textOf(debrief.blocks);
    expect(told).toContain('as if a coin decided');
    expect(told).toContain('up to 0.10 always defect; from 0.10 on cooperate first, answer in kind');
  });

  it('moves with κ, the sentences too', () => {
    const marks = (kappa: number) =>
      table(main(played({}, {}), { kappa }).blocks)
        .filter((row) => row.some((cell) => cell.endsWith('moralis')))
        .map((row) => row[0]);
    expect(marks(0)).toEqual(['DDD']);
    expect(marks(0.1)).toEqual(['DDD', 'CCD']);
    expect(marks(1)).toEqual(['CCC', 'CCD']);
    const at05 = main(played({}, {}), { kappa: 0.05 });
    expect(table(at05.plain)[2]).toEqual(['moralis κ = 0.05 moralis', 'defect', 'defect', 'defect']);
    // The one that was met stays the one that was met, and says which.
    expect(textOf(at05.plain)).toContain('moralis (κ = 0.50) answers in kind');
  });

  it('has pages with all plans, the formula, thresholds, worlds and own answers, behind free letters', () => {
    expect(debrief.more.map(({ key }) => key)).toEqual(['a', 'f', 't', 'w', 'y']);
    const page = (key: string): string => textOf(debrief.more.find((more) => more.key === key)!.blocks);
    expect(table(debrief.more[0]!.blocks)).toHaveLength(8);
    expect(page('f')).toContain('u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x)');
    expect(page('t')).toContain('0.0909');
    expect(page('t')).toContain('CCD is best from κ = 0.1000 on');
    expect(page('w')).toMatch(/economicus \(economicus\) \| always defect \| 30.0/);
    expect(page('w')).toContain('knows that moralis answers in kind chooses cooperation (75 instead of 30)');
    expect(page('w')).toContain('One who expects 50 : 50 chooses defection');
    expect(page('y')).toMatch(/first move \| cooperate \| defect \| cooperate/);
  });
});

describe('what would have paid best', () => {
  it('a defector forgoes what moralis would have given back', () => {
    const told = textOf(main(played({}, { first: 'D', after_D: 'D' })).plain);
    expect(told).toContain('cooperating would have paid you 75, 45 more');
  });

  it('is not known of a person who was not asked', () => {
    const told = textOf(main(played({}, {}), { kappa: 0.5 }, [null, null]).plain);
    expect(told).toContain('What would have paid best is not known: moralis was not asked about defection.');
  });

  it('is known of a person who answered both moves beforehand', () => {
    const beforehand = played({ method: 'strategy' }, { after_C: 'D', after_D: 'C' });
    expect(textOf(main(beforehand, { kappa: 0.5 }, [null, null]).plain)).toContain('moralis answers with the opposite');
  });

  it('π(x, x) of one’s own plan stands among the worlds where its nodes were answered', () => {
    const worlds = (view: ReturnType<typeof played>) => textOf(main(view).more.find(({ key }) => key === 'w')!.blocks);
    const plan = played({ method: 'strategy', roles: 'drawn' }, { '0 after_D': 'D' });
    expect(worlds(plan)).toMatch(/like you \(seat 1\) \| cooperate first, answer in kind \| 75.0/);
    expect(worlds(played({}, {}))).not.toContain('like you');
  });

  it('of a second mover is T or P', () => {
    const told = textOf(main(played({}, {}, 1), { kappa: 0.5 }, [{ kappa: 0.5 }, null]).plain);
    expect(told).toContain('moralis (κ = 0.50) cooperated first: defecting would have paid you 80, 5 more');
  });

  it('over rounds adds up against the same play', () => {
    const told = textOf(main(played({ rounds: 5 }, { first: 'D', after_D: 'D' })).plain);
    expect(told).toContain('best replies would have earned 375. Points forgone: 225.');
  });
});

describe('what is only said where it is true', () => {
  it('selfishness cooperates only with one who reciprocates', () => {
    const page = textOf(main(played({ T: 90, R: 45, P: 15, S: 10 }, {})).more.find(({ key }) => key === 'w')!.blocks);
    expect(page).not.toContain('instead of');
  });

  it('roles drawn: nothing is "as if"; neutral labels explain the letters', () => {
    for (const neutral of [{ labels: 'neutral' }, { neutral: true }]) {
      const told = textOf(main(played({ roles: 'drawn', ...neutral }, {})).blocks);
      expect(told).not.toContain('as if');
      expect(told).toContain('C is A, D is B');
    }
  });

  it('an open end with δ high enough has no unique prediction', () => {
    const page = (delta: number): string =>
      textOf(main(played({ ending: 'indefinite', delta }, {})).more.find(({ key }) => key === 't')!.blocks);
    expect(page(0.75)).toContain('Here δ = 0.75: no unique prediction');
    expect(page(0.05)).toContain('it is none');
  });
});

it('a neutral screen names neither payoffs nor actions', () => {
  const state = game.setup(config.parse({ neutral: true }), rng(7, 'setup'), 2);
  const [decision] = game.pending(state);
  const view = game.observe(state, 0);
  const screen = [
    ...Object.values(game.heading(view, decision!)),
    textOf(game.scene(view, decision!, ['you', 'the other player'])),
    textOf(game.instructions(view.config, 'first', ['you', 'the other player'])),
    decision!.ask,
  ].join('\n');
  expect(screen).not.toMatch(/gentle|cooperat|defect|trust|moralis|economicus|program/i);
  expect(decision!.input.kind === 'choice' ? decision!.input.options.map(({ key }) => key) : []).toEqual(['a', 'b']);
});

describe('instructions', () => {
  it('of one round nobody takes turns: seat 1 is first', () => {
    const told = (rounds: number, names: readonly string[]) =>
      textOf(game.instructions(config.parse({ roles: 'alternating', rounds }), 'first', names));
    expect(told(2, ['you', 'x'])).toContain('You take turns at being first');
    expect(told(1, ['you', 'x'])).toContain('You choose first');
    expect(told(1, ['x', 'you'])).toMatch(/x chooses first/i);
    for (const names of [
      ['you', 'x'],
      ['x', 'you'],
    ])
      expect(told(1, names)).not.toContain('turns');
  });

  const told = (set: object, programs: readonly boolean[] = [], who = 'moralis') =>
    textOf(game.instructions(config.parse(set), 'first', ['you', who], programs));

  it('say that chances are equal where roles are drawn, that more points are better, and nothing about right or wrong', () => {
    expect(told({ roles: 'drawn' })).toContain('A coin toss decides who is first.');
    expect(told({ roles: 'drawn' })).toContain('the more, the better');
    expect(told({})).toMatch(/cooperate \| defect \| 20 \| 80/);
  });

  it('name a computer program where one is told to sit there, and call nobody a person', () => {
    expect(told({}, [false, true])).toContain(
      'You play against a computer program called moralis. You choose first; it sees',
    );
    for (const unnamed of [told({}, [false, false], 'the other player'), told({}, [], 'the other player')]) {
      expect(unnamed).not.toMatch(/program|person/i);
      expect(unnamed).toContain('the other player sees your choice');
    }
  });

  it('a match of one round says nothing of further ones', () => {
    for (const set of [{}, { roles: 'drawn' }, { roles: 'alternating' }, { method: 'strategy' }])
      expect(told(set)).not.toMatch(/(each|every|after) round|all rounds/);
  });
});
