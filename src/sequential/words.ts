/** What a game of two moves has to say: the words that all share, and its own. */
import type { Translation } from '../core/template.ts';
import type { words } from './words.en.ts';

/** The words that all games of two moves share, in some language. */
export type SharedWords = Translation<typeof words>;

/** A move or an answer in all its forms: "If the other {does}, you {do}"; `acts` is `does` in a main clause. */
export type OptionWords = {
  readonly label: string;
  readonly key: string;
  readonly do: string;
  readonly does: string;
  readonly acts: string;
  readonly did: string;
  readonly doing: string;
  readonly noun: string;
  /** The noun over a column. */
  readonly head: string;
  /** As the other's, in a drawing. */
  readonly theirs: string;
};

/** The words of the options by letter. */
export type OptionLabels = Readonly<Record<string, OptionWords>>;

/** What a game says beside the shared words. */
export type OwnWords = {
  readonly title: string;
  /** What participants read who are told neither names nor aims. */
  readonly neutralTitle: string;
  readonly summary: string;
  readonly labels: { readonly named: OptionLabels; readonly neutral: OptionLabels };
  /** Who chooses what, and when the round is over; slots are the letters of moves and answers, filled with their labels. */
  readonly rules: { readonly named: string; readonly neutral: string };
  readonly formulas: {
    /** π in pieces, and what its letters are; slots are the payoffs' names. */
    readonly pi: readonly string[];
    readonly piNote: string;
    readonly source: string;
  };
};

/** All words of a game of two moves. */
export type SequentialWords = Omit<SharedWords, 'lab'> & OwnWords;
