/** A file in which cells are not what this program writes is told as damaged, by whatever reads it. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../src/core/user-error.ts';
import { connectWriter } from '../../src/store/connect.ts';
import { exportTables } from '../../src/store/export.ts';
import { FORMATS } from '../../src/store/export/formats.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { lessonFile } from '../database/lesson.ts';

it.each([
  ['settings', 'update match set config = \'{"T":80,\' where id = 1'],
  ['seats that are no JSON', "update match set seats = replace(seats, '\"id\"', '\"id') where id = 1"],
  ['seats that are none', "update match set seats = '{}' where id = 1"],
  ['a seat of nobody', 'update match set seats = replace(seats, \'"kind":"human"\', \'"kind":"hunan"\') where id = 1'],
])('%s', async (_, harm) => {
  const { place, file, lab } = await lessonFile();
  const db = connectWriter(file, false);
  db.exec(`drop trigger match_unchanged; ${harm}`);
  db.close();
  const log = await openLog(file);
  const damaged = expect.objectContaining({ message: expect.stringContaining(`${file} is damaged`) as string });
  const told = (work: Promise<unknown>) => expect(work).rejects.toEqual(damaged);
  await told(log.matches({ session: lab.code }));
  for (const format of FORMATS) {
    const failing = exportTables({ files: [file], out: join(place, `out.${format}`), format });
    await told(failing);
    await expect(failing).rejects.toBeInstanceOf(UserError);
  }
  log.close();
});
