/** The screen as two files beside the database: a picture and the plain text. Never over an older one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderBeside, fromHere } from '../disk/folder.ts';
import { plainOf, svgOf } from '../show/screen-file.ts';
import type { LabState } from './state.ts';

/** Writes both; gives the line that says where, or what went wrong. */
export function saveScreen(database: string, state: LabState, drawing: string): string {
  const stem = 'finished' in state.screen && state.screen.finished ? state.screen.finished.game.name : state.screen.at;
  return saveDrawing(database, stem, state, drawing);
}

/** A drawing of a screen of this size, under a name that is counted up. */
export function saveDrawing(
  database: string,
  stem: string,
  { columns, rows }: Pick<LabState, 'columns' | 'rows'>,
  drawing: string,
): string {
  const folder = join(folderBeside(database), 'screens');
  try {
    mkdirSync(folder, { recursive: true });
    for (let n = 1; n < 10_000; n++) {
      const file = join(folder, `${stem}-${n}`);
      if (!wrote(`${file}.svg`, svgOf(drawing, columns, rows - 1))) continue;
      writeFileSync(`${file}.txt`, plainOf(drawing));
      return `Saved ${fromHere(`${file}.svg`)} and .txt`;
    }
  } catch (error) {
    return `This screen cannot be saved in ${folder}: ${error instanceof Error ? error.message : String(error)}.`;
  }
  return `There are too many saved screens in ${folder}.`;
}

function wrote(file: string, contents: string): boolean {
  try {
    writeFileSync(file, contents, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
