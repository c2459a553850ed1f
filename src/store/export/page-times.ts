/** oTree's page times: one row a question answered, a question being our page. */
import type { LogReader } from '../../core/log-reader.ts';
import { type About, type CellValue, YES_NO } from './column.ts';
import { questionOf } from './decision-context.ts';
import { type Player, practiceOf, screensOf } from './players.ts';

/** The name of the table, and so of its file. */
export const PAGE_TIMES = 'PageTimes';

/** oTree's columns of page times, in its order. */
export const pageColumns: readonly About[] = [
  { name: 'session_code', type: 'text', range: '8 lower-case letters', says: 'The session.' },
  { name: 'participant_id_in_session', type: 'whole number', range: 'from 1', says: 'As in the tables of the games.' },
  { name: 'participant_code', type: 'text', range: '8 lower-case letters and digits', says: 'The person or agent.' },
  {
    name: 'page_index',
    type: 'whole number',
    range: 'from 0',
    says: 'Counts the screens of a player, waiting included; 0 is the moment of joining.',
  },
  { name: 'app_name', type: 'text', says: 'The game; empty on joining.' },
  {
    name: 'page_name',
    type: 'text',
    says: 'The question; InitializeParticipant on joining, WaitForOthers while others answer.',
  },
  {
    name: 'epoch_time_completed',
    type: 'whole number',
    unit: 'seconds since 1970, UTC',
    says: 'When it was left.',
  },
  { name: 'round_number', type: 'whole number', range: 'from 1', says: 'Round, period or item.' },
  { name: 'timeout_happened', type: 'yes or no', range: YES_NO, says: 'Whether a model gave no answer in time.' },
  { name: 'is_wait_page', type: 'yes or no', range: YES_NO, says: 'Whether one waited for the answers of others.' },
];

/** By match: the questions to a model that it did not answer in time. */
export async function lateIn(log: LogReader, { played }: Player): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const late = new Map<string, ReadonlySet<string>>();
  for (const { match } of played)
    if (match.called) {
      const calls = await log.callFacts(match.code);
      late.set(match.code, new Set(calls.filter(({ outcome }) => outcome === 'timed out').map(questionOf)));
    }
  return late;
}

/** The rows of one player, in the order of the columns: joining, then the screens, counted on from `before`. */
export function pageRows(
  player: Player,
  late: ReadonlyMap<string, ReadonlySet<string>>,
  before: number,
): readonly (readonly CellValue[])[] {
  const { session, idInSession, code, person, played } = player;
  const who = [session.code, idInSession, code] as const;
  const started = person?.joinedAt ?? played[0]?.match.startedAt;
  if (started === undefined) return [];
  const rows: (readonly CellValue[])[] = [[...who, 0, null, 'InitializeParticipant', seconds(started), 1, 0, 0]];
  let index = before;
  for (const one of played) {
    const missed = late.get(one.match.code);
    for (const { page, round, practice, at } of screensOf(one)) {
      index += 1;
      const app = practice ? practiceOf(one.app) : one.app;
      const left = [seconds(at), round] as const;
      rows.push(
        page === null
          ? [...who, index, app, 'WaitForOthers', ...left, 0, 1]
          : [...who, index, app, page.key, ...left, missed?.has(questionOf(page)) ? 1 : 0, 0],
      );
    }
  }
  return rows;
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
