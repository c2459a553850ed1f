/** Adds matches to what an export tells of itself. */
import type { ExportTally } from './job.ts';
import { latestOf, questionOf } from './line.ts';
import type { DecisionAnswer, ExportMatch } from './reading.ts';

/** Settings that are told apart in one session, and for one question: a batch may have others in every match. */
const MOST_SETTINGS = 50;
const MOST_WORDINGS = 8;

/** For the matches of one session: people belong to a session, so that no more of their codes need be known at once. */
export function counting(tally: ExportTally): (match: ExportMatch<DecisionAnswer>) => void {
  const people = new Set<string>();
  const settings = new Map<string, Set<string>>();
  /** The questions that were noted under the settings of a match; where there are too many of them, of its game. */
  const notedIn = ({ game, version, config }: ExportMatch<DecisionAnswer>): Set<string> => {
    const own = `${game} ${version} ${config}`;
    const known = settings.get(own);
    if (known !== undefined) return known;
    const place = settings.size < MOST_SETTINGS ? own : game;
    const noted = settings.get(place) ?? new Set<string>();
    settings.set(place, noted);
    return noted;
  };
  return (match) => {
    for (const { participant } of match.seated)
      if (participant !== null && !people.has(participant)) {
        people.add(participant);
        tally.people += 1;
      }
    count(tally, match, notedIn(match));
  };
}

function count(tally: ExportTally, match: ExportMatch<DecisionAnswer>, noted: Set<string>): void {
  const { game, version, decisions } = match;
  const seats = match.seated;
  const latest = latestOf(decisions);
  tally.matches += 1;
  tally.decisions += decisions.length;
  if (match.status !== 'finished') {
    tally.unfinished += 1;
    tally.unanswered += unansweredIn(match);
  }
  if (!tally.games.has(`${game} ${version}`)) tally.games.set(`${game} ${version}`, { game, version });
  for (const d of decisions) {
    const kind = seats[d.seat]?.kind ?? '';
    tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
    tally.practice += d.practice;
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

function note(
  tally: ExportTally,
  { game, version, config, seated, seed }: ExportMatch<DecisionAnswer>,
  key: string,
): void {
  const asked = tally.questions.get(`${game} ${key}`) ?? [];
  if (asked.length >= MOST_WORDINGS || asked.some((one) => one.version === version && one.config === config)) return;
  asked.push({ game, version, key, config, seats: seated.length, seed });
  tally.questions.set(`${game} ${key}`, asked);
}

function unansweredIn(match: ExportMatch<DecisionAnswer>): number {
  const asked = new Set(match.calls().map(questionOf));
  for (const d of match.decisions) asked.delete(questionOf(d));
  return asked.size;
}
