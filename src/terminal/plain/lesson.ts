/** Lessons read line by line. */
import { counted } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { readHands } from '../../lab/lesson-course.ts';
import { positionWords } from '../../lessons/course.ts';
import { figureAsText, figureNotes, figureOf } from '../../lessons/figure.ts';
import { handsOf } from '../../lessons/stops.ts';
import { lessonWords } from '../../lessons/words.ts';
import { lessonAnswers, mainOf, tableWords } from '../screens/lesson.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { list, numbered, type View, view } from './view.ts';

export function lessonsView({ lessons }: ScreenAt<'lessons'>): View {
  const entries = lessons.map(({ name, title, sentence, minutes }) => ({
    says: `${title}, ${counted(minutes, 'minute')}: ${sentence}`,
    actions: [{ type: 'lesson', name } as const],
  }));
  return view(
    ['Lessons.', list(entries)],
    [{ key: 'b', does: 'goes home', actions: [{ type: 'home' }] }],
    `Type a number from 1 to ${entries.length} and Enter.`,
    (typed) => numbered(entries, typed),
  );
}

export function lessonStartView(screen: ScreenAt<'lesson start'>): View {
  const { lesson } = screen.prepared;
  const { answers, says } = lessonAnswers(screen);
  return view(
    [`Lesson: ${lesson.title}${/[.?!]$/.test(lesson.title) ? '' : '.'}`, lesson.sentence, ...says],
    [
      ...answers.map(({ keys, does, action }) => ({ key: keys, does, actions: [action] })),
      { key: 'b', does: 'goes home', actions: [{ type: 'home' }] },
    ],
  );
}

export function lessonView(screen: ScreenAt<'lesson'>, { lesson: run }: LabState): View {
  if (run === null) throw new Error('a stop is read, and no lesson is running');
  const { prepared, stop: at, rows } = run;
  const { stops, language } = prepared.lesson;
  const stop = stops[at]!;
  const said = lessonWords(language);
  const asked = handsOf(stop);
  if (screen.hands !== null && asked !== null)
    return view(
      [asked.ask],
      [{ key: 'b', does: 'leaves it uncounted', actions: [{ type: 'show', screen: { ...screen, hands: null } }] }],
      `Type the raised hands for ${asked.options.map(({ label }) => label).join(', ')}, with blanks between, such as ${asked.options.map((_, i) => 12 - i).join(' ')}.`,
      (typed) => {
        const parts = typed.split(/[\s,]+/).filter(Boolean);
        if (parts.length !== asked.options.length)
          return `Type ${counted(asked.options.length, 'number')}; got "${typed}".`;
        const read = parts.map((part, i) => readHands(part, asked.options[i]!.label));
        const wrong = read.find((one) => typeof one === 'string');
        return wrong ?? [{ type: 'count hands', counts: read.filter((one) => typeof one === 'number') }];
      },
    );
  const main = mainOf(screen, run);
  const uncovered = stop.kind === 'reveal' ? stop.order.slice(0, screen.uncovered).map(({ group }) => group) : [];
  const figure = stop.kind === 'reveal' ? figureOf(stop, prepared, rows) : null;
  return view(
    [
      `${stop.title}, ${positionWords(prepared.lesson, at)[0]}.`,
      ...stop.text,
      ...stop.aloud.map((words) => fill(said.aloud, { words })),
      stop.kind === 'play' ? tableWords(prepared, stop, run) : '',
      asked === null ? '' : `${asked.ask} ${asked.options.map(({ label }) => label).join('; ')}.`,
      figure === null ? '' : figureAsText(figure, uncovered, language),
      ...(figure === null ? [] : figureNotes(figure, uncovered, language)),
      (stop.kind === 'reveal' ? stop.order[screen.uncovered - 1]?.says : undefined) ?? '',
    ],
    [
      { key: '', does: main.does, actions: [main.action] },
      ...(at < stops.length - 1
        ? [{ key: 'n', does: 'next stop', actions: [{ type: 'stop', stop: at + 1 } as const] }]
        : []),
      ...(at > 0 ? [{ key: 'b', does: 'back a stop', actions: [{ type: 'stop', stop: at - 1 } as const] }] : []),
      ...(asked === null
        ? []
        : [
            {
              key: 't',
              does: 'counts hands',
              actions: [
                {
                  type: 'show',
                  screen: { ...screen, hands: { typed: asked.options.map(() => ''), field: 0, problem: null } },
                } as const,
              ],
            },
          ]),
      { key: 'q', does: 'leaves the lesson', actions: [{ type: 'leave lesson' }] },
    ],
  );
}
