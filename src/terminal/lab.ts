/**
 * The lab behind the screens: keys come in, actions are done, the state changes, and whoever draws sees it. It draws
 * nothing itself: the same lab runs on a terminal, line by line, and under a test.
 */
import type { Key } from 'ink';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { newSeed } from '../core/ids.ts';
import type { AnyGame } from '../core/game.ts';
import type { Store } from '../core/log.ts';
import type { Action } from './actions.ts';
import { matchController } from './match-controller.ts';
import { type TableSetting, nextTable, peopleOf } from '../lab/table-setting.ts';
import { batteryController } from './battery-controller.ts';
import type { BatteryOpening } from './locked-opening.ts';
import { labComparison, type OpenSource } from './compare/watcher.ts';
import { AT_STOP, lessonController, type LessonShelf } from './lesson-controller.ts';
import { tableOfStop } from './screens/lesson.ts';
import { modelsController } from './models-controller.ts';
import { type LanguageModels, NONE_AT_HAND } from '../lab/models.ts';
import { tooSmall } from './body-size.ts';
import { recordGuess, revealed } from '../lab/guess.ts';
import { historyScreens } from './history.ts';
import { resumedMatch } from '../lab/history.ts';
import { unfinishedMatch } from '../lab/unfinished.ts';
import { pasteOf, type Press, pressOf } from './key-names.ts';
import { saveScreen } from './save-screen.ts';
import { shownOf } from './screens/index.ts';
import { entriesOf } from './screens/home.ts';
import { lockWord } from '../core/lock-word.ts';
import { type Lock, lockedBody, opens } from '../lab/lock.ts';
import { formOf, type SetUp } from '../lab/set-up.ts';
import { labStandings } from './standing.ts';
import { newLiveMatch, type LiveMatch } from '../lab/live-match.ts';
import { debriefing, type LabState, type Screen, type ScreenAt } from './state.ts';
import { optionOf } from '../disk/folder.ts';
import { sentenceOf, tasks } from './tasks.ts';
import { type Participants, readLabel } from '../lab/participants.ts';
import { UserError } from '../core/user-error.ts';
import { commandLine, wordsByHand } from '../core/shell.ts';

export type LabController = {
  readonly state: StoreApi<LabState>;
  press(input: string, key: Key): void;
  /** Text of the clipboard: it may stand in a field, and chooses nothing. */
  paste(text: string): void;
  act(action: Action): void;
  resize(columns: number, rows: number): void;
  /** Resolves when the person quits. */
  readonly over: Promise<void>;
  /** Leaves a match in progress and waits until that is written: for signals and closed windows. */
  leave(): Promise<void>;
  /** Resolves when the lab waits for a person: nothing is under way, or a question stands. */
  settled(): Promise<void>;
  /** Resolves when no comparison on the screen is still being read. */
  compared(): Promise<void>;
  /** Resolves when it is known where players stand, or after two seconds: an explanation waits no longer. */
  stood(): Promise<void>;
};

type Given = {
  readonly store: Store;
  readonly participants: Participants;
  readonly games: readonly AnyGame[];
  readonly columns: number;
  readonly rows: number;
  readonly screen?: Screen;
  /** Participants have the keyboard from the first screen on. */
  readonly lock?: Lock | null;
  /** The lab is to be locked as soon as a table is set. */
  readonly toLock?: boolean;
  /** A battery that was asked for, or that goes on. */
  readonly battery?: BatteryOpening;
  readonly clock?: () => number;
  readonly seed?: () => number;
  /** Language models, where there are any to be had. */
  readonly house?: LanguageModels | undefined;
  /** Opens the database for comparing what is in it. */
  readonly compare?: OpenSource | undefined;
  /** Where lessons are found. */
  readonly lessons?: LessonShelf | undefined;
  /** Said on the first screen, until the next key. */
  readonly notice?: string | null;
  /** Draws the state as it would stand on a terminal, for files. */
  readonly draw?: (state: LabState) => string;
};

const HOME: Screen = { at: 'home' };

