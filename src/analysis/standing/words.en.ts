/** What a player reads of where they stand among people and theory. */
import type { Translation } from '../../core/template.ts';

export const words = {
  where: 'On these lines: {marks}.',
  you: 'you',
  /** At the right of a line, and in the sentence under it. */
  mean: 'class {value}',
  people: '{n} people of this session ({interval} 95 % interval)',
  few: 'of this session {n} so far, shown from {few} on',
  published: '{who}, of a published experiment ({middle} their mean)',
  differs: 'What differs there: {differs}. Confidence that people here would do the same: {confidence}.',
  confidence: { high: 'high', middling: 'middling', low: 'low' },
};

/** What another language has to fill. */
export type StandingWords = Translation<typeof words>;
