/** Every word that participants read in the trust game: the words of games of two moves, and its own. */
import { words as shared } from '../../src/sequential/words.en.ts';

export const words = {
  ...shared,
  lab: {
    ...shared.lab,
    /** What a table cannot tell, and what would change it. */
    limits: {
      fixed:
        'With fixed roles a person answers in one place only: rows of the other stay empty and no κ can be estimated. Take roles=drawn and method=strategy, or the preset lesson.',
      direct:
        'Answered as it comes, each match shows one answer only, and no κ can be estimated alone: method=strategy, or the preset lesson, asks both.',
      low: 'Sharing divides here what keeping gives both, so "what if everyone did the same" says nothing between them: no κ below 1 shares. Take high or medium payoffs to tell agents apart.',
    },
    glossary: [
      ...shared.lab.glossary,
      {
        word: 'plan',
        says: 'A first move and an answer to trust: TS trusts first and shares, OK stays out and keeps.',
      },
      { word: 'T, O, S, K', says: 'The moves: T trusts, O stays out; after trust S shares, K keeps.' },
      {
        word: 'T, R, P, S',
        says: 'Points for keeping after trust, for trust and sharing, for staying out, for trusting one who keeps: T > R > P > S.',
      },
      { word: 'efficiency', says: 'The share of the possible gain over staying out that both together reached.' },
    ],
  },
  title: 'Trust',
  neutralTitle: 'Two steps',
  summary: 'Stay out, or trust; the other shares or keeps',
  labels: {
    named: {
      T: {
        label: 'trust',
        key: 't',
        do: 'trust',
        does: 'trusts',
        acts: 'trusts',
        did: 'trusted',
        doing: 'trusting',
        noun: 'trust',
        head: 'trust',
        theirs: 'trusts',
      },
      O: {
        label: 'stay out',
        key: 'o',
        do: 'stay out',
        does: 'stays out',
        acts: 'stays out',
        did: 'stayed out',
        doing: 'staying out',
        noun: 'staying out',
        head: 'staying out',
        theirs: 'stays out',
      },
      S: {
        label: 'share',
        key: 's',
        do: 'share',
        does: 'shares',
        acts: 'shares',
        did: 'shared',
        doing: 'sharing',
        noun: 'sharing',
        head: 'sharing',
        theirs: 'shares',
      },
      K: {
        label: 'keep',
        key: 'k',
        do: 'keep',
        does: 'keeps',
        acts: 'keeps',
        did: 'kept',
        doing: 'keeping',
        noun: 'keeping',
        head: 'keeping',
        theirs: 'keeps',
      },
    },
    neutral: { T: shared.letters.A, O: shared.letters.B, S: shared.letters.C, K: shared.letters.D },
  },
  rules: {
    named:
      'The first mover chooses between {T} and {O}; {O} ends the round. After {T} the second mover chooses between {S} and {K}.',
    neutral:
      'The first mover chooses between {T} and {O}; {O} ends the round. After {T} the second mover chooses between {S} and {K}.',
  },
  formulas: {
    pi: ['π(x, y) = ½{x₁[y₂R + (1−y₂)S] + (1−x₁)P}', '+ ½{y₁[x₂R + (1−x₂)T] + (1−y₁)P}'],
    piNote: 'x₁: 1 for T, 0 for O; x₂: 1 for S, 0 for K. T = {T}, R = {R}, P = {P}, S = {S}.',
    source: 'Payoffs: van Leeuwen & Alger 2024, as a replication reports them, not checked against the original.',
  },
  thresholds: {
    trusts: 'A selfish first mover trusts if sharing is at least (P − S)/(R − S) = {value} likely.',
    indefinite:
      'With an open end, trust and sharing for as long as nobody departs from it is an equilibrium for economicus if δ is at least (T − R)/(T − P) = {threshold}. Here δ = {delta}: {verdict}.',
    unique: 'it is none',
    notUnique: 'no unique prediction',
  },
} as const;
