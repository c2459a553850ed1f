/** Where a lesson stands: which stop, how many there are, how long it still takes. */
import { fill } from '../core/template.ts';
import type { LessonPlan } from './lesson.ts';
import { lessonWords } from './words.ts';

/** Minutes of the stops from this one on. */
export const minutesLeft = ({ stops }: Pick<LessonPlan, 'stops'>, stop: number): number =>
  Math.ceil(stops.slice(stop).reduce((sum, { minutes }) => sum + minutes, 0));

/** A stop that is there, whatever was asked for: stops count from 0. */
export const stopWithin = ({ stops }: Pick<LessonPlan, 'stops'>, stop: number): number =>
  Math.max(0, Math.min(stops.length - 1, stop));

/** "stop 3 of 9 · about 12 min left", the fuller wording first. */
export function positionWords(lesson: Pick<LessonPlan, 'stops' | 'language'>, stop: number): readonly string[] {
  const words = lessonWords(lesson.language);
  const slots = { stop: stop + 1, of: lesson.stops.length, minutes: minutesLeft(lesson, stop) };
  return [words.position, words.positionShort, words.last].map((template) => fill(template, slots));
}
