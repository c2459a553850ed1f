/** Lessons: the list, what is asked before one begins, and a stop of one. */
import { counted } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { titleIn } from '../../core/title.ts';
import { lessonTable } from '../../lab/lesson-course.ts';
import { isAt } from '../../lessons/class-answers.ts';
import { minutesLeft, positionWords } from '../../lessons/course.ts';
import { tableNamed } from '../../lessons/facts.ts';
import { figureNotes, figureOf } from '../../lessons/figure.ts';
import type { LessonStop } from '../../lessons/lesson.ts';
import { type FigureGroup, handsOf } from '../../lessons/stops.ts';
import type { PreparedLesson } from '../../lessons/prepared-lesson.ts';
import { lessonWords } from '../../lessons/words.ts';
import { glyphs } from '../../show/glyphs.ts';
import { EMPTY, type Line, span } from '../../show/line.ts';
import type { Action } from '../actions.ts';
import type { KeyHint } from '../keys.ts';
import { AT_STOP } from '../lesson-controller.ts';
import type { LabState, LessonRun, Screen, ScreenAt } from '../state.ts';
import { bodySize } from '../body-size.ts';
import {
  around,
  back,
  columnsIn,
  fit,
  HELP,
  item,
  move,
  pressOneOf,
  sessionWords,
  type Shown,
  spaced,
  windowed,
  words,
} from './screen.ts';
import { figureLines } from './lesson-figure.ts';
import { COUNT_HELP, counting, handsLines, handsShown, isUncounted } from './raised-hands.ts';
import { ago } from './times.ts';

export function lessons(screen: ScreenAt<'lessons'>, state: LabState): Shown {
  const list = screen.lessons;
  const at = Math.min(screen.line, Math.max(0, list.length - 1));
  return {
    ...fit(state, ['homines · lessons'], sessionWords(state)),
    indent: 1,
    where: ['lesson'],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'choose', help: 'Moves the cursor.' },
      { keys: 'Enter', does: 'open', help: 'Opens the lesson: what it is, and where it begins.' },
      HELP,
      back(),
    ],
    key({ name }) {
      if (name === 'up' || name === 'down')
        return { type: 'show', screen: { ...screen, line: move(at, name === 'up' ? -1 : 1, list.length) } };
      if (name === 'enter' && list[at]) return { type: 'lesson', name: list[at].name };
      return name === 'escape' ? { type: 'home' } : null;
    },
    lines(width, height) {
      if (list.length === 0) return words('There is no lesson here: data/lessons is empty.', width);
      const rows = columnsIn(
        list.map(({ title, minutes, stops }) => [title, counted(stops, 'stop'), `${minutes} min`]),
        width - 2,
      );
      const said = words(list[at]?.sentence ?? '', width - 2).map((l): Line => [span('  '), ...l]);
      const room = height - said.length - 1;
      return spaced(
        [
          around(
            rows.map((row, i) => item(i === at, row)),
            at,
            room,
          ),
          said,
        ],
        height,
      );
    },
  };
}

/** What is asked before a lesson begins, and its answers. */
export function lessonAnswers({ prepared, session, left }: ScreenAt<'lesson start'>) {
  const { title } = prepared.lesson;
  const answers: (KeyHint & { readonly action: Action })[] = [
    ...(left === null
      ? []
      : [
          {
            keys: 'g',
            does: `go on at stop ${left.stop + 1}`,
            help: 'Goes on where the lesson was left, in the same session.',
            action: { type: 'begin lesson', prepared, how: left } as const,
          },
        ]),
    {
      keys: 'c',
      does: 'with a class',
      help:
        session === null
          ? 'Begins a session named for the lesson: what is played and counted is data.'
          : 'Begins in the session that is current: what is played and counted is data of it.',
      action: { type: 'begin lesson', prepared, how: 'class' },
    },
    {
      keys: 'r',
      does: 'rehearse',
      help: 'Begins as a rehearsal: kept, and left out of exports and comparisons unless asked for.',
      action: { type: 'begin lesson', prepared, how: 'rehearsal' },
    },
  ];
  const says = [
    ...(left === null
      ? []
      : [
          `g: it was left at stop ${left.stop + 1} of ${left.of}, ${ago(left.at)}, in ${left.name === null ? 'a rehearsal' : `"${left.name}"`}: go on there.`,
        ]),
    session === null
      ? `c: with a class, from the first stop. The session is named "${title}" and the day, and is data.`
      : `c: with a class, from the first stop, in the session "${session}".`,
    'r: a rehearsal, from the first stop; nothing of it is data.',
  ];
  return { answers, says };
}

