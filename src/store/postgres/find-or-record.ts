/** What is found, or made where it is missing, within one commit: programs that ask at once agree. */
import type { EventRow, LogRow, ParticipantRow, SessionRow } from '../../core/log.ts';
import type { Query } from './ask.ts';
import { namedIn } from './questions.ts';

type Insert = (ask: Query, rows: readonly LogRow[]) => Promise<void>;

/** The code of the lab session that goes by this name; where there is none, `fresh` is stored under it. Within a commit. */
export async function foundSession(ask: Query, insert: Insert, name: string, fresh: SessionRow): Promise<string> {
  const body = { name };
  const [found] = await ask<{ code: string }>(
    `select s.code from session s where s.kind = 'lab' and ${namedIn('s.id')} = $1 order by s.id desc limit 1`,
    JSON.stringify(body),
  );
  if (found !== undefined) return found.code;
  const event: EventRow = {
    ...{ session: fresh.code, match: null, participant: null },
    ...{ kind: 'named', body, at: fresh.startedAt },
  };
  await insert(ask, [
    { table: 'session', row: fresh },
    { table: 'event', row: event },
  ]);
  return fresh.code;
}

/** The participant of this session with this label; where there is none, `fresh` is stored. Within a commit. */
export async function foundParticipant(
  ask: Query,
  insert: Insert,
  fresh: ParticipantRow & { readonly label: string },
): Promise<ParticipantRow> {
  const [found] = await ask<ParticipantRow>(
    `select p.code, s.code as session, p.label, p.treatment, p.joined_at as "joinedAt"
     from participant p join session s on s.id = p.session where s.code = $1 and p.label = $2 order by p.id limit 1`,
    fresh.session,
    fresh.label,
  );
  if (found !== undefined) return found;
  await insert(ask, [{ table: 'participant', row: fresh }]);
  return fresh;
}
