/** Keys are read from the environment when a model sits down, and appear nowhere else: what looks like one is refused, what is one is struck out. */
import { memo } from '../core/memo.ts';

/** A run of letters and digits, mixed, as no word of a name is. */
const mixed = (least: number): string => `(?=[A-Za-z]*\\d)(?=\\d*[A-Za-z])[A-Za-z0-9]{${least},}`;

/** As well-known providers write them, and a run too long and mixed for a name. Names of models have words and dashes: hf-llama3-8b-instruct. */
const KEYS = [
  /(?<![\w-])sk-[\w-]{8,}/,
  new RegExp(`\\b(?:sk|pk|rk|gsk|xai|hf|fw|tgp|nvapi|csk|r8|pplx|key|api)[-_](?:[A-Za-z]{1,12}[-_])*${mixed(16)}`),
  /\bAIza[\w-]{20,}/,
  /\bBearer\s+[\w.-]{12,}/,
  new RegExp(`(?<![\\w/:.-])${mixed(32)}(?![\\w/:-])`),
];

/** Whether a text holds something that looks like a key. */
export const looksLikeKey = (text: string): boolean => KEYS.some((key) => key.test(text));

/** Whether a model's name is a key that was put in its place: names may begin as keys do, and have no such run. */
export const isKeyForName = (name: string): boolean => new RegExp(mixed(20)).test(name) && looksLikeKey(name);

/** Where a key stood. */
const STRUCK = '[key]';

/** A text from outside as it may be kept where keys are looked for: whatever looks like one is struck out. */
export const withoutKeys = (text: string): string =>
  KEYS.reduce((left, key) => left.replace(new RegExp(key, 'g'), STRUCK), text);

/** So many letters of a key at the end of a text that was cut off are struck out too. */
const BEGUN = 6;

/**
 * A text without this key and without its beginning at the end, however it was written: as it is, in JSON within JSON, with
 * escapes for any of its letters (JSON, URL, HTML), in base64 or in hexadecimals. Servers repeat keys in their complaints,
 * and whoever decodes what is kept must not find one.
 */
export function withoutKey(text: string, key: string | null): string {
  if (key === null || key.length < BEGUN) return text;
  const { whole, begun } = formsOf(key);
  const left = text.replace(whole, STRUCK);
  return left.replace(begun, STRUCK);
}

type Forms = { readonly whole: RegExp; readonly begun: RegExp };

/** The forms of a key; making them costs more than looking for them. */
const formsOf = memo((key: string): Forms => {
  const letters = Array.from({ length: key.length }, (_, at) => letterOf(key[at] ?? ''));
  // From the first letters on as many as are there, and an escape that was begun.
  const more = letters.slice(BEGUN).reduceRight((rest, letter) => `(?:${letter}${rest})?`, '');
  const encoded = [...base64Of(key), Buffer.from(key).toString('hex')];
  return {
    whole: new RegExp([letters.join(''), ...encoded.map(quoted)].join('|'), 'gi'),
    begun: new RegExp(`${letters.slice(0, BEGUN).join('')}${more}(?:[\\\\%&]{1,16}[u#x]{0,2}[0-9a-f]{0,8})?$`, 'i'),
  };
});

/** One letter of a key in every way in which it is written. No part repeats without end: a text of backslashes takes no time. */
function letterOf(letter: string): string {
  const code = letter.charCodeAt(0);
  const hex = code.toString(16);
  return [
    `(?:\\\\{0,16}${quoted(letter)}`,
    `\\\\{1,16}(?:u${hex.padStart(4, '0')}|u\\{0{0,6}${hex}\\}|x${hex.padStart(2, '0')}|${code.toString(8)})`,
    `%(?:25){0,4}${hex.padStart(2, '0')}`,
    `&(?:amp;){0,4}#(?:0{0,6}${code}|x0{0,6}${hex});)`,
  ].join('|');
}

/**
 * What base64 makes of a key wherever it begins among the bytes around it: the part that those do not change. Too short a
 * part says nothing.
 */
function base64Of(key: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.from('\0'.repeat(before) + key)
      .toString('base64')
      .replaceAll('=', '');
    const part = text.slice(Math.ceil((before * 4) / 3), text.length - 1);
    return part.length < 12 ? [] : [part, part.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
