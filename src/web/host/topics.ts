/**
 * What the projector can show of what a class has done: a figure of the comparison in pieces that fill it, or the figure of a
 * lesson's stop; and the steps in which each is revealed: people first, then agents, then published people. Pure.
 */
import type { Comparison, ConditionComparison, Group } from '../../analysis/compare/document.ts';
import { strips, widened } from '../../analysis/compare/figure-blocks.ts';
import { drawnPeople } from '../../analysis/compare/people-blocks.ts';
import { conditionParts } from '../../analysis/compare/condition.ts';
import { FEW } from '../../analysis/stats/few.ts';
import type { Figure } from '../../core/game.ts';
import type { ClassRows } from '../../lessons/class-answers.ts';
import { figureOf, type LessonFigure } from '../../lessons/figure.ts';
import type { LessonStop } from '../../lessons/lesson.ts';
import type { PreparedLesson } from '../../lessons/prepared-lesson.ts';
import { lessonWords } from '../../lessons/words.ts';
import { JOIN, type ProjectionStep } from '../../room/projection.ts';

type Reveal = LessonStop & { readonly kind: 'reveal' };

/** A picture that is revealed step by step. */
export type ProjectionTopic =
  /** Some rows of a figure of a condition; its ends are those of the whole figure, so that nothing moves when more is shown. */
  | { readonly kind: 'figure'; readonly condition: ConditionComparison; readonly figure: Figure; readonly name: string }
  | {
      readonly kind: 'lesson';
      readonly stop: Reveal;
      readonly figure: LessonFigure;
      readonly language: string;
      readonly name: string;
    };

/** A lesson where it stands, with what the class has done in it. */
export type LessonShown = { readonly prepared: PreparedLesson; readonly stop: number; readonly rows: ClassRows };

/** Lines of a figure that the last row can read. */
const MOST_LINES = 4;

/** Everything that there is to show, in its order: the figure of the stop, then the conditions as the comparison has them. */
export function projectionTopics(
  comparison: Comparison | null,
  lesson: LessonShown | null,
): readonly ProjectionTopic[] {
  const stop = lesson?.prepared.lesson.stops[lesson.stop];
  const taught: readonly ProjectionTopic[] =
    lesson === null || stop?.kind !== 'reveal'
      ? []
      : [
          {
            ...{ kind: 'lesson', stop, figure: figureOf(stop, lesson.prepared, lesson.rows) },
            ...{ language: lesson.prepared.lesson.language, name: stop.title },
          },
        ];
  const conditions = comparison?.treatments ?? [];
  return [...taught, ...conditions.flatMap((one) => figuresOf(one, conditions))];
}

/**
 * The same comparison with its conditions in the order in which they were first seen, so that a figure on the projector stays
 * where it is while another is played more often. `seen`: keys of conditions, to which those that are new are added.
 */
export function inOrderSeen(comparison: Comparison, seen: string[]): Comparison {
  for (const { key } of comparison.treatments) if (!seen.includes(key)) seen.push(key);
  return {
    ...comparison,
    treatments: comparison.treatments.toSorted((a, b) => seen.indexOf(a.key) - seen.indexOf(b.key)),
  };
}

/** "Prisoner's dilemma, against economicus": the game, and what tells this condition from the others of the same game. */
function nameAmong(condition: ConditionComparison, conditions: readonly ConditionComparison[]): string {
  const others = conditions.filter((one) => one.game === condition.game && one !== condition).map(conditionParts);
  const own = conditionParts(condition).filter((part) => !others.every((parts) => parts.includes(part)));
  return [condition.title, ...(others.length === 0 ? [] : own)].join(', ');
}

/** The figures of one condition in pieces, each with its name. */
function figuresOf(
  condition: ConditionComparison,
  conditions: readonly ConditionComparison[],
): readonly ProjectionTopic[] {
  const { groups, figures } = condition;
  const lines = groups.length > 1 ? groups.length + 1 : 1;
  const most = Math.max(1, Math.floor(MOST_LINES / lines));
  const name = nameAmong(condition, conditions);
  const pieces = figures.flatMap((whole) => {
    const figure = widened(whole, condition);
    return Array.from({ length: Math.ceil(figure.rows.length / most) }, (_, i): Figure => ({
      ...figure,
      rows: figure.rows.slice(i * most, (i + 1) * most),
    }));
  });
  return pieces.map((figure, i) => ({
    ...{ kind: 'figure', condition, figure },
    name: pieces.length === 1 ? name : `${name}, ${i + 1} of ${pieces.length}`,
  }));
}

/** The steps of a topic after the join code; without one the code alone. */
export function projectionSteps(
  topic: ProjectionTopic | undefined,
  comparison: Comparison | null,
): readonly ProjectionStep[] {
  if (topic === undefined) return [JOIN];
  if (topic.kind === 'lesson') {
    const { groups } = lessonWords(topic.language);
    return [
      JOIN,
      { id: 'stop 0', does: 'the questions' },
      ...topic.stop.order.map(({ group }, i) => ({ id: `stop ${i + 1}`, does: groups[group] })),
    ];
  }
  const { condition, figure } = topic;
  const { groups, lines } = condition;
  return [
    JOIN,
    { id: 'scale 0', does: 'the empty scale' },
    ...groups.map((group, i) => ({ id: `scale ${i + 1}`, does: groupName(group, groups) })),
    ...(lines.length > 0 ? [{ id: 'agents', does: 'agents' }] : []),
    ...(drawnPeople(figure, condition.people) === null ? [] : [{ id: 'published', does: 'published people' }]),
    ...(conclusionOf(topic) === '' ? [] : [{ id: 'concluded', does: 'what may be concluded' }]),
    ...(pathGroups(condition).length > 0
      ? [{ id: 'paths', does: `the path over ${condition.path?.period ?? 'round'}s` }]
      : []),
    ...(strips(condition, groups).length > 0 ? [{ id: 'spread', does: 'how answers are spread' }] : []),
    ...(comparison?.guesses.some(({ game }) => game === condition.game) === true
      ? [{ id: 'guesses', does: 'who guessed right' }]
      : []),
  ];
}

/** What may be concluded from the whole figure that these rows are of; '' where that is nothing. */
export function conclusionOf({ condition, figure }: ProjectionTopic & { readonly kind: 'figure' }): string {
  const at = condition.figures.findIndex(({ title }) => title === figure.title);
  return condition.conclusions[at] ?? '';
}

/** Groups whose mean path is drawn: a path of fewer people is somebody's own. */
export const pathGroups = ({ groups, path }: ConditionComparison): readonly Group[] =>
  path === null ? [] : groups.filter((group) => group.units >= FEW && group.path.some(({ mean }) => mean !== null));

/** A class alone is people: the name of its session stands on the board. */
const groupName = (group: Group, groups: readonly Group[]): string =>
  group.kind === 'people' && groups.filter(({ kind }) => kind === 'people').length === 1 ? 'people' : group.label;

/** How much of a figure is drawn at a step: so many groups, whether agents, whether published people. */
export function revealedAt(step: string, condition: ConditionComparison) {
  const after = ['agents', 'published'].indexOf(step);
  const found = /^scale (\d+)$/.exec(step);
  return {
    groups: condition.groups.slice(0, found === null ? undefined : Number(found[1])),
    lines: after >= 0 ? condition.lines : [],
    people: after >= 1 ? condition.people : [],
  };
}
