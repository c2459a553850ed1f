/**
 * Rows of somebody else, as trainers take them: a line is a JSON object with `messages`, or with `prompt` and `completion`. They are
 * checked for form and for nothing else: whose preference stands behind the answers is not known.
 */
import { z } from 'zod';
import type { Message } from '../model/http.ts';
import { rng } from '../core/rng.ts';
import { LONGEST_ROW, type TuneRow } from './row.ts';
import { jsonLines } from './set-read.ts';

const message = z.looseObject({ role: z.string(), content: z.string() });
const turns = z.union([z.string(), z.array(message)]);
const conversationLine = z.looseObject({ messages: z.array(message) });
const promptLine = z.looseObject({ prompt: turns, completion: turns });

/** A conversation that ends with what is to be written. */
type Conversation = { readonly prompt: readonly Message[]; readonly completion: string };

/** What a file was found to be. */
export type ChatFile = {
  readonly conversations: readonly Conversation[];
  /** Lines that cannot be trained on, at most `MOST_PROBLEMS` of them, and how many there are in all. */
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
  readonly broken: number;
  /** Lines that stand there before, word for word, and lines that answer a prompt otherwise than one before. */
  readonly again: number;
  readonly otherwise: number;
  /** Letters of a line, prompt and answer: the shortest, the middle one, the longest. */
  readonly letters: readonly [least: number, middle: number, most: number];
  /** Lines with a system message, and with more than one turn. */
  readonly withSystem: number;
  readonly manyTurns: number;
};

/** Problems that are told. */
const MOST_PROBLEMS = 20;

/** Reads such a file. Never throws for what stands in it. */
export function readChatFile(bytes: Buffer): ChatFile {
  const conversations: Conversation[] = [];
  const problems: { line: number; problem: string }[] = [];
  const answers = new Map<string, string>();
  let [broken, again, otherwise, withSystem, manyTurns] = [0, 0, 0, 0, 0];
  const letters: number[] = [];
  for (const read of jsonLines(bytes, conversationIn)) {
    if ('problem' in read) {
      broken += 1;
      if (problems.length < MOST_PROBLEMS) problems.push({ line: read.line, problem: read.problem });
      continue;
    }
    const { prompt, completion } = read.value;
    conversations.push(read.value);
    const asked = JSON.stringify(prompt);
    const before = answers.get(asked);
    if (before === completion) again += 1;
    else if (before !== undefined) otherwise += 1;
    answers.set(asked, completion);
    letters.push(prompt.reduce((sum, { content }) => sum + content.length, completion.length));
    if (prompt[0]?.role === 'system') withSystem += 1;
    if (prompt.some(({ role }) => role === 'assistant')) manyTurns += 1;
  }
  letters.sort((one, other) => one - other);
  const at = (share: number): number => letters[Math.floor(share * (letters.length - 1))] ?? 0;
  return { conversations, problems, broken, again, otherwise, letters: [at(0), at(0.5), at(1)], withSystem, manyTurns };
}

const ROLES: readonly string[] = ['system', 'user', 'assistant'];

/** A line as a conversation, or why it is none. */
function conversationIn(value: unknown): Conversation | string {
  const whole = conversationLine.safeParse(value);
  const parts = promptLine.safeParse(value);
  if (!whole.success && !parts.success)
    return 'it has neither "messages" nor "prompt" and "completion", each a text or messages with role and content';
  const all = whole.success
    ? readMessages(whole.data.messages)
    : parts.success
      ? [...asTurns(parts.data.prompt, 'user'), ...asTurns(parts.data.completion, 'assistant')]
      : [];
  const strange = all.find(({ role }) => !ROLES.includes(role));
  if (strange !== undefined) return `its role "${strange.role.slice(0, 30)}" is none of ${ROLES.join(', ')}`;
  const empty = all.findIndex(({ content }) => content.trim() === '');
  if (empty >= 0) return `its message ${empty + 1} is empty`;
  const last = all.at(-1);
  if (last?.role !== 'assistant') return "its last message is not the assistant's: there is nothing to learn from it";
  const spoken = all[0]?.role === 'system' ? all.slice(1) : all;
  const out = spoken.findIndex(({ role }, at) => role !== (at % 2 === 0 ? 'user' : 'assistant'));
  if (out >= 0)
    return `its message ${out + 1 + all.length - spoken.length} is the ${spoken[out]!.role}'s, where user and assistant take turns`;
  if (all.reduce((sum, { content }) => sum + content.length, 0) > LONGEST_ROW) return 'it is longer than a row can be';
  const prompt = all.slice(0, -1).map(({ role, content }): Message => ({
    role: role === 'system' ? 'system' : role === 'user' ? 'user' : 'assistant',
    content,
  }));
  return { prompt, completion: last.content };
}

type Turn = { readonly role: string; readonly content: string };
const asTurns = (of: z.infer<typeof turns>, role: string): readonly Turn[] =>
  typeof of === 'string' ? [{ role, content: of }] : readMessages(of);
const readMessages = (of: readonly Turn[]): readonly Turn[] => of.map(({ role, content }) => ({ role, content }));

/** One of so many prompts is held out. */
const HELD_OUT = 10;

/** The rows that a file becomes; a prompt is in one part, with all its answers. */
export function rowsOfChat({ conversations }: ChatFile): {
  readonly train: readonly TuneRow[];
  readonly heldOut: readonly TuneRow[];
} {
  const train: TuneRow[] = [];
  const heldOut: TuneRow[] = [];
  for (const { prompt, completion } of conversations) {
    const isKept = conversations.length >= HELD_OUT && rng(0, JSON.stringify(prompt)).below(HELD_OUT) === 0;
    const [rows, letter, split] = isKept ? ([heldOut, 'h', 'held-out'] as const) : ([train, 't', 'train'] as const);
    rows.push({
      id: `${letter}${String(rows.length + 1).padStart(5, '0')}`,
      ...{ split, kind: 'choice', answerForm: 'words', prompt, decision: null, completion, source: null },
      ...{ answer: completion, legal: null, margin: null, contrast: null },
    });
  }
  return { train, heldOut };
}
