/** What takes time is done one after the other; its mishaps are told, never thrown into the terminal. */
import type { StoreApi } from 'zustand/vanilla';
import { UserError } from '../core/user-error.ts';
import type { LabState } from './state.ts';

export type Tasks = {
  later(task: () => Promise<void>, failed: (sentence: string) => void): void;
  /** At once, beside whatever is under way: a match in progress holds it up no longer than it takes. */
  beside(task: () => Promise<void>, failed: (sentence: string) => void): void;
  /** Resolves when everything that was handed in so far is done. */
  done(): Promise<void>;
  /** Resolves when the lab waits for a person: nothing is under way, or a question stands. */
  settled(state: StoreApi<LabState>): Promise<void>;
};

export function tasks(): Tasks {
  let work: Promise<void> = Promise.resolve();
  let open = 0;
  let aside: Promise<void> = Promise.resolve();
  return {
    beside(task, failed) {
      const mine = task().catch((error: unknown) => failed(sentenceOf(error)));
      aside = Promise.all([aside, mine]).then(() => undefined);
    },
    later(task, failed) {
      open += 1;
      work = work
        .then(task)
        .catch((error: unknown) => failed(sentenceOf(error)))
        .finally(() => {
          open -= 1;
        });
    },
    done: async () => void (await Promise.all([work, aside])),
    async settled(state) {
      await aside;
      while (open > 0 && !questionStands(state.getState())) await Promise.race([work, changed(state)]);
    },
  };
}

/** A question, or the curtain before it, waits for its person. */
const questionStands = ({ screen, play }: LabState): boolean =>
  screen.at === 'word' || (screen.at === 'play' && play !== null && play.queue.length > 0 && !play.sent);

const changed = (state: StoreApi<LabState>): Promise<void> =>
  new Promise((resolve) => {
    const stop = state.subscribe(() => {
      stop();
      resolve();
    });
  });

export function sentenceOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const words = error instanceof Error ? error.message : String(error);
  return `Something went wrong inside homines, and it is our mistake: ${words}`;
}
