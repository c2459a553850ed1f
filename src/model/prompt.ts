/** A model's turn in words: the same blocks that people read, as text, and the legal answers as a JSON schema. */
import type { Request } from '../agents/agent.ts';
import { blocksAsText } from '../blocks.ts';
import type { Input } from '../game.ts';
import type { Message } from './wire.ts';

/** What is sent for one question: rules, what the player sees, the question and how to answer it. */
export function messagesOf({ game, config, view, decision, names }: Request, system: string | null): readonly Message[] {
  const rules = blocksAsText(game.instructions(config, decision.role, names));
  const scene = blocksAsText(game.scene(view, decision, names));
  const question = [scene, decision.ask, possible(decision.input), HOW].filter(Boolean).join('\n\n');
  return [
    { role: 'system', content: system === null ? rules : `${system}\n\n${rules}` },
    { role: 'user', content: question },
  ];
}

/** The repair turn: the answer as given, and what is wrong with it. */
export const repairOf = (text: string, problem: string): readonly Message[] => [
  { role: 'assistant', content: text },
  { role: 'user', content: `${problem} ${HOW}` },
];

const HOW = 'Answer with one JSON object: {"reasons": "your reasons in one or two sentences", "answer": your answer}.';

function possible(input: Input): string {
  if (input.kind === 'choice')
    return `Possible answers: ${input.options.map((o) => `"${o.label}"`).join(', ')}${input.skip === undefined ? '' : `, or "${input.skip}"`}.`;
  const ends = input.ends === undefined ? '' : ` (${input.min} is "${input.ends[0]}", ${input.max} is "${input.ends[1]}")`;
  const decimals = input.decimals === 0 ? 'a whole number' : `a number with at most ${input.decimals} decimals`;
  return `Possible answers: ${decimals} from ${input.min} to ${input.max}${input.unit === undefined ? '' : ` ${input.unit}`}${ends}${input.skip === undefined ? '' : `, or "${input.skip}"`}.`;
}

/** The legal answers as a schema, for servers that honour one; `read` decides all the same. */
export function schemaOf(input: Input): Readonly<Record<string, unknown>> {
  const legal =
    input.kind === 'choice'
      ? { type: 'string', enum: [...input.options.map((o) => o.label), ...(input.skip === undefined ? [] : [input.skip])] }
      : { type: 'number', minimum: input.min, maximum: input.max };
  const answer = input.kind === 'number' && input.skip !== undefined ? { anyOf: [legal, { type: 'string', enum: [input.skip] }] } : legal;
  return {
    type: 'object',
    properties: { reasons: { type: 'string' }, answer },
    required: ['reasons', 'answer'],
    additionalProperties: false,
  };
}
