/**
 * What the lab knows of language models. Whoever puts the parts together makes it: nothing that draws speaks to a server,
 * and no key is ever among these values.
 */
import { hasProvider, withoutAsk } from '../agents/offline.ts';
import { type Ask, ASKS, type CastLabel, CAST_LABELS } from '../match/agent.ts';
import type { Models } from '../model/agent.ts';
import type { CallRow } from '../core/log.ts';
import type { TableSetting } from './table-setting.ts';

export type ProviderAtHand = {
  readonly name: string;
  readonly address: string;
  /** "wants no key", "key in OPENAI_API_KEY", "OPENAI_API_KEY is empty". */
  readonly key: string;
  /** Why nothing of it can play now, without a full stop; null: nothing is known against it. */
  readonly away: string | null;
};

export type ModelAtHand = {
  readonly id: string;
  /** What screens call it instead of its id; absent: its id says it. */
  readonly label?: string;
  /** How it is asked where nothing else is said. */
  readonly ask: Ask;
  /** The ways in which it can be asked, as far as is known. */
  readonly asks: readonly Ask[];
  /** What was found of choice probabilities: how its server gives them, or why it cannot be asked for them; a sentence without its full stop. */
  readonly decides: string;
  /** What its test found, in words; null: it was not tested. */
  readonly probed: string | null;
  /** Of a model of our own tuning that is not proved to be one: what it is, in words; absent: nothing to say. */
  readonly standing?: string;
  /** Until when its server has it, where that is soon; null: nothing to say. */
  readonly until: string | null;
};

/** Everything that screens say of language models, as one value. */
export type AtHand = {
  /** The lab's file. */
  readonly file: string;
  readonly providers: readonly ProviderAtHand[];
  readonly models: readonly ModelAtHand[];
  readonly cast: Readonly<Record<CastLabel, string | null>>;
  /** Why the lab's file cannot be used, in a sentence. */
  readonly trouble: string | null;
  /** Models that others answer for, and models that are one: sentences, as far as they were added or tested. */
  readonly warnings?: readonly string[];
};

export const NONE_AT_HAND: AtHand = {
  file: 'homines.config.json',
  providers: [],
  models: [],
  cast: { economicus: null, moralis: null, baseline: null },
  trouble: null,
};

/** One match before it is played. */
export type MatchEstimate = {
  /** Questions to the model, one call each unless an answer has to be repaired. */
  readonly questions: number;
  /** USD; null: no price is known. */
  readonly cost: number | null;
  /** Of thinking, all questions together; null: it was neither tested nor asked before. */
  readonly seconds: number | null;
  /** Whether options stand in the same order in every match: models favour places. */
  readonly fixedOrder?: boolean;
  /** Why this table cannot be played: what cannot be asked of whom, in a sentence. */
  readonly refused?: string;
};

/** A call as it can be read afterwards. */
export type Spoken = {
  readonly prompt: readonly { readonly role: string; readonly text: string }[];
  /** The words of the answer; null: there were none. */
  readonly answer: string | null;
  readonly reasons: string | null;
  /** Of a call for probabilities, which has no words: what was told of each option, in the order asked. */
  readonly told?: ToldOptions;
};

/** The options of a question in the order asked, with their probabilities; null: none was told. `outside`: the mass on no option, where told. */
export type ToldOptions = {
  readonly dialect: string;
  readonly options: readonly { readonly label: string; readonly probability: number | null }[];
  readonly outside: number | null;
};

/** A server that a folder names and nobody has trusted yet: what would be sent where, and what to know before saying yes. */
export type Stranger = {
  readonly name: string;
  readonly address: string;
  /** The variable whose value would be sent; null: none. */
  readonly key: string | null;
  readonly warnings: readonly string[];
};

export interface LanguageModels {
  readonly models: Models;
  /** USD that the calls of a session may cost before no further one is made. */
  readonly cap: number;
  /** Milliseconds for one decision. */
  readonly limitMs: number;
  atHand(): AtHand;
  /** Since when a model is being woken whose cards slept, Unix milliseconds; null: none is. */
  waking?(): number | null;
  /** Asks providers whether they are there; the ones named, or all (undefined). Aborting the signal ends it at once. */
  look(providers: readonly string[] | undefined, signal: AbortSignal): Promise<AtHand>;
  /** Says how a model is asked where nothing else is said, and keeps it. Refused where the lab's file cannot be written. */
  askAs(id: string, ask: Ask): AtHand;
  /** Binds a label to a model, or to its theory again, and keeps it. Refused where the lab's file cannot be written. */
  bind(label: CastLabel, id: string | null): AtHand;
  /** Of the providers named those that nobody has trusted yet: nothing is sent to them. */
  untrusted(names: readonly string[]): readonly Stranger[];
  /** Keeps that a person trusts these providers, with the keys that they name. */
  trust(names: readonly string[]): AtHand;
  estimate(choice: TableSetting): Promise<MatchEstimate>;
  read(call: CallRow): Spoken;
}

