/** Whether rows are stored: what ../already-stored.ts is for files. */
import type { Answer } from '../../core/game.ts';
import type { LogRow } from '../../core/log.ts';
import type { Query, Value } from './connection.ts';

/**
 * Whether every one of these rows that has a key (all but calls, shows of hands and events) is stored with the same content; of
 * rows none of which has one, whether they came with this token.
 */
export async function alreadyStored(ask: Query, rows: readonly LogRow[], token: string | null): Promise<boolean> {
  if (token !== null) return (await ask('select 1 from token where id = $1::text::uuid', token)).length > 0;
  for (const row of rows) {
    const wanted = lookFor(row);
    if (wanted === null) continue;
    const [text, ...values] = wanted;
    if ((await ask(text, ...values)).length === 0) return false;
  }
  return true;
}

const IN_MATCH = 'match = (select id from match where code = $1)';
const asText = (answer: Answer): string => `${answer}`;

function lookFor({ table, row: r }: LogRow): readonly [text: string, ...values: Value[]] | null {
  switch (table) {
    case 'session':
      return ['select 1 from session where code = $1 and seed = $2 and started_at = $3', r.code, r.seed, r.startedAt];
    case 'participant':
      return [
        'select 1 from participant where code = $1 and joined_at = $2 and label is not distinct from $3 and treatment is not distinct from $4',
        ...[r.code, r.joinedAt, r.label, r.treatment],
      ];
    case 'match':
      return [
        'select 1 from match where code = $1 and seed = $2 and config = $3 and seats = $4 and started_at = $5',
        ...[r.code, r.seed, JSON.stringify(r.config), JSON.stringify(r.seats), r.startedAt],
      ];
    case 'decision':
      return [
        `select 1 from decision where ${IN_MATCH} and turn = $2 and seat = $3 and key = $4 and revision = $5 and answer = $6
           and (answer_number is null) = ($7::text = 'text') and answered_at = $8`,
        ...[r.match, r.turn, r.seat, r.key, r.revision, asText(r.answer)],
        ...[typeof r.answer === 'string' ? 'text' : 'number', r.answeredAt],
      ];
    case 'ending':
      return [`select 1 from ending where ${IN_MATCH} and how = $2 and at = $3`, r.match, r.how, r.at];
    case 'payoff':
      return [`select 1 from payoff where ${IN_MATCH} and seat = $2 and points = $3`, r.match, r.seat, r.points];
    case 'tuning':
      return [
        'select 1 from tuning where provider = $1 and model = $2 and standing = $3 and at = $4',
        ...[r.provider, r.model, r.standing, r.at],
      ];
    case 'tally':
    case 'call':
    case 'event':
      return null;
  }
}
