/** How far an export says it is. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportTables } from '../export.ts';
import type { ExportFar } from './table-writer.ts';
import { FORMATS } from './formats.ts';
import { lessonFile } from '../../../test/database/lesson.ts';

it.each(FORMATS)('%s: in the end it has read as many matches as it said it would', async (format) => {
  const { place, file } = await lessonFile();
  const told: ExportFar[] = [];
  await exportTables({ files: [file], out: join(place, 'out/out'), format, told: (far) => told.push(far) });
  const last = told.at(-1)!;
  expect(last.matches).toBeGreaterThanOrEqual(4);
  expect(last).toEqual({ matches: last.of, of: last.of });
  expect(told.map(({ matches }) => matches)).toEqual(told.map(({ matches }) => matches).sort((a, b) => a - b));
});
