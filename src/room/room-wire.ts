/**
 * What programs that host one room together say to each other: that there are rows to read, where a match stands that one of them
 * plays, whose machine is there, and what was handed in at the wrong door. Rows stay the only truth.
 */
import { z } from 'zod';
import { newCode } from '../core/ids.ts';
import { LONGEST_SAID, type Wire } from '../core/wire.ts';

const code = z.string().max(20);
const seat = z.number();
const from = { from: code };
const words = z.discriminatedUnion('say', [
  /** A program has begun to host. */
  z.object({ ...from, say: z.literal('hello') }),
  /** It goes on: whose machines it has seen since it said so last, which went away, and how many answers it has stored of whom. */
  z.object({
    ...from,
    say: z.literal('here'),
    seen: z.array(code),
    away: z.array(code),
    answers: z.array(z.tuple([code, z.number()])),
  }),
  z.object({ ...from, say: z.literal('plays'), matches: z.array(code) }),
  /** Rows of the room were stored. */
  z.object({ ...from, say: z.literal('read') }),
  /** A match that this program plays has moved: the questions that are open in it. `over`: it is played here no longer. */
  z.object({
    ...from,
    say: z.literal('moved'),
    match: code,
    open: z.array(z.object({ seat, turn: z.number(), key: z.string(), revision: z.number() })),
    over: z.boolean(),
  }),
  /** An answer to a question of a match, or a step back, for whoever plays it; `ask` names it. */
  z.object({
    ...from,
    ...{ say: z.literal('hand in'), ask: code, match: code, seat, page: z.string(), back: z.boolean() },
    answer: z.union([z.string(), z.number()]).nullable(),
    shownAt: z.number().nullable(),
    marks: z.array(z.tuple([z.number(), z.string()])),
  }),
  z.object({
    ...from,
    ...{ say: z.literal('took'), ask: code, took: z.enum(['stored', 'past', 'problem']), problem: z.string() },
  }),
  /** The seat of somebody is to be taken at once, in a match that another program plays. */
  z.object({ ...from, say: z.literal('replace'), match: code, seat, after: z.number() }),
]);

/** A word, with the program that says it. */
export type RoomWord = z.output<typeof words>;
/** The same as a program says it. */
export type SaidWord = RoomWord extends infer Word ? (Word extends RoomWord ? Omit<Word, 'from'> : never) : never;

export type RoomWire = {
  say(word: SaidWord): void;
  /** Begins to listen, and says hello. `missed`: words may have been lost. Words may come before it resolves. */
  hear(heard: (word: RoomWord) => void, missed: () => void): Promise<void>;
  /** Whether another program hosts this room, or may, since this one has only begun. */
  shared(): boolean;
  /** Whether another program was heard. */
  answered(): boolean;
  /** Whether another program that was heard lately plays this match. */
  playedElsewhere(match: string): boolean;
  /** Whether of the programs that are there this one does what one of them has to do. */
  first(): boolean;
  close(): void;
};

/** Who was not heard for so long is gone; so often each program says that it is there. In milliseconds. */
const SILENT = 3000;
export const BEAT = 1000;

/** The line to the programs that host the room of this session. */
export function roomWire(wire: Wire, session: string): RoomWire {
  const id = newCode();
  const opened = Date.now();
  /** Programs by when they were heard last, and who plays which match. */
  const others = new Map<string, number>();
  const players = new Map<string, string>();
  const topic = `room ${session}`;
  const alive = (other: string): boolean => Date.now() - (others.get(other) ?? 0) < SILENT;
  let stop = (): void => undefined;
  const say = (word: SaidWord): void => {
    const text = JSON.stringify({ ...word, from: id });
    // What is too long for a word is in the rows.
    if (Buffer.byteLength(text) > LONGEST_SAID) return;
    wire.tell(topic, text).catch(() => undefined);
  };
  return {
    say,
    async hear(heard, missed) {
      const listen = (text: string): void => {
        const read = words.safeParse(jsonOf(text));
        if (!read.success || read.data.from === id) return;
        const word = read.data;
        others.set(word.from, Date.now());
        if (word.say === 'plays') for (const match of word.matches) players.set(match, word.from);
        if (word.say === 'moved') {
          if (!word.over) players.set(word.match, word.from);
          else if (players.get(word.match) === word.from) players.delete(word.match);
        }
        heard(word);
      };
      stop = await wire.hear(topic, listen, missed);
      say({ say: 'hello' });
    },
    shared: () => others.size > 0 || Date.now() - opened < SILENT,
    answered: () => others.size > 0,
    playedElsewhere(match) {
      const other = players.get(match);
      return other !== undefined && alive(other);
    },
    first: () => [...others.keys()].every((other) => !alive(other) || id < other),
    close: () => stop(),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