export function createLab(given: Given): LabController {
  const {
    store,
    participants,
    games,
    columns,
    rows,
    screen = HOME,
    lock = null,
    toLock = false,
    battery,
    clock = Date.now,
    seed = newSeed,
    draw,
    house,
    compare,
    lessons: shelf,
    notice = null,
  } = given;
  const state = createStore<LabState>(() => ({
    ...{ columns, rows, file: store.file, games, screen, current: participants.current },
    ...{ play: null, lesson: null, unfinished: null, matches: 0, standings: {}, waiting: [], help: null, notice },
    ...{ entry: null, tables: {}, lock, toLock },
    battery: battery === undefined ? null : { setting: battery.setting, sequence: null },
    ...{ atHand: house?.atHand() ?? NONE_AT_HAND, estimate: null, spent: 0, minute: null, instead: null },
  }));
  const set = (change: Partial<LabState>): void => state.setState(change);
  const show = (next: Screen, more: Partial<LabState> = {}): void => set({ screen: next, help: null, ...more });
  /** Home; while a lesson is running its stop, with what was played meanwhile. */
  const home = (): void => {
    protocols.left();
    const { lock: locked, lesson } = state.getState();
    const left = { play: null, waiting: [], battery: null };
    if (locked !== null || lesson === null) return show(locked === null ? HOME : { at: 'closing' }, left);
    later(async () => show((await lessons.here()) ?? HOME, left));
  };
  const table = matchController(state, clock, () => house?.waking?.() ?? null);
  const { sessions, session, match: look, profile } = historyScreens(store, games);
  const comparison = labComparison(compare, state);
  const lessons = lessonController({ store, participants, shelf, state, clock });
  const standings = labStandings(compare, store, state);
  const queue = tasks();
  const guessing = new Set<string>();
  let quit: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (quit = resolve));

  const models = modelsController(house, store, state);
  const protocols = batteryController({ store, games, clock, live: models.live }, participants, state);
  const trouble = (sentence: string, match: string | null = null): void => {
    show({ at: 'trouble', sentence, match, lost: store.trouble() }, { play: null });
  };
  const later = (task: () => Promise<void>): void => queue.later(task, trouble);

  /** Opens what has to be read first, unless the person has gone elsewhere meanwhile. */
  const opening = (read: () => Promise<Screen>): void => {
    const { screen: from } = state.getState();
    later(async () => {
      const next = await read();
      if (state.getState().screen === from) show(next);
    });
  };

  /** What can be continued, and how much there is, is known before home stands: a list that shifts under the cursor misleads. */
  const refresh = async (): Promise<void> => {
    try {
      const code = participants.current.code;
      const [open, summary] = await Promise.all([unfinishedMatch(store, code), store.session(code)]);
      set({ unfinished: open, matches: summary?.matches ?? 0 });
    } catch (error) {
      // What could be continued can be still, once the file can be read again.
      set({ notice: sentenceOf(error) });
    }
  };

  /** `match`: the one that goes on; null: a new one. */
  const sit = (begin: () => Promise<LiveMatch>, match: string | null = null, inBattery = false): void => {
    show({ at: 'play' }, { play: null, notice: null });
    let onDisk = match;
    queue.later(
      async () => {
        // A match of a battery that is gone on with from a list goes on with the battery.
        const ofBattery = inBattery || (match !== null && (await protocols.adopt(match)));
        const mine = await begin();
        set({ current: participants.current });
        await models.count(mine.match);
        const finished = await table.play(mine, () => (onDisk = mine.match.code));
        await refresh();
        if (finished === null) return home();
        if ('unpaid' in finished) {
          const { match, game, choice } = mine;
          return show(
            { at: 'unpaid', match, game, choice, sentence: finished.unpaid, saved: finished.saved },
            { play: null },
          );
        }
        if (ofBattery) return show(await protocols.after(), { play: null });
        if (finished.minutes !== undefined) set({ minute: finished.minutes.join(' ') });
        const waiting =
          finished.choice.explain === 'last' ? [...state.getState().waiting, finished] : state.getState().waiting;
        show({ at: 'result', finished, guessed: null, first: 0 }, { play: null, waiting });
      },
      (sentence) => {
        trouble(sentence, onDisk);
        later(refresh);
      },
    );
  };

  const begun = (choice: TableSetting, again: boolean): Promise<LiveMatch> =>
    newLiveMatch({ store, clock, live: models.live }, participants, choice, choice.seed ?? seed(), again);

  /** A match begins; whoever has played this game in this session is asked first who sits there now. */
  const play = ({ choice, as }: Action & { type: 'play' }): void => {
    const { screen: from, lock: locked } = state.getState();
    const begin = (): void => {
      remember(choice);
      models.lookAgain(choice);
      sit(() => begun(models.seatable(choice), as !== undefined));
    };
    if (as !== undefined || locked !== null || participants.areSaid(peopleOf(choice))) return begin();
    later(async () => {
      const known = await participants.havePlayed(peopleOf(choice), choice.game.name);
      if (state.getState().screen !== from) return;
      if (known) show({ at: 'question', of: 'again', choice, back: from });
      else begin();
    });
  };

  /** The entry of home that a table of this game belongs to: the one that was opened, else the game's own. */
  const entryOf = (game: AnyGame): string => {
    const { entry } = state.getState();
    const opened = entriesOf(state.getState()).find(({ name: one }) => one === entry);
    return opened?.game?.name === game.name ? opened.name : game.title;
  };

  /** The table of an entry of home stays as it was set. */
  const remember = (set_: TableSetting | SetUp): void => {
    const form = 'config' in set_ ? formOf(set_) : set_;
    set({ tables: { ...state.getState().tables, [entryOf(form.game)]: form } });
  };

  /** The table as it was set last, where this one was played. */
  const latest = (played: SetUp): SetUp => state.getState().tables[entryOf(played.game)] ?? played;

  const guess = ({ finished, guess: said, confidence }: Action & { type: 'guess' }): void => {
    const { code } = finished.match;
    if (guessing.has(code)) return;
    guessing.add(code);
    queue.later(
      async () => {
        const told = await recordGuess(store, finished, { guess: said, confidence }, clock());
        const waiting = state.getState().waiting.map((f) => (f.match.code === code ? revealed(f) : f));
        show({ at: 'result', finished: revealed(finished), guessed: told, first: 0 }, { waiting });
      },
      (sentence) => {
        guessing.delete(code);
        set({ notice: sentence });
      },
    );
  };

  const name = ({ session: code, name: words, back, belongs }: Action & { type: 'name' }): void =>
    later(async () => {
      const { current, screen: from } = state.getState();
      if (code === current.code && current.name === null && belongs === undefined) {
        const before = await store.matches({ session: code });
        const [first] = before;
        if (first !== undefined)
          return show({
            ...{ at: 'question', of: 'belongs', name: words, back: from },
            ...{ matches: before.length, since: first.startedAt },
          });
      }
      if (belongs === false) {
        const next = participants.startAfresh(clock());
        await participants.nameSession(next.code, words, clock());
        await refresh();
        return show(HOME, {
          ...{ current: participants.current, waiting: [] },
          notice: `A new session, "${words}"; what was played before stays a rehearsal.`,
        });
      }
      await participants.nameSession(code, words, clock());
      set({ current: participants.current });
      show(back === 'home' ? HOME : back === 'session' ? await session(code) : await sessions(), {
        notice: `This session is now called "${words}".`,
      });
    });

  const introduce = ({ form, then }: Action & { type: 'introduce' }): void =>
    later(async () => {
      try {
        for (const [place, { label, treatment }] of form.typed.entries())
          await participants.introduce(place, {
            label: readLabel(label, 'label'),
            treatment: readLabel(treatment, 'treatment'),
          });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return show({ ...form, problem: error.message }, { current: participants.current });
      }
      show(then, { current: participants.current });
    });

  /** The next protocol of a battery; a match that was left there goes on. */
  const protocol = (): void => {
    const { sequence } = state.getState().battery ?? {};
    const open = sequence?.matches[sequence.at];
    sit(protocols.next, open?.ending === null ? open.code : null, true);
  };

  /** What a battery's screen becomes; where it is refused the screen stays, and why is said. */
  const inBattery = (next: () => Promise<Screen>): void =>
    later(async () => {
      try {
        show(await next(), { waiting: [] });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        set({ notice: error.message });
      }
    });

  /** Participants get the keyboard: that is on disk before they do. */
  const locks = ({ word, choice, battery: setting, from }: Action & { type: 'lock' }): void =>
    later(async () => {
      let next: Lock;
      try {
        next = { word: lockWord(word), table: choice, ...(setting === undefined ? {} : { battery: setting }) };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return show(from.at === 'lock' ? { ...from, problem: error.message } : from, { notice: error.message });
      }
      await participants.keep((at) => ({ ...at, kind: 'locked', body: lockedBody(next) }), clock());
      set({ lock: next, toLock: false, waiting: [], current: participants.current });
      if (setting !== undefined) return show(await protocols.opened(setting));
      remember(choice);
      show(models.settled({ at: 'instructions', choice, first: 0, back: null }));
    });

  /** The word was typed: the lab opens, or somebody is let in. */
  const worded = ({ typed, then, back }: ScreenAt<'word'>): void =>
    queue.beside(async () => {
      const { lock: locked, screen: from } = state.getState();
      if (locked === null || from.at !== 'word') return;
      if (!opens(locked, typed)) return show({ ...from, typed: '', problem: 'That is not the word.' });
      if (then === 'next person')
        return show(
          { at: 'curtain', choice: locked.table, back },
          { current: participants.nextPerson(), unfinished: null },
        );
      await participants.keep((at) => ({ ...at, kind: 'unlocked', body: null }), clock());
      set({ lock: null });
      await refresh();
      if (state.getState().play === null) home();
      else show(back, { notice: 'The lab is open. Esc leaves this match.' });
    }, trouble);

  /** Somebody is let into a locked lab: on disk before the instructions, so that a restart finds them there. */
  const letIn = (choice: TableSetting): void =>
    later(async () => {
      const people = participants.people(peopleOf(choice)).map(({ label, treatment }) => ({ label, treatment }));
      await participants.keep((at) => ({ ...at, kind: 'seated', body: { people } }), clock());
      const { lock: locked } = state.getState();
      if (locked?.battery !== undefined) return show(await protocols.instructions(locked.battery));
      const next: Screen = { at: 'instructions', choice: nextTable(choice), first: 0, back: null };
      show(models.settled(next), { current: participants.current });
    });

  const act = (action: Action): void => {
    const now = state.getState();
    switch (action.type) {
      case 'show':
        if (action.screen.at === 'set-up') remember(action.screen.form);
        show(models.settled(action.screen));
        return models.follow(later);
      case 'say':
        return set({ notice: action.words });
      case 'home':
        return home();
      case 'point':
        return set({ entry: action.entry });
      case 'play':
        return play(action);
      case 'continue':
        return sit(
          () => resumedMatch({ store, games, clock, live: models.live }, action.match, participants),
          action.match,
        );
      case 'ask':
        return table.answer(action.action);
      case 'lift curtain':
        return table.liftCurtain();
      case 'rules':
        return table.patch({ rules: action.first });
      case 'leaving':
        return table.patch({ leaving: action.asked });
      case 'leave':
        return table.leave();
      case 'stand in':
        return table.standIn() ? undefined : set({ notice: 'There is no stand-in to answer here.' });
      case 'transcript':
        return opening(() => models.transcript(action.match, action.back, action.from));
      case 'profile':
        return opening(() => profile(action.session, action.back));
      case 'trust':
        models.trusted(action.names, action.yes);
        return act({ type: 'show', screen: action.then });
      case 'bind':
        return models.bind(action.label, action.id);
      case 'ask as':
        return models.askAs(action.id, action.ask);
      case 'guess':
        return guess(action);
      case 'end': {
        const [first, ...rest] = now.waiting;
        if (first) return show(debriefing(first, rest, action.then), { waiting: [] });
        if (action.then === 'next person') return act({ type: 'curtain' });
        const choice = tableAt(now.screen);
        if (action.then === 'home' || choice === null || now.lock !== null || now.lesson !== null) return home();
        return act({ type: 'show', screen: { at: 'set-up', form: latest(formOf(choice)), line: 0 } });
      }
      case 'curtain': {
        const { screen: from } = now;
        const choice = tableAt(from);
        return show({ at: 'curtain', choice, back: from }, { waiting: [] });
      }
      case 'next person': {
        const { choice } = action;
        if (now.lock !== null && choice !== null) return letIn(choice);
        const next: Screen =
          choice === null
            ? HOME
            : { at: 'instructions', choice: nextTable(choice), first: 0, back: now.lesson === null ? null : AT_STOP };
        return show(next, { current: participants.nextPerson(), unfinished: null });
      }
      case 'battery':
        return inBattery(() => protocols.opened(action.setting));
      case 'protocols':
        if (action.go === 'on') return protocol();
        return inBattery(
          { begin: protocols.begun, again: () => protocols.again(now.lock?.battery), another: protocols.another }[
            action.go
          ],
        );
      case 'lock':
        return locks(action);
      case 'word':
        return now.screen.at === 'word' ? worded(now.screen) : undefined;
      case 'sessions':
        return opening(() => sessions(action.on));
      case 'session':
        return opening(() => session(action.session, action.on));
      case 'make current':
        return later(async () => {
          const found = await store.session(action.session);
          if (found === null || found.kind !== 'lab')
            return set({ notice: 'A run of agents cannot go on here: nobody sits in it.' });
          await participants.goOn(found, []);
          set({ current: participants.current, waiting: [] });
          await refresh();
          show(HOME, { notice: `Now in ${found.name === null ? 'this rehearsal' : `"${found.name}"`} again.` });
        });
      case 'look':
        return opening(() => look(action.match));
      case 'name':
        return name(action);
      case 'introduce':
        return introduce(action);
      case 'start afresh': {
        if (action.sure === undefined && now.matches > 0)
          return show({ at: 'question', of: 'afresh', matches: now.matches, back: now.screen });
        const current = participants.startAfresh(clock());
        return show(HOME, {
          current,
          unfinished: null,
          matches: 0,
          waiting: [],
          notice: 'A new session: a rehearsal until it is named.',
        });
      }
      case 'compare':
        return comparison.open(action.back);
      case 'compared':
        if (action.say !== undefined) set({ notice: action.say });
        return comparison.pressed(action.view, action.ask);
      case 'lessons':
        return opening(lessons.list);
      case 'lesson':
        return opening(() => lessons.start(action.name));
      case 'begin lesson':
        return later(() => lessons.begin(action.prepared, action.how));
      case 'stop':
        return later(() => lessons.goTo(action.stop));
      case 'count hands':
        return later(() => lessons.count(action.counts));
      case 'lesson table': {
        const table = now.lesson === null ? null : tableOfStop(now.lesson);
        return table === null ? undefined : act({ type: 'show', screen: table });
      }
      case 'leave lesson': {
        const { typed = '', lesson } = now.lesson?.prepared ?? {};
        const spoken = lesson === undefined || lesson.language === 'en' ? [] : ['--language', lesson.language];
        const words = ['lesson', typed, ...spoken, '--handout', 'handout.html', ...optionOf(store.file)];
        return show(HOME, { lesson: null, notice: `Its hand-out: ${commandLine(wordsByHand(words))}` });
      }
      case 'help':
        return set({ help: action.first });
      case 'save screen':
        return set({ notice: draw ? saveScreen(store.file, now, draw(now)) : 'There is no screen to save here.' });
      case 'quit':
        return quit();
    }
  };

  later(refresh);
  set({ screen: models.settled(screen) });
  if (battery?.go === 'on') act({ type: 'battery', setting: battery.setting });
  if (battery?.go === 'instructions') inBattery(() => protocols.instructions(battery.setting));
  models.begin();
  const take = (press: Press): void => {
    const now = state.getState();
    // Nobody answers a question that the window is too small to show.
    if (tooSmall(now.columns, now.rows) && press.name !== 'ctrl-c') return;
    if (now.notice !== null) set({ notice: null });
    const action = actionOf(now, press);
    if (action) act(action);
  };

  return {
    state,
    act,
    over,
    press: (input, key) => take(pressOf(input, key)),
    paste: (text) => take(pasteOf(text)),
    resize(newColumns, newRows) {
      const now = state.getState();
      if (now.columns !== newColumns || now.rows !== newRows) set({ columns: newColumns, rows: newRows });
    },
    async leave() {
      comparison.stop();
      models.end();
      table.leave();
      await queue.done();
      protocols.left();
    },
    settled: () => queue.settled(state),
    compared: comparison.settled,
    stood: standings.settled,
  };
}

/** The table that a screen after a match belongs to; null: it belongs to none. */
function tableAt(screen: Screen): TableSetting | null {
  if (screen.at === 'result' || screen.at === 'debrief') return screen.finished.choice;
  return screen.at === 'unpaid' ? screen.choice : null;
}

/** Which action a key asks for: the help in front of everything, then the screen, then what every screen has. */
function actionOf(state: LabState, press: Press): Action | null {
  const { help } = state;
  if (help !== null) {
    if (press.name === 'down' || press.name === 'page down') return { type: 'help', first: help + 1 };
    if (press.name === 'up' || press.name === 'page up') return { type: 'help', first: Math.max(0, help - 1) };
    return ['escape', 'enter', 'h', 'ctrl-c'].includes(press.name) ? { type: 'help', first: null } : null;
  }
  const screen = shownOf(state);
  const action = screen.key(press);
  if (action) return action;
  if (press.name === 'h' && !screen.typing) return { type: 'help', first: 0 };
  return press.name === 'ctrl-c' && state.lock === null ? { type: 'quit' } : null;
}
