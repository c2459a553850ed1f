/** What the place of an option does, beside the rate: a table and what must be known of the orders, for screen, pipe and report. */
import { type Block, type Cell, text } from '../../core/blocks.ts';
import { counted, minus, percent } from '../../core/format.ts';
import { FIXED_ORDER, fixedOrderOf } from '../../core/option-order.ts';
import type { ConditionComparison, Group } from './document.ts';
import type { PlaceCount, PositionEffect } from './position.ts';

/** The position effects of these groups of a condition; nothing where no model chose among options. */
export function positionBlocks(condition: ConditionComparison, groups: readonly Group[]): readonly Block[] {
  const rows = groups.flatMap((group) =>
    (group.position?.effects ?? []).filter(isSeen).map((effect) => positionRow(condition, group, effect, groups)),
  );
  const notes = orderNotes(condition, groups);
  if (rows.length === 0) return notes.map((note) => text(note));
  const after = [methodWords(groups), ...groups.flatMap(toldNotes), ...notes].filter(Boolean).join(' ');
  return [
    text(POSITION),
    {
      kind: 'table',
      columns: [
        { head: 'place of the option' },
        ...['rate', 'first', 'last', 'points', '95 %'].map((head) => ({ head, align: 'right' as const })),
      ],
      rows,
    },
    ...(after === '' ? [] : [text(after)]),
  ];
}

const POSITION =
  'How often an option was chosen where it stood first and where it stood last, and what its place does, in points:';

/** An option that stood at one end only shows nothing of its place. */
const isSeen = ({ first, last }: PositionEffect): boolean => first.n > 0 && last.n > 0;

function positionRow(
  { groups: all }: ConditionComparison,
  group: Group,
  { measure, first, last, difference, interval }: PositionEffect,
  shown: readonly Group[],
): readonly Cell[] {
  const mean = group.measures.find((one) => one.measure === measure)?.mean ?? null;
  const several = all.filter(({ kind }) => kind === 'model').length > 1 && shown.length > 0;
  return [
    { text: several ? `${measure}, ${group.label}` : measure },
    { text: mean === null ? '–' : percent(mean) },
    { text: rateText(first, difference !== null) },
    { text: rateText(last, difference !== null) },
    { text: difference === null ? '–' : signed(difference) },
    { text: interval === null ? '–' : `${pointsText(interval[0])} to ${pointsText(interval[1])}` },
  ];
}

const rateText = ({ n, chosen }: PlaceCount, enough: boolean): string =>
  enough ? percent(chosen / n) : `${Number(chosen.toFixed(1))} of ${n}`;

const pointsText = (value: number): string => minus(String(Math.round(100 * value) + 0));
const signed = (value: number): string => (Math.round(100 * value) > 0 ? `+${pointsText(value)}` : pointsText(value));

function methodWords(groups: readonly Group[]): string {
  const used = [
    ...new Set(groups.flatMap(({ position }) => position?.effects.flatMap(({ method }) => method ?? []) ?? [])),
  ];
  return used.length === 0 ? '' : `95 %: ${used.join('; ')}.`;
}

/** Of what was told: what standing first adds, and how far that differs between situations; a sentence a group. */
function toldNotes({ label, position }: Group): readonly string[] {
  const told = (position?.effects ?? []).filter(({ from }) => from === 'probabilities');
  const said = told.flatMap(({ measure, first, range, logOdds }) => {
    const words = [
      ...(logOdds === null ? [] : [`${minus(logOdds.toFixed(2))} to log-odds`]),
      ...(range === null
        ? []
        : [`from ${pointsText(range[0])} to ${pointsText(range[1])} points over ${counted(first.n, 'situation')}`]),
    ];
    return words.length === 0 ? [] : [`${measure} ${words.join(', ')}`];
  });
  return said.length === 0 ? [] : [`${label}: what standing first adds, ${said.join('; ')}.`];
}

/** What must be known of orders that nobody balanced, a sentence each: fixed ones, and those that were drawn by lot. */
function orderNotes({ fixedOrder }: ConditionComparison, groups: readonly Group[]): readonly string[] {
  const unbalanced = groups.flatMap(({ label, position, matches }) =>
    position !== null && position.matches.game > 0 ? [{ label, game: position.matches.game, matches }] : [],
  );
  if (unbalanced.length === 0) return [];
  const models = groups.filter(({ position }) => position !== null);
  if (fixedOrder)
    return [unbalanced.length === models.length ? FIXED_ORDER : fixedOrderOf(unbalanced.map(({ label }) => label))];
  return unbalanced
    .filter(({ label }) => groups.some((one) => one.label === label && (one.position?.effects.length ?? 0) > 0))
    .map(
      ({ label, game, matches }) =>
        `${label}: orders were drawn by lot in ${game === matches ? counted(game, 'match', 'matches') : `${game} of ${counted(matches, 'match', 'matches')}`}, and not balanced.`,
    );
}
