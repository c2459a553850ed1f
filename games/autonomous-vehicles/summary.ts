/** Averages of answers, and of what each agent would have answered to the very same questions. */
import { SKIPPED } from '../../src/core/game.ts';
import type { Item, Question, Riders } from './items.ts';
import { moreAhead, towardsPedestrians } from './items.ts';
import type { Given, View } from './rules.ts';
import { choice, exactly, type Mind } from './theory.ts';

const ACTION: Readonly<Record<string, number>> = { swerve: 100, neither: 50 };

/** An answer on 0 to 100, 100 being to spare the pedestrians; neither action is 50; null where it was left out. */
export function valueOf({ answer, question }: Pick<Given, 'answer' | 'question'>, item: Item): number | null {
  if (answer === SKIPPED) return null;
  return towardsPedestrians(question, item, typeof answer === 'number' ? answer : (ACTION[answer] ?? 0));
}

/** What an agent answers, on the same scale, exactly. */
export const predicted = (question: Question, item: Item, mind: Mind): number =>
  towardsPedestrians(
    question,
    item,
    question === 'moral' ? (ACTION[choice(item)] ?? 0) : exactly(question, item, mind),
  );

/** One answer that was given, with its item. */
export type Answered = { readonly item: Item; readonly question: Question; readonly value: number };

/** Every answer that was given, those left out left out, in the order of the items. */
export function answered(given: readonly Given[], items: readonly Item[]): readonly Answered[] {
  return given.flatMap((one) => {
    const item = items[one.item];
    const number = item === undefined ? null : valueOf(one, item);
    return item === undefined || number === null ? [] : [{ item, question: one.question, value: number }];
  });
}

/** Which items a figure is about: those where more stand ahead than ride, or, where there are no others, the controls. */
export function figured(items: readonly Item[]): {
  readonly controls: boolean;
  readonly holds: (item: Item) => boolean;
} {
  const controls = !items.some(moreAhead);
  return { controls, holds: (item) => controls || moreAhead(item) };
}

/** null where nothing was answered: never NaN. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;

export type Comparison = {
  readonly own: number | null;
  readonly economicus: number | null;
  readonly moralis: number | null;
  readonly baseline: number | null;
};

/** One's own average beside the agents', over the items that one answered; over all of them where one answered none. */
export function comparison(view: View, question: Question, kappa: number, holds: (item: Item) => boolean): Comparison {
  const own = answered(view.mine, view.items).filter((one) => one.question === question && holds(one.item));
  const asked = view.items.filter((item) => holds(item) && !(question === 'buy-protective' && item.law === 'required'));
  const items = own.length > 0 ? own.map(({ item }) => item) : asked;
  const of = (mind: Mind): number | null => mean(items.map((item) => predicted(question, item, mind)));
  return {
    own: mean(own.map((one) => one.value)),
    economicus: of({ kappa: 0 }),
    moralis: of({ kappa }),
    baseline: of('baseline'),
  };
}

export const ridersIn = (items: readonly Item[], all: readonly Riders[]): readonly Riders[] =>
  all.filter((riders) => items.some((item) => item.riders === riders));

/** "35", and the sign for nothing where there is no number. */
export const shown = (number: number | null, none: string): string =>
  number === null ? none : String(Math.round(number));
