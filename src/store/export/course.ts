/**
 * The course of a match as its rules have it, beyond what is stored of it: oTree's tables have a row for every round from
 * the beginning, also of those that were not reached, and a payoff in each. Whoever knows the games gives it.
 */
import type { AnswerCells, LoggedMatch } from '../../core/stored-rows.ts';

/** A screen as oTree counts pages: a question, or waiting for somebody else's answer. */
export type CoursePage = { readonly round: number; readonly practice: boolean; readonly waiting: boolean };

/** Of one match, by seat. */
export type Course = {
  /** All screens from the first question to the last, reached or not. Of what was not reached as one way to go on has it. */
  readonly pages: readonly (readonly CoursePage[])[];
  /** Points by round, practice left out: what a seat had earned after it less what it had before. Rounds not reached have none. */
  readonly points: readonly ReadonlyMap<number, number>[];
};

/** Gives the course of a match; null where its game or that version of it is not here. Never throws. */
export type CourseOf = (match: LoggedMatch<AnswerCells['answers']>) => Course | null;
