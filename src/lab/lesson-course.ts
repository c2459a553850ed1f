/** A lesson in a session: where it stood, what it plays, what the class has done in it. No terminal, no page. */
import { readConfig } from '../core/settings.ts';
import type { EventRow, LogQuestions, LogRow, Store, TallyRow } from '../core/log.ts';
import type { EventBody } from '../core/events.ts';
import { newSeed } from '../core/ids.ts';
import { rng } from '../core/rng.ts';
import type { ClassRows } from '../lessons/class-answers.ts';
import { tableNamed } from '../lessons/facts.ts';
import type { HandsAsked, LessonStop } from '../lessons/lesson.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import { filledSeats, type TableSetting } from './table-setting.ts';

/** A lesson that was left before its end. `at`: when it was last moved, in Unix milliseconds. */
export type LessonLeft = {
  readonly session: string;
  /** null: in a rehearsal. */
  readonly name: string | null;
  readonly stop: number;
  readonly of: number;
  readonly at: number;
};

/** So many of the latest sessions are looked through for a lesson that was left. */
const LOOKED_THROUGH = 20;

/** Where a lesson was left in one of the latest sessions; null: it was not begun, or came to its end. */
export async function lessonLeft(store: Store, lesson: string): Promise<LessonLeft | null> {
  const sessions = (await store.sessions())
    .filter(({ kind }) => kind === 'lab')
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .slice(0, LOOKED_THROUGH);
  for (const { code, name } of sessions) {
    const last = lastOf(await store.events(code), lesson);
    if (last === null) continue;
    const { stop, of } = last.body;
    return stop >= of - 1 ? null : { session: code, name, stop, of, at: last.at };
  }
  return null;
}

type LessonEvent = EventRow & { readonly kind: 'lesson'; readonly body: EventBody<'lesson'> };

const lastOf = (events: readonly EventRow[], lesson: string): LessonEvent | null =>
  events.findLast((event): event is LessonEvent => event.kind === 'lesson' && event.body.lesson === lesson) ?? null;

/** What a class has done in a session so far; matches that are not finished count for nothing yet. */
export async function classRows(store: LogQuestions, session: string): Promise<ClassRows> {
  const [tallies, matches, events] = await Promise.all([
    store.tallies(session),
    store.matches({ session }),
    store.events(session),
  ]);
  const people = matches.filter(
    ({ seats, ending }) => ending === 'finished' && seats.some(({ kind }) => kind === 'human'),
  );
  return {
    ...{ tallies, events },
    matches: await Promise.all(people.map(async (match) => ({ match, decisions: await store.decisions(match.code) }))),
  };
}

type PlayStop = LessonStop & { readonly kind: 'play' };

/** The table of a stop as it is played. Of several opponents one is drawn, each with the same chance. */
export function lessonTable({ tables }: PreparedLesson, stop: PlayStop, seed = newSeed()): TableSetting {
  const { game, config: own, preset } = tableNamed(stop.table, tables);
  const role = game.roles.find(({ name }) => name === stop.role) ?? game.roles[0];
  const config = readConfig(game, { more: { ...asSettings(own), ...asSettings(role?.config) } });
  const named = stop.against === undefined ? [] : [stop.against].flat();
  const opponent = named.length > 1 ? [rng(seed, 'lesson').pick(named)] : named;
  return {
    ...{ game, config, preset, role: role?.name ?? '', explain: stop.explain, seed: null },
    against: filledSeats(game, config, opponent),
  };
}

const asSettings = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** The rows of a show of hands: a count for each option, in their order. */
export const handsRows = (
  session: string,
  { tables }: PreparedLesson,
  { table, key, options }: HandsAsked,
  counts: readonly number[],
): readonly LogRow[] =>
  options.map(({ answer }, at) => {
    const { game, config } = tableNamed(table, tables);
    const row: TallyRow = { session, game: game.name, config, key, answer, count: counts[at] ?? 0 };
    return { table: 'tally', row };
  });

/** More hands than this are in no room. Ours. */
const MOST_HANDS = 2000;

/** A count as it is typed: a whole number from 0 on; or what is wrong with it, in a sentence. */
export function readHands(typed: string, label: string): number | string {
  const text = typed.trim();
  if (text === '') return `How many hands for "${label}"? Type a number, 0 if there were none.`;
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(count <= MOST_HANDS)) return `Hands are a whole number from 0 to ${MOST_HANDS}; got "${text}".`;
  return count;
}
