/** Blocks read aloud: nothing that is drawn is left unsaid. */
import { expect, test } from 'vitest';
import { blocksAsText } from './blocks.ts';

test('a scale says its ends, the words of a row, and every mark; the interval is of the first', () => {
  const marks = [
    { at: 0.7, who: { agent: 'human' } },
    { at: 0, who: { agent: 'economicus' } },
  ];
  const rows = [
    { label: '  moves first', marks, interval: [0.4, 0.9] as const, text: '70 %  7 of 10' },
    { label: 'fit of κ, λ', marks: [], interval: [0, 1] as const, text: 'no value' },
    { label: '', marks: marks.slice(1), notes: [{ at: 0.1, text: 'CCD from κ = 0.10 on' }] },
  ];
  expect(
    blocksAsText([{ kind: 'scale', head: 'cooperates when it …', min: 0, max: 1, ends: ['0 %', '100 %'], rows }]),
  ).toBe(
    [
      'cooperates when it …',
      'moves first, from 0 % to 100 %: 70 %  7 of 10; human 0.7, interval 0.4 to 0.9; economicus 0',
      'fit of κ, λ, from 0 % to 100 %: no value; interval 0 to 1',
      'from 0 % to 100 %: economicus 0; CCD from κ = 0.10 on',
    ].join('\n'),
  );
});
