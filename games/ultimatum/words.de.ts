/** Was Teilnehmende im Ultimatumspiel lesen. Vorlagen mit {slots} wie in words.en.ts. */
import { words as shared } from '../../src/sequential/words.de.ts';
import type { Words } from './words.ts';

export const words: Words = {
  ...shared,
  lab: {
    ...shared.lab,
    limits: {
      control:
        'Die Kontrolle: Beide Teilungen geben beiden zusammen gleich viel, also wählen moralis mit κ unter 1 und economicus gleich, was immer sie erwarten: Keine Wahl unterscheidet sie.',
      fixed:
        'Mit festen Plätzen antwortet jede Person nur an einem Platz, und die Zeilen des anderen bleiben leer: Wer Plätze auslost und method=strategy setzt, fragt nach beidem.',
      direct:
        'Wird geantwortet, wie es kommt, wird nur nach einem ungleichen Vorschlag gefragt: method=strategy fragt alle nach beidem.',
    },
    people: {
      who: '715 Personen von Heffner & FeldmanHall',
      preset:
        'auf zehn vorgegebene Angebote wurde je zweimal geantwortet, auf dieses mit {percent} % für die vorschlagende Seite',
      rejected: 'was eine Ablehnung lässt, steht nicht in den Daten (hier je {points})',
      direct: 'ein Angebot nach dem anderen, jedes erst gesehen',
      program: 'hier schlägt ein Programm vor',
    },
    glossary: [
      ...shared.lab.glossary,
      {
        word: 'Plan',
        says: 'Ein Vorschlag und eine Antwort auf den ungleichen: EA schlägt gleiche Teile vor und nimmt an, UR ungleiche und lehnt ab.',
      },
      {
        word: 'E, U, A, R',
        says: 'Die Züge: E schlägt gleiche Teile vor, U ungleiche; auf U nimmt A an, und R lehnt ab.',
      },
      {
        word: 'T, E, S, N',
        says: 'Punkte: T und S bei ungleichen Teilen (wer vorschlägt, wer antwortet), E für beide bei gleichen, N für beide nach einer Ablehnung.',
      },
      {
        word: 'Kontrolle',
        says: 'Ein Spiel, in dem Agenten sich einig sind: Was hier abweicht, ist weder Eigennutz noch Moral.',
      },
      {
        word: 'Effizienz',
        says: 'Der Anteil am möglichen Gewinn gegenüber einer Ablehnung, den beide zusammen erreichten.',
      },
    ],
  },
  title: 'Ultimatumspiel',
  neutralTitle: 'Zwei Züge',
  summary: 'Eine Teilung vorschlagen; das Gegenüber nimmt an oder lehnt ab',
  labels: {
    named: {
      E: {
        label: 'gleiche Teile',
        key: 'g',
        do: 'gleiche Teile vorschlagen',
        does: 'gleiche Teile vorschlägt',
        acts: 'schlägt gleiche Teile vor',
        did: 'gleiche Teile vorgeschlagen',
        doing: 'gleiche Teile vorzuschlagen',
        noun: 'Gleichteilung',
        head: 'Gleichteilung',
        theirs: 'gleiche Teile',
      },
      U: {
        label: 'ungleiche Teile',
        key: 'u',
        do: 'ungleiche Teile vorschlagen',
        does: 'ungleiche Teile vorschlägt',
        acts: 'schlägt ungleiche Teile vor',
        did: 'ungleiche Teile vorgeschlagen',
        doing: 'ungleiche Teile vorzuschlagen',
        noun: 'Ungleichteilung',
        head: 'Ungleichteilung',
        theirs: 'ungleiche Teile',
      },
      A: {
        label: 'annehmen',
        key: 'a',
        do: 'annehmen',
        does: 'annimmt',
        acts: 'nimmt an',
        did: 'angenommen',
        doing: 'anzunehmen',
        noun: 'Annahme',
        head: 'Annahme',
        theirs: 'nimmt an',
      },
      R: {
        label: 'ablehnen',
        key: 'l',
        do: 'ablehnen',
        does: 'ablehnt',
        acts: 'lehnt ab',
        did: 'abgelehnt',
        doing: 'abzulehnen',
        noun: 'Ablehnung',
        head: 'Ablehnung',
        theirs: 'lehnt ab',
      },
    },
    neutral: { E: shared.letters.A, U: shared.letters.B, A: shared.letters.C, R: shared.letters.D },
  },
  rules: {
    named:
      'Wer zuerst zieht, schlägt gleiche oder ungleiche Teile vor. Gleiche Teile werden sofort gezahlt, ungleiche nur, wenn die andere Seite annimmt.',
    neutral:
      'Wer zuerst zieht, wählt zwischen {E} und {U}; {E} beendet die Runde. Nach {U} wählt die andere Seite zwischen {A} und {R}.',
  },
  formulas: {
    pi: ['π(x, y) = ½{x₁E + (1−x₁)[y₂T + (1−y₂)N]}', '+ ½{y₁E + (1−y₁)[x₂S + (1−x₂)N]}'],
    piNote: 'x₁: 1 für E, 0 für U; x₂: 1 für A, 0 für R. T = {T}, E = {E}, S = {S}, N = {N}.',
    source: 'Auszahlungen: van Leeuwen & Alger 2024, wie eine Replikation sie berichtet, nicht am Original geprüft.',
  },
  thresholds: {
    unequal:
      'Wer nur an sich denkt, schlägt ungleiche Teile vor, wenn Annahme mindestens (E − N)/(T − N) = {value} wahrscheinlich ist.',
    control:
      'Die Kontrolle: Täten alle dasselbe, brächten EA, ER und UA je E = {equal} (S + T = 2E); für jedes κ unter 1 spielt moralis also wie economicus.',
  },
  note: 'Die Kontrolle: Unter κ = 1 tut moralis, was economicus tut.',
};
