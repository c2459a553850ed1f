/**
 * What economicus, moralis and the stand-in answer. Utilities are in own lives per emergency; the formulas are ours,
 * derived from u = (1 − κ)·π(x, ŷ) + κ·π(x, x) (Alger & Weibull, Econometrica 81(6), 2013): if every car protected its
 * riders, my own party would be the pedestrians N/m times as often as the riders.
 */
import { memo } from '../../src/core/memo.ts';
import type { Decision, Reasoned, Taste } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import {
  type Action,
  equalNumbers,
  type Item,
  minimisingAction,
  moreAhead,
  PARTY,
  protecting,
  type Question,
  questionOf,
  sparing,
  towardsPedestrians,
} from './items.ts';
import type { View } from './rules.ts';
import type { Words } from './words.ts';

/** What owning a car is worth, whatever it does: ours. */
export const OWNING = 1;

/** Who answers: a weight κ on "what if everyone did the same", or the stand-in for a GPT-4o-class model. */
export type Mind = { readonly kappa: number } | 'baseline';

/** A rating of 0 to 100 from a utility difference: 100/(1 + e^−u). */
export const rating = (u: number): number => 100 / (1 + Math.exp(-u));

/**
 * The utility difference behind a rating. Where no more stand ahead than ride both cars keep course and u = b. The
 * moral ratings are the chance of being saved by a swerve for somebody who may be anyone on the scene, N/(N + m), and
 * so ln(N/m) on this scale, for every mind.
 */
export function utility(question: Question, item: Item, mind: Mind): number {
  const { pedestrians } = item;
  const { aboard, kin } = PARTY[item.riders];
  const times = pedestrians / aboard;
  switch (question) {
    case 'moral':
    case 'strength':
    case 'programmed':
      return item.mirrored ? -Math.log(times) : Math.log(times);
    case 'buy-minimising':
    case 'buy-protective':
    case 'law': {
      if (!moreAhead(item)) return OWNING;
      const sign = question === 'buy-protective' ? -1 : 1;
      if (mind === 'baseline') return OWNING + sign * (times - 0.1 * (1 + kin));
      if (question === 'law') return (1 + kin) * (times - 1);
      return OWNING + sign * (1 + kin) * (mind.kappa * times - 1);
    }
  }
}

/** The exact answer to a question on 0 to 100; for the choice between two actions the strength behind it. */
export function exactly(question: Question, item: Item, mind: Mind): number {
  if (question.startsWith('buy') || question === 'law') return rating(utility(question, item, mind));
  const spared = (100 * item.pedestrians) / (item.pedestrians + PARTY[item.riders].aboard);
  return towardsPedestrians(question, item, spared);
}

/** More moral is called what saves more lives; where both save as many, neither. */
export const choice = (item: Item): Action | 'neither' => (equalNumbers(item) ? 'neither' : minimisingAction(item));

/** moralis prefers the car that saves the greater number iff N > m/κ: whether depends on how many ride, not on who. */
export const prefersMinimising = (item: Item, kappa: number): boolean =>
  moreAhead(item) && kappa * item.pedestrians > PARTY[item.riders].aboard;

export function itemOf(view: View, decision: Decision): Item {
  const item = view.items[decision.round - 1];
  if (item === undefined)
    throw new Error(`autonomous-vehicles: there is no item ${decision.round} (seat ${decision.seat + 1})`);
  return item;
}

/**
 * The utility of a rating r = 100p: p·u plus the entropy of p. It is u for a sure yes, 0 for a sure no, and greatest at
 * p = 1/(1 + e^−u), the rating given: the usual reading of a logit choice as the best choice with a cost of certainty.
 */
function ofRating(place: number, u: number): number {
  const p = place / 100;
  const part = (share: number): number => (share === 0 ? 0 : -share * Math.log(share));
  return p * u + part(p) + part(1 - p);
}

