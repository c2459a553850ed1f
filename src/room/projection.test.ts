import { describe, expect, it } from 'vitest';
import { AT_JOIN, JOIN, moved, nextStep, standOf, standText, stepAt } from './projection.ts';

const steps = [JOIN, { id: 'scale 0', does: 'the empty scale' }, { id: 'agents', does: 'agents' }];

describe('where the projector stands', () => {
  it('goes through its steps and begins again', () => {
    const seen = [AT_JOIN];
    for (let i = 0; i < 3; i++) seen.push(moved(seen.at(-1)!, 'next', steps, 1));
    expect(seen.map(({ step }) => step)).toEqual(['join', 'scale 0', 'agents', 'join']);
    expect(moved(AT_JOIN, 'back', steps, 1)).toEqual(AT_JOIN);
  });

  it('stays at its step while the list grows, and falls back to the code where the step is gone', () => {
    const stand = { step: 'agents', topic: 0 };
    const more = [JOIN, { id: 'scale 0', does: '' }, { id: 'scale 1', does: '' }, { id: 'agents', does: '' }];
    expect(stepAt(stand, more).id).toBe('agents');
    expect(stepAt(stand, [JOIN])).toBe(JOIN);
    expect(nextStep(stand, [JOIN])).toBe(JOIN);
  });

  it('begins another figure covered', () => {
    expect(moved({ step: 'agents', topic: 1 }, 'topic', steps, 2)).toEqual({ step: 'scale 0', topic: 0 });
    expect(moved({ step: 'agents', topic: 0 }, 'topic', [JOIN], 0)).toEqual(AT_JOIN);
  });

  it('is read as it was kept, and anything else is none', () => {
    const stand = { step: 'scale 1', topic: 12 };
    expect(standOf(standText(stand))).toEqual(stand);
    for (const text of ['', 'join', '-1 join', '1000 join', '0 ', `0 ${'x'.repeat(80)}`])
      expect(standOf(text)).toBeNull();
  });
});
