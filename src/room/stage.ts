/** Where in a room a match belongs: to one of its tables, played one after the other, or to a stop of its lesson. */
import { lessonTable } from '../lab/lesson-course.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { RoomPlan } from './room.ts';

/** A table from 0 on, or a stop from 0 on. `key` names it in ids of pages. */
export type Stage = { readonly key: string; readonly table: number; readonly stop: number | null };

/** The stage of this table, or of this stop of a lesson, each from 0. */
export const stageOf = (table: number, stop: number | null): Stage => ({
  key: stop === null ? `t${table}` : `s${stop}`,
  table,
  stop,
});

/**
 * How the table of a stage is set. Of several opponents whom a lesson names one is drawn by `seed`, each with the same chance;
 * null: the stage plays nothing.
 */
export function tableOf({ tables, lesson }: RoomPlan, { table, stop }: Stage, seed: number): TableSetting | null {
  if (stop === null) return tables[table] ?? null;
  const found = lesson?.lesson.stops[stop];
  return lesson !== null && found?.kind === 'play' ? lessonTable(lesson, found, seed) : null;
}
