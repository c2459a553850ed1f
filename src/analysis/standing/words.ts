/** What a player reads of where they stand, by language. */
import { byLanguage } from '../../core/template.ts';
import { words as de } from './words.de.ts';
import { words as en, type StandingWords } from './words.en.ts';

export const standingWords = byLanguage<StandingWords>({ en, de });
