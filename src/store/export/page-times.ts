/** oTree's page times: one row a question answered, a question being our page. */
import { type About, type CellValue, YES_NO } from './column.ts';
import { questionOf } from './line.ts';
import type { Player } from './players.ts';

/** The name of the table, and so of its file. */
export const PAGE_TIMES = 'page-times';

export const pageColumns: readonly About[] = [
  { name: 'session_code', type: 'text', range: '8 lower-case letters', says: 'The session.' },
  { name: 'participant_id_in_session', type: 'whole number', range: 'from 1', says: 'As in the tables of the games.' },
  { name: 'participant_code', type: 'text', range: '8 lower-case letters', says: 'The person; empty for agents.' },
  {
    name: 'page_index',
    type: 'whole number',
    range: 'from 0',
    says: 'Counts the questions of a player; 0 is the moment of joining.',
  },
  { name: 'app_name', type: 'text', says: 'The game; empty on joining.' },
  { name: 'page_name', type: 'text', says: 'The question; InitializeParticipant on joining.' },
  {
    name: 'epoch_time_completed',
    type: 'whole number',
    unit: 'seconds since 1970, UTC',
    says: 'When it was answered.',
  },
  { name: 'round_number', type: 'whole number', range: 'from 1', says: 'Round, period or item.' },
  { name: 'timeout_happened', type: 'yes or no', range: YES_NO, says: 'Whether a model gave no answer in time.' },
  { name: 'is_wait_page', type: 'yes or no', range: YES_NO, says: 'Always 0: waiting for others is no page here.' },
];

/** The rows of one player, in the order of the columns. */
export function* pageRows(player: Player): Generator<readonly CellValue[], void> {
  const { session, idInSession, person, played } = player;
  const who = [session.code, idInSession, person?.code] as const;
  const started = person?.joinedAt ?? played[0]?.match.startedAt;
  if (started !== undefined) yield [...who, 0, null, 'InitializeParticipant', seconds(started), 1, 0, 0];
  let index = 0;
  for (const one of played) {
    const late = new Set(
      one.match
        .calls()
        .filter(({ outcome }) => outcome === 'timed out')
        .map(questionOf),
    );
    for (const d of one.pages) {
      index += 1;
      yield [...who, index, one.app, d.key, seconds(d.answeredAt), d.round, late.has(questionOf(d)) ? 1 : 0, 0];
    }
  }
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
