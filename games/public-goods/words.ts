/** What a language has to say of this game: the English words give the shape, every other file of words fills it. */
import type { Translation } from '../../src/core/template.ts';
import type { words } from './words.en.ts';

export type Words = Translation<typeof words>;
