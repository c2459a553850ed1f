/**
 * Rows as a dataset of Fireworks: under an id made of their hash, so that the same ones are put there once, by whichever run. A file
 * goes there whole in one request, which Fireworks takes up to 150 MB (docs.fireworks.ai/api-reference/upload-dataset-files): one
 * that was cut is sent again from its beginning. Not tried on the service.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { cleanLine } from '../../core/outside-text.ts';
import { UserError } from '../../core/user-error.ts';
import { sleep } from '../../model/waiting.ts';
import type { FireworksApi, ApiRefusal } from './api.ts';
import { datasetForm, type FireworksDataset } from './forms.ts';
import { Refused } from '../told-apart.ts';
import type { RowFile, RowLimits } from '../tuning-provider.ts';

export const FIREWORKS_LIMITS: RowLimits = {
  rows: { least: 3, most: 3_000_000 },
  bytes: 150_000_000,
  source: 'docs.fireworks.ai/fine-tuning/fine-tuning-models and api-reference/upload-dataset-files, November 2026',
};

/** One request with a whole file: ten minutes, and a second more for each 100 kB. */
const uploadMs = (bytes: number): number => 600_000 + Math.ceil(bytes / 100);

/** The dataset's id; see `TuningProvider.upload`. */
export async function putDataset(api: FireworksApi, file: RowFile, signal: AbortSignal): Promise<string> {
  const id = datasetId(file.name);
  const before = await datasetAt(api, id, signal);
  if (before?.state === 'READY') return id;
  const rows = rowsOf(file);
  if (before === null) await create(api, id, file.name, rows, signal);
  file.hear({ upload: id, pieces: [], sent: 0 });
  await send(api, id, file, rows, signal);
  await taken(api, id, signal);
  file.hear({ upload: id, pieces: [file.name], sent: file.bytes });
  return id;
}

/** "homines-0123456789abcdef-train". Ids are small letters, digits and dashes, 63 at most. */
const datasetId = (name: string): string =>
  name
    .replace(/\.jsonl$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, 63);

/** A dataset as it stands; null: there is none of this id. */
async function datasetAt(api: FireworksApi, id: string, signal: AbortSignal): Promise<FireworksDataset | null> {
  const path = `/${await api.account(signal)}/datasets/${id}`;
  const heard = await api.hear({ method: 'GET', path, doing: `tell of the dataset ${id}` }, datasetForm, signal);
  if (heard.kind === 'said') return heard.said;
  if (heard.refusal.code === 'NOT_FOUND') return null;
  throw heard.refusal.error;
}

type Rows = { readonly bytes: Buffer<ArrayBuffer>; readonly count: number };

/** The file as it was promised: what is under its hash is never anything else. */
function rowsOf(file: RowFile): Rows {
  const bytes = readFileSync(file.path);
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    throw new UserError(`${file.path} was changed after it was written: start the run anew.`);
  const count = bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '').length;
  return { bytes, count };
}

async function create(
  api: FireworksApi,
  id: string,
  name: string,
  { count }: Rows,
  signal: AbortSignal,
): Promise<void> {
  const dataset = { displayName: name, format: 'CHAT', exampleCount: String(count), userUploaded: {} };
  const asked = {
    ...{ method: 'POST' as const, path: `/${await api.account(signal)}/datasets`, doing: `make the dataset ${id}` },
    json: { datasetId: id, dataset },
  };
  const heard = await api.hear(asked, datasetForm, signal);
  // Somebody else has just made it, or the answer to an attempt before this one was lost.
  if (heard.kind === 'refused' && heard.refusal.code !== 'ALREADY_EXISTS') throw heard.refusal.error;
}

async function send(api: FireworksApi, id: string, file: RowFile, { bytes }: Rows, signal: AbortSignal): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type: 'application/jsonl' }), file.name);
  const asked = {
    ...{ method: 'POST' as const, path: `/${await api.account(signal)}/datasets/${id}:upload`, form },
    ...{ doing: `take the rows of ${file.part}`, limitMs: uploadMs(file.bytes) },
  };
  const heard = await api.hear(asked, z.unknown(), signal);
  if (heard.kind === 'refused' && !isThere(heard.refusal)) throw heard.refusal.error;
}

/** The bytes of an attempt before, whose answer was lost, are there. */
const isThere = ({ words }: ApiRefusal): boolean => /already (been )?uploaded/i.test(words);

/** Waits until Fireworks has looked through the rows. */
async function taken(api: FireworksApi, id: string, signal: AbortSignal): Promise<void> {
  const until = Date.now() + api.pace.looks;
  for (;;) {
    const dataset = await datasetAt(api, id, signal);
    if (dataset === null) throw new UserError(`Fireworks lost the dataset ${id} while it was put there: try it again.`);
    if (dataset.state === 'READY') return;
    const { code, message } = dataset.status ?? {};
    if (code !== null && code !== undefined && code !== 'OK')
      throw new Refused(
        `Fireworks does not take the rows of ${id}: ${cleanLine(message || code)
          .slice(0, 300)
          .replace(/\.$/, '')}; start a run on others.`,
      );
    if (Date.now() >= until)
      throw new UserError(
        `Fireworks has not looked through the rows of ${id} yet: go on later, nothing is sent twice.`,
      );
    await sleep(api.pace.look, signal);
  }
}
