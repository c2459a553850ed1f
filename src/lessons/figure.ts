/** What a stop reveals: for each question a bar of the class, one of published people and one a theory, with what each is. */
import { FEW } from '../analysis/stats/few.ts';
import { percent, short } from '../core/format.ts';
import { fill } from '../core/template.ts';
import {
  chosen,
  type ClassRows,
  type HeadCount,
  type Guesses,
  guessedRight,
  handsOn,
  handsRight,
  rated,
} from './class-answers.ts';
import { scaleOf, shareOf, tableNamed } from './facts.ts';
import type { LessonRow, LessonStop } from './lesson.ts';
import type { FigureGroup } from './stops.ts';
import type { PreparedLesson } from './prepared-lesson.ts';
import { lessonWords } from './words.ts';

/** A bar: a share of 0 to 1, and its numbers in words. `kind`: what it is, which is always said. */
export type LessonBar = {
  readonly group: FigureGroup;
  readonly kind: 'hands' | 'choices' | 'guesses' | 'published' | 'reported' | 'theory' | 'standin';
  readonly label: string;
  /** The label of an agent, or human; null: published people, who have no sign. */
  readonly who: string | null;
  readonly share: number;
  readonly value: string;
  /** Wilson's interval at 95 %, where there is one. */
  readonly interval: readonly [low: number, high: number] | null;
  /** What a reader has to know of it, in a sentence under the figure; absent: nothing. */
  readonly note?: string;
};

export type LessonFigure = {
  readonly rows: readonly {
    readonly label: string;
    readonly bars: readonly LessonBar[];
    /** Whether the class is asked here: a blank line stands for it where nobody has answered. */
    readonly asksClass: 'share' | 'mean' | null;
  }[];
};

/** Whether a row shows the mean of numbers, and no share of people. */
const isMean = (asked: NonNullable<LessonRow['class']>): boolean =>
  'table' in asked && !('right' in asked) && asked.answer === undefined;

type Reveal = LessonStop & { readonly kind: 'reveal' };

/** The figure of a stop. `rows`: of the class; null: nobody was asked yet. */
export const figureOf = (stop: Reveal, prepared: PreparedLesson, rows: ClassRows | null): LessonFigure => ({
  rows: stop.rows.map((row) => ({
    label: row.label,
    bars: [
      ...(rows === null ? [] : classBars(row, prepared, rows)),
      ...publishedBars(row, prepared),
      ...theoryBars(row, prepared),
    ],
    asksClass: row.class === undefined ? null : isMean(row.class) ? 'mean' : 'share',
  })),
});

function classBars(
  { class: asked }: LessonRow,
  { lesson, tables }: PreparedLesson,
  rows: ClassRows,
): readonly LessonBar[] {
  if (asked === undefined) return [];
  const words = lessonWords(lesson.language);
  const bar = (kind: 'hands' | 'choices' | 'guesses', counted: HeadCount | null): readonly LessonBar[] => {
    if (counted === null || counted.of === 0) return [];
    const { count, of, interval } = counted;
    const said = fill(words.figure.of, { count, of });
    const value = of < FEW ? said : `${percent(count / of)}  ${said}`;
    return [{ group: 'class', kind, label: words.figure[kind], who: 'human', share: count / of, value, interval }];
  };
  const guessBar = (guesses: Guesses | null): readonly LessonBar[] => {
    const [right, wrong] = [guesses?.sureRight ?? null, guesses?.sureWrong ?? null];
    const { sure, sureRight, sureWrong } = words.notes;
    const said = fill(right === null ? sureWrong : wrong === null ? sureRight : sure, {
      right: Math.round(right ?? 0),
      wrong: Math.round(wrong ?? 0),
    });
    return bar('guesses', guesses).map((one) => ({ ...one, note: said }));
  };
  if ('right' in asked)
    return asked.right === 'guess'
      ? guessBar(guessedRight(rows))
      : bar('hands', handsRight(rows, tableNamed(asked.table, tables), asked.key, tableNamed(asked.played, tables)));
  const table = tableNamed(asked.table, tables);
  if (asked.answer !== undefined)
    return [
      ...bar('hands', handsOn(rows, table, asked.key, asked.answer)),
      ...bar('choices', chosen(rows, table, asked.key, asked.answer)),
    ];
  const [found, scale] = [rated(rows, table, asked.key), scaleOf(table, asked.key)];
  if (found === null || scale === null) return [];
  const value = `${short(found.mean)}  ${fill(words.figure.mean, { of: found.of })}`;
  return [
    {
      ...{ group: 'class', kind: 'choices', label: words.figure.choices, who: 'human' },
      ...{ share: shareOf(found.mean, scale), value, interval: null },
    },
  ];
}

