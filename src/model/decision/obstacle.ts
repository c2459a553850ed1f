/**
 * Why a server gives no probabilities in one of the ways of asking, read from its answer and told in a sentence: no such
 * route, not for this model, not for this account, refused. Each is another thing to do about.
 */
import { explain } from '../call.ts';
import type { HttpAnswer } from '../http.ts';
import { errorMessage } from '../server-error.ts';
import type { DecisionProtocol } from './protocol.ts';
import { shortened } from './reading.ts';

export const OBSTACLES = [
  'no route',
  'not this model',
  'other model',
  'account',
  'refused',
  'no probabilities',
  'out of order',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** Words in which servers refuse a model on a route that is there: Fireworks and LocalAI by 400, OpenAI and transformers by another model's name. */
const OTHER_MODEL = /\bonly\b.*\bsupport|pinned to|supported models?\b|unsupported_model/i;
const NOT_THIS_MODEL =
  /not a (?:native )?decision model|(?:does|do)(?: not|n't) support (?:this api|decisions?|system ?one|this endpoint)|not distinct single tokens|without the systemone label/i;

const NO_SUCH_MODEL = /\bmodel\b.*(?:not found|not exist|no such|unknown)|no (?:such )?model\b/i;

/**
 * What stands in the way, from an answer that is none. null: nothing that lasts: a connection, a server that starts or has too
 * much to do, no answer in time.
 */
export function obstacleIn({ status, raw, trouble }: Pick<HttpAnswer, 'status' | 'raw' | 'trouble'>): Obstacle | null {
  if (trouble !== 'status' || status === null) return trouble === null ? 'no probabilities' : null;
  const said = errorMessage(raw) ?? '';
  switch (status) {
    case 404:
      return NO_SUCH_MODEL.test(said) ? 'not this model' : 'no route';
    case 405:
    case 410:
      return 'no route';
    case 501:
      return 'not this model';
    case 401:
    case 402:
    case 403:
      return 'account';
    case 408:
    case 409:
    case 429:
    case 502:
    case 503:
    case 504:
      return null;
    default:
      if (status >= 500) return 'out of order';
      return OTHER_MODEL.test(said) ? 'other model' : NOT_THIS_MODEL.test(said) ? 'not this model' : 'refused';
  }
}

/** A failed answer as a person can act on it: what stands in the way, else as with any other question. */
export function explainDecision({ path, name }: DecisionProtocol, http: HttpAnswer): string {
  const obstacle = http.trouble === 'status' ? obstacleIn(http) : null;
  return obstacle === null ? explain(http) : obstacleWords(path, name, obstacle, saidBy(http));
}

/** The status and the server's own words, short: "501: This model is not a decision model". */
export function saidBy({ status, raw }: Pick<HttpAnswer, 'status' | 'raw'>): string {
  const words = errorMessage(raw);
  return `${status ?? ''}${words === null ? '' : `: ${shortened(words)}`}`;
}

/** An obstacle in words, without a full stop. `said`: the status and the server's words, or what was found instead. */
export function obstacleWords(
  path: DecisionProtocol['path'],
  name: DecisionProtocol['name'],
  obstacle: Obstacle,
  said: string,
): string {
  const told = said === '' ? '' : ` (${said})`;
  switch (obstacle) {
    case 'no route':
      return `the server has no ${path}${told}`;
    case 'not this model':
      return `the server has ${path}, but not for this model${told}`;
    case 'other model':
      return `${path} is for another model than this${told}`;
    case 'account':
      return `this key or account may not use ${path}${told}`;
    case 'refused':
      return `${path} refuses the question${told}`;
    case 'no probabilities':
      return name === 'first token'
        ? `a chat has no probabilities that can be read${told}`
        : `${path} gives no probabilities that can be used${told}`;
    case 'out of order':
      return `${path} is out of order${told}`;
  }
}
