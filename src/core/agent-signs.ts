/**
 * How agents look, by their label: one table for screens, legends, charts and pages. Shape and letter come before colour,
 * and every letter has a twin that can be typed: ◆ person  ● economicus  ▲ moralis  ■ baseline. Who is not disclosed, or has
 * no sign of its own, is "other".
 */
import type { Who } from './blocks.ts';

export type AgentSign = {
  /** As screens and words draw it, and where there is only ASCII. */
  readonly letter: string;
  readonly ascii: string;
  /** Readable on black and on white; null: that of the words around it. */
  readonly color: string | null;
  /** Bold on a screen, black on paper. */
  readonly strong?: true;
  /** The symbol of charts, as vega calls it; a label without one shares the cross. */
  readonly symbol: 'diamond' | 'circle' | 'triangle-up' | 'square' | 'cross';
  /** An outline rather than a full symbol. */
  readonly open?: true;
};

/** Three hues of about the same lightness, readable on black and on white: no red against green, and no blue. */
export const HUES = { orange: '#b8641a', purple: '#9a5fb8', teal: '#0a8088' } as const;

const signs = {
  human: { letter: '◆', ascii: '#', color: null, strong: true, symbol: 'diamond' },
  /** The second person at one table. */
  'human 2': { letter: '◇', ascii: '%', color: null, strong: true, symbol: 'diamond', open: true },
  economicus: { letter: '●', ascii: 'o', color: HUES.orange, symbol: 'circle' },
  moralis: { letter: '▲', ascii: '^', color: HUES.purple, symbol: 'triangle-up' },
  /** A reading of moralis that is not the usual one, where both stand on one line: moralis/sellers. */
  'moralis/…': { letter: '△', ascii: 'A', color: HUES.purple, symbol: 'triangle-up', open: true },
  baseline: { letter: '■', ascii: '=', color: HUES.teal, symbol: 'square' },
  random: { letter: '○', ascii: '?', color: null, symbol: 'cross' },
  script: { letter: '▬', ascii: '~', color: null, symbol: 'cross' },
  /** The mean of a class, where one of its people stands beside it. */
  class: { letter: '×', ascii: 'x', color: null, strong: true, symbol: 'cross' },
  other: { letter: '□', ascii: '@', color: null, symbol: 'cross' },
} as const satisfies Readonly<Record<string, AgentSign>>;

/** The labels that have a sign of their own. */
export type AgentLabel = keyof typeof signs;

/** Whether a label has a sign of its own. */
export const isAgentLabel = (label: string): label is AgentLabel => Object.hasOwn(signs, label);

/** Under which label an agent's sign stands: every reading of moralis that is named shares one; who has none is "other". */
export const agentLabel = (label: string): AgentLabel =>
  isAgentLabel(label) ? label : label.startsWith('moralis/') ? 'moralis/…' : 'other';

/**
 * The label under which somebody is marked on the screen of a match: `labels` has one a seat, and every person but `me` (the
 * first one, where it is not said) looks otherwise; who has no sign of its own is "other".
 */
export function markedLabel(labels: readonly string[], who: Who, me: number = labels.indexOf('human')): AgentLabel {
  const label = agentLabel('agent' in who ? who.agent : (labels[who.seat] ?? 'other'));
  if (label === 'human 2') return 'agent' in who ? label : 'other';
  return label === 'human' && 'seat' in who && who.seat !== me ? 'human 2' : label;
}

/** The sign of an agent by its label; whatever has none looks as "other" does. */
export const signOf = (label: string): AgentSign => signs[agentLabel(label)];

/** The letter of an agent by its label. */
export const shapeOf = (label: string, ascii = false): string => signOf(label)[ascii ? 'ascii' : 'letter'];

/** Every letter with the label that it stands for; × stands for times as well, and is no letter of an agent among words. */
export const labelsByLetter: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(signs).flatMap(([label, { letter }]) => (label === 'class' ? [] : [[letter, label]])),
);
