/** What a language has to say of a battery: the English words give the shape. */
import type { Translation } from '../../core/template.ts';
import type { words } from './words.en.ts';

export type BatteryWords = Translation<typeof words>;
