/**
 * Trainings at Tinker, as its SDK asks for them: sessions, models in them, requests in the order of their numbers, states and sampler
 * weights. What a model has learned are the rows of the steps that were taken; its loss is how little of the answer's probability those
 * rows give to a new one, so that it falls for a reason.
 */
import { baseLeaning } from './chat.ts';
import { learnerFrom, type Learner } from './learner.ts';
import type { Place } from './place.ts';
import { bytesOf, protoFields, protoMessage } from './protobuf.ts';
import { labelMeant, questionIn } from './question.ts';
import type { ChatTurn } from './rows.ts';
import { Refused } from './section.ts';
import { turnsIn, wordsOf } from './tinker-words.ts';

/** A row as it was sent. */
export type SentRow = {
  /** Tokens that were read: what is billed. */
  readonly tokens: number;
  /** Of them those whose next token is trained. */
  readonly trained: number;
  /** What stands before the first trained token, and what is trained. */
  readonly read: string;
  readonly written: string;
};

export type Checkpoint = {
  readonly kind: 'training' | 'sampler';
  readonly name: string;
  readonly path: string;
  readonly at: number;
  readonly expiresAt: number | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly learned: readonly SentRow[];
};

export type Training = {
  readonly id: string;
  readonly base: string;
  readonly rank: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** The state from which it was begun; null: from the base. */
  readonly from: string | null;
  at: number;
  /** The answers to requests, by their number. */
  readonly answers: Map<number, string>;
  learned: readonly SentRow[];
  /** Rows that went forward and back and wait for a step. */
  waiting: readonly SentRow[];
  steps: number;
  /** Tokens that were billed. */
  billed: number;
  readonly checkpoints: Checkpoint[];
};

export type TinkerState = {
  /** In the order in which they were begun. */
  readonly trainings: Training[];
  readonly sessions: string[];
  /** Answers that wait to be fetched. */
  readonly answers: Map<string, unknown>;
  /** Where the base's tokenizer lies. */
  tokenizer: string | null;
};

const states = new WeakMap<Place, TinkerState>();

/** What there is at Tinker, of this server. */
export function tinkerOf(place: Place): TinkerState {
  const found = states.get(place) ?? { trainings: [], sessions: [], answers: new Map(), tokenizer: null };
  states.set(place, found);
  return found;
}

/** Rows whose word counts as much as the base's own. */
const PRIOR = 8;
/** Of a token behind the first, which the first one has decided. */
const SURE = 0.98;
/** Of a token that nobody trains: whoever counts it has a loss that he sees. */
const UNTRAINED = -9;

export function trainingOf(place: Place, id: string): Training {
  const found = tinkerOf(place).trainings.find((one) => one.id === id);
  if (found === undefined) throw new Refused('unknown', `No such model: ${id}`);
  return found;
}

/** Keeps what becomes of a request; asked again with the same number, it is the same. */
export function answered(place: Place, training: Training | null, number: number, work: () => unknown): string {
  const before = training?.answers.get(number);
  if (before !== undefined) return before;
  if (training !== null && number !== training.answers.size + 1)
    throw new Refused('bad', `seq_id ${number}, and ${training.answers.size + 1} is the next.`);
  const { answers } = tinkerOf(place);
  const id = `request-${answers.size + 1}`;
  answers.set(id, work());
  if (training !== null) {
    training.answers.set(number, id);
    training.at = place.clock.now();
  }
  return id;
}

type Datum = { readonly row: SentRow; readonly weights: readonly number[]; readonly turns: readonly ChatTurn[] };

/** Answers `forward_backward`: log-probabilities of what follows each token. */
export function forwardBackward(place: Place, message: Buffer): string {
  const fields = protoFields(message);
  const training = trainingOf(place, bytesOf(fields, 1)[0]?.toString('utf8') ?? '');
  const number = fields.find(({ field }) => field === 2)?.value ?? 0;
  if (bytesOf(fields, 4)[0]?.toString('utf8') !== 'cross_entropy') throw new Refused('bad', 'Unknown loss_fn.');
  return answered(place, training, number, () => {
    const { tokenizer } = tinkerOf(place);
    if (tokenizer === null) throw new Error('no tokenizer: tinkerOf(place).tokenizer is a folder');
    const words = wordsOf(tokenizer);
    const data = bytesOf(fields, 3).map((datum) => datumIn(datum, words));
    training.waiting = [...training.waiting, ...data.map(({ row }) => row)];
    training.billed += data.reduce((sum, { row }) => sum + row.tokens, 0);
    const learner = learnerOf(training.learned);
    return outputOf(data.map((datum) => logprobsOf(datum, learner, training.learned.length)));
  });
}

