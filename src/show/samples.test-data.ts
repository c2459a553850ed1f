/** The blocks of the pictures that we aim at, for the tests of drawing. */
import type { Block, Cell } from '../core/blocks.ts';

export const firstMover: Block = {
  kind: 'tree',
  heads: ['you', 'moralis'],
  leafHeads: ['you get', 'moralis gets'],
  root: {
    here: true,
    branches: [
      {
        label: 'cooperate',
        branches: [
          { label: 'cooperates', leaf: ['75', '75'] },
          { label: 'defects', leaf: ['20', '80'] },
        ],
      },
      {
        label: 'defect',
        branches: [
          { label: 'cooperates', leaf: ['80', '20'] },
          { label: 'defects', leaf: ['30', '30'] },
        ],
      },
    ],
  },
};

/** The other cooperated; now it is up to you. */
export const secondMover: Block = {
  kind: 'tree',
  heads: ['moralis', 'you'],
  leafHeads: ['you get', 'moralis gets'],
  root: {
    branches: [
      {
        label: 'cooperates',
        taken: true,
        here: true,
        branches: [
          { label: 'cooperate', leaf: ['75', '75'] },
          { label: 'defect', leaf: ['80', '20'] },
        ],
      },
      {
        label: 'defects',
        branches: [
          { label: 'cooperate', leaf: ['20', '80'] },
          { label: 'defect', leaf: ['30', '30'] },
        ],
      },
    ],
  },
};

const yours = [16.0, 17.0, 18.0, 16.5, 15.5];
const rivals = [14.7, 15.3, 15.7, 16.1, 15.5];
const profits = [
  [208, 274],
  [214, 319],
  [202, 361],
  [269, 296],
  [254, 254],
];

/** Five of ten rounds are played. */
export const prices: Block & { kind: 'series' } = {
  kind: 'series',
  period: 'round',
  periods: 10,
  decimals: 1,
  lines: [
    { who: { seat: 0 }, name: 'you', points: yours },
    { who: { seat: 1 }, name: 'rival', points: rivals },
  ],
};

export const rounds: Block & { kind: 'table' } = {
  kind: 'table',
  tells: 'series',
  keep: 'last',
  columns: ['round', 'price\nyou', 'rival', 'profit\nyou', 'rival'].map((head) => ({ head, align: 'right' })),
  rows: yours.map((price, i): readonly Cell[] =>
    [String(i + 1), price.toFixed(1), rivals[i]!.toFixed(1), String(profits[i]![0]), String(profits[i]![1])].map(
      (text) => ({ text }),
    ),
  ),
};

export const plans: Block = {
  kind: 'table',
  columns: [
    { head: 'plan' },
    { head: 'own payoff if the other is 50 : 50', align: 'right' },
    { head: 'payoff if everyone did the same', align: 'right' },
    { head: 'κ = 0.50: half of each', align: 'right' },
  ],
  rows: [
    [{ text: 'DDD  never' }, { text: '55.0', who: [{ agent: 'economicus' }] }, { text: '30.0' }, { text: '42.5' }],
    [{ text: 'DDC' }, { text: '52.5' }, { text: '50.0' }, { text: '51.3' }],
    [{ text: 'CCC  always' }, { text: '47.5' }, { text: '75.0' }, { text: '61.3' }],
    [
      { text: 'CCD  in kind' },
      { text: '50.0' },
      { text: '75.0' },
      { text: '62.5', who: [{ agent: 'moralis' }], strong: true },
    ],
  ],
};

export const kappa: Block = {
  kind: 'scale',
  min: 0,
  max: 1,
  ends: ['κ 0', '1'],
  rows: [
    {
      label: '',
      marks: [
        { at: 0, who: { agent: 'economicus' } },
        { at: 0.5, who: { agent: 'moralis' } },
      ],
      notes: [
        { at: 0, text: 'DDD' },
        { at: 0.1, text: 'CCD from κ = 0.10 on' },
      ],
      text: 'move κ',
    },
  ],
};

const rates = (economicus: number, human: number, moralis: number, baseline: number) => [
  { at: economicus, who: { agent: 'economicus' } },
  { at: human, who: { agent: 'human' } },
  { at: moralis, who: { agent: 'moralis' } },
  { at: baseline, who: { agent: 'baseline' } },
];

export const compared: Block = {
  kind: 'scale',
  min: 0,
  max: 1,
  ends: ['0 %', '100 %'],
  rows: [
    { label: 'moves first', marks: rates(0, 0.58, 1, 1), interval: [0.39, 0.76], text: '58 %  14 of 24' },
    { label: 'answers cooperation', marks: rates(0, 0.79, 1, 0.95), interval: [0.5, 0.9], text: '79 %  11 of 14' },
    { label: 'answers defection', marks: rates(0, 0.2, 0, 0.99), interval: [0.05, 0.5], text: '20 %   2 of 10' },
  ],
};

export const facts: Block = {
  kind: 'facts',
  facts: [
    { label: 'stays on course', value: '20 pedestrians die, you and your child live' },
    { label: 'swerves', value: '20 pedestrians live, you and your child die' },
  ],
};

export const agents: Block = {
  kind: 'facts',
  facts: [
    { label: 'economicus', value: 'maximises its own payoff', who: { agent: 'economicus' } },
    { label: 'moralis', value: 'also asks: what if everyone acted as I do?', who: { agent: 'moralis' } },
    { label: '田中さん', value: 'a person at this table', who: { seat: 0 } },
  ],
};

export const words: Block = {
  kind: 'text',
  text: 'A driverless car’s brakes fail. 20 pedestrians stand ahead. In the car: you and your child. No law says what it must do.',
};

export const everything: readonly Block[] = [
  words,
  firstMover,
  secondMover,
  { kind: 'row', blocks: [prices, rounds] },
  plans,
  kappa,
  compared,
  facts,
  agents,
];
