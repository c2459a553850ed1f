/** What an export tells of itself: counts of what went into it, and the questions that were asked. */
import { latestOf, questionOf } from './decision-context.ts';
import type { LogReader } from '../../core/log-reader.ts';
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';

type Match = LoggedMatch<AnswerCells['answers']>;

/** What was exported, for the text beside it. */
export type ExportTally = {
  matches: number;
  unfinished: number;
  decisions: number;
  replaced: number;
  /** By a stand-in, for an agent that had no answer. */
  substituted: number;
  /** By an agent, for a person who was gone. */
  gone: number;
  /** Set from outside by a profile. */
  forced: number;
  /** Drawn from probabilities that a model told. */
  told: number;
  /** Questions to models in matches that did not finish which have no answer, and so no row in a table of decisions. */
  unanswered: number;
  practice: number;
  /** Counts of raised hands, one an answer and count. */
  hands: number;
  people: number;
  /** Decisions by agent.kind, without those that an agent made in the place of a person. */
  readonly kinds: Map<string, number>;
  /** By game and key: where a question was asked, once for each of the first few settings. */
  readonly questions: Map<string, CodebookQuestion[]>;
  /** By game and version. */
  readonly games: Map<string, { readonly game: string; readonly version: number }>;
  firstAt: number;
  lastAt: number;
};

/** A question, and a match in which it was asked. */
export type CodebookQuestion = {
  readonly game: string;
  readonly version: number;
  readonly key: string;
  readonly config: unknown;
  readonly configText: string;
  readonly seats: number;
  readonly seed: number;
};

/** A tally of nothing yet; `firstAt` and `lastAt` are Unix milliseconds of the first and last answer. */
export const newTally = (): ExportTally => ({
  matches: 0,
  unfinished: 0,
  decisions: 0,
  replaced: 0,
  substituted: 0,
  gone: 0,
  forced: 0,
  told: 0,
  unanswered: 0,
  practice: 0,
  hands: 0,
  people: 0,
  kinds: new Map(),
  questions: new Map(),
  games: new Map(),
  firstAt: Infinity,
  lastAt: -Infinity,
});

/** Settings that are told apart in one session, and for one question: a batch may have others in every match. */
const MOST_SETTINGS = 50;
const MOST_WORDINGS = 8;

/**
 * Adds matches of one session to the tally, one by one: people belong to a session, so that no more of their codes need be
 * known at once. Where something must be read for it, a promise is given, to be waited for.
 */
export function tallying(log: LogReader, tally: ExportTally): (match: Match) => Promise<void> | undefined {
  const people = new Set<string>();
  const settings = new Map<string, Set<string>>();
  let last: Match | null = null;
  let noted = new Set<string>();
  /** The questions that were noted under the settings of a match; where there are too many of them, of its game. */
  const notedIn = ({ game, version, configText }: Match): Set<string> => {
    const own = `${game} ${version} ${configText}`;
    const known = settings.get(own);
    if (known !== undefined) return known;
    const place = settings.size < MOST_SETTINGS ? own : game;
    const fresh = settings.get(place) ?? new Set<string>();
    settings.set(place, fresh);
    return fresh;
  };
  return (match) => {
    // Neighbours share their settings, which then are the same object.
    if (last === null || last.config !== match.config || last.version !== match.version || last.game !== match.game) {
      const { game, version } = match;
      noted = notedIn(match);
      if (!tally.games.has(`${game} ${version}`)) tally.games.set(`${game} ${version}`, { game, version });
    }
    last = match;
    count(tally, match, noted, people);
    return match.ending !== 'finished' && match.called
      ? unansweredIn(log, match).then((unanswered) => void (tally.unanswered += unanswered))
      : undefined;
  };
}

function count(tally: ExportTally, match: Match, noted: Set<string>, people: Set<string>): void {
  const { seats, participants, answers } = match;
  const latest = latestOf(answers);
  tally.matches += 1;
  tally.decisions += answers.length;
  if (match.ending !== 'finished') tally.unfinished += 1;
  /** Seats as they first answered, and by seat its own choices. */
  const answered: number[] = [];
  const own: number[] = [];
  for (const d of answers) {
    const kind = seats[d.seat]?.kind ?? '';
    const isOwn = kind !== 'human' || d.source !== 'substituted';
    if (own[d.seat] === undefined) answered.push(d.seat);
    own[d.seat] = (own[d.seat] ?? 0) + (isOwn ? 1 : 0);
    if (d.practice) tally.practice += 1;
    if (d.source === 'substituted') tally[kind === 'human' ? 'gone' : 'substituted'] += 1;
    if (d.source === 'forced') tally.forced += 1;
    if (d.distribution !== null) tally.told += 1;
    if (latest !== null && d.revision < (latest.get(questionOf(d)) ?? 0)) tally.replaced += 1;
    if (d.answeredAt < tally.firstAt) tally.firstAt = d.answeredAt;
    if (d.answeredAt > tally.lastAt) tally.lastAt = d.answeredAt;
    if (!noted.has(d.key)) {
      noted.add(d.key);
      note(tally, match, d.key);
    }
  }
  for (const seat of answered) {
    const choices = own[seat] ?? 0;
    // Whoever sat down and chose nothing is nobody whose choices are here.
    const participant = participants[seat] ?? null;
    if (participant !== null && !people.has(participant)) {
      people.add(participant);
      tally.people += 1;
    }
    if (choices === 0) continue;
    const kind = seats[seat]?.kind ?? '';
    tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + choices);
  }
}

function note(tally: ExportTally, { game, version, config, configText, seats, seed }: Match, key: string): void {
  const asked = tally.questions.get(`${game} ${key}`) ?? [];
  if (asked.length >= MOST_WORDINGS || asked.some((one) => one.version === version && one.configText === configText))
    return;
  asked.push({ game, version, key, config, configText, seats: seats.length, seed });
  tally.questions.set(`${game} ${key}`, asked);
}

/** Questions to models that have no answer. */
async function unansweredIn(log: LogReader, { code, answers }: Match): Promise<number> {
  const asked = new Set((await log.callFacts(code)).map(questionOf));
  for (const d of answers) asked.delete(questionOf(d));
  return asked.size;
}
