/** A row as each route of training wants it: what is read and what is to be written, and nothing of where it came from. */
import { letteredQuestion } from '../model/decision/letters.ts';
import type { Message } from '../model/http.ts';
import type { TuneRow } from './row.ts';

/** The messages before the answer: a typed decision as servers write it for a model, one message with letters. */
export function readBefore({ prompt, decision }: Pick<TuneRow, 'prompt' | 'decision'>): readonly Message[] {
  if (decision === null) return prompt;
  const options = decision.options.map((label) => ({ value: label, label }));
  const { instruction } = decision;
  return [{ role: 'user', content: letteredQuestion({ messages: prompt, instruction, options }) }];
}

/** By the name of its file in a set: a line of it, without the line break. */
export const TRAINER_FORMS = {
  /** Conversational prompt and completion, as TRL's SFTTrainer reads them. */
  trl: (row: TuneRow): string =>
    JSON.stringify({
      id: row.id,
      prompt: readBefore(row),
      completion: [{ role: 'assistant', content: row.completion }],
    }),
  /** Chat messages, as OpenAI and those who speak like it take them. */
  messages: (row: TuneRow): string =>
    JSON.stringify({ messages: [...readBefore(row), { role: 'assistant', content: row.completion }] }),
  /** Contents and parts, as Vertex AI takes them for Gemini. */
  vertex(row: TuneRow): string {
    const before = readBefore(row);
    const system = before.find(({ role }) => role === 'system');
    const part = (text: string) => [{ text }];
    return JSON.stringify({
      ...(system === undefined ? {} : { systemInstruction: { role: 'system', parts: part(system.content) } }),
      contents: [
        ...before
          .filter(({ role }) => role !== 'system')
          .map(({ content }) => ({ role: 'user', parts: part(content) })),
        { role: 'model', parts: part(row.completion) },
      ],
    });
  },
} as const;
