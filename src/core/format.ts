/** How numbers and lists of names are written in sentences and tables. */

/** "1 match", "3,000 matches". */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** A sentence with its full stop, where it does not end in a mark of its own. */
export const sentence = (words: string): string =>
  /[.?!…]["')]?$/.test(words.trim()) ? words.trim() : `${words.trim()}.`;

/** "a, b and c". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** "a, b or c". */
export const listedOr = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** "moralis is", "moralis and local/small are": who does something at this moment, each once. */
export const areListed = (names: readonly string[]): string => {
  const once = [...new Set(names)];
  return `${listed(once)} ${once.length === 1 ? 'is' : 'are'}`;
};

/** Words with a capital. */
export const upper = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** A name at the beginning of a sentence: labels and models stay as they are spelled, "the other player" gets its capital. */
export const beginning = (name: string): string => (name.startsWith('the ') ? upper(name) : name);

/** A share as "58 %". */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** A probability of 0 to 1 in percent, at most two decimals: enough for a reader who computes with it. */
export const chanceText = (probability: number): string => String(Number((100 * probability).toFixed(2)));

/** Written digits with a minus sign, where they have a hyphen. */
export const minus = (digits: string): string => digits.replace('-', '−');

/** Three digits; what rounding has left of a nought is nought. */
export const short = (value: number): string =>
  Math.abs(value) < 1e-9 ? '0' : minus(String(Number(value.toPrecision(3))));

/** A number with two decimals and a true minus: "−0.14"; rounded to nought it has no sign. */
export const hundredths = (value: number): string => minus((Math.round(100 * value) / 100 + 0).toFixed(2));

/** A moment (Unix milliseconds) in the time of this computer: "2026-11-24 14:02". */
export const localTime = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16).replace('T', ' ');

/** A time in milliseconds in few letters: "40 s", "12 min", "3 h 5 min". */
export function lasting(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A setting's value as it is typed. */
export const settingText = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(settingText).join(',')
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : value === null || value === undefined
        ? 'none'
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
