/**
 * A model that has stopped answering a room is left in peace for a while: a key that is dead, or a server that hangs, would
 * cost each student in turn the whole time that a model may take.
 *
 * Three questions in a row without an answer, whoever asked them, and it rests: the stand-in answers at once. Fewer happen by
 * chance (of a server that loses one call in ten, three in a row are one in a thousand), and more would let a class wait. After
 * 15 s one question is put to it again, by one student alone; while it is out the others are answered by the stand-in. Its answer
 * ends the rest, for a server that hung for a minute is well again; without one the next rest is twice as long, up to 2 minutes,
 * so that a key that stays dead costs a class one wait now and then. A refusal, and an answer that cannot be read, count as well: a
 * model that says nothing else has to be paid, and waited for, all the same.
 */
import { counted } from '../core/format.ts';
import type { NoAnswer } from '../core/no-answer.ts';
import { NO_ANSWER_WORDS } from './models-log.ts';

/** So often in a row without an answer, and it rests. */
const IN_A_ROW = 3;
/** Milliseconds of the first rest, and of the longest. */
const FIRST_REST = 15_000;
const LONGEST_REST = 120_000;

/** One question that is put to a model. Says once what became of it; later words change nothing. */
export type Asking = {
  answered(): void;
  failed(outcome: NoAnswer, why: string): void;
  /** Nobody knows: whoever waited has left. */
  left(): void;
};

export type ModelBreaker = {
  /** A question for this model (provider/model): put to it, or why it is not asked now, in a sentence without its full stop. */
  ask(model: string): Asking | { readonly rests: string };
};

export type BreakerParts = {
  /** Unix milliseconds. */
  readonly clock: () => number;
  /** A question had no answer: which model, and why, in a sentence that holds nothing of what a server or a model wrote. */
  failed(sentence: string): void;
  /** A model begins to rest, or answers again: a sentence. */
  changed(sentence: string): void;
};

type State = { failures: number; restsUntil: number; rest: number; trying: boolean };

/** Nobody rests yet. */
export function newModelBreaker({ clock, failed, changed }: BreakerParts): ModelBreaker {
  const states = new Map<string, State>();
  const stateOf = (model: string): State => {
    let state = states.get(model);
    if (state === undefined)
      states.set(model, (state = { failures: 0, restsUntil: 0, rest: FIRST_REST, trying: false }));
    return state;
  };
  return {
    ask(model) {
      const state = stateOf(model);
      const resting = state.failures >= IN_A_ROW;
      if (resting && (state.trying || clock() < state.restsUntil))
        return {
          rests: `${model} had no answer ${counted(state.failures, 'time')} in a row and is not asked for a while`,
        };
      state.trying = resting;
      let over = false;
      const once = (then: () => void) => (): void => {
        if (over) return;
        over = true;
        if (resting) state.trying = false;
        then();
      };
      return {
        answered: once(() => {
          if (state.failures >= IN_A_ROW) changed(`${model} answers again.`);
          states.delete(model);
        }),
        failed(outcome, why) {
          once(() => {
            const what = noAnswerWords(outcome, why);
            failed(`${model} ${what}.`);
            // Of those that were out already when the rest began nothing new is learned.
            if (!resting && state.failures >= IN_A_ROW) return;
            state.failures += 1;
            if (state.failures < IN_A_ROW) return;
            if (resting) state.rest = Math.min(LONGEST_REST, 2 * state.rest);
            state.restsUntil = clock() + state.rest;
            // Once: that it is tried in vain is nothing new, and other troubles have to stay in sight.
            if (resting) return;
            changed(
              `${model} ${what}, ${counted(state.failures, 'time')} in a row: the stand-in answers, and the model is tried now and then.`,
            );
          })();
        },
        left: once(() => undefined),
      };
    },
  };
}

/** Why there is no answer, without a word that a server or a model wrote: such words may hold a key, or anything. */
const noAnswerWords = (outcome: NoAnswer, why: string): string => {
  const own = why.split(':')[0]!.trim();
  return outcome === 'failed' && own !== '' ? `gave no answer (${own})` : NO_ANSWER_WORDS[outcome];
};