function publishedBars({ published }: LessonRow, { lesson, facts }: PreparedLesson): readonly LessonBar[] {
  const fact = published === undefined ? undefined : facts.get(published.fact);
  if (published === undefined || (fact?.kind !== 'share' && fact?.kind !== 'reported')) return [];
  const words = lessonWords(lesson.language).figure;
  const more = fact.kind === 'share' ? fill(words.of, { count: fact.count, of: fact.of }) : words.reported;
  return [
    {
      ...{
        group: 'published',
        kind: fact.kind === 'share' ? 'published' : 'reported',
        label: published.label,
        who: null,
      },
      ...{ share: fact.share, value: `${percent(fact.share)}  ${more}` },
      interval: fact.kind === 'share' ? fact.interval : null,
      ...(fact.kind === 'reported' ? { note: `${published.label}: ${fact.caveat}.` } : {}),
    },
  ];
}

function theoryBars({ theory }: LessonRow, { lesson, facts }: PreparedLesson): readonly LessonBar[] {
  const words = lessonWords(lesson.language).figure;
  return theory.flatMap(({ fact: name, label }): readonly LessonBar[] => {
    const fact = facts.get(name);
    if (fact?.kind !== 'agent') return [];
    const value = `${fact.number === null ? percent(fact.share) : short(fact.number)}  ${fact.standin ? words.standin : words.theory}`;
    return [
      {
        ...{ group: 'theory', kind: fact.standin ? 'standin' : 'theory', value, share: fact.share, interval: null },
        label: label ?? fact.id.replace(':', ' κ '),
        who: fact.who,
      },
    ];
  });
}

/** The interval of a bar in words, "95 %: 41 to 77"; '' where it has none. */
export const intervalWords = ({ interval }: LessonBar, language: string): string =>
  interval === null
    ? ''
    : fill(lessonWords(language).figure.interval, {
        low: Math.round(100 * interval[0]),
        high: Math.round(100 * interval[1]),
      });

/** What has to be said under a figure of which these groups are uncovered, in a sentence each. */
export function figureNotes(
  { rows }: LessonFigure,
  groups: readonly FigureGroup[],
  language: string,
): readonly string[] {
  const { notes } = lessonWords(language);
  const shows = (kind: LessonBar['kind']): boolean =>
    rows.some(({ bars }) => bars.some((bar) => bar.kind === kind && groups.includes(bar.group)));
  const own = rows.flatMap(({ bars }) =>
    bars.flatMap(({ group, note }) => (note === undefined || !groups.includes(group) ? [] : [note])),
  );
  return [
    ...new Set(own),
    ...(shows('hands') ? [notes.hands] : []),
    ...(shows('theory') || shows('standin') ? [notes.theory] : []),
  ];
}

/** The figure with these groups uncovered as it is read aloud. */
export const figureAsText = ({ rows }: LessonFigure, groups: readonly FigureGroup[], language: string): string =>
  rows
    .map(({ label, bars }) => {
      const seen = bars.filter(({ group }) => groups.includes(group));
      const said = (bar: LessonBar): string =>
        `  ${bar.label}: ${[bar.value, intervalWords(bar, language)].filter(Boolean).join(', ')}`;
      return [`${label}:`, ...seen.map(said)].join('\n');
    })
    .join('\n');
