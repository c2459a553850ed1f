/**
 * The lab behind the screens: keys come in, actions are done, the state changes, and whoever draws sees it. No React and
 * no terminal here: the same lab runs under a test.
 */
import type { Key } from 'ink';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AnyGame } from '../game.ts';
import { newSeed } from '../code.ts';
import type { Store } from '../log.ts';
import { Refusal } from '../refusal.ts';
import type { Action } from './actions.ts';
import { openAsk, reduceAsk } from './ask/state.ts';
import { GUESS } from './choice.ts';
import { debriefing } from './debriefing.ts';
import { tooSmall } from './frame.tsx';
import { looking } from './looking.ts';
import { type Press, pressOf } from './press.ts';
import { saveScreen } from './save-screen.ts';
import { againChoice } from './screens/again.ts';
import { shownOf } from './screens/index.ts';
import { type Listener, newSitting, ofPeople, type Sitting, sittingAgain } from './sitting.ts';
import type { Asked, Finished, LabState, Play, Screen } from './state.ts';
import type { Ledger } from './whose.ts';

export type Lab = {
  readonly state: StoreApi<LabState>;
  press(input: string, key: Key): void;
  act(action: Action): void;
  resize(columns: number, rows: number): void;
  /** Resolves when the person quits. */
  readonly over: Promise<void>;
  /** Leaves a match in progress and waits until that is written: for signals and closed windows. */
  leave(): Promise<void>;
  /** Resolves when the lab waits for a person: nothing is under way, or a question stands. */
  settled(): Promise<void>;
};

type Given = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly games: readonly AnyGame[];
  readonly columns: number;
  readonly rows: number;
  readonly screen?: Screen;
  readonly clock?: () => number;
  readonly seed?: () => number;
  /** Draws the state as it would stand on a terminal, for files. */
  readonly draw?: (state: LabState) => string;
};

