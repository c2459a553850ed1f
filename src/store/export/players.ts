/**
 * Who took part, as oTree counts: a person with everything that he or she played in a session, and each agent with the
 * one match that it sat in. Tables with a row a player are made from these, people first, in the order in which they
 * joined, then agents as they sat down.
 */
import type { SeatRow } from '../../log.ts';
import { latestOf, questionOf, seatsOf } from './line.ts';
import { type DecisionFacts, type MatchFacts, matchesOf, peopleOf, type Person, type SessionFacts, type Source } from './reading.ts';

/** A match as one seat played it. */
export type Played = {
  readonly match: MatchFacts;
  readonly seat: number;
  /** oTree's app: the game; prisoners-dilemma-2 for the second match of the game that a person played. */
  readonly app: string;
  /** Which match of its game it is in the session, from 1. */
  readonly group: number;
  /** The answers of the seat that count, as given: of a question that was answered again the last one. */
  readonly pages: readonly DecisionFacts[];
};

export type Player = {
  readonly session: SessionFacts;
  readonly idInSession: number;
  readonly person: Person | undefined;
  /** Who sat there; undefined for a person who has not played. */
  readonly me: SeatRow | undefined;
  readonly played: readonly Played[];
};

/** A round of a match as one seat played it: the answers that count, by question. */
export type Round = {
  readonly practice: boolean;
  readonly round: number;
  readonly role: string;
  readonly answers: ReadonlyMap<string, DecisionFacts>;
};

/** The players of a session, some at a time; each of its matches is handed to `met` once. `outline`: without what was answered. */
export function* playersOf(
  source: Source,
  session: SessionFacts,
  met: ((match: MatchFacts) => void) | null,
  outline = false,
): Generator<readonly Player[], void> {
  const people = peopleOf(source, session);
  const known = new Set(people.map(({ code }) => code));
  let count = 0;
  if (people.length > 0) {
    const games = new Map(people.map(({ code }) => [code, [] as Played[]]));
    for (const found of numbered(source, session, outline)) {
      for (const { match, group } of found)
        seatsOf(match).forEach(({ participant }, seat) => {
          const mine = participant === null ? undefined : games.get(participant);
          mine?.push({
            match,
            seat,
            group,
            app: appOf(match.game, 1 + mine.filter((one) => one.match.game === match.game).length),
            pages: pagesOf(match, seat),
          });
        });
      yield [];
    }
    for (const person of people) {
      const played = games.get(person.code) ?? [];
      const me = played[0] === undefined ? undefined : seatsOf(played[0].match)[played[0].seat];
      count += 1;
      yield [{ session, idInSession: count, person, me, played }];
    }
  }
  for (const found of numbered(source, session, outline)) {
    const players: Player[] = [];
    for (const { match, group } of found) {
      met?.(match);
      seatsOf(match).forEach((me, seat) => {
        if (me.participant !== null && known.has(me.participant)) return;
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

const appOf = (game: string, nth: number): string => (nth === 1 ? game : `${game}-${nth}`);

/** What the practice rounds of an app are called: they count their rounds for themselves. */
export const practiceOf = (app: string): string => `${app}-practice`;

function* numbered(
  source: Source,
  session: SessionFacts,
  outline: boolean,
): Generator<readonly { readonly match: MatchFacts; readonly group: number }[], void> {
  const counts = new Map<string, number>();
  for (const matches of matchesOf(source, session, outline))
    yield matches.map((match) => {
      const group = (counts.get(match.game) ?? 0) + 1;
      counts.set(match.game, group);
      return { match, group };
    });
}

function pagesOf({ decisions }: MatchFacts, seat: number): readonly DecisionFacts[] {
  const latest = latestOf(decisions);
  return decisions.filter((d) => d.seat === seat && (latest === null || d.revision === latest.get(questionOf(d))));
}

/** A seat's rounds in order. A question asked twice in one round is there twice: price, price_2. */
export function roundsOf(played: Played): readonly Round[] {
  const rounds: (Round & { readonly answers: Map<string, DecisionFacts> })[] = [];
  for (const d of played.pages) {
    const practice = d.practice === 1;
    let round = rounds.at(-1);
    if (round === undefined || round.round !== d.round || round.practice !== practice) {
      round = { practice, round: d.round, role: d.role, answers: new Map() };
      rounds.push(round);
    }
    let key = d.key;
    for (let n = 2; round.answers.has(key); n++) key = `${d.key}_${n}`;
    round.answers.set(key, d);
  }
  return rounds;
}

/** Points of the whole match stand in its last round that counts, so that a player's payoffs add up over rounds. */
export const isLast = (rounds: readonly Round[], round: Round): boolean => round === rounds.findLast(({ practice }) => !practice);

/** What a player earned in all matches; null where nothing was paid. */
export function earned({ played }: Player): number | null {
  const paid = played.map(({ match, seat }) => match.payoffs[seat]).filter((points) => points !== undefined);
  return paid.length === 0 ? null : paid.reduce((sum, points) => sum + points, 0);
}
