/** A file of rows as a provider checks it before a job runs: line by line, with what is wrong and where. */
import { tokensOfTurns, type Tokenizer } from './tokens.ts';

export type ChatTurn = { readonly role: string; readonly content: string };
export type TrainingRow = { readonly line: number; readonly turns: readonly ChatTurn[]; readonly tokens: number };
export type RowProblem = { readonly line: number; readonly problem: string };

export type CheckedRows = {
  readonly rows: readonly TrainingRow[];
  /** At most `MOST_PROBLEMS` of them. */
  readonly problems: readonly RowProblem[];
};

const MOST_PROBLEMS = 20;
const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'];

/** `rowTokens`: a row may have so many; null: any. `least`: a file has so many rows. */
export function checkedRows(
  content: Buffer,
  by: Tokenizer,
  rules: { readonly rowTokens: number | null; readonly least: number },
): CheckedRows {
  const rows: TrainingRow[] = [];
  const problems: RowProblem[] = [];
  const lines = content.toString('utf8').split('\n');
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    if (text.trim() === '') {
      if (line < lines.length) problems.push({ line, problem: 'The line is empty.' });
      continue;
    }
    const turns = turnsIn(text);
    if (typeof turns === 'string') {
      problems.push({ line, problem: turns });
      continue;
    }
    const tokens = tokensOfTurns(by, turns);
    if (rules.rowTokens !== null && tokens > rules.rowTokens)
      problems.push({
        line,
        problem: `The example has ${tokens} tokens, which is more than the ${rules.rowTokens} of this model.`,
      });
    else rows.push({ line, turns, tokens });
  }
  if (problems.length === 0 && rows.length < rules.least)
    problems.push({ line: lines.length, problem: `The file has ${rows.length} examples and needs ${rules.least}.` });
  return { rows, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** The turns of a line, in any of the forms in which trainers take chats, or what is wrong with it. */
function turnsIn(text: string): readonly ChatTurn[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The line is no JSON.';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'The line is no JSON object.';
  const messages =
    'messages' in value
      ? value.messages
      : 'prompt' in value && 'completion' in value
        ? [...asTurns(value.prompt, 'user'), ...asTurns(value.completion, 'assistant')]
        : undefined;
  if (!Array.isArray(messages)) return "The example has no 'messages'.";
  const turns: ChatTurn[] = [];
  for (const [at, message] of messages.entries()) {
    if (typeof message !== 'object' || message === null) return `Message ${at + 1} is no object.`;
    const { role, content }: { role?: unknown; content?: unknown } = message;
    if (typeof role !== 'string' || !ROLES.includes(role)) return `Message ${at + 1} has the invalid role '${role}'.`;
    if (typeof content !== 'string' || content === '') return `Message ${at + 1} has no content.`;
    turns.push({ role, content });
  }
  if (turns.at(-1)?.role !== 'assistant') return 'The last message must be from the assistant.';
  if (turns.length < 2) return 'The example has nothing before its answer.';
  return turns;
}

const asTurns = (value: unknown, role: string): readonly unknown[] =>
  Array.isArray(value) ? value : [{ role, content: value }];
