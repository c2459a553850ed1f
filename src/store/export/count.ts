/** Adds matches to what an export tells of itself. */
import type { Tally } from './job.ts';
import { latestOf, questionOf } from './line.ts';
import type { Answered, MatchFacts } from './reading.ts';

/** For the matches of one session: people belong to a session, so that no more of their codes need be known at once. */
export function counting(tally: Tally): (match: MatchFacts<Answered>) => void {
  const people = new Set<string>();
  return (match) => {
    for (const { participant } of match.seated)
      if (participant !== null && !people.has(participant)) {
        people.add(participant);
        tally.people += 1;
      }
    count(tally, match);
  };
}

function count(tally: Tally, match: MatchFacts<Answered>): void {
  const { game, version, decisions } = match;
  const seats = match.seated;
  const latest = latestOf(decisions);
  tally.matches += 1;
  tally.decisions += decisions.length;
  if (match.status !== 'finished') tally.unfinished += 1;
  if (!tally.games.has(`${game} ${version}`)) tally.games.set(`${game} ${version}`, { game, version });
  for (const d of decisions) {
    const kind = seats[d.seat]?.kind ?? '';
    tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
    tally.practice += d.practice;
    if (latest !== null && d.revision < (latest.get(questionOf(d)) ?? 0)) tally.replaced += 1;
    if (d.answeredAt < tally.firstAt) tally.firstAt = d.answeredAt;
    if (d.answeredAt > tally.lastAt) tally.lastAt = d.answeredAt;
    const question = `${game} ${d.key}`;
    if (!tally.questions.has(question))
      tally.questions.set(question, { game, version, key: d.key, config: match.config, seats: seats.length, seed: match.seed });
  }
}
