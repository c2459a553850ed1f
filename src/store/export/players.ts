/**
 * Who took part, as oTree counts: a person with everything that he or she played in a session, and each agent with the
 * one match that it sat in. Tables with a row a player are made from these, people first, in the order in which they
 * joined, then agents as they sat down.
 */
import type { LogReader } from '../../core/log-reader.ts';
import type { ParticipantRow } from '../../core/log.ts';
import type { AnswerCells, LoggedMatch, SeatFacts, SessionEntry } from '../../core/stored-rows.ts';
import { latestOf, questionOf } from './decision-context.ts';

type Question = AnswerCells['questions'];
type Answer = AnswerCells['answers'];

/** A match as one seat played it. */
export type PlayerMatch = {
  readonly match: LoggedMatch<Answer>;
  readonly seat: number;
  /** oTree's app: the game; prisoners-dilemma-2 for the second match of the game that a person played. */
  readonly app: string;
  /** Which match of its game it is in the session, from 1. */
  readonly group: number;
  /** The answers of the seat that count, as given: of a question that was answered again the last one. */
  readonly pages: readonly Answer[];
};

/** Who played, as oTree counts: a person in a session, or an agent in one match. */
export type Player = {
  readonly session: SessionEntry;
  readonly idInSession: number;
  readonly person: ParticipantRow | undefined;
  /** Who sat there; undefined for a person who has not played. */
  readonly me: SeatFacts | undefined;
  readonly played: readonly PlayerMatch[];
};

/** A round of a match as one seat played it: the answers that count, by question. */
export type Round<D extends Question = Answer> = {
  readonly practice: boolean;
  readonly round: number;
  readonly answers: ReadonlyMap<string, D>;
};

/** The players of a session, some at a time; each of its matches is handed to `met` once. */
export async function* playersOf(
  log: LogReader,
  session: SessionEntry,
  met: (match: LoggedMatch<Answer>) => Promise<void>,
): AsyncGenerator<readonly Player[], void> {
  const people = await log.participants(session.code);
  const known = new Set(people.map(({ code }) => code));
  let count = 0;
  const toPlayer = (person: ParticipantRow, played: readonly PlayerMatch[]): Player => {
    const me = played[0] === undefined ? undefined : played[0].match.seats[played[0].seat];
    count += 1;
    return { session, idInSession: count, person, me, played };
  };
  if (people.length > 0) {
    // Whoever has played all that he or she will play is handed on: only those who play at the same time are held.
    const due = await log.matchesByPerson(session.code);
    const games = new Map<string, PlayerMatch[]>();
    const nth = countGames(people);
    for await (const found of numbered(log, session)) {
      for (const { match, group } of found)
        match.participants.forEach((participant, seat) => {
          if (participant === null || !known.has(participant)) return;
          const mine = games.get(participant) ?? [];
          mine.push({
            match,
            seat,
            group,
            app: appOf(match.game, nth(participant, match.game)),
            pages: pagesOf(match, seat),
          });
          games.set(participant, mine);
        });
      const players: Player[] = [];
      for (let person = people[count]; person !== undefined; person = people[count]) {
        const played = games.get(person.code) ?? [];
        if (played.length < (due.get(person.code) ?? 0)) break;
        games.delete(person.code);
        players.push(toPlayer(person, played));
      }
      yield players;
    }
    yield people.slice(count).map((person) => toPlayer(person, games.get(person.code) ?? []));
  }
  for await (const found of numbered(log, session)) {
    const players: Player[] = [];
    for (const { match, group } of found) {
      await met(match);
      match.seats.forEach((me, seat) => {
        const code = match.participants[seat] ?? null;
        if (code !== null && known.has(code)) return;
        count += 1;
        players.push({
          session,
          idInSession: count,
          person: undefined,
          me,
          played: [{ match, seat, group, app: match.game, pages: pagesOf(match, seat) }],
        });
      });
    }
    yield players;
  }
}

/** Counts how often a person has played a game; an agent, or a person without a code, plays it for the first time whenever it does. */
export function countGames(people: readonly ParticipantRow[]): (participant: string | null, game: string) => number {
  const counts = new Map(people.map(({ code }) => [code, new Map<string, number>()]));
  return (participant, game) => {
    const mine = participant === null ? undefined : counts.get(participant);
    const nth = (mine?.get(game) ?? 0) + 1;
    mine?.set(game, nth);
    return nth;
  };
}

/** What a game is called that a person plays for the nth time. */
export const appOf = (game: string, nth: number): string => (nth === 1 ? game : `${game}-${nth}`);

/** What the practice rounds of an app are called: they count their rounds for themselves. */
export const practiceOf = (app: string): string => `${app}-practice`;

async function* numbered(
  log: LogReader,
  session: SessionEntry,
): AsyncGenerator<readonly { readonly match: LoggedMatch<Answer>; readonly group: number }[], void> {
  const counts = new Map<string, number>();
  for await (const matches of log.played({ session, cells: 'answers' }))
    yield matches.map((match) => {
      const group = (counts.get(match.game) ?? 0) + 1;
      counts.set(match.game, group);
      return { match, group };
    });
}

/** The answers of a seat that count, as given. */
function pagesOf<D extends Question>({ answers }: LoggedMatch<D>, seat: number): readonly D[] {
  const latest = latestOf(answers);
  return answers.filter((d) => d.seat === seat && (latest === null || d.revision === latest.get(questionOf(d))));
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

/** The role that a seat had in a round. */
export const roleIn = ({ answers }: Round): string | undefined => answers.values().next().value?.role;

/** Points of the whole match stand in its last round that counts, so that a player's payoffs add up over rounds. */
export const isLast = (rounds: readonly Round[], round: Round): boolean =>
  round === rounds.findLast(({ practice }) => !practice);

/** What a player earned in all matches; null where nothing was paid. */
export function earned({ played }: Player): number | null {
  const paid = played.map(({ match, seat }) => match.payoffs[seat]).filter((points) => points !== undefined);
  return paid.length === 0 ? null : paid.reduce((sum, points) => sum + points, 0);
}
