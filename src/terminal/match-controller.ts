/** The match at the table: its questions come on the screen one after the other, its answers go to whoever waits for them. */
import type { StoreApi } from 'zustand/vanilla';
import { openAsk, reduceAsk, type AskAction, type AskState } from './ask/state.ts';
import type { Listener, LiveMatch, Unpaid } from '../lab/live-match.ts';
import type { OpenQuestion, Finished } from '../lab/finished-match.ts';
import type { Answer } from '../core/game.ts';
import { countPeople } from './screens/names.ts';
import type { LabState, Play } from './state.ts';

export type MatchController = {
  /** Plays it to its end; null where it was left. `asked` hears of the first question: from then on it can be continued. */
  play(sitting: LiveMatch, asked: () => void): Promise<Finished | Unpaid | null>;
  answer(action: AskAction): void;
  /** The next of two people has the keyboard. */
  liftCurtain(): void;
  /** The stand-in gives the answer that a model is thinking about. */
  standIn(): boolean;
  leave(): void;
  patch(change: Partial<Play>): void;
};

/** `waking`: since when a model is being woken, Unix milliseconds; null: none is. */
export function matchController(
  state: StoreApi<LabState>,
  clock: () => number,
  waking: () => number | null = () => null,
): MatchController {
  let sitting: LiveMatch | null = null;

  const patch = (change: Partial<Play>): void => {
    const { play } = state.getState();
    if (play) state.setState({ play: { ...play, ...change } });
  };

  /** An answer that is not on disk within a second says so, for as long as it is not. */
  let unsaved: ReturnType<typeof setTimeout> | undefined;
  const saved = (): void => {
    clearTimeout(unsaved);
    if (state.getState().play?.saving) patch({ saving: false });
  };

  const listener = (mine: LiveMatch, first: () => void): Listener => ({
    asked(asked, turn) {
      first();
      const play = state.getState().play!;
      const rest = play.turn === turn ? play.queue.filter((q) => q.seat !== asked.seat) : [];
      const queue = asked.seat === play.holder ? [asked, ...rest] : [...rest, asked];
      patch({
        ...turned({ ...play, turn }, queue),
        together: rest.length > 0 || (play.turn === turn && play.together),
        turn,
      });
    },
    thinking(seat) {
      first();
      const before = state.getState().play!.thinking;
      thinks([...before, { shown: mine.seated.rows[seat]!.shown, since: clock() }]);
    },
    said({ shown, log }, seat) {
      patch({ said: shown });
      state.setState({ minute: log });
      rests(mine, seat);
    },
    answered(seat, person, last) {
      const play = state.getState().play!;
      if (!person) return rests(mine, seat);
      saved();
      const queue = play.queue.filter((q) => q.seat !== seat);
      patch({ saved: play.saved + 1, ...(last && queue.length > 0 ? turned(play, queue) : {}) });
    },
  });

  /** A second more is shown once a second, and only while somebody thinks. */
  let ticking: ReturnType<typeof setInterval> | undefined;
  const thinks = (thinking: Play['thinking']): void => {
    const since = Math.min(...thinking.map((one) => one.since));
    const woken = thinking.length === 0 ? null : waking();
    patch({
      ...{ thinking, waited: thinking.length === 0 ? 0 : Math.floor((clock() - since) / 1000) },
      wakes: woken === null ? null : Math.max(0, Math.floor((clock() - woken) / 60_000)),
    });
    if (thinking.length === 0) {
      clearInterval(ticking);
      ticking = undefined;
    } else
      ticking ??= setInterval(() => {
        const now = state.getState().play?.thinking ?? [];
        if (now.length > 0) thinks(now);
      }, 1000);
  };
  const rests = (mine: LiveMatch, seat: number): void => {
    const { shown } = mine.seated.rows[seat]!;
    const before = state.getState().play?.thinking ?? [];
    if (before.some((one) => one.shown === shown)) thinks(before.filter((one) => one.shown !== shown));
  };

  /** The first question of the queue comes on screen: at once, or behind a curtain when the keyboard changes hands. */
  const turned = (play: Play, queue: readonly OpenQuestion[]): Partial<Play> => {
    const [next] = queue;
    if (next === undefined || next === play.queue[0]) return { queue };
    const two = countPeople(play.match) > 1;
    if (two && play.holder !== next.seat) return { queue, ask: null, sent: false };
    return { queue, ...opened(play, next) };
  };

  const opened = ({ game, turn }: Play, { seat, decision, position, of, view, names }: OpenQuestion): Partial<Play> => {
    const calculator = game.calculator?.(view, decision, names) ?? null;
    const empty = openAsk({ decision, calculator, position, of, shownAt: clock() });
    return { ask: holding(empty, sitting?.given(seat, turn, decision.key)), holder: seat, sent: false };
  };

  return {
    patch,
    async play(mine, asked) {
      sitting = mine;
      state.setState({ play: laid(mine) });
      try {
        return await mine.play(listener(mine, asked));
      } finally {
        sitting = null;
        clearTimeout(unsaved);
        clearInterval(ticking);
        ticking = undefined;
      }
    },
    answer(action) {
      const { play } = state.getState();
      const asked = play?.queue[0];
      if (!play?.ask || !asked || play.sent) return;
      const next = reduceAsk(play.ask, action, clock());
      patch({ ask: next.state, sent: next.reply !== undefined || next.back === true });
      if (next.back) sitting?.answer(asked.seat, { answer: null, back: true });
      else if (next.reply) {
        clearTimeout(unsaved);
        unsaved = setTimeout(() => patch({ saving: true }), SAVING_AFTER_MS);
        unsaved.unref();
        sitting?.answer(asked.seat, next.reply);
      }
    },
    liftCurtain() {
      const { play } = state.getState();
      const next = play?.queue[0];
      if (play && next) patch(opened(play, next));
    },
    standIn: () => sitting?.standIn() ?? false,
    leave() {
      patch({ sent: true });
      sitting?.leave();
    },
  };
}

/** A question that was answered before, after going back: the answer stands there, and Enter gives it again. */
function holding(ask: AskState, given: Answer | undefined): AskState {
  const { input } = ask.decision;
  if (given === undefined) return ask;
  if (input.kind === 'choice' || typeof given === 'string') return { ...ask, marked: given };
  // As by an arrow: typing begins anew.
  return { ...ask, text: given.toFixed(input.decimals), byArrow: true };
}

/** How long an answer may take to the disk before that is said. */
const SAVING_AFTER_MS = 900;

/** The table before its first question. */
function laid({ match, game, choice, seated, saved }: LiveMatch): Play {
  return {
    ...{ match, game, config: match.config, choice, names: seated.names, saved },
    ...{
      queue: [],
      ask: null,
      holder: null,
      sent: false,
      saving: false,
      turn: -1,
      together: false,
      rules: null,
      leaving: false,
    },
    ...{ thinking: [], waited: 0, wakes: null, said: null },
  };
}
