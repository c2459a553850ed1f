/** One decision with everything around it, as the columns of the long table look at it. */
import { createHash } from 'node:crypto';
import type { LogReader } from '../../core/log-reader.ts';
import type { Distribution } from '../../core/distribution.ts';
import type { CallRow, ParticipantRow } from '../../core/log.ts';
import { memo } from '../../core/memo.ts';
import { placesIn } from './batteries.ts';
import { type Guess, guessesIn } from './guesses.ts';
import { type HostedSeat, hostedIn, NOT_HOSTED } from './hosted.ts';
import type { AnswerCells, LoggedMatch, SeatFacts, SessionEntry, StoredDecision } from '../../core/stored-rows.ts';
import { distributionIn } from '../parse-cache.ts';

/** A seat of a match with everything around it. */
export type SeatContext = {
  readonly session: SessionEntry;
  readonly match: LoggedMatch;
  readonly seat: number;
  /** Who sits there and opposite, without the codes of people: the same objects for all tables of the same kind. */
  readonly me: SeatFacts | undefined;
  readonly others: readonly SeatFacts[];
  readonly person: ParticipantRow | undefined;
  /** Whom the person took the other for after the match; null where nobody guessed. */
  readonly guess: Guess | null;
  /** What a hosted room says of the seat. */
  readonly hosted: HostedSeat;
  /** The place, from 1, of the match in a battery; null: it is of none. */
  readonly place: number | null;
};

/** A decision, where it was made and by whom, and the calls to a model that it took. */
export type DecisionContext = SeatContext & {
  readonly d: StoredDecision;
  /** A later answer to the same question took its place. */
  readonly replaced: boolean;
  readonly asked: Called | null;
  /** What the answer was drawn from, where a model told its probabilities. */
  readonly told: Distribution | null;
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

/** Hands on the decisions of a match as they were given. `asked`: the calls to models in it, where there were any. */
export type DecisionLines = (
  match: LoggedMatch,
  asked: ReadonlyMap<string, Called> | null,
  each: (line: DecisionContext) => void,
) => void;

/** The lines of a session's matches, one a decision. A line is the next one when it has been looked at: keep nothing of it. */
export async function linesOf(log: LogReader, session: SessionEntry): Promise<DecisionLines> {
  const people = new Map((await log.participants(session.code)).map((person) => [person.code, person]));
  const guessOf = await guessesIn(log, session);
  const hostedOf = await hostedIn(log, session);
  const placeOf = await placesIn(log, session);
  const othersOf = memo((seats: readonly SeatFacts[]) => seats.map((_, seat) => seats.filter((_, at) => at !== seat)));
  type Line = { -readonly [Key in keyof DecisionContext]: DecisionContext[Key] };
  /** By seat; used again for every match, since there are millions of them. */
  const lines: Line[] = [];
  const sitDown = (line: Line, match: LoggedMatch, place: number | null): void => {
    const { seat } = line;
    const participant = match.participants[seat] ?? null;
    line.match = match;
    line.me = match.seats[seat];
    line.others = othersOf(match.seats)[seat] ?? NOBODY;
    line.person = participant === null ? undefined : people.get(participant);
    line.guess = guessOf(match, seat);
    line.hosted = hostedOf(match.code, seat, participant);
    line.place = place;
  };
  const lineOf = (match: LoggedMatch, d: StoredDecision): Line => ({
    ...{ session, match, seat: d.seat, me: undefined, others: NOBODY, person: undefined, guess: null, place: null },
    ...{ hosted: NOT_HOSTED, d, replaced: false, asked: null, told: null },
  });
  return (match, asked, each) => {
    const latest = latestOf(match.answers);
    const place = placeOf(match.code);
    for (const d of match.answers) {
      let line = lines[d.seat];
      if (line === undefined) {
        line = lines[d.seat] = lineOf(match, d);
        sitDown(line, match, place);
      } else if (line.match !== match) sitDown(line, match, place);
      line.d = d;
      line.replaced = latest !== null && d.revision < (latest.get(questionOf(d)) ?? 0);
      line.told = d.distribution === null ? null : distributionIn(d.distribution);
      line.asked = asked === null ? null : (asked.get(questionOf(d)) ?? null);
      each(line);
    }
  };
}

const NOBODY: readonly SeatFacts[] = [];

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

const isRevised = ({ revision }: AnswerCells['questions']): boolean => revision > 0;

/** The latest revision of each question; null where nobody went back. */
export function latestOf(answers: readonly AnswerCells['questions'][]): ReadonlyMap<string, number> | null {
  if (!answers.some(isRevised)) return null;
  const latest = new Map<string, number>();
  for (const d of answers) latest.set(questionOf(d), Math.max(d.revision, latest.get(questionOf(d)) ?? 0));
  return latest;
}

/** The calls to models in a match by question; null where there were none. */
export async function askedIn(log: LogReader, match: LoggedMatch): Promise<ReadonlyMap<string, Called> | null> {
  if (!match.called) return null;
  const groups = Map.groupBy(await log.calls(match.code), questionOf);
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
