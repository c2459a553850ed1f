/** What a class reads of a lesson besides the lesson's own words, by language. */
import { words as german } from './words.de.ts';
import { words as english, type LessonWords } from './words.en.ts';

/** The words of a language; English where there are none. */
export const lessonWords = (language: string): LessonWords => (language === 'de' ? german : english);
