/**
 * What a server answered, read from the bytes: no field is believed to be what it is called, and every way of not answering named. Of the model's words
 * only the answer counts; what it thought before is told apart (thought.ts).
 */
import type { HttpAnswer } from './http.ts';
import { complaintIn, type Fields, fieldsOf, isFiltered, jsonOf, serverError } from './server-error.ts';
import { answerApart } from './thought.ts';

/** What a call took and who answered it, as far as the server tells. */
export type Told = {
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  /** The model that answered, as the server calls it. */
  readonly served: string | null;
  /** Whether something was thought before the answer, or instead of it. */
  readonly thought: boolean;
};

export type Completion =
  | (Told & {
      readonly kind: 'text';
      /** The answer alone: no thought, no marks of turns. */
      readonly text: string;
      /** It stopped because its tokens were used up. */
      readonly cut: boolean;
      readonly logprobs: unknown;
    })
  | (Told & { readonly kind: 'refused'; readonly text: string })
  /** No completion in a body that claimed to be one: half a JSON, nothing, an error behind a 200. `status`: one that stands inside. */
  | (Told & { readonly kind: 'broken'; readonly why: string; readonly status: number | null });

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);

/** The completion in what a server sent: text or a refusal with its tokens, else why it is none. Never throws. */
export function completionOf(http: Pick<HttpAnswer, 'raw' | 'status'>): Completion {
  const { raw } = http;
  const broken = (why: string, status: number | null = null): Completion => ({
    ...{ kind: 'broken', why, status },
    ...(top === null ? NOTHING_TOLD : toldBy(top, false)),
  });
  const top = bodyOf(raw);
  if (raw.trim() === '') return broken('the server answered with nothing');
  const [choice] = Array.isArray(top?.['choices']) ? top['choices'].map(fieldsOf) : [];
  const inside = choice?.['error'];
  const error = inside ? complaintIn({ error: inside }) : top === null ? serverError(raw) : complaintIn(top);
  if (top !== null && error !== null && isFiltered(error, http.status))
    return { kind: 'refused', text: error.message, ...toldBy(top, false) };
  const message =
    fieldsOf(choice?.['message']) ??
    fieldsOf(choice?.['delta']) ??
    (textOf(choice?.['text']) === null ? null : { content: choice?.['text'] });
  if (top === null || choice === undefined || choice === null || message === null) {
    if (error !== null) return broken(`the server reported: ${error.message}`, error.status);
    return broken(
      /^\s*</.test(raw) ? 'the answer is a web page, no chat completion' : 'the answer is no chat completion',
    );
  }
  const { text, thought: inParts, refusal } = saidIn(message);
  const apart = answerApart(text);
  const finish = textOf(choice['finish_reason']) ?? '';
  // What a server behind the one asked called it.
  const ends = [finish, textOf(choice['native_finish_reason']) ?? ''];
  const told = toldBy(top, inParts || apart.thought);
  if (refusal !== null) return { kind: 'refused', text: refusal, ...told };
  if (ends.some((one) => FILTERED.test(one)))
    return { kind: 'refused', text: 'stopped by the content filter', ...told };
  if (finish === 'error' && error !== null) return broken(`the server reported: ${error.message}`, error.status);
  return {
    ...{ kind: 'text', text: apart.text, cut: ends.some((one) => CUT.test(one)), ...told },
    logprobs: choice['logprobs'] ?? null,
  };
}

/** How servers call it that the tokens were used up, and that a filter stopped the answer. */
const CUT =
  /^(length|max_(?:output_|new_)?tokens|(?:model|max|context)_length|incomplete|truncated|token_limit|(?:model_)?context_window_exceeded)$/i;
const FILTERED = /content[-_ ]?filter|safety|refusal|guardrail|sensitive|recitation|prohibited|blocklist|spii/i;

/** What a body tells that cannot be read. */
export const NOTHING_TOLD: Told = { tokensIn: null, tokensOut: null, served: null, thought: false };

/** What the top of a body tells of tokens and of who answered, whichever protocol it is of. */
export function toldBy(top: Fields, thought: boolean): Told {
  const usage = fieldsOf(top['usage']) ?? fieldsOf(fieldsOf(top['x_groq'])?.['usage']) ?? {};
  const details = fieldsOf(usage['completion_tokens_details']) ?? fieldsOf(usage['output_tokens_details']) ?? {};
  return {
    tokensIn: tokens(usage['prompt_tokens'] ?? usage['input_tokens']),
    tokensOut: tokens(usage['completion_tokens'] ?? usage['output_tokens']),
    served: textOf(top['model'])?.trim().slice(0, LONGEST_NAME) ?? null,
    thought: thought || (tokens(details['reasoning_tokens']) ?? 0) > 0,
  };
}

