/** The two ways to a model's probabilities: what its server answers, and what its weights say. */
import { inject } from 'vitest';
import { z } from 'zod';

/** A typed decision as /v1/systemone takes it: options in the order in which their keys stand. */
export type DecisionRequest = {
  readonly model: string;
  readonly state: string;
  readonly questions: Readonly<Record<string, ChoiceOf>>;
};
type ChoiceOf = {
  readonly type: 'choice';
  readonly instructions: string;
  readonly criteria: Readonly<Record<string, string | null>>;
};

const probabilities = z.record(z.string(), z.number());
const answer = z.object({ answers: z.record(z.string(), z.object({ probabilities })) });
const computed = z.record(z.string(), z.object({ probabilities, prompt: z.string() }));

/** How far a served probability may lie from the computed one: it is computed in single precision. */
export const CLOSE = 1e-5;

export async function post(address: string, body: unknown): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The server's probabilities, by question and option. */
export async function served(request: DecisionRequest): Promise<Record<string, Record<string, number>>> {
  const response = await post(`${inject('served')}/v1/systemone`, request);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const { answers } = answer.parse(await response.json());
  return Object.fromEntries(Object.entries(answers).map(([name, told]) => [name, told.probabilities]));
}

/** The same from the weights, with the prompt that was read. A request may be given as the bytes that were sent. */
export async function direct(request: DecisionRequest | string): Promise<z.infer<typeof computed>> {
  const response = await post(inject('direct'), request);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return computed.parse(await response.json());
}
