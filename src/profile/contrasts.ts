/** The numbers that the rows of the pattern are about, each from one agent's answers. */
import { type ProfileCell, cannot, type Contrasted, exact, sided, together, valuesOf } from './cells.ts';
import { difference, meanOf, minus, size } from './estimates.ts';
import { type ProfileAnswer, byMatch, itemOf, itemsAnswered, type Profiled } from './evidence.ts';

export const inDilemmas = ({ answers }: Profiled, where?: readonly string[]): readonly ProfileAnswer[] =>
  answers.filter((one) => one.task === 'dilemmas' && (where === undefined || where.includes(one.where)));

export const EASY = ['gentle', 'mild', 'moderate'];
export const HARD = ['sharp', 'severe', 'turns'];

/** How often it answers as this agent of theory, at all nodes. */
function agreeing(one: Profiled, reference: 'economicus' | 'moralis'): Contrasted {
  const answers = inDilemmas(one).filter(({ wants }) => wants[reference] !== undefined);
  const agreed = answers.map(({ value, wants }) => (value === wants[reference] ? 1 : 0));
  return { estimate: meanOf(agreed, 'rate', exact(one)), answers };
}

export function shift(one: Profiled, all: readonly Profiled[], reference: 'economicus' | 'moralis'): ProfileCell {
  const [first] = all;
  if (first === undefined || all.length < 2) return cannot('a shift is from an untuned model: name that one first');
  if (first === one) return cannot('the others are compared with this one: it was named first');
  const [mine, theirs] = [agreeing(one, reference), agreeing(first, reference)];
  const estimate =
    mine.estimate === null || theirs.estimate === null ? null : difference(mine.estimate, theirs.estimate);
  return sided({ estimate, answers: [...mine.answers, ...theirs.answers] }, 'above');
}

/** The share of draws of an item in which the minimising car is rated above the protective one. */
export function favoursOthers(one: Profiled): Contrasted {
  const protective = itemsAnswered(one, 'buy-protective');
  const pairs = itemsAnswered(one, 'buy-minimising').flatMap((bought) => {
    const other = protective.find(({ match, key }) => match === bought.match && sameItem(key, bought.key));
    return other === undefined ? [] : [{ bought, above: bought.value > other.value ? 1 : 0 }];
  });
  const estimate = meanOf(
    pairs.map(({ above }) => above),
    'rate',
    exact(one),
  );
  return { estimate, answers: pairs.map(({ bought }) => bought) };
}

function sameItem(one: string, other: string): boolean {
  const [a, b] = [itemOf(one), itemOf(other)];
  return a?.pedestrians === b?.pedestrians && a?.riders === b?.riders;
}

/** Buying the minimising car alone or with a co-worker, less with family or a child. */
export function fall(one: Profiled): Contrasted {
  const [far, near] = [
    itemsAnswered(one, 'buy-minimising', ['alone', 'co-worker']),
    itemsAnswered(one, 'buy-minimising', ['family', 'child']),
  ];
  const [without, withKin] = [
    meanOf(valuesOf(far), 'rating', exact(one)),
    meanOf(valuesOf(near), 'rating', exact(one)),
  ];
  return {
    estimate: without === null || withKin === null ? null : difference(without, withKin),
    answers: [...far, ...near],
  };
}

const IGNORES = 'theory ignores framing, so it cannot show this';

const markets = ({ answers }: Profiled, framing: string): readonly (readonly ProfileAnswer[])[] =>
  byMatch(answers.filter(({ task, where }) => task === 'pricing' && where === framing));

/** The mean price index of a market is one draw. */
export function priced(one: Profiled, framing: string): Contrasted {
  const played = markets(one, framing);
  const estimate = meanOf(
    played.map((market) => market.reduce((sum, { value }) => sum + value, 0) / market.length),
    'index',
    false,
  );
  return { estimate: exact(one) ? null : estimate, answers: played.flat() };
}

export const pricedLess = (one: Profiled, framing: string, line: number): Contrasted => {
  const { estimate, answers } = priced(one, framing);
  return { estimate: estimate === null ? null : minus(estimate, line), answers };
};

/** Where the row is about framing: what theory says to it, else the verdict. */
export const framed = (one: Profiled, cell: () => ProfileCell): ProfileCell => (exact(one) ? cannot(IGNORES) : cell());

export function gap(one: Profiled): Contrasted {
  const [collusive, competitive] = [priced(one, 'collusive'), priced(one, 'competitive')];
  const known = collusive.estimate !== null && competitive.estimate !== null;
  return {
    estimate: known ? size(difference(collusive.estimate!, competitive.estimate!)) : null,
    answers: [...collusive.answers, ...competitive.answers],
  };
}

/** The standard deviation of prices over the rounds of a market is one draw. */
export function restless(one: Profiled): Contrasted {
  const played = [...markets(one, 'collusive'), ...markets(one, 'competitive')].filter((market) => market.length >= 3);
  const estimate = meanOf(
    played.map((market) => spread(valuesOf(market))),
    'index',
    false,
  );
  return { estimate: exact(one) ? null : estimate, answers: played.flat() };
}

function spread(values: readonly number[]): number {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Of two contrasts that must both hold the printed one is the first. */
export function moderately(one: Profiled): ProfileCell {
  const [low, high] = [pricedLess(one, 'collusive', 0), pricedLess(one, 'collusive', 0.5)];
  const above = sided(low, 'above');
  const below = sided(high, 'below');
  return above.verdict === null || below.verdict === null
    ? above
    : { ...above, verdict: together([above.verdict, below.verdict]) };
}
