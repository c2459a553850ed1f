/** What a language has to say of a standing: the English words give the shape. */
import type { Translation } from '../../core/template.ts';
import type { words } from './words.en.ts';

export type StandingWords = Translation<typeof words>;
