/** oTree's page times: one row a question answered, a question being our page. */
import type { LogReader } from '../../core/log-reader.ts';
import { type About, YES_NO } from './column.ts';
import type { CellText } from './csv.ts';
import { questionOf } from './decision-context.ts';
import { eachScreen, type Player, practiceOf } from './players.ts';

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

/**
 * Hands on the rows of one player as text, the cells in the order of the columns: that of joining, then the screens. Of an
 * agent that plays again `before` is how many screens it has left so far, null at first. Gives how many it has left now.
 */
export function pageRows(
  { session, idInSession, code, person, played }: Player,
  late: ReadonlyMap<string, ReadonlySet<string>>,
  before: number | null,
  cell: CellText,
  put: (row: string) => void,
): number {
  const text = (words: string): string => cell(words, 'text');
  const who = `${text(session.code)},${idInSession},${text(code)}`;
  const started = person?.joinedAt ?? played[0]?.match.startedAt;
  if (started === undefined) return 0;
  if (before === null) put(`${who},0,,InitializeParticipant,${seconds(started)},1,0,0`);
  let index = before ?? 0;
  for (const { match, seat, app, pages } of played) {
    const missed = late.get(match.code);
    eachScreen(match.answers, seat, pages, (page, round, practice, at) => {
      index += 1;
      const name = page === null ? 'WaitForOthers' : text(page.key);
      const isLate = page !== null && missed?.has(questionOf(page)) === true;
      const where = `${index},${text(practice ? practiceOf(app) : app)},${name}`;
      put(`${who},${where},${seconds(at)},${round},${isLate ? 1 : 0},${page === null ? 1 : 0}`);
    });
  }
  return index;
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
