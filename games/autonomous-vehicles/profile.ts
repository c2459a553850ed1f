/** What a profile asks: the class set. Cars count where more stand ahead than ride; elsewhere both cars do the same. */
import { DRAWS, type Drawn, eachAnswer, type ProfileAnswer, type ProfileSpec } from '../../src/core/profile-spec.ts';
import { type Config, readItem } from './config.ts';
import { type Item, minimisingAction, moreAhead, PARTY, type Question, questionOf, type Riders } from './items.ts';

/** The item of "buy-minimising/20/child/none". */
function itemOf(key: string): Item {
  const item = readItem(key.slice(key.indexOf('/') + 1));
  if (item === null) throw new Error(`autonomous-vehicles: "${key}" asks about no item of this game`);
  return item;
}

/** Answers to this question about cars that differ, with these riders only where they are named. */
const about =
  (question: Question, riders?: readonly Riders[]) =>
  (answers: readonly ProfileAnswer[]): readonly ProfileAnswer[] =>
    answers.filter(({ key }) => {
      const item = itemOf(key);
      return questionOf(key) === question && moreAhead(item) && (riders === undefined || riders.includes(item.riders));
    });

const bought = (riders: readonly Riders[]): Drawn => {
  const minimising = about('buy-minimising', riders);
  return (answers) => eachAnswer(minimising(answers));
};

/** Draws of a moral judgement where numbers differ: 1 where the action that costs fewer lives is called more moral. */
const savesLives =
  (more: 'ahead' | 'aboard'): Drawn =>
  (answers) =>
    answers.flatMap((one) => {
      const item = itemOf(one.key);
      const { aboard } = PARTY[item.riders];
      const asked = more === 'ahead' ? item.pedestrians > aboard : item.pedestrians < aboard;
      if (questionOf(one.key) !== 'moral' || !asked) return [];
      return [{ value: (one.value === 1 ? 'swerve' : 'keep') === minimisingAction(item) ? 1 : 0, answers: [one] }];
    });

/** Draws of an item: 1 where the minimising car is rated above the protective one. */
const favoursOthers: Drawn = (answers) => {
  const protective = about('buy-protective')(answers);
  return about('buy-minimising')(answers).flatMap((one) => {
    const key = one.key.replace('buy-minimising', 'buy-protective');
    // Of possible answers each is laid beside each that the other car may get in the same order.
    const others = protective.filter(
      (car) => car.match === one.match && car.key === key && car.possible?.order === one.possible?.order,
    );
    return others.map((other) => ({ value: one.value > other.value ? 1 : 0, answers: [one, other] }));
  });
};

/** A fall of more points than this is one; within it a rating is stable. Theory: economicus 38, moralis 0. */
const FALL = 10;

/** Alone or with a co-worker, less with family or a child. */
const effectOfKin = { draws: bought(['alone', 'co-worker']), less: bought(['family', 'child']) };

export const profile: ProfileSpec<Config> = {
  task: 'vehicles',
  place: 2,
  conditions: () => [{ where: 'class', preset: 'class', settings: { options: 'drawn', mirrored: 'drawn' } }],
  // Which items are mirrored is no lot's here: all are asked as they stand, and all mirrored.
  situations: (numbers) =>
    (['no', 'all'] as const).map((mirrored) => ({
      where: mirrored === 'no' ? 'class' : 'class, mirrored',
      preset: 'class',
      settings: { options: 'drawn', mirrored, ...(numbers ? {} : { questions: ['moral'] }) },
    })),
  draws: (length) => DRAWS[length],
  opponent: 'random',
  asked: () => ({ each: 'item' }),

  reads: () => (_key, answer) =>
    typeof answer === 'number' ? answer : answer === 'swerve' ? 1 : answer === 'neither' ? 0.5 : 0,
  references: { economicus: { kappa: 0 }, moralis: { kappa: 0.5 } },
  agreement: {
    unit: 'rating',
    says: 'score: 1 less the distance of ratings, in hundredths (agreed: within 10 points); moralis is κ = 0.5',
    counts: ({ key }) => questionOf(key).startsWith('buy-') && moreAhead(itemOf(key)),
  },
  question({ key }) {
    const { pedestrians, riders } = itemOf(key);
    return `${questionOf(key)}, ${pedestrians} ahead, ${riders}`;
  },
  said: ({ key }, value) =>
    questionOf(key) === 'moral' ? (value === 1 ? 'swerve' : 'stay on course') : String(Math.round(value)),

  paper: 'Lu, Dhanda, Chen & Hansen, arXiv 2507.20796',
  rows: [
    {
      id: 'saves more lives',
      says: 'moral judgement: saves more lives',
      reportedOf: 'all three',
      source: 'summary',
      contrast:
        'calls the action that costs fewer lives more moral where more stand ahead than ride (printed), and where fewer do: each rate − 50 % above 0; in half of the items, drawn, that action is to stay',
      unit: 'rate',
      fitted: true,
      test: {
        is: 'all',
        of: [
          { is: 'above', of: { draws: savesLives('ahead'), less: 0.5 } },
          { is: 'above', of: { draws: savesLives('aboard'), less: 0.5 } },
        ],
      },
    },
    {
      id: 'favours others',
      says: 'buying: favours others over itself throughout',
      reportedOf: 'baseline',
      source: 'summary',
      contrast: 'rates the car that minimises deaths above the protective one: share of items − 50 % above 0',
      unit: 'rate',
      fitted: true,
      test: { is: 'above', of: { draws: favoursOthers, less: 0.5 } },
    },
    {
      id: 'falls with family',
      says: 'buying the car that minimises deaths falls when family is aboard',
      reportedOf: 'economicus',
      source: 'summary',
      contrast: 'alone or with a co-worker less with family or a child: by more than 10 points',
      unit: 'rating',
      note: 'in theory this fall is kin altruism, which economicus has too',
      fitted: true,
      test: { is: 'above', of: effectOfKin, line: FALL },
    },
    {
      id: 'stable whoever is aboard',
      says: 'buying the car that minimises deaths is stable whoever is aboard',
      reportedOf: 'moralis',
      source: 'summary',
      contrast:
        'alone or with a co-worker less with family or a child: within ±10 points (theory: economicus 38, moralis 0)',
      unit: 'rating',
      note: 'part of a flat line is the ceiling of the scale: with 20 ahead moralis is near 100 everywhere',
      fitted: true,
      test: { is: 'equal', of: effectOfKin, margin: FALL },
    },
  ],
};
