/** One decision with everything around it, as the columns of the long table look at it. */
import { createHash } from 'node:crypto';
import type { LogReader } from '../../core/log-reader.ts';
import type { Distribution } from '../../core/distribution.ts';
import type { CallRow, ParticipantRow, SeatRow } from '../../core/log.ts';
import { placesIn } from './batteries.ts';
import { type Guess, guessesIn } from './guesses.ts';
import { type HostedSeat, hostedIn } from './hosted.ts';
import type { AnswerCells, LoggedMatch, SessionEntry, StoredDecision } from '../../core/stored-rows.ts';
import { distributionIn } from '../parse-cache.ts';

/** A decision, the match and session that it was made in, who made it, and the calls to a model that it took. */
export type DecisionContext = {
  readonly session: SessionEntry;
  readonly match: LoggedMatch;
  readonly seat: number;
  readonly me: SeatRow | undefined;
  readonly others: readonly SeatRow[];
  readonly person: ParticipantRow | undefined;
  readonly d: StoredDecision;
  /** A later answer to the same question took its place. */
  readonly replaced: boolean;
  readonly asked: Called | null;
  /** What the answer was drawn from, where a model told its probabilities. */
  readonly told: Distribution | null;
  /** Whom the person took the other for after the match; null where nobody guessed. */
  readonly guess: Guess | null;
  /** What a hosted room says of the seat. */
  readonly hosted: HostedSeat;
  /** The place, from 1, of the match in a battery; null: it is of none. */
  readonly place: number | null;
};

/** The calls to a model for one answer, together. */
export type Called = {
  readonly calls: number;
  readonly model: string;
  readonly outcome: string;
  /** The model that answered last, as its server calls it. */
  readonly served: string | null;
  readonly reading: CallRow['reading'];
  /** What was left out of any of the calls, as the server refuses it. */
  readonly leftOut: readonly string[];
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly cost: number | null;
  readonly prompt: string;
};

type Party = Pick<DecisionContext, 'me' | 'others' | 'person'>;

/** The lines of a session's matches, one a decision, as answered. */
export async function contextsOf(
  log: LogReader,
  session: SessionEntry,
): Promise<(match: LoggedMatch) => Promise<readonly DecisionContext[]>> {
  const people = new Map((await log.participants(session.code)).map((person) => [person.code, person]));
  const guessOf = await guessesIn(log, session);
  const hostedOf = await hostedIn(log, session);
  const placeOf = await placesIn(log, session);
  let known = new Map<string, readonly Party[]>();
  const partiesOf = ({ seats: facts, participants, seatsText }: LoggedMatch): readonly Party[] => {
    let parties = known.get(seatsText);
    if (parties === undefined) {
      if (known.size >= 1000) known = new Map();
      const seats = facts.map((seat, at): SeatRow => ({ ...seat, participant: participants[at] ?? null }));
      parties = seats.map((me, seat) => ({
        me,
        others: seats.filter((_, other) => other !== seat),
        person: me.participant === null ? undefined : people.get(me.participant),
      }));
      known.set(seatsText, parties);
    }
    return parties;
  };
  return async (match) => {
    const parties = partiesOf(match);
    const latest = latestOf(match.answers);
    const place = placeOf(match.code);
    const asked = match.called ? askedOf(await log.calls(match.code)) : null;
    return match.answers.map((d) => ({
      session,
      match,
      seat: d.seat,
      ...(parties[d.seat] ?? NOBODY),
      d,
      replaced: latest !== null && d.revision < (latest.get(questionOf(d)) ?? 0),
      asked: asked?.get(questionOf(d)) ?? null,
      told: d.distribution === null ? null : distributionIn(d.distribution),
      guess: guessOf(match, d.seat),
      hosted: hostedOf(match.code, d.seat, match.participants[d.seat] ?? null),
      place,
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
export function latestOf(answers: readonly AnswerCells['questions'][]): ReadonlyMap<string, number> | null {
  if (!answers.some(({ revision }) => revision > 0)) return null;
  const latest = new Map<string, number>();
  for (const d of answers) latest.set(questionOf(d), Math.max(d.revision, latest.get(questionOf(d)) ?? 0));
  return latest;
}

function askedOf(calls: readonly CallRow[]): ReadonlyMap<string, Called> {
  const groups = Map.groupBy(calls, questionOf);
  return new Map(
    [...groups].map(([question, mine]) => [
      question,
      {
        calls: mine.length,
        model: `${mine.at(-1)!.provider}/${mine.at(-1)!.model}`,
        outcome: mine.at(-1)!.outcome,
        served: mine.findLast(({ served }) => served !== null)?.served ?? null,
        reading: mine.at(-1)!.reading,
        leftOut: [...new Set(mine.flatMap(({ leftOut }) => leftOut))],
        tokensIn: sum(mine.map((one) => one.tokensIn)),
        tokensOut: sum(mine.map((one) => one.tokensOut)),
        cost: sum(mine.map((one) => one.cost)),
        // Of probabilities the call with the options in canonical order, whichever was answered first.
        prompt: hashOf(mine.toSorted(byRotation).find(({ request }) => request !== '')?.request ?? ''),
      },
    ]),
  );
}

const byRotation = (one: CallRow, other: CallRow): number => (one.rotation ?? 0) - (other.rotation ?? 0);

/** Null where nothing is known of any. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** The first 12 hexadecimal digits of the SHA-256 of what a request asks: the same words, the same hash, whoever was asked. */
function hashOf(request: string): string {
  if (request === '') return '';
  return createHash('sha256').update(messagesIn(request)).digest('hex').slice(0, 12);
}

function messagesIn(request: string): string {
  try {
    const body: unknown = JSON.parse(request);
    if (typeof body !== 'object' || body === null) return JSON.stringify(body);
    if ('messages' in body) return JSON.stringify(body.messages);
    const { model: _, ...asked } = { model: null, ...body };
    return JSON.stringify('questions' in body ? asked : body);
  } catch {
    return request;
  }
}
