/** Was Teilnehmende darüber lesen, wo sie unter Menschen und Theorie stehen. */
import type { StandingWords } from './words.en.ts';

export const words: StandingWords = {
  where: 'Auf diesen Linien: {marks}.',
  you: 'Sie',
  mean: 'Gruppe {value}',
  people: '{n} Personen dieser Sitzung ({interval} 95-%-Intervall)',
  few: 'aus dieser Sitzung bisher {n}, gezeigt ab {few}',
  published: '{who}, aus einem veröffentlichten Experiment ({middle} ihr Mittel)',
  differs: 'Was dort anders ist: {differs}. Vertrauen, dass Menschen hier dasselbe täten: {confidence}.',
  confidence: { high: 'hoch', middling: 'mittel', low: 'gering' },
};
