/** What tests of providers need: rows on disk, a file of them as it is sent, and an order. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileName } from '../../src/jobs/mark.ts';
import type { JobOrder, RowFile, UploadSoFar } from '../../src/jobs/tuning-provider.ts';

export const MARK = 'homines-0123456789ab';
export const DATA = 'd'.repeat(64);

/** A folder that is gone after the test. */
export function folder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'homines-tuning-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** So many rows, padded by so many letters each: half of them are answered "left". */
export const rows = (count: number, padding = 0): string =>
  Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      messages: [
        {
          role: 'user',
          content: `It rains ${at} days. ${'.'.repeat(padding)}\n\nPossible answers: "left", "right".\n\nAnswer with one of the possible answers.`,
        },
        { role: 'assistant', content: at < count / 2 ? 'left' : 'right' },
      ],
    }),
  ).join('\n') + '\n';

/** A file of rows as it is sent, and what its upload has told so far. */
export function rowFile(
  path: string,
  text: string,
  before: UploadSoFar | null = null,
): RowFile & { readonly heard: UploadSoFar[] } {
  const place = join(path, 'train.jsonl');
  writeFileSync(place, text);
  const heard: UploadSoFar[] = [];
  const sha256 = createHash('sha256').update(readFileSync(place)).digest('hex');
  return {
    ...{ part: 'train', path: place, name: fileName('train', sha256), bytes: statSync(place).size, sha256 },
    ...{ before, heard, hear: (so) => void heard.push(so) },
  };
}

export const orderOf = (train: string, more: Partial<JobOrder> = {}): JobOrder => ({
  ...{ name: 'kantian-1', mark: MARK, data: DATA, base: 'gpt-4.1-nano-2025-04-14', train, heldOut: null },
  options: { epochs: 2, lr: null, rank: null, batch: null, seed: 7 },
  ...more,
});
