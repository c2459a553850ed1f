/**
 * Finds how a server gives probabilities for a model: one harmless question in both orders of its two options, in each way of
 * asking until one answers. What stood in the way of the others is kept: it is what a person can do something about. Where a
 * server is only too busy to say, nothing is found rather than something else.
 */
import { type DecisionDialect, orderMayBeLost, turned } from '../../core/distribution.ts';
import { isSameModel } from '../../core/served-model.ts';
import { call, type Exchange, type ModelConnection } from '../call.ts';
import { withoutKeys } from '../secrets.ts';
import { outputsIn } from '../server.ts';
import { decisionExchange } from './exchange.ts';
import type { DecisionFound } from './found.ts';
import { type Obstacle, obstacleIn, saidBy } from './obstacle.ts';
import type { DecisionQuestion, DecisionReading, ProbabilityReading } from './protocol.ts';
import { PROTOCOLS } from './protocols.ts';
import { isPage, shortened, unusable } from './reading.ts';

/** What came of looking. */
export type DecisionFinding =
  | { readonly kind: 'found'; readonly found: DecisionFound }
  /** It could not be found out now: why, in words. */
  | { readonly kind: 'unclear'; readonly why: string };

/** As many options as games put into one question, grids of numbers among them; and fewer, where a server takes fewer. */
const MANY = [15, 11, 5, 3] as const;

/** Ours, with nothing in it that a filter or a preference could be about. */
const QUESTION: DecisionQuestion = {
  messages: [{ role: 'user', content: 'There are an apple and a pear in a bowl.' }],
  instruction: 'Which of them do you take?',
  options: [
    { value: 'apple', label: 'apple' },
    { value: 'pear', label: 'pear' },
  ],
};

type Settings = NonNullable<DecisionFound['settings']>;

/** How models that think are told not to: as OpenAI and Ollama call it, and as templates of chats do. */
const WITHOUT_THOUGHT: readonly Settings[] = [
  { reasoning_effort: 'none' },
  { chat_template_kwargs: { enable_thinking: false } },
];
/** With more than this on no option it is tried without thought. Ours. */
const MUCH_OUTSIDE = 0.5;

type Answered =
  | { readonly kind: 'told'; readonly told: ProbabilityReading }
  | {
      readonly kind: 'obstacle';
      readonly obstacle: Obstacle;
      readonly said: string;
      readonly outside: number | null;
    }
  | { readonly kind: 'unclear'; readonly why: string };

/** What is asked about: a model, with its settings and how long one question may take, milliseconds. */
export type Sought = {
  readonly connection: ModelConnection;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether it answers chats. */
  readonly chats: boolean;
  readonly limitMs: number;
};

/** Asks until a way is found. Rejects with the signal's reason where that is aborted. */
export async function findDecision(
  sought: Sought,
  signal: AbortSignal,
  clock: () => number = Date.now,
): Promise<DecisionFinding> {
  const tried: NonNullable<DecisionFound['tried']>[number][] = [];
  for (const { name: dialect } of Object.values(PROTOCOLS)) {
    // Who does not chat has no first token.
    if (dialect === 'first token' && !sought.chats) continue;
    const { first, settings } = await ordinary(sought, dialect, signal);
    const second = first.kind === 'told' ? await ask(sought, dialect, 1, settings, signal) : first;
    const lost = [first, second].find((one) => one.kind !== 'told');
    if (lost?.kind === 'unclear') return lost;
    if (lost?.kind === 'obstacle')
      tried.push({ dialect, obstacle: lost.obstacle, said: withoutKeys(shortened(lost.said)) });
    else if (first.kind === 'told' && second.kind === 'told') {
      const most = await mostOptions(sought, dialect, settings, signal);
      const sorts = await madeToSort(sought, signal);
      const seen = seenIn(sought.connection.model, first.told, second.told);
      return {
        kind: 'found',
        found: {
          ...{ at: clock(), dialect, tried, ...seen },
          ...(Object.keys(settings).length === 0 ? {} : { settings }),
          ...(most === null ? {} : { most }),
          ...(sorts === null ? {} : { sorts }),
        },
      };
    }
  }
  return { kind: 'found', found: { at: clock(), dialect: null, tried } };
}

/** The question in the order of its options, and with what it was asked: a model whose first token is thought is told not to think. */
async function ordinary(
  sought: Sought,
  dialect: DecisionDialect,
  signal: AbortSignal,
): Promise<{ readonly first: Answered; readonly settings: Settings }> {
  const first = await ask(sought, dialect, 0, {}, signal);
  if (dialect !== 'first token' || outsideOf(first) <= MUCH_OUTSIDE || first.kind === 'unclear')
    return { first, settings: {} };
  for (const settings of WITHOUT_THOUGHT) {
    const again = await ask(sought, dialect, 0, settings, signal);
    // A server may take a setting and do nothing: then the mass is where it was.
    if (again.kind === 'told' && outsideOf(again) < outsideOf(first) / 2) return { first: again, settings };
  }
  return { first, settings: {} };
}

