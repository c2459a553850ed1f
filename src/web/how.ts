/** What the door and its pages say to each other: which pages there are, and what each is told beside what it shows. */
import type { JoinRefusal, PlaceShown } from '../room/room.ts';

/** Addresses of the script and the style, which change when they do. */
export type PageAssets = { readonly script: string; readonly style: string };

/** Why there is only a sentence to read. */
export type SentenceKind =
  | 'no such room'
  | 'ended'
  | 'full'
  | 'no seat'
  | 'cookies off'
  | 'too many tries'
  | 'too fast'
  | 'wrong host'
  | 'not from here'
  | 'too large'
  | 'not found'
  | 'not allowed'
  | 'one moment';

/** How a member's page is shown, beside where the member is. */
export type HowShown = {
  readonly code: string;
  readonly assets: PageAssets;
  /** What is wrong with what was handed in, in a sentence; null: nothing. */
  readonly problem: string | null;
  /** What was handed in, by the names of the fields, put back into them. */
  readonly typed: Readonly<Record<string, string>>;
  /** Something was handed in for a page that was over: nothing was stored of it. */
  readonly past: boolean;
  /** What stands in the fields of the calculator, as typed; null: nothing was tried. */
  readonly whatIf: readonly string[] | null;
  /** Where the slider of a debrief stands, 0 to 1; null: where the match has it. */
  readonly kappa: number | null;
};

/** Letters that the entrance takes for a label: more than one may have, so that what is too long is refused and not cut. */
export const LABEL_TYPED = 60;

/** What every page before a seat is told. */
type Before = { readonly language: string; readonly assets: PageAssets };

/** The entrance without a room. `wrong`: the code that was typed and is no room's. */
export type CodeShown = Before & { readonly wrong: string | null };

/** The entrance of a room. */
export type EntranceShown = Before & {
  readonly code: string;
  readonly label: 'none' | 'needed';
  /** The label that stands in the field. */
  readonly typed: string;
  /** Whether it is said that a player may be a computer program. */
  readonly told: boolean;
  readonly refused: JoinRefusal | null;
  /** Joining needs one more tap: the browser had no cookie yet. */
  readonly again: boolean;
};

/** A page of one sentence. */
export type SentenceShown = Before & {
  readonly what: SentenceKind;
  /** The room that it is about; null: none. */
  readonly code: string | null;
  /** How long to wait, in whole seconds; null where waiting does not help. */
  readonly seconds: number | null;
  /** What was handed in and can be handed in again; null: nothing. */
  readonly again: { readonly action: string; readonly fields: readonly (readonly [string, string])[] } | null;
};

/** The pages of the participants' door: whole documents, or a part that the script puts into one. */
export type Pages = {
  readonly placePage: (shown: PlaceShown, how: HowShown) => string;
  /** The `<main>` of a member's page. */
  readonly placeMain: (shown: PlaceShown, how: HowShown) => string;
  /** What the calculator shows; null: this page has none. */
  readonly whatIfPart: (shown: PlaceShown, how: HowShown) => string | null;
  /** The debrief at `how.kappa`; null: this page has none. */
  readonly debriefPart: (shown: PlaceShown, how: HowShown) => string | null;
  readonly codePage: (shown: CodeShown) => string;
  readonly entrancePage: (shown: EntranceShown) => string;
  readonly sentencePage: (shown: SentenceShown) => string;
  /** The style sheet of all of them. */
  readonly style: string;
  /** The part of the script that belongs to the pages: it defines `enliven(main, mark)`; empty: none. */
  readonly widgets: string;
  /** The languages that they speak, the first where a browser asks for none of them. */
  readonly languages: readonly [string, ...string[]];
};

/** The host's message as a page names it, so that a page can ask whether there is another. */
export function saidTag(message: string | null): string {
  let sum = 0;
  for (const letter of message ?? '') sum = (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return message === null ? '0' : sum.toString(36);
}
