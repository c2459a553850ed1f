/** Was Teilnehmende im Vertrauensspiel lesen. Vorlagen mit {slots} wie in words.en.ts. */
import { words as shared } from '../../src/sequential/words.de.ts';
import type { Words } from './words.ts';

export const words: Words = {
  ...shared,
  lab: {
    ...shared.lab,
    limits: {
      fixed:
        'Mit festen Plätzen antwortet jede Person nur an einem Platz: Die Zeilen des anderen bleiben leer, und kein κ lässt sich schätzen. Plätze auslosen und method=strategy, oder die Vorgabe lesson.',
      direct:
        'Wird geantwortet, wie es kommt, zeigt jede Partie nur eine Antwort, und allein daraus lässt sich kein κ schätzen: method=strategy oder die Vorgabe lesson fragt beide.',
      low: 'Teilen verteilt hier nur, was Behalten beiden bringt: „Was wäre, wenn alle so handelten?“ sagt zwischen beiden nichts, und bei keinem κ unter 1 wird geteilt. Hohe oder mittlere Auszahlungen unterscheiden die Agenten.',
    },
    glossary: [
      ...shared.lab.glossary,
      {
        word: 'Plan',
        says: 'Ein erster Zug und eine Antwort auf Vertrauen: TS vertraut zuerst und teilt, OK verzichtet und behält.',
      },
      { word: 'T, O, S, K', says: 'Die Züge: T vertraut, O verzichtet; nach Vertrauen teilt S, und K behält.' },
      {
        word: 'T, R, P, S',
        says: 'Punkte fürs Behalten nach Vertrauen, für Vertrauen und Teilen, für Verzicht, für enttäuschtes Vertrauen: T > R > P > S.',
      },
      { word: 'Effizienz', says: 'Der Anteil am möglichen Gewinn gegenüber Verzicht, den beide zusammen erreichten.' },
    ],
  },
  title: 'Vertrauen',
  neutralTitle: 'Zwei Schritte',
  summary: 'Verzichten oder vertrauen; das Gegenüber teilt oder behält',
  labels: {
    named: {
      T: {
        label: 'vertrauen',
        key: 'v',
        do: 'vertrauen',
        does: 'vertraut',
        acts: 'vertraut',
        did: 'vertraut',
        doing: 'Vertrauen',
        noun: 'Vertrauen',
        head: 'Vertrauen',
        theirs: 'vertraut',
      },
      O: {
        label: 'verzichten',
        key: 'z',
        do: 'verzichten',
        does: 'verzichtet',
        acts: 'verzichtet',
        did: 'verzichtet',
        doing: 'Verzichten',
        noun: 'Verzicht',
        head: 'Verzicht',
        theirs: 'verzichtet',
      },
      S: {
        label: 'teilen',
        key: 't',
        do: 'teilen',
        does: 'teilt',
        acts: 'teilt',
        did: 'geteilt',
        doing: 'Teilen',
        noun: 'Teilen',
        head: 'Teilen',
        theirs: 'teilt',
      },
      K: {
        label: 'behalten',
        key: 'b',
        do: 'behalten',
        does: 'behält',
        acts: 'behält',
        did: 'behalten',
        doing: 'Behalten',
        noun: 'Behalten',
        head: 'Behalten',
        theirs: 'behält',
      },
    },
    neutral: { T: shared.letters.A, O: shared.letters.B, S: shared.letters.C, K: shared.letters.D },
  },
  rules: {
    named:
      'Wer zuerst zieht, wählt zwischen {T} und {O}; {O} beendet die Runde. Nach {T} wählt die andere Seite zwischen {S} und {K}.',
    neutral:
      'Wer zuerst zieht, wählt zwischen {T} und {O}; {O} beendet die Runde. Nach {T} wählt die andere Seite zwischen {S} und {K}.',
  },
  formulas: {
    pi: ['π(x, y) = ½{x₁[y₂R + (1−y₂)S] + (1−x₁)P}', '+ ½{y₁[x₂R + (1−x₂)T] + (1−y₁)P}'],
    piNote: 'x₁: 1 für T, 0 für O; x₂: 1 für S, 0 für K. T = {T}, R = {R}, P = {P}, S = {S}.',
    source: 'Auszahlungen: van Leeuwen & Alger 2024, wie eine Replikation sie berichtet, nicht am Original geprüft.',
  },
  thresholds: {
    trusts: 'Wer nur an sich denkt, vertraut, wenn Teilen mindestens (P − S)/(R − S) = {value} wahrscheinlich ist.',
    indefinite:
      'Bei offenem Ende ist Vertrauen und Teilen, solange niemand davon abweicht, für economicus ein Gleichgewicht, wenn δ mindestens (T − R)/(T − P) = {threshold} ist. Hier ist δ = {delta}: {verdict}.',
    unique: 'Es ist keines',
    notUnique: 'keine eindeutige Vorhersage',
  },
};