export function createLab({ store, ledger, games, columns, rows, screen, clock = Date.now, seed = newSeed, draw }: Given): Lab {
  const state = createStore<LabState>(() => ({
    columns,
    rows,
    file: store.file,
    games,
    screen: screen ?? HOME,
    play: null,
    whose: ledger.whose,
    unfinished: null,
    waiting: [],
    help: null,
    notice: null,
  }));
  const set = (change: Partial<LabState>): void => state.setState(change);
  const show = (next: Screen, more: Partial<LabState> = {}): void => set({ screen: next, help: null, ...more });
  const patch = (change: Partial<Play>): void => {
    const { play } = state.getState();
    if (play) set({ play: { ...play, ...change } });
  };
  let sitting: Sitting | null = null;
  let quit: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (quit = resolve));

  // What takes time is done one after the other; its mishaps are sentences on the screen.
  let work: Promise<void> = Promise.resolve();
  let tasks = 0;
  const later = (task: () => Promise<void>, match: () => string | null = () => null): void => {
    tasks += 1;
    work = work
      .then(task)
      .catch((error: unknown) => show({ at: 'trouble', sentence: sentenceOf(error), match: match() }, { play: null }))
      .finally(() => (tasks -= 1))
      .then(() => undefined);
  };

  /** The latest match of this session that a person has begun to answer and that has not ended. */
  const refreshUnfinished = async (): Promise<void> => {
    try {
      const open = await store.matches({ session: state.getState().whose.session, unfinished: true });
      for (const match of open.toReversed()) {
        const choices = ofPeople(match, await store.decisions(match.code)).length;
        if (choices > 0) return set({ unfinished: { match, choices } });
      }
      set({ unfinished: null });
    } catch (error) {
      set({ notice: sentenceOf(error), unfinished: null });
    }
  };

  /** What can be continued is known before the screen stands: a list that shifts under the cursor misleads. */
  const home = (): void =>
    later(async () => {
      await refreshUnfinished();
      show(HOME, { play: null, waiting: [] });
    });

  // ── a match ──

  const sit = (begin: () => Promise<Sitting>): void => {
    show({ at: 'play' }, { play: null, notice: null });
    let code: string | null = null;
    let onDisk = false;
    later(
      async () => {
        const mine = await begin();
        sitting = mine;
        code = mine.match.code;
        onDisk = mine.saved > 0;
        set({ play: opened(mine), whose: ledger.whose });
        const finished = await mine.play(listener(mine, () => (onDisk = true))).finally(() => (sitting = null));
        if (finished === null) return home();
        const { waiting } = state.getState();
        show(
          { at: 'result', finished, guessed: null, first: 0 },
          { play: null, waiting: finished.choice.explain === 'last' ? [...waiting, finished] : waiting },
        );
      },
      () => (onDisk ? code : null),
    );
  };

  const listener = (mine: Sitting, stored: () => void): Listener => ({
    asked(asked, turn) {
      stored();
      const play = state.getState().play!;
      const rest = play.turn === turn ? play.queue.filter((q) => q.seat !== asked.seat) : [];
      const queue = asked.seat === play.holder ? [asked, ...rest] : [...rest, asked];
      patch({ ...turned(play, queue), together: rest.length > 0 || (play.turn === turn && play.together), turn, thinking: [] });
    },
    thinking: (label) => patch({ thinking: [...(state.getState().play?.thinking ?? []), label] }),
    answered(seat, person, last) {
      const play = state.getState().play!;
      if (!person) return patch({ thinking: play.thinking.filter((label) => label !== mine.seated.rows[seat]!.shown) });
      const queue = play.queue.filter((q) => q.seat !== seat);
      patch({ saved: play.saved + 1, ...(last && queue.length > 0 ? turned(play, queue) : {}) });
    },
    moved: () => undefined,
  });

  /** The first question of the queue comes on screen: at once, or behind a curtain when the keyboard changes hands. */
  const turned = (play: Play, queue: readonly Asked[]): Partial<Play> => {
    const [next] = queue;
    if (next === undefined) return { queue };
    const two = play.match.seats.filter((s) => s.kind === 'human').length > 1;
    if (next === play.queue[0] && play.ask) return { queue };
    if (two && play.holder !== next.seat) return { queue, ask: null, sent: false };
    return { queue, ask: openedAsk(play, next), holder: next.seat, sent: false };
  };

  const openedAsk = ({ game }: Play, { decision, position, of, view, names }: Asked) =>
    openAsk({ decision, calculator: game.calculator?.(view, decision, names) ?? null, position, of, shownAt: clock() });

  const answer = (action: Parameters<typeof reduceAsk>[1]): void => {
    const { play } = state.getState();
    const asked = play?.queue[0];
    if (!play?.ask || !asked || play.sent) return;
    const next = reduceAsk(play.ask, action, clock());
    patch({ ask: next.state, sent: next.reply !== undefined || next.back === true });
    if (next.back) sitting?.answer(asked.seat, { answer: null, back: true });
    else if (next.reply) sitting?.answer(asked.seat, next.reply);
  };

  // ── what screens ask for ──

  const act = (action: Action): void => {
    const now = state.getState();
    switch (action.type) {
      case 'show':
        return show(action.screen);
      case 'say':
        return set({ notice: action.words });
      case 'home':
        return home();
      case 'play': {
        const { choice } = action;
        return sit(async () => {
          const { session, people } = ledger.whose;
          const before = ledger.pending(clock(), choice.against === 'human' ? 2 : 1);
          const mine = newSitting({ store, clock }, choice, { session, people, seed: choice.seed ?? seed(), before });
          await mine.begin();
          ledger.written(before);
          return mine;
        });
      }
      case 'continue':
        return sit(() => resumed(action.match));
      case 'ask':
        return answer(action.action);
      case 'lift curtain': {
        const { play } = now;
        const next = play?.queue[0];
        if (play && next) patch({ ask: openedAsk(play, next), holder: next.seat, sent: false });
        return;
      }
      case 'rules':
        return patch({ rules: action.first });
      case 'leaving':
        return patch({ leaving: action.asked });
      case 'leave':
        patch({ sent: true });
        return sitting?.leave();
      case 'guess': {
        const { finished, guess, confidence } = action;
        const truth = truthOf(finished);
        const { match } = finished;
        return later(async () => {
          const body = { guess, confidence, truth };
          const participant = match.seats[finished.seat]?.participant ?? null;
          await store.record([
            { table: 'event', row: { session: match.session, match: match.code, participant, kind: 'guess', body, at: clock() } },
          ]);
          show({ at: 'result', finished: revealed(finished), guessed: body, first: 0 });
          set({ waiting: state.getState().waiting.map((f) => (f.match.code === match.code ? revealed(f) : f)) });
        });
      }
      case 'end': {
        const [first, ...queue] = now.waiting;
        if (first) return show(debriefing(first, queue, action.then), { waiting: [] });
        if (action.then === 'next person') return act({ type: 'curtain' });
        if (action.then === 'quit') return act({ type: 'quit' });
        return home();
      }
      case 'curtain': {
        const { screen: from } = now;
        const table = from.at === 'result' || from.at === 'debrief' ? from.finished.choice : null;
        return show({ at: 'curtain', choice: table }, { waiting: [] });
      }
      case 'next person': {
        set({ whose: ledger.nextPerson(), unfinished: null });
        const { choice } = action;
        return choice === null ? show(HOME) : show({ at: 'instructions', choice: againChoice(choice), first: 0, back: null });
      }
      case 'sessions':
        return later(async () =>
          show({ at: 'sessions', sessions: (await store.sessions()).toSorted((a, b) => b.lastAt - a.lastAt), line: 0 }),
        );
      case 'session':
        return later(() => openSession(action.session));
      case 'look':
        return later(async () => {
          const summary = await found(action.match);
          const session = (await store.session(summary.session))!;
          show(await looking(store, session, summary, gameOf(summary.game)));
        });
      case 'name':
        return later(() => name(action.session, action.name, action.back));
      case 'start afresh':
        set({ whose: ledger.startAfresh(clock()), unfinished: null, waiting: [] });
        return show(HOME, { notice: 'A new session: a rehearsal until it is named. What was there is kept.' });
      case 'help':
        return set({ help: action.first });
      case 'save screen': {
        const words = draw ? saveScreen(store.file, now, draw(now)) : 'There is no screen to save here.';
        return set({ notice: words });
      }
      case 'quit':
        return quit();
    }
  };

  const resumed = async (code: string): Promise<Sitting> => {
    const summary = await found(code);
    const mine = await sittingAgain({ store, clock }, summary, gameOf(summary.game));
    const session = await store.session(summary.session);
    const people = summary.seats.flatMap((s) => (s.kind === 'human' ? [s.participant] : []));
    ledger.goOn({ code: summary.session, name: session?.name ?? null }, [people[0] ?? null, people[1] ?? null]);
    await mine.begin();
    return mine;
  };

  const found = async (code: string) => {
    const summary = await store.match(code);
    if (summary === null) throw new Refusal(`There is no match ${code} in ${store.file}.`);
    return summary;
  };

  const gameOf = (name: string): AnyGame => {
    const game = games.find((g) => g.name === name);
    if (!game) throw new Refusal(`This match is of a game that is not here, "${name}": put its folder under games/ to look at it.`);
    return game;
  };

  const openSession = async (code: string, line = 0): Promise<void> => {
    const session = await store.session(code);
    if (session === null) return home();
    const [matches, people] = [await store.matches({ session: code }), await store.participants(code)];
    show({ at: 'session', session, matches: matches.toReversed(), people, line });
  };

  const name = async (session: string, words: string, back: 'home' | 'sessions' | 'session'): Promise<void> => {
    const mine = session === ledger.whose.session;
    const before = mine ? ledger.pending(clock(), 0) : [];
    const event = { session, match: null, participant: null, kind: 'named', body: { name: words }, at: clock() };
    await store.record([...before, { table: 'event', row: event }]);
    ledger.written(before);
    if (mine) set({ whose: ledger.named(words) });
    if (back === 'session') await openSession(session);
    else act(back === 'home' ? { type: 'home' } : { type: 'sessions' });
    later(async () => set({ notice: `This session is now called "${words}".` }));
  };

  const press = (input: string, key: Key): void => {
    const now = state.getState();
    // Nobody answers a question that the window is too small to show.
    if (tooSmall(now.columns, now.rows) && !(key.ctrl && input === 'c')) return;
    if (now.notice !== null) set({ notice: null });
    const action = actionOf(now, pressOf(input, key));
    if (action) act(action);
  };

  later(refreshUnfinished);
  return {
    state,
    press,
    act,
    over,
    resize: (newColumns, newRows) => set({ columns: newColumns, rows: newRows }),
    async leave() {
      sitting?.leave();
      await work;
    },
    async settled() {
      while (tasks > 0 && !questionStands(state.getState())) await Promise.race([work, changed(state)]);
    },
  };
}

