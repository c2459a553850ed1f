/**
 * The marks that agents are drawn as, by shape and letter before colour, each with an ASCII twin: one table for screens,
 * legends and pages. ◆ person  ● economicus  ▲ moralis  ■ baseline. What is not disclosed, or has none, is "other".
 */
const shapes: Readonly<Record<string, readonly [drawn: string, ascii: string]>> = {
  human: ['◆', '#'],
  /** The second person at one table. */
  'human 2': ['◇', '%'],
  economicus: ['●', 'o'],
  moralis: ['▲', '^'],
  /** moralis as a seller who counts sellers only, where both readings stand on one line. */
  'moralis/sellers': ['△', 'A'],
  baseline: ['■', '='],
  random: ['○', '?'],
  script: ['▬', '~'],
  other: ['□', '@'],
};

export const isMarked = (label: string): boolean => Object.hasOwn(shapes, label);

/** The shape of an agent by its label; whatever has none is drawn as other. */
export const shapeOf = (label: string, ascii = false): string =>
  (isMarked(label) ? shapes[label]! : shapes['other']!)[ascii ? 1 : 0];

/** Every drawn shape with its ASCII twin. */
export const twins: Readonly<Record<string, string>> = Object.fromEntries(Object.values(shapes));
