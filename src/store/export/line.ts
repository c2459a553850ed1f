/** One decision with everything around it, as the columns of the long table look at it. */
import { createHash } from 'node:crypto';
import type { SeatRow } from '../../core/log.ts';
import {
  type DecisionKey,
  type CallFacts,
  type DecisionFacts,
  type ExportMatch,
  peopleOf,
  type Person,
  type StoredSession,
  type Source,
} from './reading.ts';

export type DecisionContext = {
  readonly session: StoredSession;
  readonly match: ExportMatch;
  readonly seat: number;
  readonly me: SeatRow | undefined;
  readonly others: readonly SeatRow[];
  readonly person: Person | undefined;
  readonly d: DecisionFacts;
  /** A later answer to the same question took its place. */
  readonly replaced: boolean;
  readonly asked: Called | null;
};

/** The calls to a model for one answer, together. */
export type Called = {
  readonly calls: number;
  readonly model: string;
  readonly outcome: string;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly cost: number | null;
  readonly prompt: string;
};

type Party = Pick<DecisionContext, 'me' | 'others' | 'person'>;

/** The lines of a session's matches, one a decision, as answered. */
export function linesOf(source: Source, session: StoredSession): (match: ExportMatch) => readonly DecisionContext[] {
  const people = new Map(peopleOf(source, session).map((person) => [person.code, person]));
  let known = new Map<string, readonly Party[]>();
  const partiesOf = (match: ExportMatch): readonly Party[] => {
    let parties = known.get(match.seats);
    if (parties === undefined) {
      if (known.size >= 1000) known = new Map();
      const seats = match.seated;
      parties = seats.map((me, seat) => ({
        me,
        others: seats.filter((_, other) => other !== seat),
        person: me.participant === null ? undefined : people.get(me.participant),
      }));
      known.set(match.seats, parties);
    }
    return parties;
  };
  return (match) => {
    const parties = partiesOf(match);
    const latest = latestOf(match.decisions);
    const asked = askedOf(match.calls());
    return match.decisions.map((d) => ({
      session,
      match,
      seat: d.seat,
      ...(parties[d.seat] ?? NOBODY),
      d,
      replaced: latest !== null && d.revision < (latest.get(questionOf(d)) ?? 0),
      asked: asked?.get(questionOf(d)) ?? null,
    }));
  };
}

const NOBODY: Party = { me: undefined, others: [], person: undefined };

/** A question within its match. */
export const questionOf = ({
  turn,
  seat,
  key,
}: {
  readonly turn: number;
  readonly seat: number;
  readonly key: string;
}): string => `${turn} ${seat} ${key}`;

/** The latest revision of each question; null where nobody went back. */
export function latestOf(decisions: readonly DecisionKey[]): ReadonlyMap<string, number> | null {
  if (!decisions.some(({ revision }) => revision > 0)) return null;
  const latest = new Map<string, number>();
  for (const d of decisions) latest.set(questionOf(d), Math.max(d.revision, latest.get(questionOf(d)) ?? 0));
  return latest;
}

function askedOf(calls: readonly CallFacts[]): ReadonlyMap<string, Called> | null {
  if (calls.length === 0) return null;
  const groups = Map.groupBy(calls, questionOf);
  return new Map(
    [...groups].map(([question, mine]) => [
      question,
      {
        calls: mine.length,
        model: `${mine.at(-1)!.provider}/${mine.at(-1)!.model}`,
        outcome: mine.at(-1)!.outcome,
        tokensIn: sum(mine.map((one) => one.tokensIn)),
        tokensOut: sum(mine.map((one) => one.tokensOut)),
        cost: sum(mine.map((one) => one.cost)),
        prompt: hashOf(mine.find(({ request }) => request !== '')?.request ?? ''),
      },
    ]),
  );
}

/** Null where nothing is known of any. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** The first 12 hexadecimal digits of the SHA-256 of the messages of a request: the same words, the same hash, whoever was asked. */
function hashOf(request: string): string {
  if (request === '') return '';
  return createHash('sha256').update(messagesIn(request)).digest('hex').slice(0, 12);
}

function messagesIn(request: string): string {
  try {
    const body: unknown = JSON.parse(request);
    const messages = typeof body === 'object' && body !== null && 'messages' in body ? body.messages : body;
    return JSON.stringify(messages);
  } catch {
    return request;
  }
}
