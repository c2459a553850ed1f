/** A model's turn in words: the same blocks that people read, as text, and the legal answers as a JSON schema. */
import type { Request } from '../match/agent.ts';
import { beliefOf } from '../match/belief.ts';
import { blocksAsText } from '../core/blocks.ts';
import type { Input, Taste, Weighed } from '../core/game.ts';
import { fill } from '../core/template.ts';
import type { Wording } from './wording.ts';
import type { Message } from './http.ts';

export type Prompt = {
  /** The model's own system prompt, before the rules. */
  readonly system: string | null;
  readonly wording: Wording;
  /** What it is told to want, and what its answers are worth by that, where the game can say. */
  readonly preference: { readonly taste: Taste; readonly weighed: Weighed } | null;
  /** What it is told to expect of the others, as part of a sentence (`expectedBy`); null: it is not told. */
  readonly expects: string | null;
};

export type Note = { readonly key: string; readonly label: string };

/** What theory in this seat expects of the others here, in words; null: nothing, or the game has no words for it. */
export const expectedBy = (request: Request): string | null =>
  request.game.expectation?.(request.view, request.decision, beliefOf(request)) ?? null;

/**
 * What is sent for one question: rules, what the player sees, what it wants, the question and how to answer it; of a
 * decision all but the last two, which stand beside it.
 */
export function messagesOf(
  { game, config, view, decision, names, past, programs, earlier }: Request,
  { system, wording, preference, expects }: Prompt,
): readonly Message[] {
  const notes = game.notes?.(config) ?? [];
  const scene = blocksAsText([
    ...game.scene(view, decision, names),
    ...(game.whatIfs?.table(view, decision, names) ?? []),
  ]);
  const expected = expects === null ? '' : fill(wording.expects, { belief: expects });
  const placed = `${wording.system}${wording.question}`.includes('{expects}');
  const parts = {
    own: system ?? '',
    rules: blocksAsText(game.instructions(config, decision.role, names, programs, 'table')),
    notes: noted(wording, notes, past),
    scene: placed || expected === '' ? scene : `${scene}\n\n${expected}`,
    expects: expected,
    earlier: answeredBefore(wording, earlier),
    preference: preference === null ? '' : preferred(wording, preference),
    // Who gives probabilities is asked beside the state, and told no form of an answer.
    ...(wording.format === 'decision'
      ? { ask: '', answers: '', how: '' }
      : { ask: decision.ask, answers: possible(wording, decision.input), how: howTo(wording, notes) }),
  };
  const messages: readonly Message[] = [
    { role: 'system', content: paragraphs(fill(wording.system, parts)) },
    { role: 'user', content: paragraphs(fill(wording.question, parts)) },
  ];
  return messages.filter(({ content }) => content !== '');
}

/** So many letters of an answer are quoted to the model. */
const QUOTED = 2000;

/**
 * The same messages and the repair turn: the answer as given, and what is wrong with it. Where nothing was said, no empty
 * turn is sent: the problem stands under the question, so that roles alternate.
 */
