/** Adds matches to what an export tells of itself. */
import type { ExportTally } from './job.ts';
import { latestOf, questionOf } from './line.ts';
import type { LogReader } from '../../core/log-reader.ts';
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';

type Match = LoggedMatch<AnswerCells['answers']>;

/** Settings that are told apart in one session, and for one question: a batch may have others in every match. */
const MOST_SETTINGS = 50;
const MOST_WORDINGS = 8;

/** For the matches of one session: people belong to a session, so that no more of their codes need be known at once. */
export function counting(log: LogReader, tally: ExportTally): (match: Match) => Promise<void> {
  const people = new Set<string>();
  const settings = new Map<string, Set<string>>();
  /** The questions that were noted under the settings of a match; where there are too many of them, of its game. */
  const notedIn = ({ game, version, configText }: Match): Set<string> => {
    const own = `${game} ${version} ${configText}`;
    const known = settings.get(own);
    if (known !== undefined) return known;
    const place = settings.size < MOST_SETTINGS ? own : game;
    const noted = settings.get(place) ?? new Set<string>();
    settings.set(place, noted);
    return noted;
  };
  return async (match) => {
    for (const participant of match.participants)
      if (participant !== null && !people.has(participant)) {
        people.add(participant);
        tally.people += 1;
      }
    count(tally, match, notedIn(match));
    if (match.ending !== 'finished' && match.called) tally.unanswered += await unansweredIn(log, match);
  };
}

function count(tally: ExportTally, match: Match, noted: Set<string>): void {
  const { game, version, seats, answers } = match;
  const latest = latestOf(answers);
  tally.matches += 1;
  tally.decisions += answers.length;
  if (match.ending !== 'finished') tally.unfinished += 1;
  if (!tally.games.has(`${game} ${version}`)) tally.games.set(`${game} ${version}`, { game, version });
  for (const d of answers) {
    const kind = seats[d.seat]?.kind ?? '';
    tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
    if (d.practice) tally.practice += 1;
    if (d.source === 'substituted') tally.substituted += 1;
    if (latest !== null && d.revision < (latest.get(questionOf(d)) ?? 0)) tally.replaced += 1;
    if (d.answeredAt < tally.firstAt) tally.firstAt = d.answeredAt;
    if (d.answeredAt > tally.lastAt) tally.lastAt = d.answeredAt;
    if (!noted.has(d.key)) {
      noted.add(d.key);
      note(tally, match, d.key);
    }
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
