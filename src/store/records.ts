/** Records as a database gives them, SQLite or PostgreSQL, and the rows that they are: yes and no are 1 and 0, JSON is text. */
import type {
  CallRow,
  DecisionRow,
  EndingRow,
  MatchSummary,
  PayoffRow,
  SessionRow,
  TallyRow,
  TuningRow,
} from '../core/log.ts';
import type { StoredEvent } from '../core/events.ts';
import { asSeats, distributionIn, parsedOnce, presentationIn, readJson } from './parse-cache.ts';

/** A session with what is counted of it. */
export type SessionRecord = SessionRow & {
  readonly name: string | null;
  readonly matches: number;
  readonly decisions: number;
  readonly people: number;
  readonly lastAt: number;
};

export type MatchRecord = {
  readonly id: number;
  readonly code: string;
  readonly session: string;
  readonly game: string;
  readonly version: number;
  readonly config: string;
  readonly seed: number;
  readonly language: string;
  readonly wording: string;
  readonly seats: string;
  readonly disclosed: number;
  readonly startedAt: number;
  readonly rotation: number | null;
  readonly phrasing: number | null;
  readonly ending: EndingRow['how'] | null;
  readonly decisions: number;
  readonly lastAt: number;
};

export type DecisionRecord = Omit<DecisionRow, 'practice' | 'marks' | 'options' | 'notes' | 'distribution'> & {
  readonly distribution: string | null;
  readonly practice: number;
  readonly marks: string | null;
  readonly options: string | null;
  readonly notes: string | null;
};

export type TallyRecord = Omit<TallyRow, 'config'> & { readonly config: string };
export type EventRecord = Omit<StoredEvent, 'body'> & { readonly body: string | null };
export type TuningRecord = Omit<TuningRow, 'proven'> & { readonly proven: number };

/** A call, or some of it: what was left out is JSON, or null for nothing. */
export type CallRecord<Row extends Pick<CallRow, 'leftOut'>> = Omit<Row, 'leftOut'> & {
  readonly leftOut: string | null;
};

/** Reads matches; the same text of settings or seats gives the same object. */
export function matchReader(): (record: MatchRecord, payoffs: readonly PayoffRow[]) => MatchSummary {
  const parsed = parsedOnce();
  return ({ id: _, config, seats, disclosed, rotation, phrasing, ...rest }, payoffs) => ({
    ...rest,
    config: parsed(config),
    seats: asSeats(parsed(seats)),
    disclosed: disclosed === 1,
    presentation: presentationIn(rotation, phrasing),
    payoffs,
  });
}

/** A decision, its JSON parsed. */
export const decisionIn = ({
  practice,
  marks,
  options,
  notes,
  distribution,
  ...rest
}: DecisionRecord): DecisionRow => ({
  ...rest,
  practice: practice === 1,
  marks: fromJson<DecisionRow['marks']>(marks),
  options: fromJson<DecisionRow['options']>(options),
  notes: fromJson<DecisionRow['notes']>(notes),
  distribution: distributionIn(distribution),
});

/** A show of hands, its settings parsed. */
export const tallyIn = (record: TallyRecord): TallyRow => ({ ...record, config: readJson(record.config) });
/** An event, its body parsed. */
export const eventIn = (record: EventRecord): StoredEvent => ({ ...record, body: fromJson<unknown>(record.body) });
/** A tuned model, as it was handed in. */
export const tuningIn = (record: TuningRecord): TuningRow => ({ ...record, proven: record.proven === 1 });

/** A call as it was handed in. */
export const callIn = <Row extends { readonly leftOut: string | null }>(record: Row) => ({
  ...record,
  leftOut: record.leftOut === null ? [] : (JSON.parse(record.leftOut) as readonly string[]),
});

const fromJson = <T>(text: string | null): T | null => (text === null ? null : (readJson(text) as T));