export function lessonStart(screen: ScreenAt<'lesson start'>, state: LabState): Shown {
  const { lesson } = screen.prepared;
  const { answers, says } = lessonAnswers(screen);
  return {
    ...fit(state, [`Lesson · ${lesson.title}`, lesson.title], sessionWords(state)),
    where: ['lesson'],
    hints: [...answers, HELP, back()],
    key({ name }) {
      if (name === 'escape') return { type: 'home' };
      if (name === 'enter') return { type: 'say', words: pressOneOf(answers) };
      return answers.find(({ keys }) => keys === name)?.action ?? null;
    },
    lines: (width, height) =>
      spaced(
        [
          words(lesson.sentence, width, 'strong'),
          words(`${counted(lesson.stops.length, 'stop')}, about ${counted(minutesLeft(lesson, 0), 'minute')}.`, width),
          ...says.map((one) => words(one, width)),
        ],
        height,
      ),
  };
}

/** What Enter does at a stop. */
type Main = { readonly does: string; readonly help: string; readonly action: Action };

const NEXT_HELP = 'Goes on to the next stop.';

/** The groups of a reveal that are uncovered. */
const uncoveredOf = (stop: LessonStop, uncovered: number): readonly FigureGroup[] =>
  stop.kind === 'reveal' ? stop.order.slice(0, uncovered).map(({ group }) => group) : [];

export function mainOf(screen: ScreenAt<'lesson'>, run: LessonRun): Main {
  const { prepared, stop: at } = run;
  const stop = prepared.lesson.stops[at]!;
  const last = at === prepared.lesson.stops.length - 1;
  const on: Main = last
    ? { does: 'end', help: 'Ends the lesson.', action: { type: 'leave lesson' } }
    : { does: 'next', help: NEXT_HELP, action: { type: 'stop', stop: at + 1 } };
  if (stop.kind === 'play')
    return {
      does: 'play',
      help: 'Whoever comes to the keyboard plays at this table; afterwards n seats the next one, Esc comes back here.',
      action: { type: 'lesson table' },
    };
  if (stop.kind === 'hands' && isUncounted(stop.hands, run))
    return { does: 'count hands', help: COUNT_HELP, action: counting(stop.hands, screen) };
  if (stop.kind === 'reveal' && screen.uncovered < stop.order.length) {
    const { group } = stop.order[screen.uncovered]!;
    const name = lessonWords(prepared.lesson.language).groups[group];
    return {
      does: `uncover ${name}`,
      help: 'Uncovers the next group of the figure.',
      action: { type: 'show', screen: { ...screen, uncovered: screen.uncovered + 1, first: 0 } },
    };
  }
  return on;
}

