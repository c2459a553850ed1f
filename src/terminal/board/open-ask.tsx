/** Asks on this terminal what a room is to be. */
import { createStore } from 'zustand/vanilla';
import { openSingleScreen, type SingleScreen, type SingleScreenView } from '../single-screen.tsx';
import { afterRoomKey, type RoomAnswer, type RoomQuestion, roomQuestionShown, type RoomShelf } from './ask.ts';

/** Resolves with what was answered; null: whoever was asked has left; or with an exit code where it was ended from outside. */
export async function askRoom(shelf: RoomShelf): Promise<RoomAnswer | null | number> {
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
  const opened = openSingleScreen(single);
  const answer = await Promise.race([answered.promise, opened.cut]);
  await opened.close();
  return answer;
}
