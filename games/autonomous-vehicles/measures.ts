/** The numbers that the literature reports, per participant: values are one an item, so that their mean is one observation. */
import type { Measure, PlayedMatch } from '../../src/core/game.ts';
import { type Item, moreAhead, type Question, questionOf, RIDERS, type Riders } from './items.ts';
import type { View } from './rules.ts';
import { answered, type Answered, mean, predicted, valueOf } from './summary.ts';
import type { Mind } from './theory.ts';

const BONNEFON = 'Bonnefon, Shariff & Rahwan, Science 352, 2016';
const OURS = 'ours; theory after Alger & Weibull, Econometrica 81(6), 2013';

/** Answers of a seat to one question where more stand ahead than ride. */
function answersTo(view: View | undefined, question: Question, riders?: Riders): readonly Answered[] {
  if (view === undefined) return [];
  return answered(view.mine, view.items).filter((one) => to(question, riders)(one) !== null);
}

/** Ratings of the moral side, the finest first. */
const RATED = ['strength', 'programmed'] as const satisfies readonly Question[];

/**
 * What judgement and purchase can be compared by, like with like: a rating with a rating, or, where the judgement is a choice
 * between the two cars, with which of them would rather be bought. null: the questions hold no such pair.
 */
export type Basis = 'rating' | 'choice';
export function basisOf(questions: readonly Question[]): Basis | null {
  if (!questions.includes('buy-minimising')) return null;
  if (RATED.some((question) => questions.includes(question))) return 'rating';
  return questions.includes('moral') && questions.includes('buy-protective') ? 'choice' : null;
}

/** Of two purchase ratings of one item: 100 where the minimising car would rather be bought, 0 the protective one, 50 alike. */
export const preferred = (minimising: number, protective: number): number =>
  minimising === protective ? 50 : minimising > protective ? 100 : 0;

/** Judgement minus purchase, item by item: of ratings in points of a hundred, of choices 100 for each item chosen. */
function gaps(view: View | undefined): readonly number[] {
  const basis = view === undefined ? null : basisOf(view.questions);
  if (basis === null) return [];
  const rated = RATED.find((question) => view?.questions.includes(question));
  const bought = answersTo(view, 'buy-minimising');
  const protectors = answersTo(view, 'buy-protective');
  return answersTo(view, basis === 'choice' ? 'moral' : rated!).flatMap(({ item, value }) => {
    const minimising = bought.find((one) => one.item === item)?.value;
    const protective = protectors.find((one) => one.item === item)?.value;
    if (minimising === undefined) return [];
    if (basis === 'rating') return [value - minimising];
    return protective === undefined ? [] : [value - preferred(minimising, protective)];
  });
}

/** How the moral side of an item was judged: the finest rating that was asked, else the choice as 0 or 100. */
const JUDGED: readonly Question[] = [...RATED, 'moral'];

/** Judgement and purchase of the same items, item by item: to stand side by side, not to be subtracted. */
function pairs(
  view: View | undefined,
): readonly { readonly item: Item; readonly moral: number; readonly buying: number }[] {
  const judged = JUDGED.map((question) => answersTo(view, question)).find((answers) => answers.length > 0) ?? [];
  const bought = answersTo(view, 'buy-minimising');
  return judged.flatMap(({ item, value }) => {
    const purchase = bought.find((one) => one.item === item);
    return purchase === undefined ? [] : [{ item, moral: value, buying: purchase.value }];
  });
}

export type Dilemma = {
  /** Average judgement, 0 to 100; `chosen` where it was a choice. */
  readonly moral: number;
  readonly chosen: { readonly swerve: number; readonly of: number } | null;
  readonly minimising: number;
  /** null where it was not answered for the same items. */
  readonly protective: number | null;
  /** By what judgement and purchase can be compared; null: by nothing that was asked. */
  readonly basis: Basis | null;
  /** Their difference on that basis, −100 to 100, on average; null where nothing was answered on both sides. */
  readonly gap: number | null;
};

/** Judgement beside purchase, of both cars where both were asked about, over the same items; null where no item has them. */
export function dilemma(view: View): Dilemma | null {
  const all = pairs(view);
  const protectors = answersTo(view, 'buy-protective').filter(({ item }) => all.some((one) => one.item === item));
  // Under the law nobody is asked about the protective car: then all three are of the other items.
  const both =
    protectors.length === 0 ? all : all.filter(({ item }) => protectors.some((protector) => protector.item === item));
  const moral = mean(both.map((one) => one.moral));
  const minimising = mean(both.map((one) => one.buying));
  if (moral === null || minimising === null) return null;
  const chosen = JUDGED.find((question) => answersTo(view, question).length > 0) === 'moral';
  return {
    moral,
    chosen: chosen ? { swerve: both.filter((one) => one.moral === 100).length, of: both.length } : null,
    minimising,
    protective: mean(protectors.map(({ value }) => value)),
    basis: basisOf(view.questions),
    gap: mean(gaps(view)),
  };
}

/** Judgements where saving more takes a swerve, minus those where it takes staying on course; empty without both. */
function actingEffect(view: View | undefined): readonly number[] {
  const judged = JUDGED.map((question) => answersTo(view, question)).find((answers) => answers.length > 0) ?? [];
  const by = (mirrored: boolean) =>
    mean(judged.filter(({ item }) => (item.mirrored === true) === mirrored).map(({ value }) => value));
  const [acting, staying] = [by(false), by(true)];
  return acting === null || staying === null ? [] : [acting - staying];
}

