/**
 * A match of a room that this program plays: what each of its people is asked at this moment, and what they hand in. It is
 * `moving` from an answer on until somebody has to be waited for again: what is shown meanwhile would be gone at once.
 */
import { type AnyGame, type Answer, type Decision, read, type Seat } from '../core/game.ts';
import { problemIn } from '../core/problem-sentence.ts';
import { readOfflineAgent } from '../agents/offline.ts';
import type { Reply } from '../match/agent.ts';
import type { Store } from '../core/log.ts';
import type { Finished, OpenQuestion } from '../lab/finished-match.ts';
import type { LiveMatch, Unpaid } from '../lab/live-match.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import { questionPage } from './page-id.ts';
import type { GivenAnswer, HandedIn, Scene } from './room.ts';

/** A question that is open on somebody's machine. */
export type OpenPage = {
  readonly page: string;
  readonly question: OpenQuestion;
  readonly turn: number;
  /** Since when it can be answered, and when it was first shown; null: nobody has looked. */
  readonly since: number;
  shownAt: number | null;
  /** What was handed in is on its way to the disk. */
  taking: Promise<HandedIn> | null;
};

/** A question that is open, as whoever plays the match says: it may be an earlier one of its group, asked again. */
export type OpenSaid = { readonly seat: Seat; readonly turn: number; readonly key: string; readonly revision: number };

/** A store whose commits can be waited for. */
export type CountedStore = {
  readonly store: Pick<Store, 'record' | 'hold' | 'decisions' | 'calls'>;
  /** Resolves when nothing is on its way to the disk, nothing was since a turn of the event loop, and nothing else has stirred. */
  still(): Promise<void>;
  /** Something has happened that more may follow from. */
  stir(): void;
};

/** Counts what goes through `record`. */
export function countedStore(store: Pick<Store, 'record' | 'hold' | 'decisions' | 'calls'>): CountedStore {
  let under = 0;
  let stirred = 0;
  return {
    store: {
      hold: (code) => store.hold(code),
      decisions: (code) => store.decisions(code),
      calls: (code) => store.calls(code),
      async record(rows) {
        under += 1;
        stirred += 1;
        try {
          await store.record(rows);
        } finally {
          under -= 1;
          stirred += 1;
        }
      },
    },
    stir: () => void (stirred += 1),
    async still() {
      for (let seen = -1; under > 0 || seen !== stirred;) {
        seen = stirred;
        await new Promise<void>((turn) => void setImmediate(turn));
      }
    },
  };
}

/** How a match came to its end here. `left`: it can go on, here or elsewhere. */
export type SittingEnd =
  { readonly how: 'finished'; readonly finished: Finished } | { readonly how: 'unpaid' | 'left' };

/** A match that goes on, wherever it is played. */
export type Sitting = {
  readonly choice: TableSetting;
  /** The question that waits for this seat; undefined: none. */
  asked(seat: Seat): OpenPage | undefined;
  /** Whether more is about to happen without anybody doing anything. */
  moving(): boolean;
  /** Resolves when nothing is. */
  settled(): Promise<void>;
  scene(seat: Seat): Scene;
  /** The answer that stands for the question at hand from before going back; null: none. */
  given(seat: Seat): Answer | null;
  answer(seat: Seat, given: GivenAnswer): Promise<HandedIn>;
  back(seat: Seat, page: string): Promise<HandedIn>;
  /** Since when this seat has had nothing to answer; null: it has. */
  waitsSince(seat: Seat): number | null;
};

/** A match that this program plays. */
export type PlayedSitting = Sitting & {
  /** The questions that are open, as another program is told of them. */
  open(): readonly OpenSaid[];
  /** An agent answers in this seat from here on; null: the match ends. */
  replace(seat: Seat, agent: string | null): void;
  leave(): void;
  /** Resolves when it has ended, its rows on disk; rejects where they cannot be stored. */
  readonly end: Promise<SittingEnd>;
};

export type SittingParts = {
  readonly live: LiveMatch;
  readonly counted: CountedStore;
  readonly clock: () => number;
  /** Seats in which an agent answers already. */
  readonly replaced: ReadonlyMap<Seat, string>;
  /** What a seat answered last before this program took the match up; null: nothing. */
  before(seat: Seat): Scene['last'];
  /** It has settled, or ended: its people's pages may be others. */
  changed(): void;
};

