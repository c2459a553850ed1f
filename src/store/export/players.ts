/**
 * Who took part, as oTree counts: a person with everything that he or she played in a session, and each agent as the
 * participant of one place: of the table of these people, or where no people sit of a seat in the session. Tables with a
 * row a player are made from these, people first, in the order in which they joined, then agents as they sat down.
 */
import { createHash } from 'node:crypto';
import type { LogReader } from '../../core/log-reader.ts';
import type { ParticipantRow } from '../../core/log.ts';
import type { AnswerCells, LoggedMatch, SeatFacts, SessionEntry } from '../../core/stored-rows.ts';
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

/** A round of a match as one seat played it: the answers that count, by question. */
export type Round<D extends Question = Answer> = {
  readonly practice: boolean;
  readonly round: number;
  readonly answers: ReadonlyMap<string, D>;
};

/** Players of a session, some at a time: people in their order, and agents in theirs, of whom the first may come before the last person. */
export type SomePlayers = { readonly people: readonly Player[]; readonly agents: readonly Player[] };

/** The players of a session, read once; each of its matches is handed to `met` once. */
export async function* playersOf(
  log: LogReader,
  session: SessionEntry,
  met: (match: LoggedMatch<Answer>) => Promise<void> | undefined,
  courseOf: CourseOf = () => null,
): AsyncGenerator<SomePlayers, void> {
  const people = await log.participants(session.code);
  const known = new Set(people.map(({ code }) => code));
  const guessOf = await guessesIn(log, session);
  const hostedOf = await hostedIn(log, session);
  const playedBy = ({ match, group, app }: NumberedMatch, seat: number, course: Course | null): PlayerMatch => ({
    match,
    seat,
    group,
    app,
    course,
    pages: pagesOf(match, seat),
    guess: guessOf(match, seat),
    hosted: hostedOf(match.code, seat, match.participants[seat] ?? null),
  });
  // Whoever has played all that he or she will play is handed on: only those who play at the same time are held.
  const due = people.length === 0 ? new Map<string, number>() : await log.matchesByPerson(session.code);
  const games = new Map<string, PlayerMatch[]>();
  const ids = new Map<string, number>();
  let count = 0;
  const toPlayer = (person: ParticipantRow, played: readonly PlayerMatch[]): Player => {
    const me = played[0] === undefined ? undefined : played[0].match.seats[played[0].seat];
    count += 1;
    return { session, idInSession: count, code: person.code, person, me, played };
  };
  for await (const found of numbered(log, session, people)) {
    const agents: Player[] = [];
    for (const one of found) {
      const { match } = one;
      const counted = met(match);
      if (counted !== undefined) await counted;
      const course = courseOf(match);
      match.seats.forEach((me, seat) => {
        const participant = match.participants[seat] ?? null;
        if (participant !== null && known.has(participant)) {
          const mine = games.get(participant);
          if (mine === undefined) games.set(participant, [playedBy(one, seat, course)]);
          else mine.push(playedBy(one, seat, course));
          return;
        }
        const code = agentCode(match, seat);
        const idInSession = ids.get(code) ?? people.length + ids.size + 1;
        ids.set(code, idInSession);
        agents.push({ session, idInSession, code, me, person: undefined, played: [playedBy(one, seat, course)] });
      });
    }
    const through: Player[] = [];
    for (let person = people[count]; person !== undefined; person = people[count]) {
      const played = games.get(person.code) ?? [];
      if (played.length < (due.get(person.code) ?? 0)) break;
      games.delete(person.code);
      through.push(toPlayer(person, played));
    }
    yield { people: through, agents };
  }
  yield { people: people.slice(count).map((person) => toPlayer(person, games.get(person.code) ?? [])), agents: [] };
}

/**
 * The participant code of an agent: the same for the same agent in a seat at the table of these people, and in a session
 * without people for the same agent in a seat. Eight letters and digits, made from these alone.
 */
export function agentCode({ session, participants, seats }: LoggedMatch<Question>, seat: number): string {
  const people = participants.filter((participant) => participant !== null).sort();
  return codeOf(JSON.stringify([session.code, people, seat, seats[seat]?.id]));
}

const codeOf = memo((place: string): string => {
  const number = createHash('sha256').update(place).digest().readBigUInt64BE();
  return number.toString(36).padStart(8, '0').slice(-8);
}, 1000);

/**
 * Numbers matches by their apps: a match is of app GAME, or GAME_2 where one of its people plays that game for the second
 * time in the session. Agents play it for the first time whenever they do.
 */
