/** What a class reads of a lesson besides the lesson's own words, in English. */
import type { Translation } from '../core/template.ts';

export const words = {
  position: 'stop {stop} of {of} · about {minutes} min left',
  positionShort: 'stop {stop} of {of} · {minutes} min',
  last: 'stop {stop} of {of}',
  aloud: 'Ask: {words}',
  handsInAll: 'hands in all',
  figure: {
    hands: 'show of hands',
    choices: 'played',
    guesses: 'guessed after playing',
    theory: 'theory',
    standin: 'stand-in',
    of: '{count} of {of}',
    reported: 'reported',
    mean: 'mean of {of}',
    nobody: 'nobody yet',
    interval: '95 %: {low} to {high}',
  },
  groups: { class: 'the class', published: 'published people', theory: 'theory' },
  notes: {
    sure: 'How sure, on average: those who were right {right} %, those who were not {wrong} %.',
    sureRight: 'How sure, on average: those who were right {right} %.',
    sureWrong: 'How sure, on average: those who were not right {wrong} %.',
    hands: 'A show of hands is counted and drawn, never tested, and never added to what was chosen in play.',
    theory: 'Theory is solved from a utility function. It is a line to compare with, and no sample.',
  },
  handout: {
    found: 'Class, published people and theory',
    why: 'What to make of it',
    questions: 'Three questions to discuss',
    sources: 'Sources',
    licence: 'Data and licence',
    blank: '______ of ______',
    blankMean: 'mean ______',
    yours: 'Fill in what your class did.',
    class: 'the class ({session}, {date})',
    rehearsal: 'a rehearsal ({date})',
    made: 'Made with homines {version}. Numbers of theory are solved from the utility function, those of published people counted from the tables named; intervals are Wilson’s at 95 %.',
  },
};

/** What another language has to fill. */
export type LessonWords = Translation<typeof words>;
