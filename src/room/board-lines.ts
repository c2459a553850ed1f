/** The lines of a board, whoever needs help on top; the same on a terminal and on a page. Pure. */
import { counted } from '../core/format.ts';
import type { Board, BoardLine, Member, RoomPlan } from './room.ts';

/** What people are doing, in the order in which boards count it. */
export const DOINGS: readonly BoardLine['doing'][] = ['joined', 'reading', 'deciding', 'waiting', 'finished', 'gone'];

/** Who needs the host first: gone and not replaced, slow, gone; then whoever acts, waits, and is done. */
const NEED: readonly BoardLine['doing'][] = ['deciding', 'reading', 'waiting', 'joined', 'finished', 'gone'];
const need = ({ doing, replacedBy, slow }: BoardLine): number =>
  doing === 'gone' ? (replacedBy === null ? 0 : 2) : slow ? 1 : 3 + NEED.indexOf(doing);

/** The lines of the board, whoever needs help on top; among equals who has stood there longest. */
export const linesByNeed = ({ lines }: Pick<Board, 'lines'>): readonly BoardLine[] =>
  lines.toSorted((a, b) => need(a) - need(b) || a.since - b.since || a.member.number - b.member.number);

/** What somebody is called on the board: the label, or the number. */
export const memberName = ({ label, number }: Pick<Member, 'label' | 'number'>): string => label ?? `number ${number}`;

/** How many are in the middle of something that stands still when the program ends. */
export const playing = ({ counts }: Pick<Board, 'counts'>): number =>
  counts.reading + counts.deciding + counts.waiting + counts.joined;

/** The same in a sentence. */
export function playingWords(board: Pick<Board, 'counts'>): string {
  const here = playing(board);
  return here === 0 ? 'Nobody is playing.' : `${counted(here, 'person is', 'people are')} playing.`;
}

/** "game 1 of 2", in a lesson "stop 5 of 9": which table somebody is at. */
export const tableWords = ({ at, of }: NonNullable<BoardLine['table']>, { lesson }: Pick<RoomPlan, 'lesson'>): string =>
  `${lesson === null ? 'game' : 'stop'} ${at} of ${of}`;
