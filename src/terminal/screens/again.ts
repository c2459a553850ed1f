/** The same table once more: a seed that was given counts up, so that the next match draws afresh and can be repeated. */
import type { TableSetting } from '../../lab/table-setting.ts';

export const againChoice = (choice: TableSetting): TableSetting =>
  choice.seed === null ? choice : { ...choice, seed: choice.seed + 1 };
