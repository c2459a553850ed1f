/** What the pages say besides the games' own words, by language: English where there is no other. */
import { byLanguage } from '../core/template.ts';
import { words as de } from './words.de.ts';
import { words as en, type PageWords } from './words.en.ts';

const spoken = { en, de };

/** In which languages the pages speak, the usual one first. */
export const PAGE_LANGUAGES = ['en', 'de'] as const;

export const pageWords = byLanguage<PageWords>(spoken);
