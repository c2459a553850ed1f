/**
 * Text from outside (servers, models, files, what people typed, what a database holds) as it may leave the program. It is
 * kept as it came and cleaned at the door where it leaves: terminal, HTML, SVG, tables; JSON escapes what is cleaned elsewhere.
 *
 * What goes: sequences that command a terminal, whole; every other control character of C0 and C1 but the line break; what
 * turns the direction of writing; what has no width and no meaning for the letters beside it (zero-width space, soft
 * hyphen, byte order mark, tags, annotations); code points that are no characters. Half a surrogate pair becomes U+FFFD.
 * What stays: joiners of emoji and of scripts that need them, and combining marks, eight upon a letter.
 */

/** CSI with its parameters; OSC, DCS, SOS, PM, APC up to their end in the same line; else an escape with its one letter. No two stretches overlap, so time is linear. */
const SEQUENCES =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]?/g;
/** Every way to begin a line: CR LF, CR, vertical tab, form feed, and Unicode's two separators. */
const BREAKS = /\r\n?|[\x0b\x0c\u2028\u2029]/g;
const UNWANTED =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Noncharacter_Code_Point}\u{e0000}-\u{e0fff}]/gu;
const HALVES = /\p{Cs}/gu;
const PILES = /(\p{M}{8})\p{M}+/gu;

/** Text in which nothing is to be done: most of what is ever shown. */
const HARMLESS = /^[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u25ff]*$/;

/** Text that may stand anywhere, its lines kept; a tab is four blanks. */
export function cleanText(text: string): string {
  if (HARMLESS.test(text)) return text;
  return text
    .replace(SEQUENCES, '')
    .replace(BREAKS, '\n')
    .replaceAll('\t', '    ')
    .replace(UNWANTED, '')
    .replace(HALVES, '\ufffd')
    .replace(PILES, '$1');
}

/** The same on one line: line breaks and tabs are a blank each, several together one. */
export function cleanLine(text: string): string {
  if (HARMLESS.test(text) && !text.includes('\n')) return text;
  return cleanText(text.replaceAll('\t', ' ')).replace(/\n+/g, ' ');
}

/** Plain data with every text in it clean, names of fields too: what JSON.stringify takes. */
export function cleanData<Data>(data: Data): Data {
  return cleanly(data) as Data;
}

function cleanly(data: unknown): unknown {
  if (typeof data === 'string') return cleanText(data);
  if (Array.isArray(data)) return data.map(cleanly);
  if (data === null || typeof data !== 'object' || 'toJSON' in data) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [cleanLine(name), cleanly(value)]));
}

/**
 * JSON with every code unit that text loses at a door written as \uXXXX: the data are the same, and nothing in the bytes
 * commands a terminal or turns the direction of writing.
 */
export const escapedJson = (json: string): string =>
  HARMLESS.test(json)
    ? json
    : json.replace(UNWANTED, (found) =>
        Array.from({ length: found.length }, (_, i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
          '',
        ),
      );
