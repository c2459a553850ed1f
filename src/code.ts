/** Codes of sessions, participants and matches: 8 lower-case letters, drawn so that two databases never share one. */
import { randomBytes } from 'node:crypto';

let pool = Buffer.alloc(0);
let used = 0;

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

/** A seed for a match or a session: 31 bits, so that it reads the same in every program. */
export const newSeed = (): number => randomBytes(4).readUInt32LE() >>> 1;
