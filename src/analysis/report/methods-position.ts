/** The part of the methods about the order of options in front of language models. */
import { FIXED_ORDER, fixedOrderOf } from '../../core/option-order.ts';
import type { Comparison } from '../compare/document.ts';
import type { OrderOrigin } from '../compare/placed-answers.ts';
import { SOURCES } from './sources.ts';

/** How the orders of options came about and how the position effect was estimated; empty where no model chose among options. */
export function placeWords({ treatments }: Comparison): string {
  const groups = treatments.flatMap((one) => one.groups.filter(({ position }) => position !== null));
  const positions = groups.flatMap(({ position }) =>
    position === null || position.effects.length === 0 ? [] : [position],
  );
  if (positions.length === 0) return '';
  const sum = (of: OrderOrigin): number => positions.reduce((total, { matches }) => total + matches[of], 0);
  const [turned, game] = [sum('turned'), sum('game')];
  const used = (method: string): boolean =>
    positions.some(({ effects }) => effects.some((effect) => effect.method === method));
  const fixed = treatments.flatMap(({ fixedOrder, groups: mine }) =>
    mine.flatMap(({ label, position }) => (fixedOrder && (position?.matches.game ?? 0) > 0 ? [label] : [])),
  );
  const lots = treatments.some(
    ({ fixedOrder, groups: mine }) =>
      !fixedOrder && mine.some(({ position }) => (position?.matches.game ?? 0) > 0 && position!.effects.length > 0),
  );
  return [
    turned === 0
      ? ''
      : `In ${game === 0 ? '' : 'some '}matches of language models the options were turned by one place from match to match, so that each order of a question was shown equally often, or as nearly as the number of matches allows.`,
    lots
      ? `In ${turned === 0 ? 'matches' : 'others'} of language models orders were drawn by lot and not balanced.`
      : '',
    fixed.length === 0 ? '' : fixed.length === groups.length ? FIXED_ORDER : fixedOrderOf([...new Set(fixed)]),
    used('Newcombe') || used('Newcombe, clustered')
      ? `The position effect is the rate of an option where it stood first among the options less its rate where it stood last, with Newcombe's hybrid score interval (${SOURCES.newcombe})${used('Newcombe, clustered') ? `; where a match or a wording gave several answers, each arm counts as many as its variance over these is worth (${SOURCES.rao}; few of them by Student's t: ${SOURCES.korn}; both arms' correlation: ${SOURCES.zou})` : ''}.`
      : '',
    positions.some(({ effects }) => effects.some(({ from }) => from === 'probabilities'))
      ? `Of a model that told probabilities the position effect is the difference between its own orders, exact in each situation and averaged over situations as often as they were met${used("Student's t over situations") ? "; its interval is Student's t over situations" : ''}, with what standing first adds to the log-odds of an option.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}
