import { expect, test } from 'vitest';
import { loadGame } from '../disk/games.ts';
import { readAgent } from './index.ts';

const dilemma = await loadGame('prisoners-dilemma');
const market = await loadGame('pricing-duopoly');

test.each([
  ['economicus', 'economicus', 'theory', { kappa: 0 }],
  ['economicus:grim', 'economicus:grim', 'theory', { kappa: 0, variant: 'grim' }],
  ['moralis', 'moralis:0.5', 'theory', { kappa: 0.5 }],
  ['moralis:0,25', 'moralis:0.25', 'theory', { kappa: 0.25 }],
  ['baseline', 'baseline', 'standin', undefined],
  ['random', 'random', 'script', undefined],
  ['script:C:D', 'script:C:D', 'script', undefined],
])('%s is %s', (typed, id, kind, taste) =>
  expect(readAgent(typed, dilemma)).toMatchObject({ id, kind, ...(taste ? { taste } : {}) }),
);

test('in the market moralis has two readings, and an id that reads as it was typed', () => {
  expect(readAgent('moralis:0.5/sellers', market)).toMatchObject({
    id: 'moralis:0.5/sellers',
    taste: { kappa: 0.5, variant: 'sellers' },
  });
  expect(readAgent('moralis/buyers', market)).toMatchObject({
    id: 'moralis:0.5/buyers',
    taste: { kappa: 0.5, variant: 'buyers' },
  });
});

test.each([
  ['moralis:1.5', 'κ is a weight from 0 to 1, as in moralis:0.5; got "moralis:1.5".'],
  ['moralis:much', 'κ is a weight from 0 to 1'],
  ['moralist', 'Did you mean "moralis"?'],
  ['script', 'A script names its answers after colons, such as script:C:D; got "script".'],
  ['script:C:', 'A script names its answers'],
  ['baseline:3', 'baseline takes no argument'],
  ['human', 'human needs a keyboard'],
  ['moralis:0.5/sellers', '"sellers" in "moralis:0.5/sellers" is no variant in prisoners-dilemma'],
])('%s is refused: %s', (typed, sentence) => expect(() => readAgent(typed, dilemma)).toThrow(sentence));
