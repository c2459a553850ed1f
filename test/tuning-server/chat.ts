/** Chat completions of the server's models, base or tuned, as the OpenAI protocol has them. */
import { questionIn, type ChatQuestion } from './question.ts';
import type { Leaning } from './learner.ts';
import type { Place } from './place.ts';
import type { ChatTurn } from './rows.ts';
import { fieldsIn, numberIn, ok, Refused, textIn, type Fields, type Reply } from './section.ts';
import { tokensOfTurns } from './tokens.ts';
import { written, type WrittenToken } from './written.ts';

/**
 * A base answers by the order alone: what stands first, with .6. It knows no game, and always says the same of the same words.
 */
const FIRST = 0.6;

export function baseLeaning({ options, range }: ChatQuestion): Leaning {
  const of = (answers: Leaning['answers']): Leaning => ({ answers, reasons: null });
  if (options === null) return of([{ answer: String(range?.[0] ?? 'I do not know.'), probability: 1 }]);
  const first = options.length === 1 ? 1 : FIRST;
  return of(
    options.map((answer, at) => ({ answer, probability: at === 0 ? first : (1 - FIRST) / (options.length - 1) })),
  );
}

/** Who answers: the model's name, and what it thinks of a question. Throws *unknown* for a model that there is not. */
export type Mind = (question: ChatQuestion) => Leaning;

/**
 * The mind behind a name: a base, a tuned model that is asked at once, or one on cards by the deployment's id or its model's name; cards
 * that are not ready answer 503, and wake up.
 */
export function mindOf(place: Place, name: string): Mind {
  if (place.bases.some((base) => base.name === name)) return baseLeaning;
  const rented = place.deployments.all.findLast(
    (one) => (one.id === name || one.model === name) && place.deployments.state(one) !== 'ended',
  );
  if (rented !== undefined) place.deployments.ask(rented);
  const job = place.jobs.of(rented?.model ?? name);
  if (job === null || (place.facts.serves === 'rented' && rented === undefined)) {
    if (rented !== undefined && place.bases.some((base) => base.name === rented.model)) return baseLeaning;
    throw new Refused('unknown', `The model ${name} does not exist or you do not have access to it.`, {
      param: 'model',
    });
  }
  const learner = job.learner();
  return (question) => learner.lean(question) ?? baseLeaning(question);
}

/** Answers POST /chat/completions. `named`: the model, where the path names it and not the body. `minds`: where models come from no job. */
export function chatReply(place: Place, body: Fields, named?: string, minds: typeof mindOf = mindOf): Reply {
  const model = named ?? textIn(body, 'model');
  if (model === undefined) throw new Refused('bad', 'You must provide a model parameter.', { param: 'model' });
  const turns = turnsIn(body);
  const question = asked(turns, body);
  const leaning = minds(place, model)(question);
  const by = place.facts.tokenizer;
  const all = written(by, question, leaning, body);
  const most = numberIn(body, 'max_completion_tokens') ?? numberIn(body, 'max_tokens') ?? Infinity;
  const tokens = all.slice(0, most);
  const promptTokens = tokensOfTurns(by, turns);
  return ok({
    ...{ id: `chatcmpl-${place.accounts.log.length}`, object: 'chat.completion', model },
    created: Math.floor(place.clock.now() / 1000),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: tokens.map(({ token }) => token).join(''), refusal: null },
        finish_reason: tokens.length < all.length ? 'length' : 'stop',
        logprobs: body['logprobs'] === true ? { content: tokens.map((one) => toldOf(one, body)) } : null,
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: tokens.length,
      total_tokens: promptTokens + tokens.length,
    },
  });
}

/** GET /models: the bases, and what was tuned. */
export const modelsReply = (place: Place): Reply =>
  ok({
    object: 'list',
    data: [
      ...place.bases.map(({ name }) => name),
      ...place.jobs.all.flatMap((job) => place.jobs.now(job).model ?? []),
    ].map((id) => ({ id, object: 'model', created: 1, owned_by: place.name })),
  });

function toldOf({ token, logprob, alternatives }: WrittenToken, body: Fields) {
  const withBytes = (one: { readonly token: string; readonly logprob: number }) => ({
    ...{ token: one.token, logprob: one.logprob, bytes: [...Buffer.from(one.token)] },
  });
  const most = numberIn(body, 'top_logprobs') ?? 0;
  return { ...withBytes({ token, logprob }), top_logprobs: alternatives.slice(0, most).map(withBytes) };
}

function turnsIn(body: Fields): readonly ChatTurn[] {
  const messages = body['messages'];
  if (!Array.isArray(messages) || messages.length === 0)
    throw new Refused('bad', "'messages' is too short.", { param: 'messages' });
  return messages.map((message: unknown) => {
    const { role, content }: { role?: unknown; content?: unknown } =
      typeof message === 'object' && message !== null ? message : {};
    if (typeof role !== 'string' || typeof content !== 'string')
      throw new Refused('bad', 'Invalid messages.', { param: 'messages' });
    return { role, content };
  });
}

/** Whoever asks for JSON by `response_format` gets it, whatever the words say. */
function asked(turns: readonly ChatTurn[], body: Fields): ChatQuestion {
  const question = questionIn(turns);
  const format = textIn(fieldsIn(body, 'response_format'), 'type');
  return format === 'json_schema' || format === 'json_object' ? { ...question, form: 'json' } : question;
}
