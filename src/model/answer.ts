/** What a model said, down to what `read` is given: the JSON object it was asked for, wherever it stands, else its bare words. */
import { z } from 'zod';
import { jsonOf } from './completion.ts';

const asked = z.object({ answer: z.union([z.string(), z.number()]), reasons: z.string().optional() }).loose();

export type ParsedAnswer = {
  readonly answer: string | number;
  readonly reasons: string | null;
  /** Notes to itself, those of the keys asked for that it wrote. */
  readonly notes: Readonly<Record<string, string>>;
};

/** Servers that ignore a schema wrap the object in prose or a code fence, or repeat it: the last whole object counts. */
export function parseAnswer(text: string, notes: readonly string[] = []): ParsedAnswer {
  const bare = text.trim();
  for (const candidate of spansIn(bare)) {
    const found = asked.safeParse(jsonOf(candidate));
    if (!found.success) continue;
    const { answer, reasons, ...rest } = found.data;
    const written = notes.flatMap((key) => (typeof rest[key] === 'string' ? [[key, rest[key]] as const] : []));
    return { answer, reasons: reasons ?? null, notes: Object.fromEntries(written) };
  }
  const alone = z.union([z.string(), z.number()]).safeParse(jsonOf(bare));
  return { answer: alone.success ? alone.data : bare, reasons: null, notes: {} };
}

/** So many pairs of braces are tried at most: a text of nothing but braces must not hold anybody up. */
const PAIRS = 2000;

/** What stands between two braces, the longest up to each closing one, the last closing one first. */
function* spansIn(text: string): Iterable<string> {
  const places = (brace: RegExp): readonly number[] => [...text.matchAll(brace)].map(({ index }) => index);
  const starts = places(/\{/g);
  let left = PAIRS;
  for (const end of places(/\}/g).toReversed())
    for (const start of starts) {
      if (start > end) break;
      if (left-- === 0) return;
      yield text.slice(start, end + 1);
    }
}
