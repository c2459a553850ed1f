/** What is handed in at one program and taken by another, which plays the match: asked, taken, and told back. */
import type { Seat } from '../core/game.ts';
import { newCode } from '../core/ids.ts';
import type { GivenAnswer, HandedIn } from './room.ts';
import type { RoomWord, SaidWord } from './room-wire.ts';
import type { PlayedSitting } from './sitting.ts';

export type HandOver = {
  /** What became of it, as whoever plays the match says; null: nobody has said anything in time. `given` null: a step back. */
  ask(match: string, seat: Seat, page: string, given: GivenAnswer | null): Promise<HandedIn | null>;
  /** Takes what another program hands over, if the match is played here, and tells it what became of it. */
  taken(word: RoomWord & { readonly say: 'hand in' }, sitting: PlayedSitting | undefined): Promise<void>;
  /** Another program tells what became of something. */
  told(word: RoomWord & { readonly say: 'took' }): void;
};

/** So long whoever plays a match is waited for, in milliseconds. */
const PATIENCE = 1500;
/** Marks that do not fit into a word are left out. */
const MARKS = 100;

/** `say` tells all programs that host the room. */
export function newHandOver(say: (word: SaidWord) => void): HandOver {
  const asks = new Map<string, (to: HandedIn) => void>();
  return {
    ask: (match, seat, page, given) =>
      new Promise((resolve) => {
        const ask = newCode();
        const late = setTimeout(() => {
          asks.delete(ask);
          resolve(null);
        }, PATIENCE);
        asks.set(ask, (to) => {
          clearTimeout(late);
          resolve(to);
        });
        const answer = typeof given?.answer === 'string' || typeof given?.answer === 'number' ? given.answer : null;
        say({
          ...{ say: 'hand in', ask, match, seat, page, back: given === null, answer },
          ...{ shownAt: given?.shownAt ?? null },
          marks: (given?.marks ?? []).slice(0, MARKS).map(([ms, mark]): [number, string] => [ms, mark]),
        });
      }),
    async taken({ ask, seat, page, back, answer, shownAt, marks }, sitting) {
      if (sitting === undefined) return;
      await sitting.settled();
      const to = await (back ? sitting.back(seat, page) : sitting.answer(seat, { page, answer, shownAt, marks })).catch(
        () => null,
      );
      // Nobody is told what could not be stored: whoever asks tries again.
      if (to === null) return;
      await sitting.settled();
      say({ say: 'took', ask, took: to.took, problem: to.took === 'problem' ? to.problem : '' });
    },
    told({ ask, took, problem }) {
      asks.get(ask)?.(took === 'problem' ? { took, problem } : { took });
      asks.delete(ask);
    },
  };
}
