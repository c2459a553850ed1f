/** What a form sends, read with a limit and never believed. */
import { z } from 'zod';

/** Bytes of the largest form: an answer, and what was tapped on the way to it. */
const MOST_FORM = 16 * 1024;

/**
 * The fields of a form; 'too large' beyond `MOST_FORM` bytes, 'no form' for any other kind of body. Rejects where the
 * connection breaks meanwhile.
 */
export async function readFields(request: Request): Promise<URLSearchParams | 'too large' | 'no form'> {
  const length = request.headers.get('content-length');
  if (Number(length ?? 0) > MOST_FORM) return 'too large';
  if (length === '0' || (length === null && request.body === null)) return new URLSearchParams();
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return 'no form';
  // The parser of HTTP takes no more than was said.
  if (length !== null) return new URLSearchParams(await request.text());
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > MOST_FORM) return 'too large';
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

const pageId = z.string().min(1).max(400);
const answer = z.string().max(4000);
const since = z.coerce
  .number()
  .min(0)
  .max(7 * 24 * 3600_000)
  .optional()
  .catch(undefined);
const marks = z
  .string()
  .transform(parsed)
  .pipe(z.array(z.tuple([z.number().min(0).max(1e9).transform(Math.round), z.string().max(200)]).readonly()).max(500))
  .catch([]);

/** What JSON says; null where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `shown_ms`: milliseconds since the page was shown, by the phone's own steady clock. `skip`: what "rather not say" says. */
export const answerFields = z
  .object({ page: pageId, answer: answer.default(''), skip: answer.optional(), shown_ms: since, marks })
  .transform(({ skip, ...rest }) => ({ ...rest, answer: skip ?? rest.answer }));
export const pageFields = z.object({ page: pageId });
export const handFields = z.object({ page: pageId, answer });
export const guessFields = z.object({
  page: pageId,
  guess: z.string().max(200).default(''),
  confidence: z.string().max(40).default(''),
});
export const seenFields = z.object({ here: z.enum(['0', '1']) });
export const kappaField = z
  .string()
  .trim()
  .min(1)
  .transform(Number)
  .pipe(z.number().min(0).max(1))
  .nullable()
  .catch(null);

/** The first value of each field, by name. */
export const firstOf = (fields: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries([...fields].toReversed());
