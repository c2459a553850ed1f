/**
 * What one server takes for one model, and what it refuses: learned from its answers, shared by all calls to the model.
 * What is refused is left out from then on, and the calls say that it was.
 */
import type { HttpAnswer, Message } from './http.ts';
import { type ServerError, serverError, withoutQuoted } from './server-error.ts';

/** Tokens of an answer: enough for reasons in a few sentences, so that a model that never ends is ended. Ours. */
export const ANSWER_TOKENS = 1024;
/** Where a model thinks before it answers: its thought is paid from the same budget. Ours. */
export const THINKING_TOKENS = 16_384;
/** A budget that a server calls too large is halved down to this. */
const LEAST_TOKENS = 128;

/** What is refused and has no name among the settings: the role of the rules, kept under this name. */
export const SYSTEM_ROLE = 'system role';
const FORMAT = 'response_format';

export type Dialect = {
  /** Settings that this server has refused for this model; `system role`: the rules go into the user's message. Grows. */
  readonly refused: Set<string>;
  /** Whether the model was seen to think before it answers. */
  thinks: boolean;
  /** What the budget of an answer is called here. */
  budgetName: 'max_completion_tokens' | 'max_tokens';
  /** The most tokens of an answer that the server allows; Infinity: no limit is known. */
  mostTokens: number;
  /** The most alternatives to a token that the server tells; Infinity: no limit is known. */
  mostAlternatives: number;
  /** Schemas that were taken, as text: whatever is refused then, it is not they. */
  readonly schemas: Set<string>;
  /** It answers in a stream only. */
  streams: boolean;
  /** Questions of which all orders were told, and those that were the same to the last digit in each. */
  readonly orders: { told: number; lost: number };
  /** Settled when the first question to the model has its answer, or that is late; null: it was; undefined: none was put yet. */
  first: Promise<void> | null | undefined;
  /** An error of its own went away without a schema, once. */
  doubted: boolean;
};

/** A server of which nothing is known but what it has refused before. */
export const newDialect = (refused: Iterable<string> = [], known: Partial<Dialect> = {}): Dialect => ({
  ...{
    thinks: false,
    budgetName: 'max_completion_tokens',
    mostTokens: Infinity,
    mostAlternatives: Infinity,
    streams: false,
    doubted: false,
    first: undefined,
  },
  ...known,
  refused: new Set(refused),
  schemas: new Set(),
  orders: { told: 0, lost: 0 },
});

/** The same, to be changed apart. */
export const copyOf = (dialect: Dialect): Dialect => ({
  ...dialect,
  refused: new Set(dialect.refused),
  schemas: new Set(dialect.schemas),
  orders: { ...dialect.orders },
  first: null,
});

type Settings = Readonly<Record<string, unknown>>;
const BUDGETS = ['max_completion_tokens', 'max_tokens'] as const;

/** Tokens that the next answer may have: those of the settings where they say so, else as few as do. */
export function answerTokens(dialect: Dialect, settings: Settings): number {
  for (const name of BUDGETS) {
    const own = settings[name];
    if (typeof own === 'number') return Math.min(own, dialect.mostTokens);
  }
  return Math.min(dialect.thinks ? THINKING_TOKENS : ANSWER_TOKENS, dialect.mostTokens);
}

/** A request as this server takes it. `leftOut`: what was to be sent and is not, as the server refuses it. */
export type RequestBody = { readonly body: Settings; readonly leftOut: readonly string[] };

