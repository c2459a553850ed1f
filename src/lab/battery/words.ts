/** What participants read of a battery, by language. */
import { byLanguage } from '../../core/template.ts';
import { words as de } from './words.de.ts';
import { words as en, type BatteryWords } from './words.en.ts';

export const batteryWords = byLanguage<BatteryWords>({ en, de });
