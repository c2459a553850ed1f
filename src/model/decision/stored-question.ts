/** A stored call for probabilities read back: what was asked in which order, and what was told of each option. */
import { z } from 'zod';
import type { CallRow } from '../../core/log.ts';
import type { Message } from '../http.ts';
import { jsonOf } from '../server-error.ts';
import type { DecisionDialect } from '../../core/distribution.ts';
import { labelsIn } from './letters.ts';
import { PROTOCOLS } from './protocols.ts';

export type StoredQuestion = {
  readonly dialect: DecisionDialect;
  /** What was sent before the question. */
  readonly messages: readonly Message[];
  readonly instruction: string;
  /** In the order asked, each with what was told of it; null: nothing was. */
  readonly options: readonly { readonly label: string; readonly probability: number | null }[];
  /** Mass on no option; null: not told. */
  readonly outside: number | null;
};

type Sent = Pick<StoredQuestion, 'dialect' | 'messages' | 'instruction'> & { readonly labels: readonly string[] };

/** The question in the bytes of a call, with what they brought; null: they ask for no probabilities. */
export function storedQuestion({ request, response }: Pick<CallRow, 'request' | 'response'>): StoredQuestion | null {
  const sent = sentIn(jsonOf(request));
  if (sent === null) return null;
  const { labels, ...asked } = sent;
  const options = labels.map((label) => ({ value: label, label }));
  const reading = PROTOCOLS[asked.dialect].read({ raw: response, status: 200 }, { ...asked, options });
  const told = reading.kind === 'probabilities' ? reading : null;
  return {
    ...asked,
    options: labels.map((label, i) => ({ label, probability: told?.probabilities[i] ?? null })),
    outside: told?.outside ?? null,
  };
}

const message = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
const systemone = z.object({
  state: z.string(),
  questions: z.object({
    choice: z.object({ instructions: z.string(), criteria: z.record(z.string(), z.unknown()) }),
  }),
});
const decisions = z.object({
  input: z.array(message),
  questions: z.tuple([z.object({ instructions: z.string(), choices: z.array(z.object({ value: z.string() })) })]),
});
const firstToken = z.object({ messages: z.tuple([message]), max_tokens: z.literal(1).optional() });

function sentIn(body: unknown): Sent | null {
  const one = systemone.safeParse(body).data;
  if (one !== undefined) {
    const { instructions, criteria } = one.questions.choice;
    return {
      ...{ dialect: 'systemone', messages: [{ role: 'user', content: one.state }], instruction: instructions },
      labels: labelsIn(Object.keys(criteria)),
    };
  }
  const two = decisions.safeParse(body).data;
  if (two !== undefined) {
    const [{ instructions, choices }] = two.questions;
    return {
      ...{ dialect: 'decisions', messages: two.input, instruction: instructions },
      labels: choices.map(({ value }) => value),
    };
  }
  const three = firstToken.safeParse(body).data;
  return three === undefined ? null : letteredIn(three.messages[0].content);
}

/** A question whose options stand as letters, as `letteredQuestion` writes it: state, empty line, question, options, how to answer. */
function letteredIn(text: string): Sent | null {
  const lines = text.split('\n');
  const last = lines.length - 1;
  let first = last;
  while (first > 0 && /^[A-Z]\. /.test(lines[first - 1]!)) first -= 1;
  if (first === last || first === 0) return null;
  return {
    dialect: 'first token',
    messages: [
      {
        role: 'user',
        content: lines
          .slice(0, first - 1)
          .join('\n')
          .trimEnd(),
      },
    ],
    instruction: lines[first - 1]!,
    labels: labelsIn(lines.slice(first, last).map((line) => line.slice(3))),
  };
}
