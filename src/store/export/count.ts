/** Adds a match to what an export tells of itself. */
import type { Tally } from './job.ts';
import { latestOf, questionOf, seatsOf } from './line.ts';
import type { MatchFacts } from './reading.ts';

export function count(tally: Tally, match: MatchFacts): void {
  const { game, version, decisions } = match;
  const seats = seatsOf(match);
  const latest = latestOf(decisions);
  tally.matches += 1;
  tally.decisions += decisions.length;
  if (match.status !== 'finished') tally.unfinished += 1;
  if (!tally.games.has(`${game} ${version}`)) tally.games.set(`${game} ${version}`, { game, version });
  for (const seat of seats) if (seat.participant !== null) tally.people.add(seat.participant);
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
