/** A question for probabilities as `call` puts it: one order, one dialect. */
import { chatExchange, type Exchange, type ModelConnection } from '../call.ts';
import type { Lesson } from '../dialect.ts';
import type { HttpAnswer } from '../http.ts';
import { errorMessage } from '../server-error.ts';
import { firstTokenChat } from './first-token.ts';
import { explainDecision } from './obstacle.ts';
import type { DecisionProtocol, DecisionQuestion, DecisionReading } from './protocol.ts';

/**
 * Half a JSON may be whole the next time; a whole one whose probabilities cannot be used is what this server says, and is not
 * asked for again. What a chat's server refuses is left out, as with any other chat; the protocols have no settings.
 */
export function decisionExchange(
  connection: ModelConnection,
  protocol: DecisionProtocol,
  asked: DecisionQuestion,
  settings: Readonly<Record<string, unknown>>,
): Exchange<DecisionReading> {
  const { model } = connection;
  const body = protocol.body(model, asked, settings);
  return {
    ...(protocol.name === 'first token'
      ? chatWithAlternatives(connection, asked, settings)
      : { request: () => ({ body, leftOut: [] }), learn: () => null, answered: () => undefined }),
    path: protocol.path,
    read(http: HttpAnswer) {
      const reading = protocol.read(http, asked);
      const { told } = reading;
      if (reading.kind === 'broken' && !reading.whole)
        return { kind: 'broken', why: reading.why, status: reading.status, told };
      return { kind: reading.kind === 'refused' ? 'refused' : 'said', said: reading, told };
    },
    explain: (http) => explainDecision(protocol, http),
  };
}

/** The alternatives to a token that every server gives which gives any. */
const FEW_ALTERNATIVES = 5;

/** One token of a chat. A server that gives fewer alternatives than are asked for is asked for few. */
function chatWithAlternatives(
  connection: ModelConnection,
  asked: DecisionQuestion,
  typed: Readonly<Record<string, unknown>>,
): Pick<Exchange<unknown>, 'request' | 'learn' | 'answered'> {
  const { dialect } = connection;
  const { messages, settings } = firstTokenChat(asked, typed);
  const chat = (): Exchange<unknown> =>
    chatExchange(connection, messages, {
      ...settings,
      top_logprobs: Math.min(Number(settings['top_logprobs']), dialect.mostAlternatives),
    });
  return {
    request: (without) => chat().request(without),
    learn(http, body): Lesson {
      if (/top_?logprobs/i.test(errorMessage(http.raw) ?? '') && Number(body['top_logprobs']) > FEW_ALTERNATIVES) {
        dialect.mostAlternatives = FEW_ALTERNATIVES;
        return { kind: 'learned', setting: 'top_logprobs' };
      }
      return chat().learn(http, body);
    },
    answered: (body, told) => chat().answered(body, told),
  };
}