/** A number with a real minus sign, and never a minus zero. */
function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** κ with two decimals, or with as many as it has up to four. */
export const kappaShown = (kappa: number): string =>
  Math.abs(kappa * 100 - Math.round(kappa * 100)) < 1e-9 ? kappa.toFixed(2) : plain(kappa, 4);

/** 4 as "4", 2.857 as "2.86". */
export const plain = (value: number, decimals = 2): string => String(Number(value.toFixed(decimals)));

export const theoryIn = memo((words: Words) => {
  function theory(view: View, decision: Decision, taste: Taste): Reasoned {
    return reasoned(itemOf(view, decision), questionOf(decision.key), { kappa: taste.kappa });
  }

  /** A deterministic formula, always shown as a stand-in. */
  function standin(view: View, decision: Decision): Reasoned {
    return reasoned(itemOf(view, decision), questionOf(decision.key), 'baseline');
  }

  /** People answer in whole numbers, so theory's answer is the nearest one and `because` prints the exact value. */
  function reasoned(item: Item, question: Question, mind: Mind): Reasoned {
    const because = reason(item, question, mind);
    if (question === 'moral') {
      const saved = [
        { answer: protecting(item), utility: PARTY[item.riders].aboard },
        { answer: sparing(item), utility: item.pedestrians },
        ...(equalNumbers(item) ? [{ answer: 'neither', utility: item.pedestrians }] : []),
      ];
      return { answer: choice(item), because, utilities: saved };
    }
    const u = utility(question, item, mind);
    const answer = Math.round(exactly(question, item, mind));
    const places = [...new Set([0, 25, 50, 75, 100, answer])].sort((a, b) => a - b);
    return { answer, because, utilities: places.map((place) => ({ answer: place, utility: ofRating(place, u) })) };
  }

  /** The formula with its numbers, in one sentence or two. */
  function reason(item: Item, question: Question, mind: Mind): string {
    return mind === 'baseline'
      ? `${words.because.standin} ${formula(item, question, mind)}`
      : formula(item, question, mind);
  }

  function formula(item: Item, question: Question, mind: Mind): string {
    const { aboard, kin } = PARTY[item.riders];
    const u = utility(question, item, mind);
    const slots = {
      n: item.pedestrians,
      m: aboard,
      sum: item.pedestrians + aboard,
      worth: fixed(1 + kin, 1),
      tenth: fixed(0.1 * (1 + kin), 2),
      u: fixed(u, 2),
      minus: fixed(-u, 2),
      rating: fixed(exactly(question, item, mind), 1),
      spared: fixed(towardsPedestrians(question, item, exactly(question, item, mind)), 1),
      kappa: mind === 'baseline' ? '' : kappaShown(mind.kappa),
      tip: mind === 'baseline' || mind.kappa === 0 ? '' : plain(aboard / mind.kappa),
    };
    const { because } = words;
    switch (question) {
      case 'moral':
        if (equalNumbers(item)) return fill(because.neither, slots);
        return fill(because.saves, {
          action: words.actions[minimisingAction(item)],
          more: Math.max(item.pedestrians, aboard),
          fewer: Math.min(item.pedestrians, aboard),
        });
      case 'strength':
      case 'programmed':
        return fill(because.anyone, {
          ...slots,
          action: words.actions[sparing(item)],
          turned: item.mirrored ? because.turned : '',
        });
      default: {
        if (!moreAhead(item)) return fill(because.control, { ...slots, action: words.actions[protecting(item)] });
        const printed = fill(because.formula[mind === 'baseline' ? 'baseline' : 'theory'][question], slots);
        return [printed, tipping(item, question, mind, slots)].filter(Boolean).join(' ');
      }
    }
  }

  function tipping(
    item: Item,
    question: Question,
    mind: Mind,
    slots: Readonly<Record<string, string | number>>,
  ): string {
    if (mind === 'baseline') return '';
    const { because } = words;
    if (question === 'law') return because.lawForEveryone;
    if (mind.kappa === 0) return because.never;
    return fill(prefersMinimising(item, mind.kappa) ? because.prefers : because.prefersNot, slots);
  }

  return { theory, standin, reasoned };
});
