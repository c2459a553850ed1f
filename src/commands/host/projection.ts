/** What the projector shows, brought up to date while people play: the comparison of the room's session, and the lesson's figure. */
import type { Comparison } from '../../analysis/compare/document.ts';
import { compareInThread } from '../../comparing/comparison-thread.ts';
import type { LiveComparison } from '../../comparing/live-comparison.ts';
import type { Store } from '../../core/log.ts';
import { classRows } from '../../lab/lesson-course.ts';
import type { ProjectionShown } from '../../room/host-desk.ts';
import { AT_JOIN, JOIN, moved, type ProjectionMove, standOf, standText, stepAt } from '../../room/projection.ts';
import type { Room } from '../../room/room.ts';
import { projectionPicture, type ProjectionPicture } from '../../web/host/picture.ts';
import { inOrderSeen, type LessonShown, projectionSteps, projectionTopics } from '../../web/host/topics.ts';

/** Milliseconds between two looks at what is new: while a figure stands there, and while it does not. */
const SOON = 2000;
const LATER = 6000;

export type Projection = {
  shown(): ProjectionShown;
  picture(): Promise<ProjectionPicture | null>;
  /** On disk when it resolves. */
  move(move: ProjectionMove): Promise<void>;
  /** The room went to this stop of its lesson: a figure to reveal is put there, covered; else the join code. */
  stopped(stop: number): Promise<void>;
  /** Another program has moved it. */
  stale(): void;
  close(): void;
};

export type ProjectionParts = {
  readonly store: Store;
  readonly room: Room;
  readonly clock: () => number;
  /** There is something new to show. */
  readonly changed: () => void;
};

/** Opens it where it stood. */
export async function projection({ store, room, clock, changed }: ProjectionParts): Promise<Projection> {
  const { session, plan } = room;
  let stand = await storedStand(store, session);
  let live: LiveComparison | null = null;
  let comparison: Comparison | null = null;
  let lesson: LessonShown | null = null;
  let drawn: { readonly of: readonly unknown[]; readonly picture: Promise<ProjectionPicture> } | null = null;
  const seen: string[] = [];
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let over = -1;

  const topics = () => projectionTopics(comparison, lesson);
  const topic = () => {
    const all = topics();
    return all[stand.topic] ?? all[0];
  };
  const steps = () => projectionSteps(topic(), comparison);

  /** Reads what is new, where anything is. */
  const look = async (): Promise<void> => {
    const board = await room.board();
    const fresh = board.matches.over !== over || board.stop !== lesson?.stop;
    const stop = plan.lesson?.lesson.stops[board.stop ?? -1];
    if (plan.lesson !== null && board.stop !== null) {
      // Hands are raised without a match being over: a stop that reveals looks each time.
      const rows =
        stop?.kind === 'reveal'
          ? await classRows(store, session)
          : (lesson?.rows ?? { tallies: [], matches: [], events: [] });
      const same = lesson?.stop === board.stop && JSON.stringify(rows) === JSON.stringify(lesson.rows);
      if (!same) {
        lesson = { prepared: plan.lesson, stop: board.stop, rows };
        changed();
      }
    }
    if (!fresh || board.matches.over === 0) return;
    over = board.matches.over;
    live ??= await compareInThread([store.file], { session, rehearsals: true, game: null, lenient: true });
    if (!(await live.changed()) && comparison !== null) return;
    comparison = inOrderSeen(await live.update('session'), seen);
    changed();
  };
  const later = (wait: number): void => {
    if (closed) return;
    timer = setTimeout(() => {
      // What cannot be read now is tried again: the board says what is wrong with the log.
      look()
        .catch(() => undefined)
        .finally(() => later(stepAt(stand, steps()).id === JOIN.id ? LATER : SOON));
    }, wait);
    timer.unref();
  };
  // A room that goes on shows at once what was played in it before.
  later(0);

  const put = async (next: typeof stand): Promise<void> => {
    const body = { what: 'projector', text: standText(next) } as const;
    await store.record([
      { table: 'event', row: { ...{ session, match: null, participant: null, at: clock() }, kind: 'room', body } },
    ]);
    stand = next;
    await store.wire.tell(`${session} desk`, 'projector');
    changed();
  };

  const readAgain = async (): Promise<void> => {
    stand = await storedStand(store, session);
    changed();
  };

  return {
    shown: () => ({ stand, steps: steps(), topics: topics().length, figure: topic()?.name ?? null }),
    async picture() {
      const now = topic();
      const { id } = stepAt(stand, steps());
      if (now === undefined || id === JOIN.id) return null;
      const of = [comparison, lesson, id, stand.topic];
      if (drawn === null || drawn.of.some((one, i) => one !== of[i]))
        drawn = { of, picture: projectionPicture(now, id, comparison) };
      return drawn.picture;
    },
    async move(move) {
      // Whoever reveals sees what is there now, and not what was there before the last look.
      await look().catch(() => undefined);
      await put(moved(stand, move, steps(), topics().length));
    },
    async stopped(stop) {
      await look().catch(() => undefined);
      const reveals = plan.lesson?.lesson.stops[stop]?.kind === 'reveal';
      await put(reveals ? { topic: 0, step: 'stop 0' } : AT_JOIN);
    },
    stale() {
      void readAgain().catch(() => undefined);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      live?.close();
    },
  };
}

/** Where it was put last in this session. */
async function storedStand(store: Store, session: string): Promise<typeof AT_JOIN> {
  const last = (await store.events(session)).findLast(
    (event) => event.kind === 'room' && event.body.what === 'projector',
  );
  return (last?.kind === 'room' ? standOf(last.body.text ?? '') : null) ?? AT_JOIN;
}
