/** Every word that participants read in the ultimatum game: the words of games of two moves, and its own. */
import { words as shared } from '../../src/sequential/words.en.ts';

export const words = {
  ...shared,
  lab: {
    ...shared.lab,
    /** What a table cannot tell, and what would change it. */
    limits: {
      control:
        'The control: both splits give both together the same, so moralis with κ below 1 and economicus choose alike, whatever they expect: no choice tells one from the other.',
      fixed:
        'With fixed roles a person answers in one place only, and rows of the other stay empty: roles=drawn and method=strategy ask both.',
      direct:
        'Answered as it comes, the responder is asked only where a proposal is unequal: method=strategy asks everybody both.',
    },
    /** Published experiments with people, and what differs there: parts of a sentence that begins with "There". */
    people: {
      who: '715 people of Heffner & FeldmanHall',
      preset: 'ten preset offers were answered twice each, this one with {percent} % for the proposer',
      rejected: 'what a rejection leaves is not in the data (here {points} each)',
      direct: 'one offer after the other, each seen first',
      program: 'a program proposes here',
    },
    glossary: [
      ...shared.lab.glossary,
      {
        word: 'plan',
        says: 'A proposal and an answer to the unequal one: EA proposes the equal split and accepts, UR the unequal one and rejects.',
      },
      {
        word: 'E, U, A, R',
        says: 'The moves: E proposes the equal split, U the unequal one; to U, A accepts and R rejects.',
      },
      {
        word: 'T, E, S, N',
        says: 'Points: T and S of an unequal split for proposer and responder, E each of an equal one, N each where it is rejected.',
      },
      { word: 'control', says: 'A game in which agents agree: what differs here is neither selfishness nor morality.' },
      {
        word: 'efficiency',
        says: 'The share of the possible gain over a rejected proposal that both together reached.',
      },
    ],
  },
  title: 'Ultimatum',
  neutralTitle: 'Two moves',
  summary: 'Propose a split; the other accepts or rejects',
  labels: {
    named: {
      E: {
        label: 'equal split',
        key: 'e',
        do: 'split equally',
        does: 'splits equally',
        acts: 'splits equally',
        did: 'split equally',
        doing: 'splitting equally',
        noun: 'the equal split',
        head: 'equal split',
        theirs: 'splits equally',
      },
      U: {
        label: 'unequal split',
        key: 'u',
        do: 'propose the unequal split',
        does: 'proposes the unequal split',
        acts: 'proposes the unequal split',
        did: 'proposed the unequal split',
        doing: 'proposing the unequal split',
        noun: 'the unequal split',
        head: 'unequal split',
        theirs: 'proposes unequal',
      },
      A: {
        label: 'accept',
        key: 'a',
        do: 'accept',
        does: 'accepts',
        acts: 'accepts',
        did: 'accepted',
        doing: 'accepting',
        noun: 'acceptance',
        head: 'acceptance',
        theirs: 'accepts',
      },
      R: {
        label: 'reject',
        key: 'r',
        do: 'reject',
        does: 'rejects',
        acts: 'rejects',
        did: 'rejected',
        doing: 'rejecting',
        noun: 'rejection',
        head: 'rejection',
        theirs: 'rejects',
      },
    },
    neutral: { E: shared.letters.A, U: shared.letters.B, A: shared.letters.C, R: shared.letters.D },
  },
  rules: {
    named:
      'The first mover proposes the equal split or the unequal one. The equal split is paid at once; the unequal split only if the second mover accepts it.',
    neutral:
      'The first mover chooses between {E} and {U}; {E} ends the round. After {U} the second mover chooses between {A} and {R}.',
  },
  formulas: {
    pi: ['π(x, y) = ½{x₁E + (1−x₁)[y₂T + (1−y₂)N]}', '+ ½{y₁E + (1−y₁)[x₂S + (1−x₂)N]}'],
    piNote: 'x₁: 1 for E, 0 for U; x₂: 1 for A, 0 for R. T = {T}, E = {E}, S = {S}, N = {N}.',
    source: 'Payoffs: van Leeuwen & Alger 2024, as a replication reports them, not checked against the original.',
  },
  thresholds: {
    unequal:
      'A selfish proposer proposes the unequal split if acceptance is at least (E − N)/(T − N) = {value} likely.',
    control:
      'The control: if everyone did the same, EA, ER and UA would earn E = {equal} each (S + T = 2E), so for every κ below 1 moralis plays as economicus does.',
  },
  note: 'The control: below κ = 1 moralis does as economicus.',
} as const;
