/** Where the lab opens, and for whom. */
import type { BatterySetting } from '../../lab/battery/setting.ts';
import type { Introduction } from '../../lab/participants.ts';
import type { TableSetting } from '../../lab/table-setting.ts';
import type { PreparedLesson } from '../../lessons/prepared-lesson.ts';

/** What is left out is as if it had not been typed. */
export type LabOpening = {
  /** A table that is set already; null: the home screen. */
  readonly start: TableSetting | null;
  /** Whether it opens where that table is set, so that it can be changed first; else at its instructions. */
  readonly atSetUp?: boolean;
  /** A battery that is wanted. */
  readonly battery?: BatterySetting;
  /** A lesson that is to begin; absent: none is. */
  readonly lesson?: PreparedLesson;
  /** The name of the session that goes on, or begins. */
  readonly session?: string | undefined;
  /** Who sits down, from the person who chose the table on. */
  readonly people?: readonly Introduction[];
  /** Participants get the keyboard: the word that opens the lab again, '' where it is asked for first. */
  readonly locked?: string | undefined;
  readonly plain?: boolean | undefined;
  readonly maxCost?: number | undefined;
  /** Whether what the folder names is trusted. */
  readonly trust?: boolean | undefined;
  readonly db?: string | undefined;
};
