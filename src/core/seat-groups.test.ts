import { describe, expect, it } from 'vitest';
import { beliefAmong, UNIFORM } from './belief.ts';
import type { Plans } from './game.ts';
import { seatsBriefly, seatsTyped, tallied } from './seat-groups.ts';
import { solve } from './theory.ts';

describe('many seats of one kind', () => {
  it('are typed with an x, beside others', () => {
    expect(seatsTyped('3xmoralis:0.25, human,2xlocal/small?ask=decision')).toEqual([
      ...[
        'moralis:0.25',
        'moralis:0.25',
        'moralis:0.25',
        'human',
        'local/small?ask=decision',
        'local/small?ask=decision',
      ],
    ]);
  });

  it('are written as briefly, in their order, and read again', () => {
    const seats = ['human', 'human', 'human', 'moralis:0.5', 'human', 'human', 'script:1:2'];
    expect(seatsBriefly(seats)).toBe('3xhuman,moralis:0.5,human,human,script:1:2');
    expect(seatsTyped(seatsBriefly(seats))).toEqual(seats);
  });

  it('a count that seats nobody, or more than a table, is refused; a star names the x', () => {
    expect(() => seatsTyped('0xhuman')).toThrow('1 to 99');
    expect(() => seatsTyped('100000000xhuman')).toThrow('1 to 99');
    expect(() => seatsTyped('moralis*3')).toThrow('3xmoralis');
  });

  it('a provider that begins with a digit, or with an x, is no count', () => {
    expect(seatsTyped('xai/grok,3d/x')).toEqual(['xai/grok', '3d/x']);
  });

  it('are counted in the order in which they come', () => {
    expect(tallied(['b', 'a', 'b'])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });
});

describe('what is believed of several others', () => {
  const plans: Plans = {
    names: ['give', 'keep'],
    nodes: [{ key: 'give', answer: 'give' }],
    outcomes: (mine, other) => [[1, 10 * Number(other === 0) + 4 * Number(mine === 1), 0]],
    answer: (plan) => ['give', 'keep'][plan]!,
  };
  const moralis = { kappa: 1 };
  const economicus = { kappa: 0 };

  it('others of one taste are expected as one is, by the same object', () => {
    expect(beliefAmong(null, [moralis, { ...moralis }])).toBe(beliefAmong(null, [moralis]));
    expect(beliefAmong(null, [null, null])).toBe(UNIFORM);
    expect(beliefAmong({ kind: 'like-minded' }, [moralis])).toEqual({ kind: 'like-minded' });
  });

  it('of others who differ each is expected as the one it is; of whom nothing is known, anything', () => {
    const weights = (others: Parameters<typeof beliefAmong>[1]) =>
      solve(plans, economicus, beliefAmong(null, others)).weights;
    expect(weights([moralis])).toEqual([1, 0]);
    expect(weights([economicus, moralis])).toEqual([0.5, 0.5]);
    expect(weights([economicus, economicus, moralis, null])).toEqual([1.5 / 4, 2.5 / 4]);
  });
});
