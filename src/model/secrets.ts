/** Keys are read from the environment when a model sits down, and appear nowhere else: what looks like one is refused, what is one is struck out. */

/** As well-known providers write them, and a run of letters and digits too long and mixed for a name. */
const KEYS = [
  /\bsk-[\w-]{8,}/,
  /\b(?:sk|pk|rk|gsk|xai|hf|fw|tgp|nvapi|csk|r8|pplx|key|api)[-_](?=[A-Za-z_-]*\d)[\w-]{12,}/,
  /\bAIza[\w-]{20,}/,
  /\bBearer\s+[\w.-]{12,}/,
  /(?<![\w/:.-])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{32,}(?![\w/:-])/,
];

/** Whether a text holds something that looks like a key. */
export const looksLikeKey = (text: string): boolean => KEYS.some((key) => key.test(text));

/** Where a key stood. */
const STRUCK = '[key]';

/** A text without this key, however it was quoted; servers repeat keys in their complaints. Short texts are no keys. */
export function withoutKey(text: string, key: string | null): string {
  if (key === null || key.length < 4) return text;
  const quoted = JSON.stringify(key).slice(1, -1);
  return [key, quoted, encodeURIComponent(key)].reduce((left, form) => left.replaceAll(form, STRUCK), text);
}
