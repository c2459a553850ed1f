/** A lesson made ready: its games found and set, its facts worked out, its texts filled with them, every reference checked. */
import { readOfflineAgent } from '../agents/offline.ts';
import { questionsByLot } from '../core/dry-match.ts';
import type { AnyGame } from '../core/game.ts';
import type { ReferenceTable } from '../core/published-figures.ts';
import { readConfig, presetNamed } from '../core/settings.ts';
import { fill } from '../core/template.ts';
import { unknown, UserError } from '../core/user-error.ts';
import { factValue, type FactValue, keysOf, type SetTable, settingSlots, slotsOf, tableNamed } from './facts.ts';
import type { HandsAsked, LessonPlan, LessonRow, LessonStop } from './lesson.ts';
import { handsOf, ROOM } from './stops.ts';
import type { Refuse } from './read-lesson.ts';

export type PreparedLesson = {
  /** By which it was named: its name, or the path of its file. */
  readonly typed: string;
  /** With every slot of its texts filled. */
  readonly lesson: LessonPlan;
  readonly tables: ReadonlyMap<string, SetTable>;
  readonly facts: ReadonlyMap<string, FactValue>;
};

/** Whom `against` may name besides agents: a second person at the keyboard, and one of three that is drawn to be guessed. */
const SEATED: readonly string[] = ['human', 'guess'];

/**
 * Makes a lesson ready. `games`: those that are here, in the language of the lesson. Throws the UserError of `refuse` where it
 * names a game, preset, setting, role, agent, question, table, fact or slot that is not there.
 */
export function preparedLesson(
  lesson: LessonPlan,
  games: readonly AnyGame[],
  read: ReferenceTable,
  refuse: Refuse,
  typed = lesson.name,
): PreparedLesson {
  const tables = new Map<string, SetTable>();
  const facts = new Map<string, FactValue>();
  const check = <T>(path: readonly PropertyKey[], work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof UserError) throw refuse(path, error.message);
      throw error;
    }
  };
  for (const [name, { game: named, preset, settings }] of Object.entries(lesson.tables)) {
    const path = ['tables', name];
    const game = check([...path, 'game'], () => gameNamed(named, games));
    const found = check([...path, 'preset'], () => (preset === undefined ? null : presetNamed(game, preset)));
    const config = check([...path, 'settings'], () => readConfig(game, { preset, more: settings }));
    tables.set(name, { game, config, preset: Object.keys(settings).length > 0 ? null : (found?.name ?? null) });
  }
  for (const [name, fact] of Object.entries(lesson.facts))
    facts.set(
      name,
      check(['facts', name], () => factValue(fact, { tables, read, known: facts })),
    );
  lesson.stops.forEach((stop, at) => checkStop(stop, ['stops', at], { tables, facts, check }));
  const slots = Object.assign(
    {},
    ...[...tables].map(([name, table]) => settingSlots(name, table)),
    ...[...facts].map(([name, fact]) => slotsOf(name, fact)),
  );
  return { typed, lesson: filled(lesson, slots, refuse), tables, facts };
}

type Checking = {
  readonly tables: ReadonlyMap<string, SetTable>;
  readonly facts: ReadonlyMap<string, FactValue>;
  check<T>(path: readonly PropertyKey[], work: () => T): T;
};

function checkStop(stop: LessonStop, path: readonly PropertyKey[], checking: Checking): void {
  const { tables, check } = checking;
  const hands = handsOf(stop);
  if (hands !== null) checkHands(hands, [...path, 'hands'], checking);
  if (stop.kind === 'play') {
    const { game, config } = check([...path, 'table'], () => tableNamed(stop.table, tables));
    check([...path, 'role'], () => {
      const names = game.roles.map(({ name }) => name);
      if (stop.role !== undefined && !names.includes(stop.role))
        throw unknown(`role in ${game.name}`, stop.role, names);
    });
    check([...path, 'against'], () => {
      if (stop.against === undefined) return;
      const ids = typeof stop.against === 'string' ? [stop.against] : stop.against;
      if (game.seats(config).most < 2) throw new UserError(`${game.name} is answered alone: leave it out`);
      for (const id of ids) if (!SEATED.includes(id)) readOfflineAgent(id, game);
    });
  }
  if (stop.kind === 'reveal') stop.rows.forEach((row, at) => checkRow(row, [...path, 'rows', at], checking));
}

