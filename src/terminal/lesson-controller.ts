/** A lesson on the screen: begun, gone on with, moved from stop to stop, its hands counted. */
import type { StoreApi } from 'zustand/vanilla';
import type { Store } from '../core/log.ts';
import { classRows, handsRows, lessonLeft, type LessonLeft } from '../lab/lesson-course.ts';
import type { Participants } from '../lab/participants.ts';
import { stopWithin } from '../lessons/course.ts';
import { handsOf } from '../lessons/stops.ts';
import type { LessonSummary } from '../lessons/load-lesson.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import type { LabState, Screen, ScreenAt } from './state.ts';

/** Where lessons are found. */
export type LessonShelf = {
  list(): Promise<readonly LessonSummary[]>;
  load(name: string): Promise<PreparedLesson>;
};

export type LessonController = {
  /** The list of lessons. */
  list(): Promise<Screen>;
  /** What is asked before a lesson begins. */
  start(lesson: string | PreparedLesson): Promise<Screen>;
  /** Begins a lesson, as data of a session or as a rehearsal, or goes on where it was left. */
  begin(prepared: PreparedLesson, how: 'class' | 'rehearsal' | LessonLeft): Promise<void>;
  /** Goes to a stop, which is on disk before it stands there. */
  goTo(stop: number): Promise<void>;
  /** Keeps a show of hands, a count an option. */
  count(counts: readonly number[]): Promise<void>;
  /** The stop at which the lesson stands, with what the class has done by now; null: no lesson is running. */
  here(): Promise<Screen | null>;
};

/** The stop as it comes: nothing uncovered, nothing typed. */
export const AT_STOP = { at: 'lesson', uncovered: 0, first: 0, hands: null } as const satisfies Screen;

export function lessonController({
  store,
  participants,
  shelf,
  state,
  clock,
}: {
  readonly store: Store;
  readonly participants: Participants;
  readonly shelf: LessonShelf | undefined;
  readonly state: StoreApi<LabState>;
  readonly clock: () => number;
}): LessonController {
  const set = (change: Partial<LabState>): void => state.setState(change);

  const stand = async (prepared: PreparedLesson, wanted: number): Promise<void> => {
    const { lesson } = prepared;
    const stop = stopWithin(lesson, wanted);
    const { current } = participants;
    const body = { lesson: lesson.name, title: lesson.title, stop, of: lesson.stops.length };
    await participants.keep((at) => ({ ...at, kind: 'lesson', body }), clock());
    const rows = await classRows(store, current.code);
    set({ lesson: { prepared, stop, rows }, current: participants.current, screen: AT_STOP, help: null, waiting: [] });
  };

  /** A name that no session of this file has: "Known or unknown, 24 Nov", then "… (2)". */
  const freshName = async (title: string): Promise<string> => {
    const known = new Set((await store.sessions()).map(({ name }) => name));
    const first = sessionName(title, clock());
    for (let n = 1; ; n++) {
      const name = n === 1 ? first : `${first} (${n})`;
      if (!known.has(name)) return name;
    }
  };

  return {
    list: async () => ({ at: 'lessons', lessons: (await shelf?.list()) ?? [], line: 0 }),
    async start(named) {
      if (shelf === undefined) throw new Error('there are no lessons here');
      const prepared = typeof named === 'string' ? await shelf.load(named) : named;
      return lessonOpening(store, participants, prepared);
    },
    async begin(prepared, how) {
      if (typeof how === 'object') {
        const { session: code, name } = how;
        await participants.goOn({ code, name }, []);
        return stand(prepared, how.stop);
      }
      const here = await unusedSession(store, participants, prepared);
      if (how === 'class' && here === null) {
        const { code } = participants.startAfresh(clock());
        await participants.nameSession(code, await freshName(prepared.lesson.title), clock());
      }
      if (how === 'rehearsal') participants.startAfresh(clock());
      await stand(prepared, 0);
    },
    async goTo(stop) {
      const { lesson } = state.getState();
      if (lesson !== null) await stand(lesson.prepared, stop);
    },
    async count(counts) {
      const { lesson } = state.getState();
      const asked = lesson === null ? null : handsOf(lesson.prepared.lesson.stops[lesson.stop]!);
      if (lesson === null || asked === null) return;
      const { code } = participants.current;
      await store.record(handsRows(code, lesson.prepared, asked, counts));
      set({ lesson: { ...lesson, rows: await classRows(store, code) }, screen: AT_STOP });
    },
    async here() {
      const { lesson } = state.getState();
      if (lesson === null) return null;
      set({ lesson: { ...lesson, rows: await classRows(store, participants.current.code) } });
      return AT_STOP;
    },
  };
}

/** The screen on which a lesson is begun, or gone on with. */
export const lessonOpening = async (
  store: Store,
  participants: Participants,
  prepared: PreparedLesson,
): Promise<ScreenAt<'lesson start'>> => ({
  at: 'lesson start',
  prepared,
  session: await unusedSession(store, participants, prepared),
  left: await lessonLeft(store, prepared.lesson.name),
});

/** The name of the current session where the lesson may begin in it: it has one, and has not been taught this lesson. */
async function unusedSession(
  store: Store,
  { current }: Participants,
  { lesson }: PreparedLesson,
): Promise<string | null> {
  if (current.name === null) return null;
  const events = await store.events(current.code);
  return events.some((event) => event.kind === 'lesson' && event.body.lesson === lesson.name) ? null : current.name;
}

/** What the session of a lesson is called: the lesson's title and the day, "24 Nov". */
function sessionName(title: string, at: number): string {
  const day = new Date(at);
  const month = day.toLocaleString('en', { month: 'short' });
  return `${title}, ${day.getDate()} ${month}`;
}
