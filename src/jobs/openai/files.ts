/**
 * Files of rows by OpenAI's interface: the same file is put there once, a large one in pieces that a cut does not lose, and it is
 * waited for until it was read. The name tells the bytes (src/jobs/mark.ts), so that what is there already is found by it.
 *
 * As the client's own documentation has it (package openai 7.55): pieces of 64 MB at most, an upload of 8 GB at most that expires
 * an hour after it was begun; Azure's says two hours and 9 GB. Not tried on the services.
 */
import { openSync, closeSync, readSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import { namedBytes } from '../../model/http.ts';
import { lastingWords, sleep } from '../../model/waiting.ts';
import { wordsOf } from '../asked.ts';
import { type Account, ask, listed } from './account.ts';
import { mayBeDone, Refused } from '../told-apart.ts';
import type { RowFile, UploadSoFar } from '../tuning-provider.ts';

/** Bytes of a piece: small enough that progress shows and a cut costs little. What is no larger goes in one request. Ours. */
export const PIECE_BYTES = 4 * 1024 * 1024;
/** How long a piece may take: 4 MB at 10 kB/s. Ours. */
const PIECE_MS = 7 * 60_000;
/** How long a file is waited for until it was read, and how often it is asked for. The client's own limit is half an hour too. */
const READ_MS = 30 * 60_000;
const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 10_000;

const PURPOSE = 'fine-tune';
/** Of JSON lines: none of its own is registered. */
const KIND = 'application/jsonl';

const fileThere = z.object({
  id: z.string().min(1),
  filename: z.string().nullish().catch(null),
  bytes: z.number().nullish().catch(null),
  /** Called deprecated by OpenAI: absent counts as read. */
  status: z.string().nullish().catch(null),
  status_details: z.string().nullish().catch(null),
});
type FileThere = z.infer<typeof fileThere>;

const GONE = ['error', 'deleting', 'deleted'];

/** Puts a file there, or finds the same one, and gives its id when it was read. */
export async function putFile(account: Account, file: RowFile, signal: AbortSignal): Promise<string> {
  const there = (await fileNamed(account, file, signal)) ?? (await sent(account, file, signal));
  return whenRead(account, file, there, signal);
}

/** The same bytes under the same name, as far as they are good for anything; null: they are not there. */
async function fileNamed(
  account: Account,
  { name, bytes }: Pick<RowFile, 'name' | 'bytes'>,
  signal: AbortSignal,
): Promise<FileThere | null> {
  const files = listed(
    ...([account, 'the list of its files', fileThere] as const),
    (client, query, limit) =>
      client.files.list({ ...query, purpose: PURPOSE, order: 'desc' }, { signal: limit }).asResponse(),
    signal,
  );
  for await (const one of files)
    if (one.filename === name && one.bytes === bytes && !GONE.includes(one.status ?? '')) return one;
  return null;
}

/** Sends what is not there; where it came to nothing, looks whether it is there all the same. */
async function sent(account: Account, file: RowFile, signal: AbortSignal): Promise<FileThere> {
  for (let attempt = 1; ; attempt++) {
    try {
      return file.bytes <= PIECE_BYTES
        ? await sentWhole(account, file, signal)
        : await sentInPieces(account, file, signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const there = await fileNamed(account, file, signal);
      if (there !== null) return there;
      // What went in pieces was tried again piece by piece, and goes on later where it stands.
      if (!mayBeDone(error) || attempt >= ATTEMPTS || file.bytes > PIECE_BYTES) throw error;
    }
  }
}

/** So often a small file is sent where the connection is lost. Ours. */
const ATTEMPTS = 3;

/** An upload that takes no more pieces: it expired, was cancelled or ended already. */
const isOver = (error: unknown): boolean =>
  error instanceof Refused && error.status !== null && [400, 404, 409, 410].includes(error.status);
/** An address without uploads, as Azure's newer one is. */
const hasNone = (error: unknown): boolean =>
  error instanceof Refused && error.status !== null && [404, 405, 501].includes(error.status);

async function sentInPieces(account: Account, file: RowFile, signal: AbortSignal): Promise<FileThere> {
  if (file.before?.upload)
    try {
      return await piecesFrom(account, file.before, file, signal);
    } catch (error) {
      if (!isOver(error)) throw error;
      const there = await fileNamed(account, file, signal);
      if (there !== null) return there;
    }
  let so: UploadSoFar;
  try {
    so = await begun(account, file, signal);
  } catch (error) {
    if (!hasNone(error)) throw error;
    return sentWhole(account, file, signal);
  }
  return piecesFrom(account, so, file, signal);
}

async function sentWhole(account: Account, file: RowFile, signal: AbortSignal): Promise<FileThere> {
  const body = bytesOf(file, 0, file.bytes);
  const there = await ask(
    ...([account, `room for the file ${file.name}`, fileThere] as const),
    async (client, limit) =>
      client.files
        .create({ file: await namedBytes(body, file.name), purpose: PURPOSE }, { signal: limit })
        .asResponse(),
    signal,
    { again: false, limit: PIECE_MS * Math.max(1, Math.ceil(file.bytes / PIECE_BYTES)) },
  );
  file.hear({ upload: null, pieces: [], sent: file.bytes });
  return there;
}

const upload = z.object({ id: z.string().min(1), file: fileThere.nullish().catch(null) });

/** Sends the pieces that are missing and has all put together. */
async function piecesFrom(account: Account, from: UploadSoFar, file: RowFile, signal: AbortSignal): Promise<FileThere> {
  let so = from;
  while (so.sent < file.bytes) {
    const id = so.upload ?? '';
    const piece = bytesOf(file, so.sent, Math.min(PIECE_BYTES, file.bytes - so.sent));
    const part = await ask(
      ...([account, `room for a piece of ${file.name}`, z.object({ id: z.string().min(1) })] as const),
      async (client, limit) =>
        client.uploads.parts.create(id, { data: await namedBytes(piece, file.name) }, { signal: limit }).asResponse(),
      signal,
      { limit: PIECE_MS },
    );
    so = { upload: so.upload, pieces: [...so.pieces, part.id], sent: so.sent + piece.length };
    file.hear(so);
  }
  const whole = await ask(
    ...([account, `the pieces of ${file.name} in one`, upload] as const),
    (client, limit) =>
      client.uploads.complete(so.upload ?? '', { part_ids: [...so.pieces] }, { signal: limit }).asResponse(),
    signal,
  );
  const there = whole.file ?? (await fileNamed(account, file, signal));
  if (there === null)
    throw new UserError(
      `${account.whom.label} put the pieces of ${file.name} together and does not list the file: try again in a minute.`,
    );
  return there;
}

async function begun(account: Account, file: RowFile, signal: AbortSignal): Promise<UploadSoFar> {
  const { id } = await ask(
    ...([account, `a place for the file ${file.name}`, upload] as const),
    (client, limit) =>
      client.uploads
        .create({ bytes: file.bytes, filename: file.name, mime_type: KIND, purpose: PURPOSE }, { signal: limit })
        .asResponse(),
    signal,
  );
  const so = { upload: id, pieces: [], sent: 0 };
  file.hear(so);
  return so;
}

/** Waits until the provider has read the file; throws a UserError where it rejects it, with what it says of which line. */
async function whenRead(account: Account, file: RowFile, there: FileThere, signal: AbortSignal): Promise<string> {
  const { id } = there;
  const until = Date.now() + READ_MS;
  let now = there;
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(LONGEST_LOOK_MS, wait * 1.5)) {
    const status = now.status ?? 'processed';
    if (status === 'processed') return id;
    if (GONE.includes(status))
      throw new Refused(
        `${account.whom.label} rejected the file ${file.name}: ${wordsOf(now.status_details ?? '') || 'it does not say why'}; mend the rows and begin another run.`,
      );
    if (Date.now() > until)
      throw new UserError(
        `${account.whom.label} has not read the file ${file.name} within ${lastingWords(READ_MS)} ("${wordsOf(status)}"): go on later, it is not sent again.`,
      );
    await sleep(wait, signal);
    now = await ask(
      ...([account, `the file ${id}`, fileThere] as const),
      (client, limit) => client.files.retrieve(id, { signal: limit }).asResponse(),
      signal,
    );
  }
}

/** So many bytes of a file from there on. Throws a UserError where the file is not what it was. */
function bytesOf({ path, name }: Pick<RowFile, 'path' | 'name'>, from: number, count: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.alloc(count);
    let read = 0;
    while (read < count) {
      const more = readSync(file, piece, read, count - read, from + read);
      if (more === 0)
        throw new Refused(
          `The rows of ${name} have become fewer while they were sent: write the set again, then begin another run.`,
        );
      read += more;
    }
    return piece;
  } finally {
    closeSync(file);
  }
}