function checkHands(
  { table, key, options }: HandsAsked,
  path: readonly PropertyKey[],
  { tables, check }: Checking,
): void {
  const { game, config } = check([...path, 'table'], () => tableNamed(table, tables));
  if (key.startsWith(ROOM)) return;
  const { input } = check([...path, 'key'], () => {
    const asked = [...questionsByLot(game, config, game.seats(config).least)].find((decision) => decision.key === key);
    if (asked === undefined) throw noQuestion(key, { game, config });
    return asked;
  });
  options.forEach(({ answer }, at) =>
    check([...path, 'options', at, 'answer'], () => {
      if (input.kind !== 'choice')
        throw new UserError(`"${key}" is answered by a number: begin the key with ${ROOM} for a question with options`);
      const values = input.options.map(({ value }) => value);
      if (!values.some((value) => value === answer)) throw unknown(`answer to ${key}`, String(answer), values);
    }),
  );
}

const noQuestion = (key: string, table: Pick<SetTable, 'game' | 'config'>): UserError =>
  unknown(`question of ${table.game.name} (one of the room's own begins with ${ROOM})`, key, keysOf(table));

function checkRow(row: LessonRow, path: readonly PropertyKey[], { tables, facts, check }: Checking): void {
  const { class: mine, published, theory } = row;
  if (mine !== undefined && 'table' in mine) {
    const table = check([...path, 'class', 'table'], () => tableNamed(mine.table, tables));
    check([...path, 'class', 'key'], () => {
      if (!mine.key.startsWith(ROOM) && !keysOf(table).includes(mine.key)) throw noQuestion(mine.key, table);
    });
    if ('played' in mine) check([...path, 'class', 'played'], () => tableNamed(mine.played, tables));
  }
  const fact = (name: string, at: readonly PropertyKey[], kinds: readonly string[]): void =>
    check(at, () => {
      const found = facts.get(name);
      if (found === undefined) throw unknown('fact of this lesson', name, [...facts.keys()]);
      if (!kinds.includes(found.kind))
        throw new UserError(`"${name}" is a fact of kind ${found.kind}, not of ${kinds.join(' or ')}`);
    });
  if (published !== undefined) fact(published.fact, [...path, 'published', 'fact'], ['share', 'reported']);
  theory.forEach((one, at) => fact(one.fact, [...path, 'theory', at, 'fact'], ['agent']));
}

function gameNamed(name: string, games: readonly AnyGame[]): AnyGame {
  const found = games.find((game) => game.name === name);
  if (found === undefined)
    throw unknown(
      'game',
      name,
      games.map((game) => game.name),
    );
  return found;
}

/** Every text with its slots filled. Only what a class reads or hears has slots. */
function filled(lesson: LessonPlan, slots: Readonly<Record<string, string>>, refuse: Refuse): LessonPlan {
  const say = (path: readonly PropertyKey[], words: string): string => {
    const missing = [...words.matchAll(/\{(\w+)\}/g)].find(([, slot = '']) => slots[slot] === undefined);
    if (missing !== undefined) throw refuse(path, unknown('slot', missing[1] ?? '', Object.keys(slots)).message);
    return fill(words, slots);
  };
  const all = (path: readonly PropertyKey[], list: readonly string[]): string[] =>
    list.map((words, at) => say([...path, at], words));
  const asked = (path: readonly PropertyKey[], hands: HandsAsked): HandsAsked => ({
    ...hands,
    ask: say([...path, 'ask'], hands.ask),
  });
  return {
    ...lesson,
    sources: all(['sources'], lesson.sources),
    stops: lesson.stops.map((stop, at): LessonStop => {
      const path = ['stops', at];
      const common = { aloud: all([...path, 'aloud'], stop.aloud), text: all([...path, 'text'], stop.text) };
      switch (stop.kind) {
        case 'say':
          return { ...stop, ...common };
        case 'hands':
          return { ...stop, ...common, hands: asked([...path, 'hands'], stop.hands) };
        case 'play':
          return stop.hands === undefined
            ? { ...stop, ...common }
            : { ...stop, ...common, hands: asked([...path, 'hands'], stop.hands) };
        case 'reveal':
          return {
            ...stop,
            ...common,
            rows: stop.rows.map((row, i) => ({ ...row, label: say([...path, 'rows', i, 'label'], row.label) })),
            order: stop.order.map(({ group, says }, i) => ({
              group,
              ...(says === undefined ? {} : { says: say([...path, 'order', i, 'says'], says) }),
            })),
          };
      }
    }),
    handout: {
      ...lesson.handout,
      text: all(['handout', 'text'], lesson.handout.text),
      questions: all(['handout', 'questions'], lesson.handout.questions),
    },
  };
}
