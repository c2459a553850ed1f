/** A request as a section reads it: its body as JSON, or as the parts of a form. */
import { Refused, type FormPart, type TuningRequest } from './section.ts';

export function requestOf(of: Omit<TuningRequest, 'json' | 'form'>): TuningRequest {
  return {
    ...of,
    json() {
      let value: unknown;
      try {
        value = of.body.length === 0 ? {} : JSON.parse(of.body.toString('utf8'));
      } catch {
        throw new Refused('bad', 'We could not parse the JSON body of your request.');
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new Refused('bad', 'The body is no JSON object.');
      return { ...value };
    },
    form() {
      const boundary = /boundary="?([^";]+)"?/.exec(of.headers['content-type'] ?? '')?.[1];
      if (boundary === undefined) throw new Refused('bad', 'The body is no form: its type names no boundary.');
      return partsOf(of.body, Buffer.from(`--${boundary}`));
    },
  };
}

function partsOf(body: Buffer, boundary: Buffer): readonly FormPart[] {
  const parts: FormPart[] = [];
  let at = body.indexOf(boundary);
  while (at >= 0) {
    const from = at + boundary.length;
    const next = body.indexOf(boundary, from);
    if (next < 0) break;
    // Each part stands between line breaks: after the boundary before it, and before the one behind it.
    const part = body.subarray(from + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, Math.max(0, split)).toString('utf8');
    const name = /\bname="([^"]*)"/i.exec(head)?.[1];
    if (split >= 0 && name !== undefined)
      parts.push({ name, file: /filename="([^"]*)"/i.exec(head)?.[1] ?? null, content: part.subarray(split + 4) });
    at = next;
  }
  return parts;
}