/** Mass on no option, as far as it is told. */
const outsideOf = (answered: Answered): number =>
  (answered.kind === 'told' ? answered.told.outside : answered.kind === 'obstacle' ? answered.outside : null) ?? 0;

/**
 * Options that a server takes in one question, where they are fewer than games ask: as it says when it refuses more, else as
 * many as were seen to go. null: as many as games ask. A token's alternatives are its options.
 */
async function mostOptions(
  sought: Sought,
  dialect: DecisionDialect,
  settings: Settings,
  signal: AbortSignal,
): Promise<number | null> {
  const { mostAlternatives } = sought.connection.dialect;
  if (dialect === 'first token') return mostAlternatives < MANY[0] ? mostAlternatives : null;
  for (const many of MANY) {
    const options = Array.from({ length: many }, (_, i) => ({ value: `${i + 1}`, label: `${i + 1}` }));
    const answered = await ask(sought, dialect, 0, settings, signal, { ...QUESTION, options });
    if (answered.kind !== 'obstacle' || answered.obstacle !== 'refused') return many === MANY[0] ? null : many;
    const said = Number(
      /(?:at most|up to|no more than|max\w*(?: of| is)?|limit\w*(?: to| of| is)?)\D{0,12}?(\d+)/i.exec(
        answered.said,
      )?.[1],
    );
    if (said >= QUESTION.options.length && said < many) return said;
  }
  return QUESTION.options.length;
}

async function ask(
  { connection, settings, limitMs }: Sought,
  dialect: DecisionDialect,
  rotation: number,
  more: Settings,
  signal: AbortSignal,
  question = QUESTION,
): Promise<Answered> {
  const asked = { ...question, options: turned(question.options, rotation) };
  const exchange = decisionExchange(connection, PROTOCOLS[dialect], asked, { ...settings, ...more });
  const heard = await call(connection, pagesAsAnswers(exchange), limitMs, signal, () => undefined);
  if (heard.kind !== 'answer') {
    const obstacle = heard.http === null ? null : obstacleIn(heard.http);
    if (heard.http === null || obstacle === null) return { kind: 'unclear', why: heard.why };
    return obstacleOf(obstacle, obstacle === 'no probabilities' ? heard.why : saidBy(heard.http));
  }
  const reading = heard.said;
  switch (reading.kind) {
    case 'probabilities':
      return { kind: 'told', told: reading };
    case 'refused':
      return obstacleOf('refused', reading.text);
    case 'broken':
      return obstacleOf('no probabilities', reading.why, reading.outside);
  }
}

const obstacleOf = (obstacle: Obstacle, said: string, outside: number | null = null): Answered => ({
  ...{ kind: 'obstacle', obstacle, said, outside },
});

/** Some servers answer every address that they do not know with a page: it is no use to ask that again. */
function pagesAsAnswers(exchange: Exchange<DecisionReading>): Exchange<DecisionReading> {
  return {
    ...exchange,
    read(http) {
      const read = exchange.read(http);
      return read.kind === 'broken' && http.trouble === null && isPage(http.raw)
        ? { kind: 'said', said: unusable(read.told, read.why), told: read.told }
        : read;
    },
  };
}

/** What two orders show beside their probabilities. `second` was asked the other way round. */
function seenIn(model: string, first: ProbabilityReading, second: ProbabilityReading) {
  const outside = first.outside === null || second.outside === null ? null : (first.outside + second.outside) / 2;
  const { served } = first.told;
  const decimals = Math.max(first.decimals ?? Infinity, second.decimals ?? Infinity);
  return {
    ...(outside === null ? {} : { outside }),
    ...(Number.isFinite(decimals) ? { decimals } : {}),
    ...(orderMayBeLost([first, { ...second, probabilities: second.probabilities.toReversed() }])
      ? { orderLost: true as const }
      : {}),
    ...(served === null || isSameModel(model, served) ? {} : { served }),
  };
}

/** Whether it was made to sort, as far as a server tells: it lists it for decisions and no text, or it answers no chat. */
async function madeToSort(
  { connection: { client, model }, chats }: Sought,
  signal: AbortSignal,
): Promise<NonNullable<DecisionFound['sorts']> | null> {
  const outputs = outputsIn(await client.get('/models', signal), model);
  if (outputs.some((one) => SORTS.test(one)) && !outputs.some((one) => CHATS.test(one))) return 'listed';
  return chats ? null : 'no chat';
}

/** How lists call what a model gives: llama.cpp and OpenRouter by output_modalities, others by capabilities or a type. */
const SORTS = /^(decisions?|system_?one|classif\w*|evaluation)$/i;
const CHATS = /^(text|chat|completion|generate|llm)$/i;
