/** What people of a room know it and themselves by: the code that they type, and the hash of what their browser keeps. */
import { createHash, randomInt } from 'node:crypto';

/** Letters and digits that nobody takes for another when they stand on a wall. */
const ROOM_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Five of them: 28 million. */
const LENGTH = 5;

/** A new code of a room, drawn evenly. */
export const newRoomCode = (): string =>
  Array.from({ length: LENGTH }, () => ROOM_LETTERS[randomInt(ROOM_LETTERS.length)]!).join('');

/** What is kept of a secret: its SHA-256 in hexadecimal digits. Secrets are drawn with 128 bits, so nobody finds one by its hash. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
