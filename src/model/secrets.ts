/** Keys are read from the environment when a model sits down, and appear nowhere else: what looks like one is refused, what is one is struck out. */

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

/** How often a key may have been quoted: in a text, in JSON, in JSON within JSON. */
const QUOTED = 3;
/** So many letters of a key at the end of a text that was cut off are struck out too. */
const BEGUN = 6;

/** A text without this key, however it was quoted, and without its beginning at the end; servers repeat keys in their complaints. */
export function withoutKey(text: string, key: string | null): string {
  if (key === null || key.length < BEGUN) return text;
  let left = text;
  let form = key;
  for (let level = 0; level <= QUOTED; level++) {
    left = left.replaceAll(form, STRUCK).replaceAll(encodeURIComponent(form), STRUCK);
    for (let length = form.length - 1; length >= BEGUN; length--)
      if (left.endsWith(form.slice(0, length))) left = `${left.slice(0, -length)}${STRUCK}`;
    form = JSON.stringify(form).slice(1, -1);
  }
  return left;
}