export function appNumbers(people: readonly ParticipantRow[]): (match: LoggedMatch<Question>) => string {
  const latest = new Map(people.map(({ code }) => [code, new Map<string, number>()]));
  return ({ game, participants }) => {
    const mine = participants.flatMap((participant) => (participant === null ? [] : (latest.get(participant) ?? [])));
    const nth = 1 + Math.max(0, ...mine.map((counts) => counts.get(game) ?? 0));
    for (const counts of mine) counts.set(game, nth);
    return nth === 1 || mine.length === 0 ? appName(game) : `${appName(game)}_${nth}`;
  };
}

/** A game as the name of a Python module, as oTree's apps are: prisoners_dilemma. */
export const appName = memo((game: string): string => game.replace(/\W/g, '_').replace(/^(?=\d)/, '_'), 100);

/** What the practice rounds of an app are called: they count their rounds for themselves. */
export const practiceOf = (app: string): string => `${app}_practice`;

type NumberedMatch = { readonly match: LoggedMatch<Answer>; readonly app: string; readonly group: number };

async function* numbered(
  log: LogReader,
  session: SessionEntry,
  people: readonly ParticipantRow[],
): AsyncGenerator<readonly NumberedMatch[], void> {
  const counts = new Map<string, number>();
  const appOf = appNumbers(people);
  for await (const matches of log.played({ session, cells: 'answers' }))
    yield matches.map((match) => {
      const app = appOf(match);
      const group = (counts.get(app) ?? 0) + 1;
      counts.set(app, group);
      return { match, app, group };
    });
}

/** The answers of a seat that count, as given. */
export function pagesOf<D extends Question>({ answers }: LoggedMatch<D>, seat: number): readonly D[] {
  const latest = latestOf(answers);
  return answers.filter((d) => d.seat === seat && (latest === null || d.revision === latest.get(questionOf(d))));
}

/** A screen that a seat has left: a question with its answer, or (`page` null) waiting for the answers of others until `at`, Unix milliseconds. */
export type LeftScreen = {
  readonly page: Answer | null;
  readonly round: number;
  readonly practice: boolean;
  readonly at: number;
};

/**
 * The screens of a seat in their order: its questions, and where others answered in the same turn, or in turns without it,
 * a screen of waiting until the last of them had.
 */
export function screensOf({
  match,
  seat,
  pages,
}: Pick<PlayerMatch, 'match' | 'seat' | 'pages'>): readonly LeftScreen[] {
  const screens: LeftScreen[] = [];
  let wait: LeftScreen | null = null;
  let [turn, next] = [-1, 0];
  const waited = (): void => {
    if (wait === null) return;
    const before = screens.at(-1);
    const at = Math.max(wait.at, before?.at ?? 0);
    if (before?.page === null) screens.pop();
    screens.push({ page: null, round: wait.round, practice: wait.practice, at });
    wait = null;
  };
  // Answers are in the order in which they were given, and so in that of turns.
  for (const d of match.answers) {
    if (d.turn !== turn) waited();
    turn = d.turn;
    if (d.seat !== seat) {
      const at: number = Math.max(d.answeredAt, (wait as LeftScreen | null)?.at ?? 0);
      wait = { page: null, round: d.round, practice: d.practice, at };
    } else if (d === pages[next]) {
      screens.push({ page: d, round: d.round, practice: d.practice, at: d.answeredAt });
      next += 1;
    }
  }
  waited();
  return screens;
}

/** A seat's rounds in order. A question asked twice in one round is there twice: price, price_2. */
export function roundsOf<D extends Question>(pages: readonly D[]): readonly Round<D>[] {
  const rounds: (Round<D> & { readonly answers: Map<string, D> })[] = [];
  for (const d of pages) {
    const { practice } = d;
    let round = rounds.at(-1);
    if (round === undefined || round.round !== d.round || round.practice !== practice) {
      round = { practice, round: d.round, answers: new Map() };
      rounds.push(round);
    }
    let key = d.key;
    for (let n = 2; round.answers.has(key); n++) key = `${d.key}_${n}`;
    round.answers.set(key, d);
  }
  return rounds;
}

/** The role that a seat had in a round; undefined where it was asked nothing. */
export const roleIn = ({ answers }: Round): string | undefined => answers.values().next().value?.role;

/**
 * What a seat earned in a round, in points: by the rules, where they are at hand; else all of the match in its last round
 * that counts, so that a player's payoffs add up over rounds. 0 where nothing was earned yet, or the game pays nothing.
 */
export function earnedIn({ match, seat, course }: PlayerMatch, round: Round, all: readonly Round[]): number {
  if (round.practice) return 0;
  if (course !== null) return course.points[seat]?.get(round.round) ?? 0;
  const last = all.findLast(({ practice }) => !practice);
  return round === last ? (match.payoffs[seat] ?? 0) : 0;
}
