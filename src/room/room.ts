/**
 * A room: people at machines of their own play at the tables that whoever hosts it has set. Everything that a door needs is
 * here, and no page: a phone page and a terminal draw what `place` and `board` say, and hand in what people do.
 *
 * **Who decides.** The room decides on which page a person is; a page only says what was done on it. Every page has an id that
 * is made of what it shows (the match, the turn, the question) and is the same on every machine and after every restart.
 * Whatever is handed in names the page that it was done on: handed in twice it is done once, and from a page that is past it
 * is nothing.
 *
 * **What is kept.** Everything that is acknowledged is a row of the log first. A room is opened again from its rows alone:
 * after a crash, or by another program that shares the log.
 *
 * Times are Unix milliseconds. Codes of participants are those of the log, 8 lower-case letters.
 */
import type { AnyGame, Answer, Decision, Names, Seat } from '../core/game.ts';
import type { SeatRow } from '../core/log.ts';
import type { Finished, OpenQuestion } from '../lab/finished-match.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { HandsAsked } from '../lessons/lesson.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';

/** A line of a roster: who may join, and under which treatment. */
export type RosterLine = { readonly label: string; readonly treatment: string | null };

/** What a room is for, decided before it opens. */
export type RoomPlan = {
  /** Played one after the other by everybody; in `against` a further `human` is somebody else of the room. Empty with a lesson. */
  readonly tables: readonly TableSetting[];
  /** Whose stops whoever hosts the room goes through with everybody; null: everybody goes through the tables at their own pace. */
  readonly lesson: PreparedLesson | null;
  /** Whether somebody who joins plays at once, or everybody begins when the host says so (who comes later still plays at once). */
  readonly start: 'at once' | 'together';
  /** In which language people read; null: in that of their browser, where the game speaks it. */
  readonly language: string | null;
  /** Somebody whose machine is gone for so long (milliseconds) while others wait is replaced. */
  readonly patience: number;
  /** The agent that takes the seat of somebody who is gone, and that plays against an odd one; null: such a match ends. */
  readonly instead: string | null;
  /** null: anybody may join, under a code alone. */
  readonly roster: readonly RosterLine[] | null;
  /** At most so many people. */
  readonly most: number;
};

/** Somebody in the room. `number`: 1 for who joined first. */
export type Member = {
  readonly code: string;
  readonly number: number;
  readonly label: string | null;
  readonly treatment: string | null;
  readonly language: string;
};

/** What somebody who wants to join says. `secret`: what this browser will show again (it is kept as a hash only). */
export type Joining = {
  readonly label: string | null;
  readonly language: string;
  readonly secret: string;
  /** Whether the entrance said that a player may be a computer program. */
  readonly told: boolean;
};

/** Why somebody cannot join, for the page to say in its language. */
export type JoinRefusal = 'full' | 'ended' | 'not on the roster' | 'label needed' | 'label taken' | 'label unreadable';

export type Joined = { readonly member: Member } | { readonly refused: JoinRefusal };

/** The page that a person is on. `id` is the page's: what is done on it names it. */
export type Place =
  /** Nothing to do: until the host starts, until there is a partner, until others have answered, between two stops, while it is paused. */
  | {
      readonly kind: 'waiting';
      readonly id: string;
      readonly for: 'start' | 'partner' | 'others' | 'host' | 'pause';
      readonly since: number;
      /** The match that goes on meanwhile, as this seat sees it. */
      readonly scene: Scene | null;
    }
  /** The instructions of a match that begins when they were read. */
  | {
      readonly kind: 'reading';
      readonly id: string;
      readonly game: AnyGame;
      readonly table: TableSetting;
      readonly names: Names;
      readonly disclosed: boolean;
      /** In which seat this person will sit, and who sits in each. */
      readonly seat: Seat;
      readonly seats: readonly SeatRow[];
    }
  /** A question, with the match as this seat sees it. `given`: what was answered before going back. */
  | {
      readonly kind: 'asked';
      readonly id: string;
      readonly question: OpenQuestion;
      readonly scene: Scene;
      readonly given: Answer | null;
      /** Whether there is an earlier question of this group to go back to. */
      readonly back: boolean;
    }
  /** Guess who: whom this person took the other for. */
  | { readonly kind: 'guess'; readonly id: string; readonly finished: Finished; readonly among: readonly string[] }
  /** The match is over. `explained`: whether its debrief may be shown now; `more`: whether anything comes after it. */
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly finished: Finished;
      readonly explained: boolean;
      readonly more: boolean;
      readonly guessed: { readonly guess: string; readonly truth: string } | null;
    }
  /**
   * A match without a result for this person. `model`: a model had no answer; `gone`: somebody went away and nobody took the seat,
   * or nobody came; `replaced`: this person was away for so long that an agent plays on in its place.
   */
  | {
      readonly kind: 'unpaid';
      readonly id: string;
      readonly why: 'model' | 'gone' | 'replaced';
      readonly more: boolean;
    }
  /** The room is asked for a show of hands. `given`: what this person's hand is up for. */
  | { readonly kind: 'hands'; readonly id: string; readonly asked: HandsAsked; readonly given: Answer | null }
  /** Everything was played; the room may still be open. */
  | { readonly kind: 'done'; readonly id: string; readonly matches: number }
  /** The host has ended the room. */
  | { readonly kind: 'ended'; readonly id: string };

