import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/settings.ts';
import { refusalIn } from '../../test/refusal.ts';
import { beliefOf, config, presetName, protocols } from './config.ts';
import { game } from './index.ts';

const refusal = refusalIn(game);

describe('what bad settings get', () => {
  it('payoffs out of order: the inequality that fails, with the numbers', () => {
    expect(refusal('T=70')).toBe(
      'Payoffs must fall T > R > P > S, but T = 70 is not above R = 75; change one of them.',
    );
    expect(refusal('R=30', 'P=30')).toContain('R = 30 is not above P = 30');
    expect(refusal('P=10', 'S=10.5')).toContain('P = 10 is not above S = 10.5');
    expect(refusal('T=1', 'R=2', 'P=3', 'S=4')).toMatch(
      /T = 1 is not above R = 2 and R = 2 is not above P = 3 and P = 3 is not above S = 4/,
    );
  });

  it('beliefs outside 0 to 1, or not three of them', () => {
    expect(refusal('beliefs=0.5,0.8,1.2')).toContain('three probabilities from 0 to 1');
    expect(refusal('beliefs=0.5,0.8')).toContain('three probabilities from 0 to 1');
    expect(refusal('beliefs=sure')).toContain('three probabilities from 0 to 1');
  });

  it('δ of 1 or more, no rounds, unknown words, unknown settings', () => {
    expect(refusal('delta=1')).toContain('0.99');
    expect(refusal('rounds=0')).toContain('rounds');
    expect(refusal('method=both')).toContain('direct or strategy');
    expect(refusal('metod=direct')).toContain('method');
  });
});

describe('settings as typed', () => {
  it('reads beliefs by name and by numbers', () => {
    expect(readConfig(game, { sets: ['beliefs=like-minded'] })).toMatchObject({ beliefs: 'like-minded' });
    expect(readConfig(game, { sets: ['beliefs=0.5,0.8,0.2'] })).toMatchObject({ beliefs: [0.5, 0.8, 0.2] });
    expect(readConfig(game, { sets: ['askBeliefs=yes', 'T=80.5'] })).toMatchObject({ askBeliefs: true, T: 80.5 });
  });

  it('auto and known leave the belief to whether the opponent is disclosed', () => {
    for (const beliefs of ['auto', 'known']) expect(beliefOf(config.parse({ beliefs }))).toBeNull();
    expect(beliefOf(config.parse({ beliefs: [0, 1, 0.5] }))).toEqual({ kind: 'given', numbers: [0, 1, 0.5] });
    expect(beliefOf(config.parse({ beliefs: 'observed' }))).toEqual({ kind: 'observed' });
  });
});

describe('presets', () => {
  it('are the six protocols, gentle first and the default', () => {
    expect(protocols.map(({ name, code, config: { T, R, P, S } }) => [name, code, T, R, P, S])).toEqual([
      ['gentle', 'spd-5', 80, 75, 30, 20],
      ['mild', 'spd-6', 90, 75, 30, 10],
      ['moderate', 'spd-3', 80, 65, 25, 20],
      ['sharp', 'spd-4', 90, 65, 25, 10],
      ['severe', 'spd-2', 90, 55, 20, 10],
      ['turns', 'spd-1', 90, 45, 15, 10],
    ]);
    expect(presetName(config.parse({}))).toBe('gentle');
    expect(presetName(config.parse({ T: 81 }))).toBeNull();
  });
});