/** Puts a request together: settings without those refused, the budget under the name that is known here. */
export function requestBody(
  dialect: Dialect,
  model: string,
  messages: readonly Message[],
  settings: Settings,
  without: ReadonlySet<string> = new Set(),
): RequestBody {
  const gone = (name: string): boolean => dialect.refused.has(name) || without.has(name);
  const { max_completion_tokens: _, max_tokens: __, ...others } = settings;
  const tokens = answerTokens(dialect, settings);
  const typed = BUDGETS.find((name) => typeof settings[name] === 'number');
  // A name that was typed is sent as it was typed, until it is refused.
  const name =
    typed !== undefined && !dialect.refused.has(typed)
      ? typed
      : (BUDGETS.find((one) => one === dialect.budgetName && !gone(one)) ?? BUDGETS.find((one) => !gone(one)));
  const asked = { ...others, ...(dialect.streams ? { stream: true, stream_options: { include_usage: true } } : {}) };
  const hasSystem = messages.some(({ role }) => role === 'system');
  return {
    // What is asked comes last: no setting takes its place.
    body: {
      ...Object.fromEntries(Object.entries(asked).filter(([one]) => !gone(one))),
      ...(name === undefined ? {} : { [name]: tokens }),
      model,
      messages: gone(SYSTEM_ROLE) ? withoutSystem(messages) : messages,
    },
    leftOut: [
      ...Object.keys(asked).filter(gone),
      ...(name === undefined ? ['max_completion_tokens'] : []),
      ...(hasSystem && gone(SYSTEM_ROLE) ? [SYSTEM_ROLE] : []),
    ],
  };
}

/** The rules before the first question, in one message of the user's. */
function withoutSystem(messages: readonly Message[]): readonly Message[] {
  const rules = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const others = messages.filter(({ role }) => role !== 'system');
  const [first] = others;
  if (rules.length === 0) return messages;
  return first?.role === 'user'
    ? [{ role: 'user', content: [...rules, first.content].join('\n\n') }, ...others.slice(1)]
    : [{ role: 'user', content: rules.join('\n\n') }, ...others];
}

/**
 * What a refusal of a request says about it, and what follows. learned: the same request goes better now. suspected: it names
 * nothing, so it is tried once without this. again: it failed by chance. null: it is about something else.
 */
export type Lesson =
  { readonly kind: 'learned' | 'suspected'; readonly setting: string } | { readonly kind: 'again' } | null;

/** Learns from a status that refuses a request; the dialect is changed where something was learned. */
export function learn(dialect: Dialect, { status, raw }: Pick<HttpAnswer, 'status' | 'raw'>, body: Settings): Lesson {
  if (status === null || ![400, 404, 405, 409, 415, 422, 500, 501].includes(status)) return null;
  const error = serverError(raw) ?? { ...NO_ERROR, words: /^\s*</.test(raw) ? '' : raw.slice(0, 2000) };
  const words = withoutQuoted(error.words);
  if (/json_validate_failed/.test(error.codes) || /failed to (generate|validate) json/i.test(words))
    return { kind: 'again' };
  if (status === 409 || (status === 404 && !SCHEMA_WORDS.test(words))) return null;
  const sent = Object.keys(body).filter((name) => !['model', 'messages'].includes(name));
  const learned = (setting: string): Lesson => {
    dialect.refused.add(setting);
    if (setting === 'logprobs') dialect.refused.add('top_logprobs');
    return { kind: 'learned', setting };
  };
  if (!dialect.streams && ONLY_STREAM.test(words)) {
    dialect.streams = true;
    return { kind: 'learned', setting: 'stream' };
  }
  const budget = BUDGETS.find((name) => name in body);
  const tokens = budget === undefined ? 0 : Number(body[budget]);
  const named = sentName(error, words, sent);
  if (budget !== undefined && (named === budget || TOO_LONG.test(words)) && TOO_MUCH.test(words)) {
    // Too long is what was asked, then, and no answer is short enough.
    dialect.mostTokens = tokens / 2 < LEAST_TOKENS ? Infinity : Math.floor(tokens / 2);
    if (dialect.mostTokens === Infinity) return null;
    return { kind: 'learned', setting: budget };
  }
  if (budget !== undefined && named === budget) {
    dialect.budgetName = budget === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
    return learned(budget);
  }
  if (hasSystemRole(body) && refusesSystem(error, words)) return learned(SYSTEM_ROLE);
  if (FORMAT in body && (named === FORMAT || SCHEMA_WORDS.test(`${words} ${error.codes}`))) return learned(FORMAT);
  if (named !== null && (status < 500 || status === 501)) return learned(named);
  return status < 500 &&
    FORMAT in body &&
    !dialect.schemas.has(schemaText(body)) &&
    !OTHER_MATTERS.test(`${words} ${error.codes}`)
    ? { kind: 'suspected', setting: FORMAT }
    : null;
}

