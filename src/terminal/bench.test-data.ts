/** A lab under a test: real games, a store in memory, keys by name. */
import type { Key } from 'ink';
import { textOf } from '../show/line.ts';
import { loadGames } from '../disk/games.ts';
import type { Store } from '../core/log.ts';
import { bodySize } from './body-size.ts';
import type { OpenSource } from './compare/watcher.ts';
import { keyOf } from './ask/samples.test-data.ts';
import { createLab, type LabController } from './lab.ts';
import { lockedOpening } from './locked-opening.ts';
import type { BatterySetting } from '../lab/battery/setting.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import { memoryStore, type MemoryStore } from '../lab/memory-store.test-data.ts';
import { lessonSummaries, loadLesson } from '../lessons/load-lesson.ts';
import type { LanguageModels } from '../lab/models.ts';
import { entriesOf, inOrder } from './screens/home.ts';
import { shownOf } from './screens/index.ts';
import type { At, LabState, Screen, ScreenAt } from './state.ts';
import { openParticipants } from '../lab/participants.ts';

export type Bench = {
  readonly store: MemoryStore;
  readonly lab: LabController;
  /** Presses keys one after the other and waits after each: 'Enter', '↓', 'c', or letters to type. */
  keys(...names: readonly string[]): Promise<void>;
  /** At home: moves the cursor to the entry of this name, and opens it. Which games there are is no matter of a test. */
  open(entry: string): Promise<void>;
  state(): LabState;
  screen<K extends At>(at: K): ScreenAt<K>;
  /** Title, right end and body, as on a screen of this size. */
  text(columns?: number, rows?: number): string;
};

const games = inOrder(await loadGames());

let time = 1_700_000_000_000;

type Given = {
  readonly store?: MemoryStore;
  readonly screen?: Screen;
  readonly seed?: number;
  readonly columns?: number;
  readonly rows?: number;
  readonly house?: LanguageModels;
  readonly compare?: OpenSource;
  readonly clock?: () => number;
  /** The word of a lab that is to be locked, '' where it is asked for first; a session that is locked opens so anyhow. */
  readonly locked?: string;
  /** A table that is named as the lab opens. */
  readonly start?: TableSetting;
  /** A battery that is asked for as the lab opens. */
  readonly battery?: BatterySetting;
  /** In which language lessons are taught. */
  readonly language?: string | null;
};

export async function bench({
  store = memoryStore(),
  screen,
  seed = 7,
  columns = 80,
  rows = 24,
  house,
  compare,
  clock = () => (time += 10),
  locked,
  start,
  battery,
  language = null,
}: Given = {}): Promise<Bench> {
  const participants = await openParticipants(store satisfies Store, '0.0.0', clock());
  const opening = await lockedOpening({
    ...{ store, participants, games, start: start ?? null, locked: locked ?? null },
    battery: battery ?? null,
  });
  const lab = createLab({
    store,
    participants,
    games,
    columns,
    rows,
    clock,
    seed: () => seed,
    house,
    ...(compare === undefined ? {} : { compare }),
    lessons: { list: async () => lessonSummaries(), load: (name) => loadLesson(name, language) },
    ...opening,
    ...(screen === undefined ? {} : { screen }),
  });
  await lab.settled();
  const state = (): LabState => lab.state.getState();
  const keys = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) {
      const [input, key]: readonly [string, Key] =
        name === 'ctrl-c' ? ['c', { ...keyOf('x')[1], ctrl: true }] : keyOf(name);
      lab.press(input, key);
      await lab.settled();
    }
  };
  return {
    store,
    lab,
    state,
    keys,
    async open(entry) {
      const entries = entriesOf(state()).map(({ name }) => name);
      const [from, to] = [state().entry ?? '', entry].map((name) => entries.indexOf(name));
      if (to === -1) throw new Error(`home has no entry "${entry}", but ${entries.join(', ')}`);
      const by = to! - Math.max(0, from!);
      await keys(...Array.from({ length: Math.abs(by) }, () => (by > 0 ? '↓' : '↑')), 'Enter');
    },
    screen(at) {
      const now = state().screen;
      if (now.at !== at) throw new Error(`the screen is ${now.at}, not ${at}`);
      return now as ScreenAt<typeof at>;
    },
    text(width = state().columns, height = state().rows) {
      const shown = shownOf({ ...state(), columns: width, rows: height });
      const size = bodySize(width, height, shown.indent);
      return [shown.title, shown.right, ...shown.lines(size.width, size.height).map(textOf)].join('\n');
    },
  };
}