/** What is called by such an id: `local/small` and what it is told to want. */
export const isModelId = (id: string): boolean => hasProvider(id) && !/^(theory|guess)\//.test(id);

/** The provider in a model's id: `local` of `local/small`; empty for any other agent. */
export const providerOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf('/')));

/** The label that the cast gives this model, however it is asked; null: none. */
export const castAs = (id: string, { cast }: AtHand): CastLabel | null =>
  CAST_LABELS.find((label) => cast[label] !== null && withoutAsk(cast[label]) === withoutAsk(id)) ?? null;

/** What a model is called where it sits: by the cast's label, by its own, or by its id. */
export const modelLabel = (id: string, atHand: AtHand): string =>
  castAs(id, atHand) ?? modelAtHand(id, atHand)?.label ?? id;

/** What is known of the model with this id, whatever it is told to want and however it is asked; undefined: it was not added. */
export const modelAtHand = (id: string, { models }: AtHand): ModelAtHand | undefined => {
  const bare = withoutAsk(id);
  return models
    .filter((model) => bare === model.id || bare.startsWith(`${model.id}+`))
    .toSorted((one, other) => other.id.length - one.id.length)[0];
};

/** How this model is asked: as its id says, else as is usual for it; null: nobody knows. */
export const askOf = (id: string, atHand: AtHand): Ask | null =>
  ASKS.find((ask) => id.includes(`?ask=${ask}`)) ?? modelAtHand(id, atHand)?.ask ?? null;

/** The id of a model that is asked so; as it is bare where that is usual. */
export function askedAs(id: string, ask: Ask, atHand: AtHand): string {
  const bare = withoutAsk(id);
  const model = modelAtHand(id, atHand);
  if (model?.ask === ask) return bare;
  const name = model?.id ?? bare;
  return `${name}?ask=${ask}${bare.slice(name.length)}`;
}

/** Each way of asking a model, in a sentence. */
export const ASK_SENTENCES: Readonly<Record<Ask, string>> = {
  json: 'json: it is asked for its reasons, then its answer, in one call a choice.',
  words: 'words: it is asked for the bare answer, in one call a choice.',
  decision:
    'decision: it is asked for the probability of every option, in every order of the options (2 calls a choice of two), without reasons. Its move is drawn from their mean. It cannot be asked for a number.',
  grid: 'grid: as decision, and where a number is asked it chooses from a grid of few: another condition than a free number.',
};

/** Everything that can be chosen as an opponent: who is cast first, each once. */
export const opponentsAtHand = ({ cast, models }: AtHand): readonly string[] => [
  ...new Set([...CAST_LABELS.flatMap((label) => cast[label] ?? []), ...models.map(({ id }) => id)]),
];

/** "moralis · local/moralis-lora", "economicus-1 · together/lab/homines-ec3c65", or the id alone. */
export const modelWords = (id: string, atHand: AtHand): string => {
  const label = modelLabel(id, atHand);
  return label === id ? id : `${label} · ${id}`;
};

/** The theory agent that sits down where this model cannot: the one of its label, or of what it is told to want. */
export function theoryFor(id: string, atHand: AtHand): string {
  const told = /\+((?:economicus|moralis)\S*)$/.exec(id)?.[1];
  const label = castAs(id, atHand);
  return told ?? (label === null || label === 'moralis' ? 'moralis:0.5' : label);
}

/** USD as people read it: small sums with enough digits; null: the price is not known. */
export const usdWords = (usd: number | null): string =>
  usd === null
    ? 'cost not known'
    : `${usd === 0 || usd >= 0.995 ? usd.toFixed(2) : usd >= 0.01 ? usd.toFixed(3) : usd.toFixed(5)} USD`;

/** Seconds as people read them: "1.2 s", "48 s", "3 min". */
export const secondsWords = (seconds: number): string =>
  seconds < 9.95
    ? `${seconds.toFixed(1)} s`
    : seconds < 99.5
      ? `${Math.round(seconds)} s`
      : `${Math.round(seconds / 60)} min`;
