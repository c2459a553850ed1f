/**
 * What a server complains of, read from the bytes of its answer in whatever shape: the words, the codes and the parameters
 * that it names. What it only repeats of the request, or of the model's own words, is no part of it.
 */
import { isTooDeep } from '../disk/text-file.ts';

export type ServerError = {
  /** In words, the most telling ones. */
  readonly message: string;
  /** All its words; what is quoted of a request is still in there. */
  readonly words: string;
  /** code, type and inner codes: "content_filter ResponsibleAIPolicyViolation". */
  readonly codes: string;
  /** What it says is wrong, as it names it: "temperature", "body.seed", "messages[0].role". */
  readonly params: readonly string[];
  /** A status within the body, where it has one: behind a 200. */
  readonly status: number | null;
};

/** A JSON object whose fields nobody knows yet. */
export type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of JSON as the fields of an object; null: it is none. */
export const fieldsOf = (value: unknown): Fields | null => (isFields(value) ? value : null);

/** Shorter texts cannot stand too deep in each other. */
const MANY = 200;

/**
 * JSON, or undefined: broken bytes are an outcome, not an exception, and so are braces deeper in each other than anybody
 * writes them. A byte order mark is no part of it.
 */
export function jsonOf(raw: string): unknown {
  try {
    if (raw.length > MANY && isTooDeep(raw)) return undefined;
    return JSON.parse(raw.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** The complaint in a body; null where there is none. Never throws. */
export const serverError = (raw: string): ServerError | null => complaintIn(jsonOf(raw));

/** The same in a body that was read as JSON; undefined: it is none. */
export function complaintIn(json: unknown): ServerError | null {
  const top = fieldsOf(Array.isArray(json) ? json[0] : json);
  if (top === null) return null;
  const found: Found = { messages: [], codes: [], params: [], status: null };
  // A completion may carry words of its own under "message" or "detail": only an error among them counts.
  const { choices, error, promptFeedback } = top;
  if (choices !== undefined && !error && !promptFeedback) return null;
  collect(top, found, 0);
  const message = found.messages.find((words) => words.trim() !== '') ?? '';
  if (message === '' && !error && !promptFeedback) return null;
  const codes = found.codes.join(' ');
  return {
    ...{ params: found.params, status: found.status, codes },
    message: message.trim() || codes || 'an error without words',
    words: found.messages.join('\n'),
  };
}

/** The message of an error body, whatever its status and shape; null where there is none. */
export const errorMessage = (raw: string): string | null => serverError(raw)?.message ?? null;

type Found = { messages: string[]; codes: string[]; params: string[]; status: number | null };

/** Where words may stand, the most telling first; never what was asked (input, body) nor what the model wrote. */
const WORDS = [
  'message',
  'msg',
  'error_msg',
  'error_message',
  'detail',
  'error',
  'errors',
  'error_description',
  'title',
  'reason',
];
/** What places are told in, beside words. */
const BESIDE = [
  'details',
  'fieldViolations',
  'field_violations',
  'invalid-params',
  'invalid_params',
  'source',
  'params',
];
const CODES = ['code', 'type', 'status', 'blockReason', 'block_reason'];
/** Complaints within complaints, down to this depth. */
const DEPTH = 5;

function collect(value: unknown, found: Found, depth: number): void {
  if (depth > DEPTH) return;
  if (typeof value === 'string') {
    const inner = /^\s*[{[]/.test(value) ? jsonOf(value) : undefined;
    if (fieldsOf(inner) !== null || Array.isArray(inner)) return collect(inner, found, depth + 1);
    found.messages.push(value);
    for (const [, place = ''] of value.matchAll(LOC_IN_WORDS))
      found.params.push([...place.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, a, b]) => a ?? b).join('.'));
    return;
  }
  if (Array.isArray(value)) {
    for (const one of value.slice(0, 20)) collect(one, found, depth + 1);
    return;
  }
  const here = fieldsOf(value);
  if (here === null) return;
  for (const key of ['param', 'parameter', 'field', 'pointer', 'additionalProperty', 'parameter_name', 'argument']) {
    const param = here[key];
    if (typeof param === 'string' && param !== '') found.params.push(param);
  }
  if (Array.isArray(here['loc'])) found.params.push(here['loc'].join('.'));
  for (const key of CODES) {
    const code = here[key];
    if (typeof code === 'string' && code !== '') found.codes.push(code);
    if ((key === 'code' || key === 'status') && Number.isInteger(code) && Number(code) >= 400 && Number(code) < 600)
      found.status ??= Number(code);
  }
  for (const key of BESIDE)
    if (here[key] !== null && here[key] !== undefined) collectPlaces(here[key], found, depth + 1);
  const inner = here['innererror'] ?? here['inner_error'] ?? here['promptFeedback'];
  if (fieldsOf(inner) !== null) collectCodes(inner, found);
  for (const key of WORDS) if (here[key] !== null && here[key] !== undefined) collect(here[key], found, depth + 1);
  // {"errors": {"seed": ["Unknown field."]}}
  for (const [key, said] of Object.entries(here))
    if (
      !WORDS.includes(key) &&
      Array.isArray(said) &&
      said.length > 0 &&
      said.every((one) => typeof one === 'string')
    ) {
      found.params.push(key);
      found.messages.push(...said);
    }
  // What another provider behind this one said: "Provider returned error" says nothing.
  const raw = fieldsOf(here['metadata'])?.['raw'];
  if (typeof raw === 'string') {
    const behind: Found = { messages: [], codes: [], params: [], status: null };
    collect(raw, behind, depth + 1);
    found.messages.unshift(...behind.messages);
    found.codes.push(...behind.codes);
    found.params.push(...behind.params);
  }
}

/** Places alone, wherever they stand beside the words: fieldViolations, invalid-params, source. */
function collectPlaces(value: unknown, found: Found, depth: number): void {
  if (depth > DEPTH) return;
  if (Array.isArray(value)) {
    for (const one of value.slice(0, 20)) collectPlaces(one, found, depth + 1);
    return;
  }
  for (const [key, inner] of Object.entries(fieldsOf(value) ?? {})) {
    if (typeof inner === 'string' && /^(field|pointer|param|parameter|name|additionalProperty)$/.test(key))
      found.params.push(inner);
    else if (BESIDE.includes(key)) collectPlaces(inner, found, depth + 1);
  }
}

/** Codes alone: an inner error's words stand outside already. */
function collectCodes(value: unknown, found: Found): void {
  for (const key of CODES) {
    const code = fieldsOf(value)?.[key];
    if (typeof code === 'string') found.codes.push(code);
  }
}

/** A place written out in words: 'loc': ('body', 'seed'). */
const LOC_IN_WORDS = /['"]loc['"]:\s*[([]([^)\]]{1,200})[)\]]/g;

const FILTER_CODES =
  /content[-_ ]?filter|content[-_ ]?policy|policy[-_ ]?violation|responsible[-_ ]?ai|moderation|data_inspection|inappropriate|guardrail|blocklist|prohibited[-_ ]?content|invalid_prompt|safety|sensitive/i;
const FILTER_WORDS =
  /content (?:management|usage|safety) policy|content filter|content exists risk|inappropriate content|flagged (?:as|by|for)|(?:was|were|been|input) flagged|violat\w* (?:\w+ ){0,4}polic|requires moderation|guardrail|blocked by (?:\w+ ){0,3}safety|safety (?:system|filter|settings)/i;

/** Whether a complaint is a refusal of what was asked: a content filter, in whatever shape. `status`: of the answer. */
export function isFiltered({ codes, words, status: inside }: ServerError, status: number | null): boolean {
  const by = status !== null && status >= 400 ? status : (inside ?? status);
  // An account that may not, a limit of requests and a server that is not well are none.
  if (by === 401 || by === 404 || by === 408 || by === 429 || (by !== null && by >= 500)) return false;
  return FILTER_CODES.test(codes) || FILTER_WORDS.test(withoutQuoted(words));
}

/** So many letters of a complaint are looked into. */
const LONGEST = 4000;

/** Words of a complaint without what it repeats of a request: JSON and other things in braces, and long quotations. */
export function withoutQuoted(words: string): string {
  let left = words.slice(0, LONGEST);
  for (let before = ''; before !== left;) {
    before = left;
    left = left.replace(/\{[^{}]*\}|\[[^[\]]{40,}\]/g, ' ');
  }
  return left.replace(/\{[\s\S]*$/, ' ').replace(/(["'`])(?:(?!\1)[\s\S]){80,}?\1/g, ' ');
}