export function lesson(screen: ScreenAt<'lesson'>, state: LabState): Shown {
  const run = state.lesson;
  if (run === null) throw new Error('a stop is shown, and no lesson is running');
  const { prepared, stop: at } = run;
  const { lesson: taught } = prepared;
  const stop = taught.stops[at]!;
  const asked = handsOf(stop);
  const titles = fit(state, [`${taught.title} · ${stop.title}`, stop.title], positionWords(taught, at));
  if (screen.hands !== null && asked !== null) return handsShown(screen, screen.hands, asked, titles);
  const { width: wide, height: high } = bodySize(state.columns, state.rows);
  const most = Math.max(0, stopLines(screen, run, wide).length - high + 1);
  const long = most > 1;
  const main = mainOf(screen, run);
  const to = (stopAt: number): Action => ({ type: 'stop', stop: stopAt });
  return {
    ...titles,
    wide: true,
    where: ['lesson', ...(stop.kind === 'play' ? [tableNamed(stop.table, prepared.tables).game.name] : [])],
    hints: [
      { keys: 'Enter', does: main.does, help: main.help },
      {
        keys: '→',
        does: 'next',
        help: NEXT_HELP,
        ...(at === prepared.lesson.stops.length - 1
          ? { off: 'this is the last' }
          : main.does === 'next'
            ? { off: 'Enter goes on' }
            : {}),
      },
      { keys: '←', does: 'back', help: 'Goes back a stop.', ...(at === 0 ? { off: 'this is the first' } : {}) },
      {
        keys: 't',
        does: 'hands',
        help: COUNT_HELP,
        ...(asked === null ? { off: 'nothing is asked for here' } : {}),
      },
      {
        keys: glyphs().arrows.upDown,
        does: 'scroll',
        help: 'Moves the text, where it is longer than the window.',
        ...(long ? {} : { off: 'all of it is on the screen' }),
      },
      {
        keys: 'p',
        does: 'save screen',
        help: 'Saves this screen as a picture (.svg) and as text (.txt) beside the database.',
      },
      HELP,
      back('leave', 'Leaves the lesson; it goes on here when it is opened again.'),
    ],
    key({ name }) {
      switch (name) {
        case 'enter':
        case 'space':
          return main.action;
        case 'right':
          return at < taught.stops.length - 1
            ? to(at + 1)
            : { type: 'say', words: 'This is the last stop: Esc leaves the lesson.' };
        case 'left':
          return at > 0 ? to(at - 1) : { type: 'say', words: 'This is the first stop.' };
        case 't':
          return asked === null
            ? { type: 'say', words: 'No hands are asked for at this stop.' }
            : counting(asked, screen);
        case 'down':
        case 'up':
          return { type: 'show', screen: { ...screen, first: Math.max(0, screen.first + (name === 'down' ? 1 : -1)) } };
        case 'p':
          return { type: 'save screen' };
        case 'escape':
          return { type: 'leave lesson' };
        default:
          return null;
      }
    },
    lines: (width, height) => windowed(stopLines(screen, run, width), screen.first, height),
  };
}

/** A stop on paper of this width: what is said, asked, played, counted or revealed. */
function stopLines(screen: ScreenAt<'lesson'>, run: LessonRun, width: number): readonly Line[] {
  const { prepared, stop: at } = run;
  const stop = prepared.lesson.stops[at]!;
  const said = lessonWords(prepared.lesson.language);
  const asked = handsOf(stop);
  const groups: (readonly Line[])[] = [
    ...stop.text.map((one) => words(one, width)),
    ...stop.aloud.map((one) => words(fill(said.aloud, { words: one }), width, 'strong')),
  ];
  if (stop.kind === 'play') groups.push(words(tableWords(prepared, stop, run), width));
  if (asked !== null) groups.push([...words(asked.ask, width, 'strong'), ...handsLines(asked, run)]);
  if (stop.kind === 'reveal') {
    const uncovered = uncoveredOf(stop, screen.uncovered);
    const figure = figureOf(stop, prepared, run.rows);
    const says = stop.order[screen.uncovered - 1]?.says;
    groups.push(
      figureLines(figure, uncovered, width, prepared.lesson.language),
      says === undefined ? [] : words(says, width),
      figureNotes(figure, uncovered, prepared.lesson.language).flatMap((note) => words(note, width)),
    );
  }
  return groups.filter((group) => group.length > 0).flatMap((group, i) => (i === 0 ? group : [EMPTY, ...group]));
}

/** Who plays what, and how many have: for whoever teaches. */
export function tableWords(
  prepared: PreparedLesson,
  stop: LessonStop & { readonly kind: 'play' },
  { rows }: Pick<LessonRun, 'rows'>,
): string {
  const table = tableNamed(stop.table, prepared.tables);
  const { game, config, preset } = table;
  const played = rows.matches.filter(({ match }) => isAt(match, table)).length;
  const against = stop.against === undefined ? '' : `, against ${[stop.against].flat().map(spokenOf).join(' or ')}`;
  return `${titleIn(game, config)}${preset === null ? '' : ` (${preset})`}${against}. Played here so far: ${counted(played, 'match', 'matches')}.`;
}

/** Who is named in a lesson, in a sentence. */
const spokenOf = (named: string): string =>
  named === 'guess' ? 'one of three programs' : named === 'human' ? 'a person' : named;

/** The instructions of a stop's table, from which Esc comes back to the stop. */
export function tableOfStop({ prepared, stop: at }: LessonRun): Screen | null {
  const stop = prepared.lesson.stops[at];
  if (stop?.kind !== 'play') return null;
  return { at: 'instructions', choice: lessonTable(prepared, stop), first: 0, back: AT_STOP };
}
