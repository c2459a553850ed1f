/** Opens the lab on this terminal, and gives the terminal back whatever happens. */
import { writeSync } from 'node:fs';
import { renderToString, useWindowSize } from 'ink';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { fromHere, optionOf } from '../disk/folder.ts';
import { loadGames } from '../disk/games.ts';
import type { Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import type { BatterySetting } from '../lab/battery/setting.ts';
import { formOf } from '../lab/set-up.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { OpenSource } from './compare/watcher.ts';
import { type DrawnScreen, openDrawnScreen } from './drawn-screen.tsx';
import { useKeyboard } from './keyboard.tsx';
import { createLab, type LabController } from './lab.ts';
import { lockedOpening } from './locked-opening.ts';
import type { LanguageModels } from '../lab/models.ts';
import { shown } from '../show/glyphs.ts';
import { talk } from './plain/open.ts';
import { inOrder } from './screens/home.ts';
import { shownOf } from './screens/index.ts';
import { ScreenView } from './screen-view.tsx';
import type { LabState } from './state.ts';
import { type SignalWatch, watchSignals } from './signals.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import { lessonOpening } from './lesson-controller.ts';
import type { Introduction, Participants } from '../lab/participants.ts';
import { wantsPlain } from './on-screen.ts';
import { commandLine, wordsByHand } from '../core/shell.ts';

export type Opening = {
  readonly store: Store;
  /** Whoever sits at this keyboard, of the session that goes on or begins. */
  readonly participants: Participants;
  /** A table that is set already: the lab opens at its instructions. */
  readonly start: TableSetting | null;
  /** Whether it opens where that table is set instead; a locked lab does not. */
  readonly atSetUp?: boolean;
  /** A battery: the lab opens at its instructions, or where it was interrupted; null: none is wanted. */
  readonly battery: BatterySetting | null;
  /** What is said of the people who sit down, from the one who chose the table on. */
  readonly people: readonly Introduction[];
  /** Participants get the keyboard: the word that opens the lab again, '' where it is asked for first; null: they do not. */
  readonly locked: string | null;
  /** The lesson that is to begin; absent: none is. */
  readonly lesson?: PreparedLesson;
  readonly house?: LanguageModels;
  /** Said on the first screen, until the next key. */
  readonly notice?: string | null;
  readonly compare?: OpenSource;
  /** Home as it stands already; null: nothing is drawn yet. */
  readonly first?: DrawnScreen | null;
};

/**
 * Resolves with the exit code when the person has quit and the terminal is as it was. Throws a UserError, before anything
 * is drawn, where a treatment contradicts what is stored of a participant, or a locked lab would be read line by line.
 */
export async function openLab({
  store,
  participants,
  start,
  atSetUp = false,
  battery,
  people,
  locked,
  lesson,
  house,
  notice = null,
  compare,
  first = null,
}: Opening): Promise<number> {
  const loaded = await loadGames();
  const plain = wantsPlain();
  const opening = await lockedOpening({ store, participants, games: loaded, start, battery, locked });
  if (lesson !== undefined && opening.lock !== null) throw new UserError(LOCKED);
  if (plain && (opening.lock !== null || locked !== null)) throw new UserError(NOT_ALOUD);
  for (const [place, person] of people.entries()) await participants.introduce(place, person);
  const games = inOrder(loaded);
  const { stdout } = process;
  const lab = createLab({
    store,
    participants,
    games: start === null ? games : games.map((g) => (g.name === start.game.name ? start.game : g)),
    columns: stdout.columns,
    rows: stdout.rows,
    house,
    notice,
    compare,
    ...opening,
    ...(start === null || !atSetUp || opening.lock !== null || opening.toLock
      ? {}
      : { screen: { at: 'set-up', form: formOf(start), line: 0 } }),
    ...(lesson === undefined ? {} : { screen: await lessonOpening(store, participants, lesson) }),
    lessons: {
      list: async () => (await import('../lessons/load-lesson.ts')).lessonSummaries(),
      load: async (name) => (await import('../lessons/load-lesson.ts')).loadLesson(name),
    },
    draw: (state) => renderToString(<Screen state={{ ...state, notice: null }} />, { columns: state.columns }),
  });
  const watch = first?.watch ?? watchSignals(!plain);
  const close = plain ? read(lab, watch) : await drawn(lab, watch, first);
  const code = await Promise.race([lab.over.then(() => 0), watch.cut]);
  await Promise.race([lab.leave(), patience(1500)]);
  watch.stop();
  await close();
  say(`${farewell(store)}\n`);
  if (watch.fault !== null) say(`${watch.fault}\n`);
  return code;
}

const LOCKED =
  'Participants have the keyboard in this session, which is locked: open it with homines and its word first, or teach in another one with --session NAME.';

const NOT_ALOUD =
  'A locked lab needs the drawn screen, where no key leads out of it: leave out --plain and --locked together, or let the session that is locked be, and begin another with --session NAME.';

/** The state as it stands on a screen: for the terminal, and for files. */
function Screen({ state }: { readonly state: LabState }): ReactNode {
  const { games, help, notice, columns, rows } = state;
  return <ScreenView under={shownOf(state)} games={games} help={help} notice={notice} columns={columns} rows={rows} />;
}

/** The lab on a terminal: the state drawn, keys passed on. */
function LabScreen({ lab }: { readonly lab: LabController }): ReactNode {
  const state = useStore(lab.state);
  const { columns, rows } = useWindowSize();
  useEffect(() => lab.resize(columns, rows), [lab, columns, rows]);
  // Who sits at a locked lab gets no shell.
  useKeyboard(lab.press, lab.paste, () => lab.state.getState().lock === null);
  return <Screen state={state.columns === columns && state.rows === rows ? state : { ...state, columns, rows }} />;
}

/** On the whole screen, where something may stand already. What it returns gives the terminal back. */
async function drawn(lab: LabController, watch: SignalWatch, first: DrawnScreen | null): Promise<() => Promise<void>> {
  await lab.settled();
  const screen = <LabScreen lab={lab} />;
  const typing = (): boolean => shownOf(lab.state.getState()).typing === true;
  if (first === null) return openDrawnScreen(screen, typing, watch).close;
  first.show(screen, typing);
  return first.close;
}

/** Line by line. */
function read(lab: LabController, watch: SignalWatch): () => Promise<void> {
  talk(lab, process.stdin, process.stdout).then(
    () => lab.act({ type: 'quit' }),
    (error: unknown) => watch.broken(error),
  );
  return async () => void process.stdin.pause();
}

/** Where the choices are, and how to go on. */
function farewell({ file, trouble }: Store): string {
  const lost = trouble();
  if (lost !== null) return lost;
  // A line of its own: a command that is broken in two cannot be copied.
  return `Every choice is kept in ${fromHere(file)}. To go on:\n${commandLine(wordsByHand(optionOf(file)))}`;
}

const patience = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms).unref());

/** The terminal may be gone already. */
function say(words: string): void {
  try {
    writeSync(1, shown(words));
  } catch {
    // Nobody is there to read it.
  }
}