/** Letters of a model's name that are kept. */
const LONGEST_NAME = 200;
/** No answer has more tokens: what says so is no count. */
const MOST_TOKENS = 1e9;

/** A count of tokens: whole, from 0, also where it is written as text; null: it is none. */
function tokens(value: unknown): number | null {
  const n = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  return typeof n === 'number' && Number.isInteger(n) && n >= 0 && n <= MOST_TOKENS ? n : null;
}

type Said = { readonly text: string; readonly thought: boolean; readonly refusal: string | null };

/** Where servers put thought beside the answer. */
const THOUGHT_FIELDS = [
  'reasoning_content',
  'reasoning',
  'thinking',
  'thought',
  'thoughts',
  'reasoning_details',
  'thinking_blocks',
];
const THOUGHT_PART = /think|thought|reason|summary|analysis/i;

/** The words of a message, of all its parts that are text; what is thought is left out. */
function saidIn(message: Fields): Said {
  const beside = THOUGHT_FIELDS.some((name) => {
    const value = message[name];
    return typeof value === 'string' ? value.trim() !== '' : value !== null && value !== undefined && value !== false;
  });
  const { content } = message;
  const refusal = textOf(message['refusal']);
  if (!Array.isArray(content)) {
    const part = fieldsOf(content);
    const text =
      typeof content === 'string'
        ? content
        : typeof content === 'number'
          ? String(content)
          : part === null
            ? ''
            : 'answer' in part
              ? JSON.stringify(part)
              : partText(part);
    return { text, thought: beside, refusal };
  }
  let [text, thought, refused] = ['', beside, refusal];
  for (const one of content) {
    if (typeof one === 'string') text += one;
    const part = fieldsOf(one);
    if (part === null) continue;
    const type = textOf(part['type']) ?? 'text';
    if (type === 'refusal') refused ??= textOf(part['refusal']) ?? textOf(part['text']) ?? 'it refused';
    else if (THOUGHT_PART.test(type) || part['thought'] === true) {
      thought = true;
      // What was said before it thought (again) is not what it came to.
      text = '';
    } else if (/^(output_|input_)?text$/i.test(type)) text += partText(part);
  }
  return { text, thought, refusal: refused };
}

const partText = ({ text, content }: Fields): string =>
  typeof text === 'string' ? text : (textOf(fieldsOf(text)?.['value']) ?? textOf(content) ?? '');

/** A body as one completion: as it is, or put together from the events of a stream. */
function bodyOf(raw: string): Fields | null {
  const json = jsonOf(raw);
  if (json !== undefined) return fieldsOf(Array.isArray(json) ? json[0] : json);
  return /^\s*(?:\uFEFF)?(?::|data:|event:|id:|retry:)/.test(raw) ? streamed(raw) : null;
}

/** Of a server that streams although nobody asked for it: its events as one completion. One that was cut off has no end. */
function streamed(raw: string): Fields | null {
  let whole: Fields | undefined;
  let [content, reasoning, refusal] = ['', '', ''];
  const finish: { reason?: unknown; logprobs: unknown[] } = { logprobs: [] };
  let ended = false;
  for (const line of raw.split(/\r?\n/)) {
    const data = /^data:\s?(.*)$/.exec(line)?.[1]?.trim();
    if (data === undefined || data === '') continue;
    if (data === '[DONE]') {
      ended = true;
      continue;
    }
    const event = fieldsOf(jsonOf(data));
    if (event === null) continue;
    if (event['error']) return event;
    const { choices, ...rest } = event;
    whole = { ...whole, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)) };
    const choice = fieldsOf(Array.isArray(choices) ? choices[0] : null);
    if (choice === null) continue;
    const part = fieldsOf(choice['delta']) ?? fieldsOf(choice['message']) ?? { content: choice['text'] };
    const said = saidIn({ content: part['content'] });
    content += said.text;
    reasoning += textOf(part['reasoning_content']) ?? textOf(part['reasoning']) ?? (said.thought ? ' ' : '');
    refusal += textOf(part['refusal']) ?? '';
    const inEvent = fieldsOf(choice['logprobs'])?.['content'];
    if (Array.isArray(inEvent)) finish.logprobs.push(...inEvent);
    if (choice['finish_reason']) finish.reason = choice['finish_reason'];
  }
  if (whole === undefined || (!ended && finish.reason === undefined)) return null;
  return {
    ...whole,
    choices: [
      {
        finish_reason: finish.reason ?? 'stop',
        message: { content, reasoning_content: reasoning, refusal },
        logprobs: finish.logprobs.length === 0 ? null : { content: finish.logprobs },
      },
    ],
  };
}
