/** What participants read of a battery, in their language. */
import { words as german } from './words.de.ts';
import { words as english } from './words.en.ts';
import type { BatteryWords } from './words.ts';

const SPOKEN: Readonly<Record<string, BatteryWords>> = { en: english, de: german };

/** The words of this language; English where there are none. */
export const wordsIn = (language: string): BatteryWords => SPOKEN[language] ?? english;