const schemaText = (body: Settings): string => JSON.stringify(body[FORMAT]);
/** Schemas that are remembered: games ask in a few forms. */
const MOST_SCHEMAS = 200;

/**
 * Learns from an answer: which schema was taken, and that a budget which was not kept is not known under its name: from then
 * on the other one is sent.
 */
export function noticeAnswered(dialect: Dialect, body: Settings, tokensOut: number | null): void {
  if (FORMAT in body && dialect.schemas.size < MOST_SCHEMAS) dialect.schemas.add(schemaText(body));
  const sent = body['max_completion_tokens'];
  if (
    typeof sent === 'number' &&
    tokensOut !== null &&
    tokensOut > 1.1 * sent + 16 &&
    !dialect.refused.has('max_tokens')
  )
    dialect.budgetName = 'max_tokens';
}

const NO_ERROR: ServerError = { message: '', words: '', codes: '', params: [], status: null };

const ONLY_STREAM =
  /only supports? (?:the )?stream|stream\w* (?:mode )?(?:is )?(?:must|required)|(?:must|please) (?:be )?(?:set |enable )?(?:the )?stream|non-?stream\w* (?:\w+ ){0,4}not supported/i;
const TOO_MUCH =
  /too (?:large|big|high|long|many)|at most|maximum|exceed|less than|greater than|out of range|must be (?:<|≤|between)|\blimit\b/i;
/** What no other setting would change. */
const OTHER_MATTERS =
  /credit|billing|quota|balance|api[- _]?key|authori[sz]|model[_ ]not[_ ]found|\bmodel\b[^.]{0,80}(not found|not exist|unknown|retired|deprecat)/i;
const TOO_LONG = /maximum context|context (?:length|window|size)|max_model_len/i;
const SCHEMA_WORDS =
  /grammar|guided|structured|xgrammar|outlines|llguidance|lm-?format|response[_ ]?(?:format|schema|mime[_ ]?type)|output[_ ](?:format|schema)|json[_ -]?schema|\bschema\b|logits?[_ -]?processor|constrained|json[_ -]?mode|json_object/i;

/** The setting that a complaint names: in its parameter, its place, its words; of several the first. */
function sentName({ params }: ServerError, words: string, sent: readonly string[]): string | null {
  for (const param of params) {
    const parts = param.split(/[.[\]'"/\s]+/);
    const found = parts.flatMap((part) => sent.find((name) => plain(name) === plain(part)) ?? []).at(0);
    if (found !== undefined) return found;
    if (/^(json_schema|schema|guided_\w+)$/.test(parts.at(-1) ?? '') && sent.includes(FORMAT)) return FORMAT;
  }
  let [first, at] = [null as string | null, Infinity];
  for (const name of sent) {
    const found = words.search(new RegExp(`(?<![\\w-])${name.replaceAll('_', '[_ ]?')}(?![\\w-])`, 'i'));
    if (found >= 0 && found < at) [first, at] = [name, found];
  }
  return first;
}

/** A name without what programs write between its words: maxTokens, max_tokens. */
const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

const hasSystemRole = ({ messages }: Settings): boolean =>
  Array.isArray(messages) &&
  messages.some((one: unknown) => typeof one === 'object' && one !== null && 'role' in one && one.role === 'system');

/** Whether it is the role of the rules that is refused: by its name, or by a template that knows users and assistants only. */
function refusesSystem({ params }: ServerError, words: string): boolean {
  if (params.some((param) => /messages\W*0?\W*\.?role$/i.test(param))) return true;
  if (
    /\b(system|developer)[ _-]?(role|message|prompt|instruction)s?\b|\brole\b.{0,20}["'`‘“]?\b(system|developer)\b/i.test(
      words,
    )
  )
    return /not|n't|un(?:supported|known|expected|recognized)|only|invalid|must|cannot|disallow|illegal|jinja|template/i.test(
      words,
    );
  return (
    /roles? must alternate|alternate user\/assistant|only user(?:,| and) (?:model|assistant)|user and assistant roles|must start with (?:a )?user/i.test(
      words,
    ) || /first message (?:\w+ ){0,4}user|input should be 'user'/i.test(words)
  );
}
