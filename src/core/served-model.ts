/**
 * Which model answered, beside which was asked. Servers answer with what they have loaded, or with a newer one of the same
 * name: two agents that differ by name alone are one model then, and nothing about them can be compared.
 */
import { listed } from './format.ts';

/** Of a model that was asked: one that answered, and what was left out of the requests, as its server refuses it. */
export type ServedModel = {
  readonly provider: string;
  readonly model: string;
  /** As the server calls it; null: it does not say. */
  readonly served: string | null;
  readonly leftOut: readonly string[];
  /** Of a model of our own tuning: where it came from; absent: it is none, or nothing is known of it. */
  readonly lineage?: Lineage;
};

/** Where a tuned model came from: training set, run, adapter, the name that it is served by; and what may be said of it. */
export type Lineage = {
  /** Hash of its training set. */
  readonly data: string;
  readonly run: string;
  /** SHA-256 of its adapter; null: the trainer has not said. */
  readonly adapter: string | null;
  readonly provider: string;
  readonly model: string;
  /** Whose preference it learned: economicus, moralis:0.5, control of … */
  readonly agent: string;
  /** "a tuned model: all five proofs passed", "not a tuned model: alive failed". */
  readonly standing: string;
  /** Whether all proofs have passed. */
  readonly proven: boolean;
};

/**
 * Whether a server calls by this name the model that was asked. Paths before it, a tag, a date and a file's ending are no
 * other model: gpt-4.1 and gpt-4.1-2025-04-14, llama3 and llama3:latest, Qwen3-8B and models/qwen3-8b.gguf.
 */
export const isSameModel = (asked: string, served: string): boolean => {
  const [one, other] = [bare(asked), bare(served)];
  return one === other || one.split('@')[0] === other || undated(one) === other || one === undated(other);
};

const bare = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/\\/g, '/')
    // Fireworks: a model by a deployment of its own.
    .replace(/#.*$/, '')
    .replace(/\/+$/, '')
    .replace(/^.*\//, '')
    .replace(/\.(gguf|bin|safetensors)$/, '')
    .replace(/:(free|fastest|cheapest|nitro|floor|extended|exacto|online)$/, '')
    .replace(/[-:]latest$/, '')
    .replace(/^gpt-35-/, 'gpt-3.5-');

/** Dates as names end in them, and numbers of releases: 2025-04-14, 20250414, 250414, 2504, 0414, 04-14, 04-2025, 001. */
const DATED =
  /[-@:](20\d\d-[01]\d-[0-3]\d|20\d\d[01]\d[0-3]\d|2\d[01]\d[0-3]\d|2\d(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-3]\d|(?:0[1-9]|1[0-2])-[0-3]\d|(?:0[1-9]|1[0-2])-20\d\d|00\d)$/;
const undated = (name: string): string => name.replace(DATED, '');

/** Sentences about who answered otherwise than asked, and agents that are one model; none: nothing to warn of. */
export function servedWarnings(facts: readonly ServedModel[]): readonly string[] {
  const byAsked = new Map<string, { readonly model: string; readonly served: Set<string> }>();
  for (const { provider, model, served } of facts) {
    if (served === null) continue;
    const asked = `${provider}/${model}`;
    const one = byAsked.get(asked) ?? { model, served: new Set<string>() };
    one.served.add(served);
    byAsked.set(asked, one);
  }
  const others = [...byAsked].flatMap(([asked, { model, served }]) => {
    const names = [...served].filter((name) => !isSameModel(model, name)).sort();
    return names.length === 0 ? [] : [`${asked} was asked, and ${listed(names)} answered.`];
  });
  const byServed = new Map<string, string[]>();
  for (const [asked, { model, served }] of byAsked)
    for (const name of served) {
      const mine = byServed.get(bare(name)) ?? [];
      // The same model at two servers is no mistake of theirs.
      if (mine.every((one) => bare(byAsked.get(one)!.model) !== bare(model))) mine.push(asked);
      byServed.set(bare(name), mine);
    }
  const one = [...byServed]
    .filter(([, asked]) => asked.length > 1)
    .map(([name, asked]) => `${listed(asked)} were answered by one model, ${name}: they differ in name only.`);
  return [...others, ...one, ...unproven(facts)];
}

/** Models of our own tuning that nobody has proved to be one, or that failed. */
const unproven = (facts: readonly ServedModel[]): readonly string[] => [
  ...new Set(
    facts.flatMap(({ lineage }) =>
      lineage === undefined || lineage.proven
        ? []
        : [`${lineage.provider}/${lineage.model} is ${lineage.standing} (run ${lineage.run}).`],
    ),
  ),
];

/** Where each tuned model among these came from, a sentence each. */
export const lineageSentences = (facts: readonly ServedModel[]): readonly string[] => [
  ...new Set(facts.flatMap(({ lineage }) => (lineage === undefined ? [] : [lineageWords(lineage)]))),
];

/** "tuned/econ: trained as economicus in run econ on the set a8a8abb3addd, adapter 0f3c2d1e9a77; a tuned model: all five proofs passed." */
export const lineageWords = ({ provider, model, agent, run, data, adapter, standing }: Lineage): string =>
  `${provider}/${model}: trained as ${agent} in run ${run} on the set ${data.slice(0, 12)}, ${adapter === null ? 'adapter not known' : adapterWords(adapter)}; ${standing}.`;

/** "adapter 0f3c2d1e9a77"; of a provider, which shows no weights, what it calls the model. */
export const adapterWords = (adapter: string): string =>
  /^[0-9a-f]+$/.test(adapter) ? `adapter ${adapter.slice(0, 12)}` : `its provider's ${adapter}`;

/** What a server refused, by the model asked, as one sentence each. */
export function leftOutSentences(facts: readonly ServedModel[]): readonly string[] {
  const byAsked = new Map<string, Set<string>>();
  for (const { provider, model, leftOut } of facts)
    for (const setting of leftOut) {
      const asked = `${provider}/${model}`;
      byAsked.set(asked, (byAsked.get(asked) ?? new Set<string>()).add(setting));
    }
  return [...byAsked].map(([asked, settings]) => `${asked}: ${[...settings].map(refusedWords).join('; ')}.`);
}

/** "temperature: refused, the server's own". What takes its place is said where it is no setting of the server's. */
export const refusedWords = (setting: string): string => {
  switch (setting) {
    case 'response_format':
      return 'JSON schema: refused, asked for in words';
    case 'system role':
      return "system role: refused, the rules stand in the user's message";
    case 'logprobs':
    case 'top_logprobs':
      return `${setting}: refused`;
    default:
      return `${setting}: refused, the server's own`;
  }
};
