/** Chat completions of the server's models, base or tuned, as the OpenAI protocol has them. */
import { questionIn, type ChatQuestion } from './question.ts';
import type { Leaning } from './learner.ts';
import type { Place } from './place.ts';
import type { ChatTurn } from './rows.ts';
import { fieldsIn, numberIn, ok, Refused, textIn, type Fields, type Reply } from './section.ts';
import { tokensOfText, tokensOfTurns } from './tokens.ts';

/**
 * A base answers by the order alone: what stands first, with .6. It knows no game, and always says the same of the same words.
 */
const FIRST = 0.6;

export function baseLeaning({ options, range }: ChatQuestion): Leaning {
  if (options === null) return [{ answer: String(range?.[0] ?? 'I do not know.'), probability: 1 }];
  const rest = options.length === 1 ? 0 : (1 - FIRST) / (options.length - 1);
  return options.map((answer, at) => ({ answer, probability: at === 0 ? 1 - rest * (options.length - 1) : rest }));
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
  return (question) => {
    const leaning = learner.lean(question);
    return leaning.length === 0 ? baseLeaning(question) : leaning;
  };
}

/** Answers POST /chat/completions. `named`: the model, where the path names it and not the body. */
export function chatReply(place: Place, body: Fields, named?: string): Reply {
  const model = named ?? textIn(body, 'model');
  if (model === undefined) throw new Refused('bad', 'You must provide a model parameter.', { param: 'model' });
  const turns = turnsIn(body);
  const question = asked(turns, body);
  const leaning = mindOf(place, model)(question);
  const by = place.facts.tokenizer;
  const text = written(question, leaning);
  const most = numberIn(body, 'max_completion_tokens') ?? numberIn(body, 'max_tokens') ?? Infinity;
  const whole = tokensOfText(by, text);
  const isCut = most < whole;
  const content = isCut ? text.slice(0, Math.max(1, Math.floor((text.length * most) / whole))) : text;
  const promptTokens = tokensOfTurns(by, turns);
  const completionTokens = Math.min(whole, most);
  return ok({
    ...{ id: `chatcmpl-${place.accounts.log.length}`, object: 'chat.completion', model },
    created: Math.floor(place.clock.now() / 1000),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content },
        finish_reason: isCut ? 'length' : 'stop',
        logprobs: body['logprobs'] === true ? { content: [firstToken(question, leaning, content, body)] } : null,
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  });
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

const letterOf = ({ options }: ChatQuestion, answer: string): string =>
  String.fromCharCode(65 + Math.max(0, options?.indexOf(answer) ?? 0));

function written(question: ChatQuestion, leaning: Leaning): string {
  const { answer } = leaning[0]!;
  if (question.form === 'letter') return letterOf(question, answer);
  if (question.form === 'words') return answer;
  const number = question.options === null && answer.trim() !== '' ? Number(answer) : Number.NaN;
  return JSON.stringify({ reasons: 'As before.', answer: Number.isNaN(number) ? answer : number });
}

/** The first token with its alternatives: of a letter what each option has, of anything else itself. */
function firstToken(question: ChatQuestion, leaning: Leaning, content: string, body: Fields) {
  const most = numberIn(body, 'top_logprobs') ?? 0;
  const told =
    question.form === 'letter'
      ? leaning.map(({ answer, probability }) => ({
          token: letterOf(question, answer),
          logprob: Math.log(probability),
        }))
      : [{ token: content, logprob: 0 }];
  const each = told.map((one) => ({ ...one, bytes: [...Buffer.from(one.token)] }));
  return { ...each[0]!, top_logprobs: each.slice(0, most) };
}
