/**
 * Who took part, as oTree counts: a person with everything that he or she played in a session, and each agent as the
 * participant of one place: of the table of these people, or where no people sit of a seat in the session. Tables with a
 * row a player are made from these, people first, in the order in which they joined, then agents as they sat down.
 */
import { hash } from 'node:crypto';
import type { LogReader } from '../../core/log-reader.ts';
import type { ParticipantRow } from '../../core/log.ts';
import type { AnswerCells, LoggedMatch, SeatFacts, SessionEntry } from '../../core/stored-rows.ts';
import { timesPlayed, type TimesPlayed } from './times-played.ts';
import type { Course, CourseOf } from './course.ts';
import { memo } from '../../core/memo.ts';
import { latestOf, questionOf } from './decision-context.ts';
import { type Guess, guessesIn } from './guesses.ts';
import { type HostedSeat, hostedIn } from './hosted.ts';

type Question = AnswerCells['questions'];
type Answer = AnswerCells['answers'];

/** A match as one seat played it. */
export type PlayerMatch = {
  readonly match: LoggedMatch<Answer>;
  readonly seat: number;
  /** oTree's app: prisoners_dilemma; prisoners_dilemma_2 for the second match of the game that a person played. */
  readonly app: string;
  /** Which match of its app it is in the session, from 1. */
  readonly group: number;
  /** The answers of the seat that count, as given: of a question that was answered again the last one. */
  readonly pages: readonly Answer[];
  /** The same by round. */
  readonly rounds: readonly Round[];
  /** How many screens the seat has left. */
  readonly screens: number;
  /** What the rules say of the match; null where nobody was asked, or nobody knows. */
  readonly course: Course | null;
  /** Whom the person took the other for afterwards; null where nobody guessed. */
  readonly guess: Guess | null;
  /** What a hosted room says of the seat. */
  readonly hosted: HostedSeat;
};

/** Who played, as oTree counts: a person in a session, or an agent at its place, with one match of many. */
export type Player = {
  readonly session: SessionEntry;
  readonly idInSession: number;
  /** 8 letters and digits, of people and agents. */
  readonly code: string;
  readonly person: ParticipantRow | undefined;
  /** Who sat there; undefined for a person who has not played. */
  readonly me: SeatFacts | undefined;
  /** Of a person all matches; of an agent one, and the next one is another `Player` with this code. */
  readonly played: readonly PlayerMatch[];
};

/** A round of a match as one seat played it: the answers that count, and beside them the questions. A question asked twice is there twice: price, price_2. */
export type Round = {
  readonly practice: boolean;
  readonly round: number;
  readonly questions: readonly string[];
  readonly answers: readonly Answer[];
};

/** Players of a session, some at a time: people in their order, and agents in theirs, of whom the first may come before the last person. */
export type SomePlayers = { readonly people: readonly Player[]; readonly agents: readonly Player[] };

/**
 * The players of a session, read once; each of its matches is handed to `met` once. `due`: by the place of each person among
 * those who joined, in how many of its matches he or she sits.
 */
export async function* playersOf(
  log: LogReader,
  session: SessionEntry,
  due: TimesPlayed['matches'],
  met: (match: LoggedMatch<Answer>) => Promise<void> | undefined,
  courseOf: CourseOf = () => null,
): AsyncGenerator<SomePlayers, void> {
  const people = await log.participants(session.code);
  const attended = timesPlayed(people);
  /**
   * What each of the people has played and is not handed on yet: whoever has played all that is due is handed on, so that only
   * those who play at the same time are held. Let go of at once: what old objects point to V8 keeps for long.
   */
  const held = people.map(() => NOTHING_YET);
  const guessOf = await guessesIn(log, session);
  const hostedOf = await hostedIn(log, session);
  const ids = new Map<string, number>();
  let count = 0;
  const toPlayer = (person: ParticipantRow, played: readonly PlayerMatch[]): Player => {
    const me = played[0] === undefined ? undefined : played[0].match.seats[played[0].seat];
    count += 1;
    return { session, idInSession: count, code: person.code, person, me, played };
  };
  for await (const found of numbered(log, session, attended)) {
    const agents: Player[] = [];
    for (const { match, group, app } of found) {
      const counted = met(match);
      if (counted !== undefined) await counted;
      const course = courseOf(match);
      pagesBySeat(match.answers, match.seats.length).forEach((pages, seat) => {
        const participant = match.participants[seat] ?? null;
        const played: PlayerMatch = {
          match,
          seat,
          group,
          app,
          course,
          pages,
          rounds: roundsOf(pages),
          screens: eachScreen(match.answers, seat, pages),
          guess: guessOf(match, seat),
          hosted: hostedOf(match.code, seat, participant),
        };
        const place = participant === null ? undefined : attended.placeOf(participant);
        if (place !== undefined) {
          if (held[place]!.length === 0) held[place] = [played];
          else held[place]!.push(played);
          return;
        }
        const code = agentCode(match, seat);
        let idInSession = ids.get(code);
        if (idInSession === undefined) ids.set(code, (idInSession = people.length + ids.size + 1));
        agents.push({ session, idInSession, code, me: match.seats[seat], person: undefined, played: [played] });
      });
    }
    const through: Player[] = [];
    for (let place = count; place < people.length && held[place]!.length >= due[place]!; place = count) {
      through.push(toPlayer(people[place]!, held[place]!));
      held[place] = NOTHING_YET;
    }
    yield { people: through, agents };
  }
  const rest = count;
  yield { people: people.slice(rest).map((person, i) => toPlayer(person, held[rest + i]!)), agents: [] };
}

