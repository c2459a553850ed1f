/**
 * What a profile asks: the six presets by the strategy method, roles drawn, so that one match tells all three nodes, and
 * before them what the agent expects of the other, without which no κ can be told from a belief.
 */
import {
  DRAWS,
  type Drawn,
  eachAnswer,
  type ProfileAnswer,
  type ProfileCondition,
  type ProfileSpec,
} from '../../src/core/profile-spec.ts';
import { type Config, protocols } from './config.ts';
import type { Node as AnyNode } from './form.ts';

type Node = Exclude<AnyNode, 'after_H' | 'choice'>;
const NODES: Readonly<Record<Node, string>> = { first: 'first move', after_C: 'after C', after_D: 'after D' };
const isNode = (key: string): key is Node => key in NODES;

/** The payoffs in which cooperation costs little, and the others. */
const EASY = ['gentle', 'mild', 'moderate'];
/**
 * First moves and answers to cooperation: whoever minds the other does more of both where they cost less. After D it is the
 * other way round: "defect first, cooperate after defection" is the Kantian plan where mutual cooperation pays little.
 */
const follows = ({ key }: ProfileAnswer): boolean => key === 'first' || key === 'after_C';
const among =
  (easy: boolean): Drawn =>
  (answers) =>
    eachAnswer(answers.filter((one) => follows(one) && EASY.includes(one.where) === easy));

/** The six presets; whether it is asked what is expected of the other. */
const dilemmas = (askBeliefs: boolean): readonly ProfileCondition<Config>[] =>
  protocols.map(({ name }) => ({
    where: name,
    preset: name,
    settings: { method: 'strategy', roles: 'drawn', order: 'drawn', askBeliefs },
  }));

export const profile: ProfileSpec<Config> = {
  task: 'dilemmas',
  place: 1,
  battery: 'too',
  conditions: () => dilemmas(true),
  situations: dilemmas,
  draws: (length) => DRAWS[length],
  opponent: 'random',
  asked: () => ({ each: 'dilemma' }),

  /** What is expected of the other is no choice. */
  reads: () => (key, answer) => (isNode(key) ? (answer === 'C' ? 1 : 0) : null),
  references: { economicus: { kappa: 0 }, moralis: { kappa: 0.5 }, kantiensis: { kappa: 1 } },
  agreement: {
    unit: 'rate',
    says: 'score: the share of answers that are those of theory expecting 50 : 50; moralis is κ = 0.5, kantiensis κ = 1',
  },
  people: [
    { measure: 'cooperates first', key: 'first' },
    { measure: 'cooperates after C', key: 'after_C' },
    { measure: 'cooperates after D', key: 'after_D' },
  ],
  question: ({ key }) => (isNode(key) ? NODES[key] : key),
  said: (_answer, value) => (value === 1 ? 'cooperates' : 'defects'),

  paper: 'Lu, Dhanda, Chen & Hansen, arXiv 2507.20796',
  rows: [
    {
      id: 'too cooperative',
      says: 'too cooperative',
      reportedOf: 'baseline',
      source: 'paper',
      contrast:
        'cooperates at more nodes than homo kantiensis (κ = 1), the most cooperative agent of theory: difference above 0',
      unit: 'rate',
      fitted: true,
      test: { is: 'above', of: { draws: eachAnswer, lessTheory: 'kantiensis' } },
    },
    {
      id: 'insensitive to incentives',
      says: 'insensitive to incentives',
      reportedOf: 'baseline',
      source: 'paper',
      contrast:
        'cooperation first and after C: in gentle, mild and moderate less that in sharp, severe and turns, within ±15 points (theory: moralis 67, κ = 1 33)',
      unit: 'rate',
      fitted: true,
      test: {
        is: 'equal',
        of: { draws: among(true), less: among(false) },
        margin: 0.15,
        only: {
          above: { draws: (answers) => eachAnswer(answers.filter(follows)) },
          why: 'who cooperates first or after C in less than 15 % of the answers does what a selfish player does, whatever the payoffs: these questions cannot tell the two apart',
        },
      },
    },
    {
      id: 'towards the selfish agent',
      label: 'dilemmas: moves towards economicus',
      says: 'shifts towards the selfish agent',
      reportedOf: 'economicus',
      source: 'paper',
      contrast:
        'answers as economicus at more nodes than the agent named first, and where moralis would answer otherwise more often as economicus: difference above 0',
      unit: 'rate',
      test: { is: 'towards', to: 'economicus', rather: 'moralis' },
    },
    {
      id: 'towards the Kantian agent',
      label: 'dilemmas: moves towards moralis',
      says: 'shifts towards the Kantian agent',
      reportedOf: 'moralis',
      source: 'paper',
      contrast:
        'answers as moralis at more nodes than the agent named first, and where economicus would answer otherwise more often as moralis: difference above 0',
      unit: 'rate',
      test: { is: 'towards', to: 'moralis', rather: 'economicus' },
    },
  ],
};