/** A question, or the curtain before it, waits for its person. */
const questionStands = ({ screen, play }: LabState): boolean =>
  screen.at === 'play' && play !== null && play.queue.length > 0 && !play.sent;

const changed = (state: StoreApi<LabState>): Promise<void> =>
  new Promise((resolve) => {
    const stop = state.subscribe(() => {
      stop();
      resolve();
    });
  });

export const HOME: Screen = { at: 'home', line: 0 };

/** Which action a key asks for: the help in front of everything, then the screen, then what every screen has. */
export function actionOf(state: LabState, press: Press): Action | null {
  if (state.help !== null) {
    if (press.name === 'down' || press.name === 'page down') return { type: 'help', first: state.help + 1 };
    if (press.name === 'up' || press.name === 'page up') return { type: 'help', first: Math.max(0, state.help - 1) };
    if (press.name === 'ctrl-c') return { type: 'help', first: null };
    return press.name === 'escape' || press.name === 'enter' || press.name === 'h' ? { type: 'help', first: null } : null;
  }
  const screen = shownOf(state);
  const action = screen.key(press);
  if (action) return action;
  if (press.name === 'h' && !screen.typing) return { type: 'help', first: 0 };
  return press.name === 'ctrl-c' ? { type: 'quit' } : null;
}

function opened(mine: Sitting): Play {
  const { match, game, choice, seated, saved } = mine;
  const { names } = seated;
  return {
    ...{ match, game, config: match.config, choice, names, saved },
    ...{ queue: [], ask: null, holder: null, sent: false, turn: -1, together: false, thinking: [], rules: null, leaving: false },
  };
}

/** Whom the person faced, by its id. */
export const truthOf = ({ match, seat }: Finished): string => match.seats.find((_, other) => other !== seat)?.id ?? '';

/** After the guess everybody is called by name. */
export function revealed(finished: Finished): Finished {
  const { match, choice } = finished;
  if (match.disclosed || choice.against !== GUESS) return finished;
  const names = match.seats.map((_, me) => match.seats.map((row, seat) => (seat === me ? 'you' : row.label)));
  return { ...finished, names, open: true };
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const words = error instanceof Error ? error.message : String(error);
  return `Something went wrong inside homines, and it is our mistake: ${words}`;
}