function datumIn(datum: Buffer, words: (tokens: readonly number[]) => string): Datum {
  const fields = protoFields(datum);
  const tokens = bytesOf(fields, 1).flatMap((chunk) =>
    bytesOf(protoFields(bytesOf(protoFields(chunk), 1)[0]!), 1).flatMap((bytes) => numbersIn(bytes, 4, 'readInt32LE')),
  );
  const inputs = new Map(
    bytesOf(fields, 2).map((entry) => {
      const pair = protoFields(entry);
      return [bytesOf(pair, 1)[0]!.toString('utf8'), bytesOf(protoFields(bytesOf(pair, 2)[0]!), 1)[0]!] as const;
    }),
  );
  const targets = numbersIn(inputs.get('target_tokens')!, 8, 'readBigInt64LE');
  const weights = numbersIn(inputs.get('weights')!, 4, 'readFloatLE');
  if (targets.length !== tokens.length || weights.length !== tokens.length)
    throw new Refused('bad', 'target_tokens and weights are as long as the input.');
  const whole = [tokens[0]!, ...targets];
  const first = weights.findIndex((weight) => weight > 0);
  const trained = targets.filter((_, at) => weights[at]! > 0);
  const read = words(first < 0 ? whole : whole.slice(0, first + 1));
  return {
    row: { tokens: tokens.length, trained: trained.length, read, written: words(trained) },
    weights,
    turns: turnsIn(words(whole)),
  };
}

const numbersIn = (
  bytes: Buffer,
  size: number,
  by: 'readInt32LE' | 'readBigInt64LE' | 'readFloatLE',
): readonly number[] => Array.from({ length: bytes.length / size }, (_, at) => Number(bytes[by](at * size)));

export const learnerOf = (rows: readonly SentRow[]): Learner =>
  learnerFrom(rows.map(({ read, written }) => turnsIn(read + written)));

/** Its first token has what base and rows together give its answer; those behind it follow. */
function logprobsOf({ weights, turns }: Datum, learner: Learner, learned: number): readonly number[] {
  const question = questionIn(turns.slice(0, -1));
  const meant = labelMeant(question, turns.at(-1)?.content ?? '');
  const of = (leaning: ReturnType<Learner['lean']>): number =>
    leaning?.answers.find(({ answer }) => answer === meant)?.probability ?? 0.01;
  const probability = (learned * of(learner.lean(question)) + PRIOR * of(baseLeaning(question))) / (learned + PRIOR);
  const first = weights.findIndex((weight) => weight > 0);
  return weights.map((weight, at) => (weight === 0 ? UNTRAINED : Math.log(at === first ? probability : SURE)));
}

/** ForwardBackwardOutput of the SDK's tinker_public.proto. */
function outputOf(logprobs: readonly (readonly number[])[]): Buffer {
  const floats = logprobs.map((row) => Buffer.from(Float32Array.from(row).buffer));
  const offsets: number[] = [0];
  for (const row of floats) offsets.push(offsets.at(-1)! + row.length);
  const tensor = protoMessage([
    [1, Buffer.concat(floats)],
    [2, Buffer.from(BigInt64Array.from(offsets, BigInt).buffer)],
    [3, 1],
  ]);
  const field = protoMessage([
    [1, 'logprobs'],
    [2, tensor],
  ]);
  const record = protoMessage([
    [2, field],
    [3, logprobs.length],
  ]);
  const sum = logprobs.flat().reduce((all, one) => all - (one === UNTRAINED ? 0 : one), 0);
  const metric = protoMessage([
    [1, 'loss:sum'],
    [2, { double: sum }],
  ]);
  return protoMessage([
    [1, 'ArrayRecord'],
    [2, record],
    [3, metric],
  ]);
}

/** Takes a step: what waited is learned. */
export function optimStep(training: Training, rate: number): void {
  if (rate > 0) training.learned = [...training.learned, ...training.waiting];
  training.waiting = [];
  training.steps += 1;
}

/** Saves a state, or weights that are asked. */
export function saved(
  place: Place,
  training: Training,
  kind: Checkpoint['kind'],
  { name, seconds, metadata }: { name: string; seconds: number | null; metadata: Checkpoint['metadata'] },
): Checkpoint {
  const at = place.clock.now();
  const checkpoint: Checkpoint = {
    ...{ kind, name, at, metadata, learned: training.learned },
    path: `tinker://${training.id}/${kind === 'training' ? 'weights' : 'sampler_weights'}/${name}`,
    expiresAt: seconds === null ? null : at + seconds * 1000,
  };
  training.checkpoints.push(checkpoint);
  return checkpoint;
}

/** A checkpoint by its address. */
export function checkpointAt(place: Place, path: string): { readonly of: Training; readonly checkpoint: Checkpoint } {
  for (const of of tinkerOf(place).trainings) {
    const checkpoint = of.checkpoints.find((one) => one.path === path);
    if (checkpoint !== undefined && (checkpoint.expiresAt ?? Infinity) > place.clock.now()) return { of, checkpoint };
  }
  throw new Refused('unknown', `No such checkpoint: ${path}`);
}
