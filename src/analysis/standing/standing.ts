/**
 * Where a player stands: of each figure one line for every node that they answered, with their own choice, the people of their
 * session, published people behind them, and theory. Nothing of a class under five is shown: it would give single people away.
 */
import { shapeOf } from '../../core/agent-signs.ts';
import { type Block, type ScaleMark, text } from '../../core/blocks.ts';
import type { AnyGame, Figure, Measure, PlayedMatch, Seat } from '../../core/game.ts';
import type { PublishedPeople } from '../../core/published-figures.ts';
import type { StoredMatch } from '../../core/stored-rows.ts';
import { fill } from '../../core/template.ts';
import { figureValue } from '../compare/conclusions.ts';
import { newConditions } from '../compare/condition.ts';
import type { Comparison, ConditionComparison } from '../compare/document.ts';
import { FEW } from '../stats/few.ts';
import { LONGEST_HEAD, widened } from '../compare/figure-blocks.ts';
import { bandIn, drawnPeople } from '../compare/people-blocks.ts';
import { mean } from '../stats/sample.ts';
import { standingWords } from './words.ts';

type Scale = Block & { kind: 'scale' };
type ScaleRow = Scale['rows'][number];

/** A finished match as one of its players looks back at it, in the language of `game`. */
export type LookingBack = {
  readonly match: Pick<StoredMatch, 'game' | 'version' | 'config' | 'seats' | 'disclosed' | 'language'>;
  readonly game: AnyGame;
  readonly played: PlayedMatch<unknown>;
  readonly seat: Seat;
};

/** The condition of this seat in a comparison of its session; null where it is not in it. */
export function conditionIn(
  { treatments }: Comparison,
  { match, game, seat }: LookingBack,
): ConditionComparison | null {
  const facts = { ...match, configText: JSON.stringify(match.config) };
  const { key } = newConditions().conditionOf(facts, game, false, seat);
  return treatments.find((one) => one.key === key) ?? null;
}

/** The published people of a condition in the words of a language: their numbers stay, whatever they are called in it. */
export const spokenPeople = (
  { people }: ConditionComparison,
  spoken: readonly Pick<PublishedPeople, 'source' | 'who' | 'differs'>[],
): readonly PublishedPeople[] =>
  people.map((one) => {
    const said = spoken.find(({ source }) => source === one.source);
    return said === undefined ? one : { ...one, who: said.who, differs: said.differs };
  });

/**
 * The lines with what their marks are, and what differs in the published experiment; nothing where the game draws no figures.
 * `people`: published ones, in the language of the game.
 */
export function standingBlocks(
  condition: ConditionComparison,
  mine: LookingBack,
  people: readonly PublishedPeople[] = condition.people,
): readonly Block[] {
  const said = standingWords(mine.game.language);
  const scales = condition.figures
    .map((figure) => widened(figure, condition))
    .flatMap((figure): readonly Scale[] => {
      const rows = figure.rows.flatMap((row) => rowOf(condition, mine, people, figure, row));
      // What comparisons call a figure is English; elsewhere its lines say themselves what they are.
      const head = mine.game.language === 'en' ? { head: figure.title } : {};
      return rows.length === 0
        ? []
        : [{ kind: 'scale', ...head, min: figure.min, max: figure.max, ends: figure.ends, rows }];
    });
  if (scales.length === 0) return [];
  const drawn = scales.flatMap(({ rows }) => rows);
  const published = condition.figures.map((figure) => drawnPeople(figure, people)).find((one) => one !== null);
  const banded = published !== undefined && drawn.some(({ band }) => band !== undefined) ? published : null;
  const count = classOf(condition)?.units ?? 0;
  const marks = [
    `${shapeOf('human')}\u00a0${said.you}`,
    ...(drawn.some(({ interval }) => interval !== undefined)
      ? [`${shapeOf('class')}\u00a0${fill(said.people, { n: count, interval: '├ ┤' })}`]
      : count > 1
        ? [fill(said.few, { n: count, few: FEW })]
        : []),
    ...(banded === null ? [] : [`░\u00a0${fill(said.published, { who: banded.who, middle: '▒' })}`]),
    ...theoryOf(condition).map(({ label, agent }) => `${shapeOf(label)}\u00a0${agent}`),
  ];
  return [
    ...scales.flatMap(headed),
    text(fill(said.where, { marks: marks.join('  ') })),
    ...(banded === null
      ? []
      : [text(fill(said.differs, { differs: banded.differs, confidence: said.confidence[banded.confidence] }))]),
  ];
}

/** A title as in a comparison: beside its lines where it is short and there are several, above them where it is long. */
const headed = ({ head = '', ...scale }: Scale): readonly Block[] =>
  head.length > LONGEST_HEAD
    ? [text(head), scale]
    : [head === '' || scale.rows.length < 2 ? scale : { ...scale, head }];

/** The people of the session who are one group in this condition. */
const classOf = ({ groups }: ConditionComparison) => groups.find(({ kind }) => kind === 'people') ?? null;

const theoryOf = ({ lines }: ConditionComparison) => lines.filter(({ kind }) => kind === 'theory');

function rowOf(
  condition: ConditionComparison,
  { game, played, seat }: LookingBack,
  people: readonly PublishedPeople[],
  figure: Figure,
  row: Figure['rows'][number],
): readonly ScaleRow[] {
  const measure = game.measures.find(({ name }) => name === row.measure);
  const values = measure?.values(played, seat) ?? [];
  if (measure === undefined || values.length === 0) return [];
  const label = labelOf(game, measure, played, seat, row);
  if (label === null) return [];
  const times = row.times ?? 1;
  const found = classOf(condition)?.measures.find((one) => one.measure === row.measure);
  const published = drawnPeople(figure, people);
  const band = published === null ? null : bandIn(published, row);
  const marks: readonly ScaleMark[] = [
    ...(found === undefined || found.mean === null ? [] : [{ at: found.mean * times, who: { agent: 'class' } }]),
    { at: mean(values) * times, who: { seat } },
    ...theoryOf(condition).flatMap(({ label: agent, values: at }) => {
      const value = at[row.measure];
      return value === undefined ? [] : [{ at: value * times, who: { agent } }];
    }),
  ];
  return [
    {
      label,
      marks,
      ...(found === undefined || found.mean === null || found.interval === null
        ? {}
        : { interval: [found.interval[0] * times, found.interval[1] * times] as const }),
      ...(band === null ? {} : { band }),
      ...(found === undefined || found.mean === null
        ? {}
        : { text: fill(standingWords(game.language).mean, { value: figureValue(figure, row.measure, found.mean) }) }),
    },
  ];
}

/**
 * What a line is called: as comparisons call it, which is English; in another language the question with the answer that counts.
 * null: a measure of numbers, for which that language has no name.
 */
function labelOf(
  { language }: AnyGame,
  measure: Measure<unknown>,
  { moves, views }: PlayedMatch<unknown>,
  seat: Seat,
  { label }: Figure['rows'][number],
): string | null {
  if (language === 'en') return label.trim();
  for (const { decision } of moves) {
    if (decision.seat !== seat || decision.input.kind !== 'choice') continue;
    const counted = decision.input.options.find(({ value }) => measure.counts?.(decision, value, views[seat]) === 1);
    if (counted !== undefined) return `${decision.ask.replace(/[:?]$/, '')}: ${counted.label}`;
  }
  return null;
}
