import { describe, expect, it } from 'vitest';
import { readTrainedAgent } from './trained-agent.ts';

describe('an agent that is trained', () => {
  it.each([
    ['{"alpha":.5,"beta":.6}', '{"kappa":0,"alpha":0.5,"beta":0.6}'],
    ['{"kappa": .25, "beta": 0.6}', '{"kappa":0.25,"beta":0.6}'],
    ['{"kappa":.5}', 'moralis:0.5'],
    ['{"kappa":0}', 'economicus'],
    ['moralis:.75', 'moralis:0.75'],
  ])('%s is %s', (typed, name) => {
    expect(readTrainedAgent(typed).name).toBe(name);
  });

  it.each([
    '{"alpha":-1}',
    '{"beta":-.5}',
    '{"alpha":11}',
    '{"kappa":1.2}',
    '{"alpha":"x"}',
    'moralis:2',
    'human',
    '{',
  ])('%s is refused in a sentence', (typed) => {
    expect(() => readTrainedAgent(typed)).toThrow(/got "/);
  });
});
