/** Asks on this terminal what a room is to be. */
import { createStore } from 'zustand/vanilla';
import { type OpenScreen, openSingleScreen, type SingleScreen, type SingleScreenView } from '../single-screen.tsx';
import { afterRoomKey, type RoomAnswer, type RoomQuestion, roomQuestionShown, type RoomShelf } from './ask.ts';

/** What was asked on a screen, which stays open for the board. */
export type RoomAsking = {
  readonly screen: OpenScreen;
  /** null: whoever was asked has left; an exit code where it was ended from outside. */
  readonly answer: RoomAnswer | null | number;
};

/** Resolves when it was answered. */
export async function askRoom(shelf: RoomShelf): Promise<RoomAsking> {
  const state = createStore<SingleScreenView<RoomQuestion>>(() => ({
    view: { at: 'what', line: 0 },
    help: null,
    notice: null,
  }));
  const answered = Promise.withResolvers<RoomAnswer | null>();
  const single: SingleScreen<RoomQuestion> = {
    state,
    games: shelf.games,
    shown: (view, size) => roomQuestionShown(view, shelf, size),
    typing: (view) => view.at === 'settings' || (view.at === 'room' && view.line === 0),
    press(press, size) {
      const found = afterRoomKey(state.getState().view, press, shelf, size);
      if (found === 'left') answered.resolve(null);
      else if (found === 'help') state.setState({ help: 0 });
      else if ('answer' in found) answered.resolve(found.answer);
      else state.setState({ view: found.next, notice: found.say ?? null });
    },
  };
  const screen = openSingleScreen(single);
  const answer = await Promise.race([answered.promise, screen.cut]);
  return { screen, answer };
}