const WITH: Readonly<Record<Riders, string>> = {
  alone: 'nobody else',
  'co-worker': 'a co-worker',
  family: 'a family member',
  child: 'your child',
};

const ALONE: readonly Riders[] = ['alone', 'co-worker'];

const measure = (
  name: string,
  scale: Measure<View>['scale'],
  sentence: string,
  source: string,
  values: (view: View | undefined) => readonly number[],
): Measure<View> => ({
  name,
  scale,
  sentence,
  source,
  values: (match: PlayedMatch<View>, seat) => values(match.views[seat]),
});

/** A mean over single answers: what each counts, null where it is none of it. */
const ofAnswers = (
  name: string,
  scale: Measure<View>['scale'],
  sentence: string,
  source: string,
  of: (one: Answered) => number | null,
): Measure<View> => ({
  ...measure(name, scale, sentence, source, (view) =>
    view === undefined ? [] : answered(view.mine, view.items).flatMap((one) => of(one) ?? []),
  ),
  counts({ key, round }, answer, { items }) {
    const [item, question] = [items[round - 1], questionOf(key)];
    const value = item === undefined ? null : valueOf({ question, answer }, item);
    return item === undefined || value === null ? null : of({ item, question, value });
  },
});

/** Answers to one question where more stand ahead than ride: elsewhere both cars do the same. */
const to =
  (question: Question, riders?: Riders) =>
  (one: Answered): number | null =>
    one.question === question && moreAhead(one.item) && (riders === undefined || one.item.riders === riders)
      ? one.value
      : null;

const rated = (name: string, question: Question, sentence: string): Measure<View> =>
  ofAnswers(name, 'rating', `${sentence}, 0 to 100, where more stand ahead than ride`, BONNEFON, to(question));

const distance = (agent: string, mind: Mind): Measure<View> =>
  ofAnswers(
    `distance to ${agent}`,
    'distance',
    `how far the purchase ratings are from ${agent}'s whole numbers, in points of 100, where more stand ahead than ride${agent === 'moralis' ? ' (κ = 0.5)' : agent === 'baseline' ? ' (a stand-in)' : ''}`,
    OURS,
    (one) => {
      const value = to('buy-minimising')(one) ?? to('buy-protective')(one);
      return value === null ? null : Math.abs(value - Math.round(predicted(one.question, one.item, mind)));
    },
  );

export const measures: readonly Measure<View>[] = [
  ofAnswers(
    'swerve is more moral',
    'rate',
    'share of items where saving the greater number is called more moral',
    BONNEFON,
    (one) => {
      const value = to('moral')(one);
      return value === null ? null : value / 100;
    },
  ),
  rated('strength', 'strength', 'how much more moral saving the greater number is called'),
  rated('programmed', 'programmed', 'whether cars should be programmed to save the greater number'),
  measure(
    'effect of acting',
    'points',
    'judgement of saving the greater number where that takes a swerve minus where it takes staying on course (mirrored items), averages; below 0: acting is judged harder than letting happen',
    'ours, after the act–omission distinction',
    actingEffect,
  ),
  rated('buy minimising', 'buy-minimising', 'how likely to buy the car that saves the greater number'),
  ...RIDERS.map((riders) =>
    ofAnswers(
      `buy minimising, ${riders}`,
      'rating',
      `the same with ${WITH[riders]} aboard`,
      BONNEFON,
      to('buy-minimising', riders),
    ),
  ),
  rated('buy protective', 'buy-protective', 'how likely to buy the car that protects its riders'),
  rated('law', 'law', 'whether the law should require cars to save the greater number'),
  measure(
    'social dilemma gap',
    'points',
    'judgement minus purchase of the car that saves the greater number, item by item and like with like: a rating (strength, else programming) minus the rating of buying it; where the judgement is a choice, 100 if it is called more moral minus 100 if it would rather be bought than the other car (50 if equally)',
    `${BONNEFON}; this difference is ours`,
    gaps,
  ),
  measure(
    'protective over minimising',
    'points',
    'buying the car that protects its riders minus buying the one that saves the greater number, item by item',
    `${BONNEFON}; this difference is ours`,
    (view) =>
      answersTo(view, 'buy-protective').flatMap(({ item, value }) =>
        answersTo(view, 'buy-minimising').flatMap((one) => (one.item === item ? [value - one.value] : [])),
      ),
  ),
  measure(
    'fall with kin aboard',
    'points',
    'buying the minimising car alone or with a co-worker minus buying it with family or a child aboard, averages',
    'Lu, Dhanda, Chen & Hansen, arXiv 2507.20796, after a third-party summary; this difference is ours',
    (view) => {
      const bought = answersTo(view, 'buy-minimising');
      const far = mean(bought.filter(({ item }) => ALONE.includes(item.riders)).map(({ value }) => value));
      const near = mean(bought.filter(({ item }) => !ALONE.includes(item.riders)).map(({ value }) => value));
      return far === null || near === null ? [] : [far - near];
    },
  ),
  distance('economicus', { kappa: 0 }),
  distance('moralis', { kappa: 0.5 }),
  distance('baseline', 'baseline'),
];
