/** The files of rows that go to a provider: in its own form, without ids of ours, under names that are made of their bytes. */
import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../core/format.ts';
import { UserError } from '../core/user-error.ts';
import { writeWhole } from '../disk/atomic-write.ts';
import type { Tuner } from '../tune/run-folder.ts';
import type { TuneRow } from '../tune/row.ts';
import { rowBytes } from '../tune/set-read.ts';
import { readBefore } from '../tune/trainer-forms.ts';
import { fileName } from './mark.ts';
import { TUNER_FACTS, type TunerFacts } from './tuners.ts';
import type { RowFile, RowLimits } from './tuning-provider.ts';

/** Where they lie in a run's folder. */
const SENT_FOLDER = 'sent';
const PARTS = ['train', 'held-out'] as const;

/** A file of rows that is not written yet. */
export type PlannedFile = Pick<RowFile, 'part' | 'name' | 'sha256'> & {
  readonly bytes: Uint8Array;
  readonly rows: number;
};

/** A file of rows as it lies in a run's folder. */
export type WrittenFile = Pick<RowFile, 'part' | 'path' | 'name' | 'bytes' | 'sha256'>;

/** Rows in a provider's form, a line each. */
export function plannedFile(tuner: Tuner, part: RowFile['part'], rows: readonly TuneRow[]): PlannedFile {
  const form = FORMS[TUNER_FACTS[tuner].rows];
  const bytes = Buffer.concat(rows.map((row) => Buffer.from(`${JSON.stringify(form(row))}\n`)));
  return { part, bytes, rows: rows.length, ...named(part, bytes) };
}

/** What is read and what is to be written, as each takes it; no id of ours goes along. */
const FORMS: Readonly<Record<TunerFacts['rows'], (row: TuneRow) => object>> = {
  messages: (row) => ({ messages: [...readBefore(row), { role: 'assistant', content: row.completion }] }),
  trl: (row) => ({ prompt: readBefore(row), completion: [{ role: 'assistant', content: row.completion }] }),
};

function named(part: RowFile['part'], bytes: Uint8Array): Pick<RowFile, 'name' | 'sha256'> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, name: fileName(part, sha256) };
}

/** Throws a UserError where a file is smaller or larger than a provider takes it. */
export function refuseBeyond({ part, bytes, rows }: PlannedFile, limits: RowLimits, tuner: Tuner): void {
  const { label } = TUNER_FACTS[tuner];
  const these = `${counted(rows, 'row')} to train on`;
  const { least, most } = limits.rows;
  if (part === 'train' && rows < least)
    throw new UserError(
      `${label} takes ${counted(least, 'row')} or more, and the set has ${these}: make a larger one (tune data --rows ${Math.max(least, 100)}).`,
    );
  if (most !== null && rows > most)
    throw new UserError(
      `${label} takes ${counted(most, 'row')} at most, and the set has ${part === 'train' ? these : `${counted(rows, 'row')} held out`}: make a smaller one (tune data ${part === 'train' ? '--rows' : '--held-out'} ${most}).`,
    );
  if (limits.bytes !== null && bytes.length > limits.bytes)
    throw new UserError(
      `${label} takes files of ${megabytes(limits.bytes)} at most, and the rows have ${megabytes(bytes.length)}: make a smaller set (tune data ${part === 'train' ? '--rows' : '--held-out'} ${Math.max(1, Math.floor((rows * limits.bytes) / bytes.length))}).`,
    );
}

/** "0.4 MB". */
export const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;

/** Writes the files into a run's folder, each whole or not at all. */
export function writeRows(folder: string, files: readonly PlannedFile[]): readonly WrittenFile[] {
  mkdirSync(join(folder, SENT_FOLDER), { recursive: true });
  for (const { part, bytes } of files) writeWhole(fileOf(folder, part), bytes);
  return writtenRows(folder);
}

/** The files as they lie in a run's folder, the one that is trained on first; what was changed since has another name. */
export function writtenRows(folder: string): readonly WrittenFile[] {
  return PARTS.flatMap((part) => {
    const path = fileOf(folder, part);
    if (part === 'held-out' && statSync(path, { throwIfNoEntry: false }) === undefined) return [];
    const bytes = rowBytes(path);
    return [{ part, path, bytes: bytes.length, ...named(part, bytes) }];
  });
}

const fileOf = (folder: string, part: RowFile['part']): string => join(folder, SENT_FOLDER, `${part}.jsonl`);
