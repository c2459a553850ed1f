/** What a model said, down to what `read` is given: the JSON object it was asked for, wherever it stands, else its bare words. */
import { z } from 'zod';
import { jsonOf } from './completion.ts';

const asked = z.object({ answer: z.union([z.string(), z.number()]), reasons: z.string().optional() }).loose();

export type Said = {
  readonly answer: string | number;
  readonly reasons: string | null;
  /** Notes to itself, those of the keys asked for that it wrote. */
  readonly notes: Readonly<Record<string, string>>;
};

/** Servers that ignore a schema wrap the object in prose or a code fence, or repeat it: the last whole object counts. */
export function saidIn(text: string, notes: readonly string[] = []): Said {
  const bare = text.trim();
  for (const candidate of [bare, ...objectsIn(bare).reverse()]) {
    const found = asked.safeParse(jsonOf(candidate));
    if (!found.success) continue;
    const { answer, reasons, ...rest } = found.data;
    const written = notes.flatMap((key) => (typeof rest[key] === 'string' ? [[key, rest[key]] as const] : []));
    return { answer, reasons: reasons ?? null, notes: Object.fromEntries(written) };
  }
  return { answer: bare, reasons: null, notes: {} };
}

/** The spans of balanced braces in a text, outermost only. */
function objectsIn(text: string): string[] {
  const spans: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{' && depth++ === 0) from = at;
    if (text[at] === '}' && depth > 0 && --depth === 0) spans.push(text.slice(from, at + 1));
  }
  return spans;
}
