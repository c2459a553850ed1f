/** What tests of providers need: rows on disk, a file of them as it is sent, and an order. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { UserError } from '../../src/core/user-error.ts';
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

/** A file of rows as it is sent, and what its upload has told so far. `before`: what an earlier one told last. */
export function rowFile(
  path: string,
  text: string,
  { part = 'train', before = null }: Partial<Pick<RowFile, 'part' | 'before'>> = {},
): RowFile & { readonly heard: UploadSoFar[] } {
  const place = join(path, `${part}.jsonl`);
  writeFileSync(place, text);
  const heard: UploadSoFar[] = [];
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {
    ...{ part, path: place, name: fileName(part, sha256), bytes: Buffer.byteLength(text), sha256 },
    ...{ before, heard, hear: (so) => void heard.push(so) },
  };
}

export const orderOf = (train: string, more: Partial<JobOrder> = {}): JobOrder => ({
  ...{ name: 'kantian-1', mark: MARK, data: DATA, base: 'gpt-4.1-nano-2025-04-14', train, heldOut: null },
  options: { epochs: 2, lr: null, rank: null, batch: null, seed: 7 },
  ...more,
});

/** What is thrown. Fails where nothing is. */
export async function thrownBy(doing: Promise<unknown>): Promise<Error> {
  const error: unknown = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error(`nothing was thrown but ${String(error)}`);
  return error;
}

/** What is thrown, which is a UserError on one line that holds no secret. */
export async function refusal(doing: Promise<unknown>, secret: string): Promise<string> {
  const error = await thrownBy(doing);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toContain(secret);
  return error.message;
}
