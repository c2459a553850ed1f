/**
 * Ids of pages: made of what a page shows, so that they are the same on every machine and after every restart. Whatever is
 * handed in names one, and so says to which question it is the answer.
 */

/** A question: of which match and turn, by its key, and how often it was answered before. */
export type QuestionPage = {
  readonly match: string;
  readonly turn: number;
  readonly key: string;
  readonly revision: number;
};

export const questionPage = ({ match, turn, key, revision }: QuestionPage): string =>
  `q.${match}.${turn}.${revision}.${key}`;

/** The question that an id names; null: it names none. */
export function questionIn(id: string): QuestionPage | null {
  const [, match, turn, revision, key] = /^q\.([a-z]{8})\.(\d{1,6})\.(\d{1,6})\.(.+)$/.exec(id) ?? [];
  return match === undefined || key === undefined
    ? null
    : { match, key, turn: Number(turn), revision: Number(revision) };
}

/** Instructions: of a match that is there, or of a stage where it begins when they were read. */
export const readingPage = (of: string): string => `r.${of}`;
export const guessPage = (match: string): string => `g.${match}`;
export const resultPage = (match: string): string => `f.${match}`;
/** A match without a result, or a stage at which nobody came. */
export const unpaidPage = (of: string): string => `u.${of}`;
/** What the room notes itself of somebody to whom nobody came at a stage. */
export const alonePage = (stage: string): string => `alone.${stage}`;

/** A show of hands, with what the hand is up for. Whatever the hand was up for, the page is of the same question. */
export const handsPage = (stop: number, given: string | number | null): string => `h.${stop}.${given ?? ''}`;
export const isHandsPage = (id: string, stop: number): boolean => id.startsWith(`h.${stop}.`);
