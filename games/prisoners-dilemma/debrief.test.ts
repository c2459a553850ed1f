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
) => game.debrief(view, taste, names, seated);
const table = (blocks: readonly Block[]) => {
  const found = blocks.find((block) => block.kind === 'table');
  return (found?.kind === 'table' ? found.rows : []).map((row) =>
    row.map((cell) =>
      [cell.text, ...(cell.who ?? []).map((who) => ('agent' in who ? who.agent : `seat ${who.seat}`))].join(' '),
    ),
  );
};
const textOf = (blocks: readonly Block[]): string => blocksAsText(blocks);

describe('the debrief of a gentle dilemma against moralis .5', () => {
  const debrief = main(played({}, {}));

  it('is the table of the screens document', () => {
    expect(table(debrief.blocks)).toEqual([
      ['DDD  never', '55.0 economicus', '30.0', '42.5'],
      ['DDC', '52.5', '50.0', '51.3'],
      ['CCC  always', '47.5', '75.0', '61.3'],
      ['CCD  in kind', '50.0', '75.0', '62.5 moralis'],
    ]);
  });

  it('tells what was done, the threshold in force, and what paid', () => {
    const told = textOf(debrief.blocks);
    expect(told).toContain('You cooperated: 75. moralis cooperated: 75.');
    expect(told).toContain('as if roles had been drawn');
    expect(told).toContain('CCD from κ = 0.10 on');
    expect(told).toContain('Would a selfish first mover cheat moralis? Not if it knew: C earns 75, D 30.');
    expect(told).toContain('moralis plays CCD: nothing else would have paid you more than 75.');
    expect(told).toContain('Baseline, a stand-in, plays CCC.');
  });

  it('moves with κ', () => {
    const marks = (kappa: number) =>
      table(main(played({}, {}), { kappa }).blocks)
        .filter((row) => row.some((cell) => cell.endsWith('moralis')))
        .map((row) => row[0]);
    expect(marks(0)).toEqual(['DDD  never']);
    expect(marks(0.1)).toEqual(['DDD  never', 'CCD  in kind']);
    expect(marks(1)).toEqual(['CCC  always', 'CCD  in kind']);
  });

  it('has pages with all plans, the formula, thresholds, worlds and own answers, behind free letters', () => {
    expect(debrief.more.map(({ key }) => key)).toEqual(['a', 'f', 't', 'w', 'y']);
    const page = (key: string): string => textOf(debrief.more.find((more) => more.key === key)!.blocks);
    expect(table(debrief.more[0]!.blocks)).toHaveLength(8);
    expect(page('f')).toContain('u(x, ŷ) = (1 − κ)·π(x, ŷ) + κ·π(x, x)');
    expect(page('t')).toContain('0.0909');
    expect(page('t')).toContain('CCD is best from κ = 0.1000 on');
    expect(page('w')).toMatch(/economicus \(economicus\) \| DDD \| 30.0/);
    expect(page('y')).toMatch(/first move \| C \| D \| C/);
  });
});

describe('what would have paid best', () => {
  it('a defector forgoes what moralis would have given back', () => {
    const told = textOf(main(played({}, { first: 'D', after_D: 'D' })).blocks);
    expect(told).toContain('cooperating would have paid 75. Points forgone: 45.');
  });

  it('is not known of a person who was not asked', () => {
    const told = textOf(main(played({}, {}), { kappa: 0.5 }, [null, null]).blocks);
    expect(told).toContain('What would have paid best is not known: moralis was not asked about D.');
  });

  it('is known of a person who answered both moves beforehand', () => {
    const beforehand = played({ method: 'strategy' }, { after_C: 'D', after_D: 'C' });
    expect(textOf(main(beforehand, { kappa: 0.5 }, [null, null]).blocks)).toContain(
      'moralis answers C with D and D with C',
    );
  });

  it('π(x, x) of one’s own plan is told where its nodes were answered', () => {
    const plan = played({ method: 'strategy', roles: 'drawn' }, { '0 after_D': 'D' });
    expect(textOf(main(plan).blocks)).toContain('Had everyone done as you did: 75 each.');
    expect(textOf(main(played({}, {})).blocks)).not.toContain('Had everyone');
  });

  it('of a second mover is T or P', () => {
    const told = textOf(main(played({}, {}, 1), { kappa: 0.5 }, [{ kappa: 0.5 }, null]).blocks);
    expect(told).toContain('defecting would have paid 80. Points forgone: 5.');
  });

  it('over rounds adds up against the same play', () => {
    const told = textOf(main(played({ rounds: 5 }, { first: 'D', after_D: 'D' })).blocks);
    expect(told).toContain('best replies would have earned 375. Points forgone: 225.');
  });
});

describe('what is only said where it is true', () => {
  it('a selfish first mover who knew would cheat a moralis that does not reciprocate', () => {
    expect(textOf(main(played({ T: 90, R: 45, P: 15, S: 10 }, {})).blocks)).not.toContain('Not if it knew');
  });

  it('roles drawn: nothing is "as if"; neutral labels explain the letters', () => {
    const told = textOf(main(played({ roles: 'drawn', labels: 'neutral' }, {})).blocks);
    expect(told).not.toContain('as if roles');
    expect(told).toContain('C is A, D is B');
  });

  it('an open end with δ high enough has no unique prediction', () => {
    const page = (delta: number): string =>
      textOf(main(played({ ending: 'indefinite', delta }, {})).more.find(({ key }) => key === 'w')!.blocks);
    expect(page(0.75)).toContain('Here δ = 0.75: no unique prediction');
    expect(page(0.05)).toContain('it is none');
  });
});

describe('instructions', () => {
  it('say that chances are equal where roles are drawn, and nothing about right or wrong', () => {
    const told = textOf(game.instructions(config.parse({ roles: 'drawn' }), 'first', names));
    expect(told).toContain('equal chance');
    expect(told).toMatch(/cooperate \| defect \| 20 \| 80/);
  });
});
