/**
 * What the rows of a room come to: who is in it, what has been played, where its host has led it. It is made of rows and of
 * nothing else, so that it is the same after a crash and in every program that shares the log. Taking the same rows again, from
 * the first to the last, changes nothing.
 */
import type { Answer, Seat } from '../core/game.ts';
import type { EndingRow, EventRow, LogRow, MatchRow, ParticipantRow } from '../core/log.ts';
import type { Member, RoomState } from './room.ts';
import { type Stage, stageOf } from './stage.ts';

/** A match of the room. */
export type RoomMatch = {
  readonly row: MatchRow;
  readonly stage: Stage;
  /** null: it goes on. */
  ending: EndingRow['how'] | null;
  /** The agent that answers in the place of a person, by seat. */
  readonly replaced: Map<Seat, string>;
  /** What was guessed, by participant. */
  readonly guesses: Map<string, { readonly guess: string; readonly truth: string }>;
};

/** Somebody who has joined. */
export type RoomPerson = {
  readonly member: Member;
  readonly secret: string;
  readonly joinedAt: number;
  /** The pages, by id, from which this person went on. */
  readonly read: Set<string>;
  /** What this person's hand is up for, by question. */
  readonly hands: Map<string, Answer>;
  /** In the order in which they began. */
  readonly matches: RoomMatch[];
};

/** The question of a show of hands, as hands are kept by it. */
export const handKey = ({ game, config, key }: { game: string; config: unknown; key: string }): string =>
  JSON.stringify([game, config, key]);

/** The seat of a person in a match; -1: none. */
export const seatIn = ({ row }: Pick<RoomMatch, 'row'>, code: string): Seat =>
  row.seats.findIndex(({ participant }) => participant === code);

export type Ledger = {
  readonly people: ReadonlyMap<string, RoomPerson>;
  readonly matches: ReadonlyMap<string, RoomMatch>;
  /** Who has a seat under the hash of a secret. */
  readonly secrets: ReadonlyMap<string, RoomPerson>;
  state(): RoomState;
  /** Where the lesson stands, from 0. */
  stop(): number | null;
  message(): string | null;
  /** Since when it is paused, and how often it was started or led on: of ids of pages. */
  pausedAt(): number;
  startedAt(): number;
  /** The matches of a stage, in the order in which they began. */
  at(stage: Pick<Stage, 'key'>): readonly RoomMatch[];
  /** Takes rows that are on disk, in their order. */
  take(rows: readonly LogRow[]): void;
};

/** An empty ledger. `gathering`: whether people wait until the host starts; `lesson`: whether its stops are gone through. */
export function newLedger(gathering: boolean, lesson: boolean): Ledger {
  const people = new Map<string, RoomPerson>();
  const secrets = new Map<string, RoomPerson>();
  const matches = new Map<string, RoomMatch>();
  const stages = new Map<string, RoomMatch[]>();
  const participants = new Map<string, ParticipantRow>();
  const rows = new Map<string, MatchRow>();
  const endings = new Map<string, EndingRow['how']>();
  let state: RoomState = gathering ? 'gathering' : 'running';
  let stop: number | null = lesson && !gathering ? 0 : null;
  let message: string | null = null;
  let pausedAt = 0;
  let startedAt = 0;

  const join = (event: EventRow & { readonly kind: 'joined' }): void => {
    const code = event.participant;
    if (code === null || people.has(code)) return;
    const { label = null, treatment = null } = participants.get(code) ?? {};
    const { number, secret, language } = event.body;
    const member: Member = { code, number, label, treatment, language };
    const empty = { read: new Set<string>(), hands: new Map<string, Answer>(), matches: [] };
    const person: RoomPerson = { member, secret, joinedAt: event.at, ...empty };
    people.set(code, person);
    secrets.set(secret, person);
  };

  const begin = (code: string, stage: Stage): void => {
    const row = rows.get(code);
    if (row === undefined || matches.has(code)) return;
    const match: RoomMatch = {
      ...{ row, stage, ending: endings.get(code) ?? null },
      ...{ replaced: new Map(), guesses: new Map() },
    };
    matches.set(code, match);
    const all = stages.get(stage.key) ?? [];
    stages.set(stage.key, [...all, match]);
    for (const { participant } of row.seats) if (participant !== null) people.get(participant)?.matches.push(match);
  };

  const lead = ({ body, at }: EventRow & { readonly kind: 'room' }): void => {
    switch (body.what) {
      case 'started':
        if (state === 'gathering') state = 'running';
        startedAt = at;
        if (lesson) stop ??= 0;
        break;
      case 'paused':
        if (state === 'running') state = 'paused';
        pausedAt = at;
        break;
      case 'went on':
        if (state === 'paused') state = 'running';
        break;
      case 'stop':
        stop = body.stop ?? stop;
        break;
      case 'message':
        message = body.text ?? null;
        break;
      case 'ended':
        state = 'ended';
        break;
    }
  };

  const happen = (event: EventRow): void => {
    const person = event.participant === null ? undefined : people.get(event.participant);
    switch (event.kind) {
      case 'joined':
        return join(event);
      case 'read on':
        person?.read.add(event.body.page);
        return;
      case 'hand':
        person?.hands.set(handKey(event.body), event.body.answer);
        return;
      case 'room':
        return lead(event);
      case 'room match':
        return begin(event.match, stageOf(event.body.table, event.body.stop));
      case 'replaced':
        matches.get(event.match)?.replaced.set(event.body.seat, event.body.agent);
        return;
      case 'guess':
        if (event.participant !== null) matches.get(event.match)?.guesses.set(event.participant, event.body);
    }
  };

  return {
    ...{ people, secrets, matches },
    state: () => state,
    stop: () => stop,
    message: () => message,
    pausedAt: () => pausedAt,
    startedAt: () => startedAt,
    at: ({ key }) => stages.get(key) ?? [],
    take(given) {
      for (const { table, row } of given)
        switch (table) {
          case 'participant':
            participants.set(row.code, row);
            break;
          case 'match':
            rows.set(row.code, row);
            break;
          case 'ending': {
            endings.set(row.match, row.how);
            const match = matches.get(row.match);
            if (match !== undefined) match.ending = row.how;
            break;
          }
          case 'event':
            happen(row);
        }
    },
  };
}
