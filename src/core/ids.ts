/** Codes of sessions, participants and matches: 8 lower-case letters, drawn so that two databases never share one. */
import { randomBytes } from 'node:crypto';

let pool = Buffer.alloc(0);
let used = 0;

/** The code of a session or a participant: 8 letters from a to z, drawn evenly, one of 2·10¹¹. */
export function newCode(): string {
  let code = '';
  while (code.length < 8) {
    if (used >= pool.length) {
      pool = randomBytes(4096);
      used = 0;
    }
    const byte = pool[used++]!;
    // 234 is the largest multiple of 26 in a byte: above it letters would not be equally likely.
    if (byte < 234) code += String.fromCharCode(97 + (byte % 26));
  }
  return code;
}

const SPACE = 26 ** 8;
let next = -1;

/**
 * The code of a match: the one after the last that this process made, from a start drawn at random. Codes drawn one by
 * one would meet by chance where there are many: among 500,000 two are alike in nearly every second file. Neighbours
 * also keep the index of codes quick to add to.
 */
export function matchCode(): string {
  if (next < 0) next = randomBytes(6).readUIntBE(0, 6) % SPACE;
  let code = '';
  for (let rest = next; code.length < 8; rest = Math.floor(rest / 26))
    code = String.fromCharCode(97 + (rest % 26)) + code;
  next = (next + 1) % SPACE;
  return code;
}

/** A seed for a match or a session: 31 bits, so that it reads the same in every program. */
export const newSeed = (): number => randomBytes(4).readUInt32LE() >>> 1;
