/**
 * A room in memory for tests of doors, pages and the board: no match is played. A test sets where each member is and what the
 * board says, and reads what was handed in.
 */
import { UserError } from '../core/user-error.ts';
import type { Board, GivenAnswer, HandedIn, Joined, JoinRefusal, Joining, Member, Place, Room } from './room.ts';
import type { RoomChange, RoomPlan, Steering } from './room.ts';

/** What was done to the room, in order. */
export type Done =
  | { readonly did: 'joined'; readonly who: Joining }
  | { readonly did: 'answer'; readonly member: string; readonly given: GivenAnswer }
  | { readonly did: 'back' | 'on'; readonly member: string; readonly page: string }
  | {
      readonly did: 'guess';
      readonly member: string;
      readonly page: string;
      readonly guess: string;
      readonly confidence: number;
    }
  | { readonly did: 'hand'; readonly member: string; readonly page: string; readonly answer: unknown }
  | { readonly did: 'seen'; readonly member: string; readonly here: boolean }
  | { readonly did: 'steer'; readonly steering: Steering };

export type ScriptedRoom = Room & {
  readonly done: readonly Done[];
  /** Puts a member (or everybody who is and will be here) on a page, and tells who watches. */
  put(place: Place, member?: string): void;
  /** What the host says to everybody. */
  say(message: string | null): void;
  /** What the board shows besides what the room counts itself. */
  setBoard(board: Partial<Board>): void;
  /** A member without joining: its code. `secret`: what its browser shows. */
  member(given?: Partial<Member>, secret?: string): string;
  /** What follows when something is handed in on the page where the member is; by default it is stored. */
  reply(to: (did: Done) => HandedIn | Promise<HandedIn>): void;
  /** Who wants to join gets this. */
  refuse(refusal: JoinRefusal | null): void;
  /** From now on every promise rejects with this; null: no more. */
  fail(error: Error | null): void;
};

const PLAN: RoomPlan = {
  ...{ tables: [], lesson: null, start: 'at once', language: null, patience: 60_000 },
  ...{ instead: 'baseline', roster: null, most: 300 },
};

/** A room of this plan, in which everybody waits for the start. `clock`: Unix milliseconds. */
export function scriptedRoom(
  plan: Partial<RoomPlan> = {},
  code = 'K7QF',
  clock: () => number = Date.now,
): ScriptedRoom {
  const done: Done[] = [];
  const members = new Map<string, Member>();
  const secrets = new Map<string, string>();
  const places = new Map<string, Place>();
  const watchers = new Set<(change: RoomChange) => void>();
  const start = clock();
  let everybody: Place = { kind: 'waiting', id: 'start', for: 'start', since: start, scene: null };
  let message: string | null = null;
  let refusal: JoinRefusal | null = null;
  let failing: Error | null = null;
  let replies: (did: Done) => HandedIn | Promise<HandedIn> = () => ({ took: 'stored' });
  let boardSet: Partial<Board> = {};

  const tell = (change: RoomChange): void => watchers.forEach((changed) => changed(change));
  const up = async (): Promise<void> => {
    if (failing !== null) throw failing;
  };
  const found = (member: string): Member => {
    const known = members.get(member);
    if (known === undefined) throw new UserError(`Nobody here has the code "${member}".`);
    return known;
  };
  const placeOf = (member: string): Place => places.get(member) ?? everybody;
  const handed = async (member: string, page: string, did: Done): Promise<HandedIn> => {
    await up();
    found(member);
    done.push(did);
    return placeOf(member).id === page ? replies(did) : { took: 'past' };
  };
  const added = (given: Partial<Member>, secret?: string): Member => {
    const number = members.size + 1;
    const code = given.code ?? `member${String.fromCharCode(96 + Math.ceil(number / 26), 97 + ((number - 1) % 26))}`;
    const member: Member = { ...{ code, number, label: null, treatment: null, language: 'en' }, ...given };
    members.set(member.code, member);
    if (secret !== undefined) secrets.set(secret, member.code);
    return member;
  };
  const board = (): Board => {
    const lines = [...members.values()].map((member) => ({
      ...{ member, doing: 'waiting' as const, since: start, table: null, answers: 0, slow: false, replacedBy: null },
    }));
    return {
      ...{ code, session: 'scripted', name: null, state: 'running', lines },
      counts: { joined: 0, reading: 0, deciding: 0, waiting: lines.length, finished: 0, gone: 0 },
      ...{ stop: null, message, saved: 0, matches: { over: 0, open: 0 }, models: null, troubles: [] },
      ...boardSet,
    };
  };

  return {
    ...{ code, session: 'scripted', plan: { ...PLAN, ...plan }, done },
    async join(who): Promise<Joined> {
      await up();
      done.push({ did: 'joined', who });
      const known = secrets.get(who.secret);
      if (known !== undefined) return { member: found(known) };
      if (refusal !== null) return { refused: refusal };
      const member = added({ label: who.label, language: who.language }, who.secret);
      tell({ what: 'board' });
      return { member };
    },
    async whose(secret) {
      await up();
      const code = secrets.get(secret);
      return code === undefined ? null : found(code);
    },
    async place(member) {
      await up();
      return { member: found(member), place: placeOf(member), message };
    },
    answer: (member, given) => handed(member, given.page, { did: 'answer', member, given }),
    back: (member, page) => handed(member, page, { did: 'back', member, page }),
    goOn: (member, page) => handed(member, page, { did: 'on', member, page }),
    guess: (member, given) => handed(member, given.page, { did: 'guess', member, ...given }),
    hand: (member, given) => handed(member, given.page, { did: 'hand', member, ...given }),
    seen: (member, here) => void done.push({ did: 'seen', member, here }),
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
    async board() {
      await up();
      return board();
    },
    async steer(steering) {
      await up();
      done.push({ did: 'steer', steering });
      tell({ what: 'board' });
    },
    close: () => Promise.resolve(),
    put(place, member) {
      if (member === undefined) {
        everybody = place;
        places.clear();
      } else places.set(member, place);
      for (const code of member === undefined ? members.keys() : [member]) tell({ what: 'place', member: code });
    },
    say(text) {
      message = text;
      for (const member of members.keys()) tell({ what: 'place', member });
    },
    setBoard(given) {
      boardSet = given;
      tell({ what: 'board' });
    },
    member: (given = {}, secret) => added(given, secret).code,
    reply: (to) => void (replies = to),
    refuse: (why) => void (refusal = why),
    fail: (error) => void (failing = error),
  };
}