/** Nothing is ever added to it. */
const NOTHING_YET: PlayerMatch[] = [];

/**
 * The participant code of an agent: the same for the same agent in a seat at the table of these people, and in a session
 * without people for the same agent in a seat. Eight letters and digits, made from these alone.
 */
export function agentCode({ session, participants, seats }: LoggedMatch<Question>, seat: number): string {
  const people = participants.filter((participant) => participant !== null).sort();
  return codeOf(JSON.stringify([session.code, people, seat, seats[seat]?.id]));
}

const codeOf = memo((place: string): string => {
  // As text: a Buffer for each of hundreds of thousands would cost more than the hash.
  const number = BigInt(`0x${hash('sha256', place, 'hex').slice(0, 16)}`);
  return number.toString(36).padStart(8, '0').slice(-8);
}, 1000);

/** What the practice rounds of an app are called: they count their rounds for themselves. */
export const practiceOf = (app: string): string => `${app}_practice`;

type NumberedMatch = { readonly match: LoggedMatch<Answer>; readonly app: string; readonly group: number };

async function* numbered(
  log: LogReader,
  session: SessionEntry,
  { appOf }: TimesPlayed,
): AsyncGenerator<readonly NumberedMatch[], void> {
  const counts = new Map<string, number>();
  for await (const matches of log.played({ session, cells: 'answers' }))
    yield matches.map((match) => {
      const app = appOf(match);
      const group = (counts.get(app) ?? 0) + 1;
      counts.set(app, group);
      return { match, app, group };
    });
}

/** The answers of each seat that count, as given. */
export function pagesBySeat<D extends Question>(answers: readonly D[], seats: number): readonly (readonly D[])[] {
  const latest = latestOf(answers);
  const pages = Array.from({ length: seats }, (): D[] => []);
  for (const d of answers) if (latest === null || d.revision === latest.get(questionOf(d))) pages[d.seat]?.push(d);
  return pages;
}

/** A question that was answered at a time, Unix milliseconds; without one where times do not matter. */
type Asked = Question & { readonly answeredAt?: number };

/** Hears of a screen that a seat has left: a question with its answer, or (`page` null) waiting for the answers of others until `at`, Unix milliseconds. */
export type ScreenLeft<D extends Asked> = (page: D | null, round: number, practice: boolean, at: number) => void;

/**
 * The screens that a seat has left in their order: its questions, and where others answered in the same turn, or in turns
 * without it, a screen of waiting until the last of them had. Gives how many there are.
 */
export function eachScreen<D extends Asked>(
  answers: readonly D[],
  seat: number,
  pages: readonly D[],
  each: ScreenLeft<D> = () => undefined,
): number {
  let [count, next, asked] = [0, 0, 0];
  /** The last answer that is waited for, and when the latest of all of them came. */
  let [wait, until]: [D | null, number] = [null, 0];
  // Answers are in the order in which they were given, and so in that of turns.
  for (let i = 0; i < answers.length;) {
    const { turn } = answers[i]!;
    let [other, latest]: [D | null, number] = [null, 0];
    for (let d = answers[i]; d?.turn === turn; d = answers[(i += 1)]) {
      if (d.seat !== seat) {
        other = d;
        latest = Math.max(latest, d.answeredAt ?? 0);
      } else if (d === pages[next]) {
        const at = d.answeredAt ?? 0;
        if (wait !== null) each(null, wait.round, wait.practice, until);
        each(d, d.round, d.practice, at);
        count += wait === null ? 1 : 2;
        wait = null;
        asked = at;
        next += 1;
      }
    }
    if (other !== null) [wait, until] = [other, Math.max(latest, wait === null ? asked : until)];
  }
  if (wait === null) return count;
  each(null, wait.round, wait.practice, until);
  return count + 1;
}

/** A seat's rounds in order. */
export function roundsOf(pages: readonly Answer[]): readonly Round[] {
  const rounds: (Round & { readonly questions: string[]; readonly answers: Answer[] })[] = [];
  for (const d of pages) {
    const { practice } = d;
    let round = rounds.at(-1);
    if (round === undefined || round.round !== d.round || round.practice !== practice) {
      round = { practice, round: d.round, questions: [], answers: [] };
      rounds.push(round);
    }
    round.questions.push(nextName(round.questions, d.key));
    round.answers.push(d);
  }
  return rounds;
}

/** The name of a question that is asked again in the same round: price_2. */
export function nextName(asked: readonly string[], key: string): string {
  let name = key;
  for (let n = 2; asked.includes(name); n++) name = `${key}_${n}`;
  return name;
}

/** The answer to a question in a round; undefined where it was not asked. */
export const answerIn = ({ questions, answers }: Round, question: string): Answer | undefined =>
  answers[questions.indexOf(question)];

/** The role that a seat had in a round; undefined where it was asked nothing. */
export const roleIn = ({ answers }: Round): string | undefined => answers[0]?.role;

/**
 * What a seat earned in a round, in points: by the rules, where they are at hand; else all of the match in its last round
 * that counts, so that a player's payoffs add up over rounds. 0 where nothing was earned yet, or the game pays nothing.
 */
export function earnedIn({ match, seat, course, rounds }: PlayerMatch, round: Round): number {
  if (round.practice) return 0;
  if (course !== null) return course.points[seat]?.get(round.round) ?? 0;
  const last = rounds.findLast(({ practice }) => !practice);
  return round === last ? (match.payoffs[seat] ?? 0) : 0;
}
