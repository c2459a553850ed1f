/**
 * The fourth proof, on the server's side: the text that the trainer read before each answer, and the text that the server
 * reads for the same question, are one to the byte. The trainer leaves the hash of each, and some texts whole.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/user-error.ts';
import { jsonIn, readTextFile } from '../disk/text-file.ts';
import type { Proof } from './proof.ts';
import { RUN_FILES } from './run-folder.ts';

const line = z.object({ id: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), text: z.string().optional() });

/** What the trainer read before an answer: its hash, and the text itself where it was kept. */
export type TrainedText = { readonly sha256: string; readonly text: string | null };

/** Bytes of the file: a hundred thousand rows have a tenth of that. */
const MOST_BYTES = 100_000_000;

/** By row. Throws a UserError where the trainer has left none. */
export function trainedTexts(folder: string): ReadonlyMap<string, TrainedText> {
  const file = join(folder, RUN_FILES.template);
  const text = readTextFile(file, MOST_BYTES);
  if (text === null)
    throw new UserError(`${file} is not there: the run was trained by another trainer, train it again.`);
  const texts = new Map<string, TrainedText>();
  for (const [at, json] of text.split('\n').entries()) {
    if (json === '') continue;
    const read = line.safeParse(jsonIn(json));
    if (!read.success) throw new UserError(`${file}, line ${at + 1}, is none of the trainer's: train the run again.`);
    texts.set(read.data.id, { sha256: read.data.sha256, text: read.data.text ?? null });
  }
  return texts;
}

/** A row as the server read it. */
export type ServedText = { readonly id: string; readonly text: string };

/** The proof from what the server read. `server`: by what it is served. `at`: Unix milliseconds. */
export function templateProof(
  trained: ReadonlyMap<string, TrainedText>,
  served: readonly ServedText[],
  server: string,
  at: number,
): Proof {
  const unlike = served.filter(({ id, text }) => trained.get(id)?.sha256 !== sha256(text));
  const figure = `${served.length - unlike.length} of ${served.length} prompts read by ${server} to the byte as they were trained`;
  const [first] = unlike;
  const fault =
    served.length === 0
      ? `${server} did not say what it reads`
      : first === undefined
        ? null
        : `row ${first.id}: ${parted(trained.get(first.id), first.text)}`;
  return { name: 'template', passed: fault === null, figure, ...(fault === null ? {} : { fault }), at };
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Where two texts part, with a few letters of each. */
function parted(trained: TrainedText | undefined, served: string): string {
  if (trained === undefined) return 'the trainer did not read it';
  const { text } = trained;
  if (text === null) return 'the server reads another text than the trainer read';
  let same = 0;
  while (same < text.length && text[same] === served[same]) same++;
  const near = (of: string): string => JSON.stringify(of.slice(Math.max(0, same - 12), same + 24));
  return `trained on ${near(text)} where the server reads ${near(served)}`;
}
