/** What a class reads of a lesson besides the lesson’s own words, by language. */
import { byLanguage } from '../core/template.ts';
import { words as de } from './words.de.ts';
import { words as en, type LessonWords } from './words.en.ts';

export const lessonWords = byLanguage<LessonWords>({ en, de });