export function repaired(
  messages: readonly Message[],
  wording: Wording,
  notes: readonly Note[],
  text: string,
  problem: string,
): readonly Message[] {
  const again = paragraphs(fill(wording.repair, { problem, how: howTo(wording, notes) }));
  const said = text.trim().slice(0, QUOTED);
  const last = messages.at(-1)!;
  return said === ''
    ? [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${again}` }]
    : [...messages, { role: 'assistant', content: said }, { role: 'user', content: again }];
}

/** Whether a model gives back what it was told to write as if it were its own: a small one copies what it can. */
export function isCopied(wording: Wording, notes: readonly Note[], text: string): boolean {
  const plain = (words: string): string =>
    words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const said = plain(text);
  if (said === '') return true;
  return said.split(' ').length >= COPIED && plain(howTo(wording, notes)).includes(said);
}

/** From so many words in a row on they are a copy and no chance. */
const COPIED = 4;

const paragraphs = (text: string): string => text.replace(/\n{3,}/g, '\n\n').trim();

const howTo = (wording: Wording, notes: readonly Note[]): string =>
  fill(wording.how, { notes: notes.map((note) => fill(wording.howNote, note)).join('') });

/** What was answered in the same group of questions: a person sees it above the question. */
function answeredBefore(wording: Wording, earlier: Request['earlier']): string {
  if (earlier.length === 0) return '';
  const answers = earlier.map(({ decision: { ask, input }, answer }) => {
    const option = input.kind === 'choice' ? input.options.find(({ value }) => value === answer) : undefined;
    return fill(wording.earlierAnswer, { ask, answer: option?.label ?? String(answer) });
  });
  return fill(wording.earlier, { answers: answers.join(' ') });
}

/** The last notes that the model wrote to itself in this match; nothing before it wrote any. */
function noted(wording: Wording, notes: readonly Note[], past: Request['past']): string {
  const last = past.findLast((reply) => notes.some(({ key }) => reply.notes?.[key] !== undefined))?.notes;
  if (last === undefined) return '';
  const kept = notes.flatMap(({ key, label }) => (last[key] ? [fill(wording.note, { label, text: last[key] })] : []));
  return kept.length === 0 ? '' : fill(wording.notes, { notes: kept.join(' ') });
}

function preferred(wording: Wording, { taste: { kappa }, weighed }: NonNullable<Prompt['preference']>): string {
  const said = wording.preference;
  const alone = kappa === 0;
  const { own, same, given, answers, then, decimals } = weighed;
  const share = (weight: number): string => String(Number(weight.toFixed(4)));
  const line = (one: Weighed['answers'][number]): string =>
    fill(alone ? said.valueAlone : said.value, {
      answer: one.answer,
      own: one.own.toFixed(decimals),
      same: one.same.toFixed(decimals),
    });
  return [
    fill(alone ? said.economicus : said.moralis, { kappa: share(kappa), selfish: share(1 - kappa) }),
    [fill(said.own, { own }), alone ? '' : fill(said.same, { same }), given].filter(Boolean).join(' '),
    ...answers.map(line),
    then === 'rating' ? said.rating : answers.length === 2 ? said.both : said.highest,
  ].join('\n');
}

function possible(wording: Wording, input: Input): string {
  const skip = input.skip === undefined ? '' : fill(wording.skip, { skip: input.skip });
  if (input.kind === 'choice') {
    const options = input.options.map(({ label }) => fill(wording.option, { label })).join(wording.optionsBetween);
    return fill(wording.choices, { options, skip });
  }
  const { min, max } = input;
  return fill(wording.numbers, {
    decimals:
      input.decimals === 0
        ? wording.whole
        : input.decimals === 1
          ? wording.oneDecimal
          : fill(wording.decimals, { decimals: input.decimals }),
    min,
    max,
    unit: input.unit === undefined ? '' : ` ${input.unit}`,
    ends: input.ends === undefined ? '' : fill(wording.ends, { min, max, low: input.ends[0], high: input.ends[1] }),
    skip,
  });
}

/** The legal answers as a schema, for servers that honour one; `read` decides all the same. Reasons first: they are to lead to the answer. */
export function schemaOf(input: Input, notes: readonly Note[] = []): Readonly<Record<string, unknown>> {
  const legal =
    input.kind === 'choice'
      ? {
          type: 'string',
          enum: [...input.options.map((o) => o.label), ...(input.skip === undefined ? [] : [input.skip])],
        }
      : { type: 'number', minimum: input.min, maximum: input.max };
  const answer =
    input.kind === 'number' && input.skip !== undefined
      ? { anyOf: [legal, { type: 'string', enum: [input.skip] }] }
      : legal;
  const written = Object.fromEntries(notes.map(({ key }) => [key, { type: 'string' }]));
  return {
    type: 'object',
    properties: { reasons: { type: 'string' }, ...written, answer },
    required: ['reasons', ...notes.map(({ key }) => key), 'answer'],
    additionalProperties: false,
  };
}