/** Begins to play. The hold of the match is the live match's, which gives it back at the end. */
export function newSitting({ live, counted, clock, replaced, before, changed }: SittingParts): PlayedSitting {
  const { match, game, seated } = live;
  const open = new Map<Seat, OpenPage>();
  const idle = new Map<Seat, number>();
  const last = new Map<Seat, { readonly decision: Decision; readonly answer: Answer }>();
  const waiting = new Map<
    Seat,
    { readonly resolve: (to: HandedIn) => void; readonly reject: (error: unknown) => void }
  >();
  const taken = new Map<Seat, string>(replaced);
  let moving: Promise<void> | null = null;
  let saved = live.saved;
  let over = false;

  for (const [seat, { kind }] of match.seats.entries()) if (kind === 'human') idle.set(seat, clock());
  for (const [seat, agent] of taken) live.replace(seat, agentIn(agent, game));

  const stilled = async (): Promise<void> => {
    await counted.still();
    moving = null;
    if (!over) changed();
  };
  const stir = (): void => {
    counted.stir();
    moving ??= stilled();
  };

  const playing = live.play({
    asked(question, turn) {
      const { seat, decision } = question;
      const revision = live.times(seat, turn, decision.key);
      const page = questionPage({ match: match.code, turn, key: decision.key, revision });
      open.set(seat, { page, question, turn, since: clock(), shownAt: null, taking: null });
      idle.delete(seat);
      // Whoever went back is told when the question before is there.
      settle(seat, { took: 'stored' });
      stir();
    },
    thinking: stir,
    said: stir,
    answered(seat, person) {
      if (person) {
        const asked = open.get(seat);
        const answer = asked && live.given(seat, asked.turn, asked.question.decision.key);
        if (asked && answer !== undefined) last.set(seat, { decision: asked.question.decision, answer });
        open.delete(seat);
        idle.set(seat, clock());
        saved += 1;
        settle(seat, { took: 'stored' });
      }
      stir();
    },
  });
  const settle = (seat: Seat, to: HandedIn): void => {
    waiting.get(seat)?.resolve(to);
    waiting.delete(seat);
  };
  const ended = (end: Finished | Unpaid | null): SittingEnd => {
    for (const { resolve } of waiting.values()) resolve({ took: 'past' });
    if (end === null) return { how: 'left' };
    return 'unpaid' in end ? { how: 'unpaid' } : { how: 'finished', finished: end };
  };
  const end = playing
    .then(ended, (error: unknown) => {
      for (const { reject } of waiting.values()) reject(error);
      throw error;
    })
    .finally(() => {
      over = true;
      open.clear();
      waiting.clear();
    });
  end.catch(() => undefined);
  stir();

  const handIn = (seat: Seat, asked: OpenPage, reply: Reply): Promise<HandedIn> =>
    (asked.taking = new Promise((resolve, reject) => {
      waiting.set(seat, { resolve, reject });
      stir();
      live.answer(seat, reply);
    }));

  return {
    choice: live.choice,
    end,
    open: () =>
      [...open.values()].map(({ question: { seat, decision }, turn }) => ({
        ...{ seat, turn, key: decision.key },
        revision: live.times(seat, turn, decision.key),
      })),
    asked: (seat) => open.get(seat),
    moving: () => moving !== null,
    async settled() {
      while (moving !== null) await moving;
    },
    scene: (seat) => ({
      ...{ match: match.code, game, config: match.config, view: live.view(seat), seat },
      ...{
        names: seated.names[seat]!,
        seats: match.seats,
        disclosed: match.disclosed,
        last: last.get(seat) ?? before(seat),
      },
      ...{ turn: live.turn(), saved, replaced: [...taken.keys()] },
    }),
    given(seat) {
      const asked = open.get(seat);
      return (asked && live.given(seat, asked.turn, asked.question.decision.key)) ?? null;
    },
    async answer(seat, { page, answer, shownAt, marks }) {
      const asked = open.get(seat);
      if (asked === undefined || asked.page !== page) return { took: 'past' };
      if (asked.taking !== null) {
        await asked.taking;
        return { took: 'past' };
      }
      const { decision } = asked.question;
      const said = read(decision.input, answer);
      if (!said.ok) return { took: 'problem', problem: problemIn(said.problem, game.language) };
      return handIn(seat, asked, {
        answer: said.answer,
        shownAt: shownWithin(shownAt, match.startedAt, clock()) ?? asked.shownAt ?? asked.since,
        marks,
      });
    },
    async back(seat, page) {
      const asked = open.get(seat);
      if (asked === undefined || asked.page !== page || asked.question.position === 0) return { took: 'past' };
      return asked.taking ?? handIn(seat, asked, { answer: null, back: true });
    },
    replace(seat, agent) {
      if (over || taken.has(seat)) return;
      if (agent === null) return live.end();
      taken.set(seat, agent);
      // What is on its way to the disk still counts.
      if (open.get(seat)?.taking === null) open.delete(seat);
      idle.delete(seat);
      stir();
      live.replace(seat, agentIn(agent, game));
    },
    waitsSince: (seat) => idle.get(seat) ?? null,
    leave: () => live.leave(),
  };
}

/** The agent of an id that needs no server. Throws a UserError where the id names none. */
export const agentIn = (id: string, game: AnyGame) => readOfflineAgent(id, game);

/** A time that a page says, where it can be true: since the match began, and not later than now. */
const shownWithin = (at: number | null, from: number, now: number): number | null =>
  at !== null && Number.isFinite(at) && at >= from && at <= now ? Math.round(at) : null;
