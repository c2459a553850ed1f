/**
 * What a profile asks: the six presets by the strategy method, roles drawn, so that one match tells all three nodes.
 */
import { DRAWS, type Drawn, eachAnswer, type ProfileSpec } from '../../src/core/profile-spec.ts';
import { type Config, presets } from './config.ts';
import type { Node } from './rules.ts';

const NODES: Readonly<Record<Node, string>> = { first: 'first move', after_C: 'after C', after_D: 'after D' };
const isNode = (key: string): key is Node => key in NODES;

/** The payoffs in which cooperation costs little, and the others. */
const EASY = ['gentle', 'mild', 'moderate'];
const among =
  (easy: boolean): Drawn =>
  (answers) =>
    eachAnswer(answers.filter(({ where }) => EASY.includes(where) === easy));

export const profile: ProfileSpec<Config> = {
  task: 'dilemmas',
  place: 1,
  conditions: () =>
    presets.map(({ name }) => ({
      where: name,
      preset: name,
      settings: { method: 'strategy', roles: 'drawn', order: 'drawn' },
    })),
  draws: (length) => DRAWS[length],
  opponent: 'random',
  asked: () => ({ each: 'dilemma' }),

  reads: () => (_key, answer) => (answer === 'C' ? 1 : 0),
  references: { economicus: { kappa: 0 }, moralis: { kappa: 0.5 } },
  agreement: { unit: 'rate', says: 'score: the share of answers that are those of theory; moralis is κ = 0.5' },
  question: ({ key }) => (isNode(key) ? NODES[key] : key),
  said: (_answer, value) => (value === 1 ? 'cooperates' : 'defects'),

  paper: 'Lu, Dhanda, Chen & Hansen, arXiv 2507.20796',
  rows: [
    {
      id: 'too cooperative',
      says: 'too cooperative',
      reportedOf: 'baseline',
      source: 'paper',
      contrast: 'cooperates at more than half of all nodes: rate − 50 % above 0',
      unit: 'rate',
      test: { is: 'above', of: { draws: eachAnswer, less: 0.5 } },
    },
    {
      id: 'insensitive to incentives',
      says: 'insensitive to incentives',
      reportedOf: 'baseline',
      source: 'paper',
      contrast: 'cooperation in gentle, mild and moderate less that in sharp, severe and turns: within ±10 points',
      unit: 'rate',
      test: { is: 'equal', of: { draws: among(true), less: among(false) } },
    },
    {
      id: 'towards the selfish agent',
      says: 'shifts towards the selfish agent',
      reportedOf: 'economicus',
      source: 'paper',
      contrast: 'answers as economicus at more nodes than the agent named first: difference above 0',
      unit: 'rate',
      test: { is: 'nearer', to: 'economicus' },
    },
    {
      id: 'towards the Kantian agent',
      says: 'shifts towards the Kantian agent',
      reportedOf: 'moralis',
      source: 'paper',
      contrast: 'answers as moralis at more nodes than the agent named first: difference above 0',
      unit: 'rate',
      test: { is: 'nearer', to: 'moralis' },
    },
  ],
};
