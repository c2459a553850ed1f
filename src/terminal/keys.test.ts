import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyLine, type KeyHint } from './keys.ts';

beforeEach(() => vi.stubEnv('HOMINES_ASCII', '0'));
afterEach(() => vi.unstubAllEnvs());
const hint = (keys: string, does: string, more: Partial<KeyHint> = {}): KeyHint => ({ keys, does, help: '', ...more });
const hints = [
  hint('type', 'a price', { short: 'type' }),
  hint('Enter', 'sets it'),
  hint('Tab', 'what-if'),
  hint('i', 'rules'),
  hint('h', 'help'),
  hint('Esc', 'leave'),
];

describe('keyLine', () => {
  it('is the line of the picture where there is room', () => {
    expect(keyLine(hints, 78)).toBe('type a price   Enter sets it   Tab what-if   i rules   h help   Esc leave');
  });

  it('shortens before it drops', () => {
    expect(keyLine(hints, 58)).toBe('type  Enter sets it  Tab what-if  i rules  h help  Esc');
    const choice = [
      hint('c d or ←→', 'choose', { short: 'c d ←→' }),
      hint('Enter', 'makes it final', { short: 'Enter final' }),
      ...hints.slice(3),
    ];
    expect(keyLine(choice, 58)).toBe('c d or ←→ choose  Enter final  i rules  h help  Esc');
    expect(keyLine(choice, 48)).toBe('c d ←→  Enter final  i rules  h help  Esc');
  });

  it('never drops help and the way out', () => {
    for (let width = 11; width < 80; width++) {
      const line = keyLine(hints, width);
      expect(line).toContain('h help');
      expect(line).toContain('Esc');
      expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('leaves out what does nothing now', () => {
    expect(keyLine([hint('b', 'back', { off: 'This is the first question.' }), ...hints], 120)).not.toContain('back');
  });
});