/** A match as one seat sees it at this moment. `turn`: how often the rules have been applied. */
export type Scene = {
  readonly match: string;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly view: unknown;
  readonly seat: Seat;
  readonly names: Names;
  /** Who sits in each seat, and whether the seats are told: marks and titles follow from both. */
  readonly seats: readonly SeatRow[];
  readonly disclosed: boolean;
  /** What this seat was asked last in this match, and answered; null: nothing yet. While somebody waits it is what the scene is of. */
  readonly last: { readonly decision: Decision; readonly answer: Answer } | null;
  readonly turn: number;
  readonly saved: number;
  /** Seats in which an agent answers since a person went away. */
  readonly replaced: readonly Seat[];
};

/** What a door shows of one person: the page, what the host says to everybody, and whether the room is paused. */
export type PlaceShown = { readonly member: Member; readonly place: Place; readonly message: string | null };

/** An answer as a page hands it in: raw as typed or tapped. `shownAt` and `marks` as `DecisionRow` has them; the room checks them. */
export type GivenAnswer = {
  readonly page: string;
  readonly answer: unknown;
  readonly shownAt: number | null;
  readonly marks: readonly (readonly [ms: number, mark: string])[];
};

/**
 * What became of something handed in. `stored`: it is on disk (again, if it was sent twice). `past`: that page is over, and
 * nothing was stored: another answer to a page that was answered is not taken either, and is told so. `problem`: a sentence about what was typed, in the game's language.
 */
export type HandedIn = { readonly took: 'stored' | 'past' } | { readonly took: 'problem'; readonly problem: string };

/** Where a room stands as a whole. */
export type RoomState = 'gathering' | 'running' | 'paused' | 'ended';

/** One person on the board. */
export type BoardLine = {
  readonly member: Member;
  readonly doing: 'joined' | 'reading' | 'deciding' | 'waiting' | 'finished' | 'gone';
  /** Since when, in Unix milliseconds. */
  readonly since: number;
  /** Which table, from 1, of how many; null between two. */
  readonly table: { readonly at: number; readonly of: number } | null;
  readonly answers: number;
  /** Whether this person takes much longer than the others: over twice the room's median for the same page, and 20 s. */
  readonly slow: boolean;
  /** By which agent this person was replaced in the match that goes on; null: not. */
  readonly replacedBy: string | null;
};

/** What whoever hosts a room sees. */
export type Board = {
  readonly code: string;
  readonly session: string;
  /** null: a rehearsal. */
  readonly name: string | null;
  readonly state: RoomState;
  readonly lines: readonly BoardLine[];
  readonly counts: Readonly<Record<BoardLine['doing'], number>>;
  /** Of a lesson: which stop, from 0. */
  readonly stop: number | null;
  readonly message: string | null;
  /** Choices of people that are stored. */
  readonly saved: number;
  /** Matches that are over, and that go on. */
  readonly matches: { readonly over: number; readonly open: number };
  /** null: no model sits in this room. */
  readonly models: {
    readonly asked: number;
    readonly failed: number;
    readonly standIns: number;
    readonly cost: number | null;
    readonly last: string | null;
  } | null;
  /** What the host should know: a full disk, a dead key; a sentence each, the latest last. */
  readonly troubles: readonly string[];
};

/** What a host does with a room. */
export type Steering =
  | { readonly do: 'start' | 'pause' | 'go on' | 'end' }
  /** Of a lesson. */
  | { readonly do: 'stop'; readonly stop: number }
  /** null takes it away. */
  | { readonly do: 'say'; readonly text: string | null }
  /** This person's seat is taken by the agent at once, as if its patience were over. */
  | { readonly do: 'replace'; readonly member: string };

/** What has changed: a person's page (by the code), or what the board and the projector show. */
export type RoomChange = { readonly what: 'place'; readonly member: string } | { readonly what: 'board' };

/**
 * A room that is open. Every promise rejects with a UserError where the log cannot be read or written: then nothing was stored,
 * and a page says "one moment" and hands in the same again.
 */
export interface Room {
  readonly code: string;
  readonly session: string;
  readonly plan: RoomPlan;
  /** Takes a seat, or says why not. The same secret again is the same member. On disk when it resolves. */
  join(who: Joining): Promise<Joined>;
  /** Whose browser shows this secret; null: nobody's of this room. */
  whose(secret: string): Promise<Member | null>;
  /** Where a member is. Rejects with a UserError for a code that is no member's. */
  place(member: string): Promise<PlaceShown>;
  /** Takes an answer of the page it names; back: the question before it is asked again. On disk when it resolves. */
  answer(member: string, given: GivenAnswer): Promise<HandedIn>;
  back(member: string, page: string): Promise<HandedIn>;
  /** On from a page that is read: instructions, a result. */
  goOn(member: string, page: string): Promise<HandedIn>;
  /** `confidence`: 0 to 100. */
  guess(
    member: string,
    given: { readonly page: string; readonly guess: string; readonly confidence: number },
  ): Promise<HandedIn>;
  hand(member: string, given: { readonly page: string; readonly answer: unknown }): Promise<HandedIn>;
  /** Called by a door when it sees a member's machine, at most every few seconds, and when its stream closes. */
  seen(member: string, here: boolean): void;
  /** Calls `changed` for every change from now on, until the function that it gives back is called. */
  watch(changed: (change: RoomChange) => void): () => void;
  board(): Promise<Board>;
  /** Rejects with a UserError where the room is not in a state for it. On disk when it resolves. */
  steer(steering: Steering): Promise<void>;
  /** Lets go of everything that this program holds of the room: it can be opened again. Matches stay as they are on disk. */
  close(): Promise<void>;
}
