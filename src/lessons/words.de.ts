/** What a class reads of a lesson besides the lesson's own words, in German. */
import type { LessonWords } from './words.en.ts';

export const words: LessonWords = {
  position: 'Station {stop} von {of} · noch etwa {minutes} min',
  positionShort: 'Station {stop} von {of} · {minutes} min',
  last: 'Station {stop} von {of}',
  aloud: 'Fragen: {words}',
  handsInAll: 'Hände zusammen',
  figure: {
    hands: 'Handzeichen',
    choices: 'gespielt',
    guesses: 'nach dem Spiel geraten',
    theory: 'Theorie',
    standin: 'Stellvertreter',
    of: '{count} von {of}',
    reported: 'berichtet',
    mean: 'Mittel von {of}',
    nobody: 'noch niemand',
    interval: '95 %: {low} bis {high}',
  },
  groups: { class: 'die Klasse', published: 'veröffentlichte Menschen', theory: 'Theorie' },
  notes: {
    sure: 'Wie sicher im Mittel: wer recht hatte, {right} %; wer nicht, {wrong} %.',
    sureRight: 'Wie sicher im Mittel: wer recht hatte, {right} %.',
    sureWrong: 'Wie sicher im Mittel: wer nicht recht hatte, {wrong} %.',
    hands:
      'Handzeichen werden gezählt und gezeichnet, nie getestet und nie zu dem gezählt, was im Spiel gewählt wurde.',
    theory: 'Theorie ist aus einer Nutzenfunktion gelöst: eine Linie zum Vergleich, keine Stichprobe.',
  },
  handout: {
    found: 'Klasse, veröffentlichte Menschen und Theorie',
    why: 'Was daraus folgt',
    questions: 'Drei Fragen zum Besprechen',
    sources: 'Quellen',
    licence: 'Daten und Lizenz',
    blank: '______ von ______',
    blankMean: 'Mittel ______',
    yours: 'Tragen Sie ein, was Ihre Klasse getan hat.',
    rehearsal: 'eine Probe ({date})',
    class: 'die Klasse ({session}, {date})',
    made: 'Gemacht mit homines {version}. Zahlen der Theorie sind aus der Nutzenfunktion gelöst, die veröffentlichter Menschen aus den genannten Tabellen gezählt; Intervalle nach Wilson zu 95 %.',
  },
};
