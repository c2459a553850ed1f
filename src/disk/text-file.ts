/**
 * Small text files that people write: settings, keys, wordings, lists of names. Whatever an editor on any system made of
 * them is read (a byte order mark, UTF-16), and what is no such file is refused before a byte of it is taken.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { codeOf } from './file-errors.ts';
import { UserError } from '../core/user-error.ts';

/** Bytes of the largest file that is read whole: thousands of times what anybody writes by hand. */
export const MOST_BYTES = 1_000_000;

/** How deep braces and brackets may stand in each other. Readers that follow them would run out of stack. */
const DEEPEST = 64;
const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The text of a file; null where there is none. Throws a UserError for what is no ordinary file (a folder, a pipe, a
 * device, a link in a circle), is larger than `most` bytes, or may not be read. Never waits for a pipe.
 */
export function readTextFile(file: string, most = MOST_BYTES): string | null {
  let handle: number;
  try {
    // O_NONBLOCK: opening a pipe that nobody writes into would wait for ever.
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'ELOOP')
      throw new UserError(`${file} is a link that leads back to itself: put an ordinary file there.`);
    throw new UserError(`${file} cannot be read: make it an ordinary file that you may read, or move it away.`);
  }
  try {
    const { size } = ordinary(file, handle);
    if (size > most)
      throw new UserError(
        `${file} is too large to be read (${size.toLocaleString('en')} bytes, at most ${most.toLocaleString('en')}): is it the right file?`,
      );
    // One byte more than may be there: it may grow, or say that it is empty, as files of /proc do.
    const bytes = Buffer.alloc(most + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= most; length += read)
      read = readSync(handle, bytes, length, bytes.length - length, null);
    if (length > most)
      throw new UserError(`${file} is too large to be read (more than ${most.toLocaleString('en')} bytes).`);
    return textOf(bytes.subarray(0, length));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be read: make it an ordinary file that you may read, or move it away.`);
  } finally {
    closeSync(handle);
  }
}

/**
 * The last `most` bytes of a file as text, of what stands behind the byte `from` alone; empty where nothing of it can be read. A
 * log may be of any length.
 */
export function endOfFile(file: string, most: number, from = 0): string {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return '';
  }
  try {
    const found = fstatSync(handle);
    const begin = Math.max(from, found.size - most);
    if (!found.isFile() || found.size <= begin) return '';
    const bytes = Buffer.alloc(found.size - begin);
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, begin)).toString('utf8');
  } catch {
    return '';
  } finally {
    closeSync(handle);
  }
}

/** What a text says as JSON; null where it is none, or its braces stand too deep to be followed. */
export function jsonIn(text: string): unknown {
  if (isTooDeep(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function ordinary(file: string, handle: number) {
  const found = fstatSync(handle);
  if (found.isFile()) return found;
  throw new UserError(
    `${file} is ${found.isDirectory() ? 'a folder' : 'no ordinary file'}: put an ordinary file there, or move it away.`,
  );
}

/** Bytes as text: UTF-8, or UTF-16 as Windows editors write it, with or without its mark. The mark is no part of the text. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0 && first !== undefined))
    return new TextDecoder('utf-16le').decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined))
    return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/** Whether braces and brackets of a JSON text stand deeper in each other than anybody writes them. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const letter = json.charCodeAt(at);
    if (quoted) {
      if (letter === BACKSLASH) at++;
      else if (letter === QUOTE) quoted = false;
    } else if (letter === QUOTE) quoted = true;
    else if (letter === OPEN_BRACE || letter === OPEN_BRACKET) {
      if (++depth > DEEPEST) return true;
    } else if (letter === CLOSE_BRACE || letter === CLOSE_BRACKET) depth -= 1;
  }
  return false;
}
