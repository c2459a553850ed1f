/** Secrets: of a seat, which the browser that took it keeps, and of whoever hosts a room. 128 bits as 22 letters. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET = /^[\w-]{22}$/;

/** A new secret: 128 random bits, as base64url. */
export const newSecret = (): string => randomBytes(16).toString('base64url');

/** Whether two texts are the same, in a time that says nothing of where they differ. */
export const sameSecret = (given: string, known: string): boolean => timingSafeEqual(digest(given), digest(known));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const cookieName = (code: string): string => `homines_${code}`;

/** The secret of a seat in this room as a request's `Cookie` header has it; null: none that could be one. */
export function seatSecret(header: string | undefined, code: string): string | null {
  const start = `${cookieName(code)}=`;
  for (const part of (header ?? '').split(';')) {
    const one = part.trim();
    if (one.startsWith(start) && SECRET.test(one.slice(start.length))) return one.slice(start.length);
  }
  return null;
}

/** Seconds that a browser keeps a seat: a month, longer than any course of meetings between two classes. */
const KEPT = 30 * 24 * 3600;

/** The `Set-Cookie` header that gives a browser its secret. `secure`: the door is reached by https. */
export const seatCookie = (code: string, secret: string, secure: boolean): string =>
  `${cookieName(code)}=${secret}; Path=/${code}; Max-Age=${KEPT}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
