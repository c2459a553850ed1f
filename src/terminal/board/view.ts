/** The board of whoever hosts a room, as one value: what stands on the screen, and what is asked before something is done. */
import { linesByNeed, memberName, playing, playingWords } from '../../room/board-lines.ts';
import type { DeskShown } from '../../room/host-desk.ts';
import type { BoardLine, RoomPlan } from '../../room/room.ts';

/** What stands on the screen: everybody, how they join, what to say at a stop, the links; or a question before something is done. */
export type BoardPage =
  | { readonly at: 'people' }
  | { readonly at: 'join' }
  | { readonly at: 'stop' }
  /** `board`: the link while it is shown; null: it was not asked for. */
  | { readonly at: 'links'; readonly board: string | null; readonly projector: string }
  | { readonly at: 'message'; readonly typed: string }
  | { readonly at: 'end' | 'leave' }
  | { readonly at: 'replace'; readonly member: string };

export type BoardView = {
  readonly desk: DeskShown;
  readonly plan: RoomPlan;
  /** Unix milliseconds. */
  readonly now: number;
  readonly page: BoardPage;
  /** The code of the member that the cursor stands on; null: the first. */
  readonly marked: string | null;
  /** First line in view of a page that is read. */
  readonly first: number;
};

/** The member that the cursor stands on; null: nobody is here. */
export function markedLine({ desk, marked }: Pick<BoardView, 'desk' | 'marked'>): BoardLine | null {
  const lines = linesByNeed(desk.board);
  return lines.find(({ member }) => member.code === marked) ?? lines[0] ?? null;
}

/** What is asked before it is done: a sentence each. */
export function questionOf(view: BoardView): readonly string[] {
  const { board } = view.desk;
  switch (view.page.at) {
    case 'end':
      return [
        'End the room for everybody?',
        `${playingWords(board)} Matches that are not over stay as they are, unfinished; nobody can answer any more. Everything that was answered is kept.`,
      ];
    case 'leave':
      return [
        'Leave, and close the room?',
        `${playingWords(board)}${playing(board) === 0 ? '' : ' Their pages say "one moment" until the room is opened again.'} Nothing is lost: the same command goes on with it.`,
      ];
    case 'replace': {
      const code = view.page.member;
      const line = board.lines.find(({ member }) => member.code === code);
      const who = line === undefined ? 'This person' : memberName(line.member);
      return [
        `Replace ${who} by ${view.plan.instead ?? 'an agent'}?`,
        'The agent answers in this match from now on, marked as such in the data and on the other screen. Whoever comes back plays on in the next match.',
      ];
    }
    default:
      return [];
  }
}
