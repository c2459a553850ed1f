/**
 * Where language models sit down: the lab's file and the environment, read once. All seats of one key share a queue, all
 * seats of one model a connection. The package that speaks to servers is loaded with the first question, not before.
 */
import type { Lineage, ServedModel } from '../core/served-model.ts';
import type { Models, SeatDecision } from './agent.ts';
import { type Ask, type CastLabel, CAST_LABELS } from '../match/agent.ts';
import { givesProbabilities } from '../core/askable.ts';
import { listed } from '../core/format.ts';
import { memo } from '../core/memo.ts';
import { foundNotes, obstaclesIn } from './decision/found.ts';
import { PROTOCOLS } from './decision/protocols.ts';
import { type LabFile, providersOf, readLab, type TunedFacts } from './lab-file.ts';
import { keyLimits } from './rate-limiter.ts';
import { builtIn, keyOf, type Provider } from './provider.ts';
import { refuseUntrusted } from './trust.ts';
import { byHand } from '../core/shell.ts';
import { UserError } from '../core/user-error.ts';
import { folderEnvironment } from '../disk/environment.ts';
import { formatted, readWording, standardWording, type Wording } from './wording.ts';
import type { ModelConnection } from './call.ts';
import { dialectProbed } from './probe.ts';
import type { Client } from './http.ts';
import { lastingWords } from './waiting.ts';
import { newWake, type Wake } from './wake.ts';

export type RegistryRequest = {
  /** The lab folder: the one you stand in. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds for one decision. */
  readonly limitMs: number;
  /** Calls under way at the same time with one key. */
  readonly atOnce: number;
  /**
   * Where many people wait at once: each model of a key has so many places of its own, and a call that takes longer than so many
   * milliseconds holds none, so that a model that hangs holds up nobody. Pauses and what is left of a limit stay the key's.
   */
  readonly lendMs?: number | undefined;
  /** How models are asked whose ids do not say. */
  readonly ask?: Ask | undefined;
  /** Hears, in a sentence, that a model has to wake first, and that it is awake. */
  readonly told?: ((sentence: string) => void) | undefined;
};

/** So many calls at once before people; a run says how many it wants. */
export const LIVE_AT_ONCE = 4;
/** So many calls at once to one model before a class, and how long one of them holds its place, milliseconds. Ours. */
export const CLASS_AT_ONCE = 32;
export const CLASS_LEND_MS = 1000;

/**
 * The models of a lab folder, to be seated by `seat`. Throws a UserError where the lab's file or OPENAI_BASE_URL cannot be
 * used; a missing key, and a server that nobody has trusted yet (Untrusted), are told by the first `seat` that needs it.
 */
export function openModels(
  { folder, env, limitMs, atOnce, lendMs, ask: usual, told }: RegistryRequest,
  lab = readLab(folder),
): Models {
  const providers = everyProvider(lab, env, folder);
  const limitsOf = memo((_queue: string) => keyLimits(atOnce, Date.now, lendMs));
  const sharedLane = memo((queue: string) => limitsOf(queue).lane());
  const connections = new Map<string, ModelConnection>();
  const wordings = new Map<string, Wording>();
  const connectionOf = (provider: Provider, model: string): ModelConnection => {
    const name = `${provider.name}/${model}`;
    let connection = connections.get(name);
    if (connection === undefined) {
      refuseUntrusted(provider, env);
      const key = keyOf(provider, env);
      const queue = provider.keyName ?? provider.address;
      const own = lab.agents[name];
      connection = {
        client: clientOf(provider, key),
        model,
        limiter: lendMs === undefined ? sharedLane(queue) : limitsOf(queue).lane(),
        dialect: dialectProbed(own?.probe),
        ...(own?.wakes === undefined ? {} : { wake: wakeOf(own.label ?? name, own.wakes * 1000) }),
      };
      connections.set(name, connection);
    }
    return connection;
  };
  const wakeOf = (shown: string, patienceMs: number): Wake =>
    newWake(patienceMs, (awake) =>
      told?.(
        awake
          ? `${shown} is awake.`
          : `${shown} was asleep and is being woken: that takes minutes, and is waited for up to ${lastingWords(patienceMs)}.`,
      ),
    );
  const wordingOf = (name: string): Wording => {
    let wording = wordings.get(name);
    if (wording === undefined) wordings.set(name, (wording = readWording(folder, name)));
    return wording;
  };
  return {
    ids: Object.keys(lab.agents),
    providers: providers.map(({ name }) => name),
    waking() {
      const since = [...connections.values()].flatMap(({ wake }) => wake?.since() ?? []);
      return since.length === 0 ? null : Math.min(...since);
    },
    castOf: (label) => (isLabel(label) ? (lab.cast[label] ?? null) : null),
    seat(named, providerName, model, typed = 'usual') {
      const provider = providers.find(({ name }) => name === providerName)!;
      const own = lab.agents[`${providerName}/${model}`];
      const settings = own?.settings ?? {};
      const wording = own?.wording === undefined ? standardWording : wordingOf(own.wording);
      const ask =
        typed === 'usual' ? (usual ?? own?.ask ?? wording.format) : typed === 'as written' ? wording.format : typed;
      // The id says how it is asked wherever that came from: a match that goes on is asked in no other way.
      const bare = `${providerName}/${model}`;
      const id = typed !== 'usual' || ask === wording.format ? named : `${bare}?ask=${ask}${named.slice(bare.length)}`;
      const found = givesProbabilities({ ask }) ? decisionOf(bare, own) : null;
      return {
        id,
        label: CAST_LABELS.find((label) => lab.cast[label] === named) ?? own?.label ?? id,
        ask,
        decision: found,
        provider: providerName,
        connection: connectionOf(provider, model),
        system: own?.system ?? null,
        expects: own?.expects ?? false,
        wording: formatted(wording, ask === 'grid' ? 'decision' : ask),
        limitMs,
        price: provider.prices?.[model] ?? null,
        settings: found === null ? settings : PROTOCOLS[found.dialect].settings({ ...found.settings, ...settings }),
        logprobs: own?.probe?.logprobs === 'yes' || settings['logprobs'] === true,
      };
    },
  };
}

/** How a model was found to give probabilities. Throws a UserError where nobody looked, or it does not. */
function decisionOf(
  id: string,
  agent: LabFile['agents'][string] | undefined,
): SeatDecision & { readonly settings: Readonly<Record<string, unknown>> } {
  const found = agent?.decision;
  if (found === undefined)
    throw new UserError(
      `${id} cannot be asked for probabilities yet: "${byHand(`agents test ${id}`)}" finds out how its server gives them, or ask it for JSON.`,
    );
  const { dialect, settings = {}, most = Infinity } = found;
  if (dialect === null)
    throw new UserError(
      `${id} cannot be asked for probabilities: ${listed(obstaclesIn(found))}. Ask it for JSON or words; "${byHand(`agents test ${id}`)}" looks again.`,
    );
  const mostOptions = Math.min(most, PROTOCOLS[dialect].mostOptions);
  return { dialect, settings, mostOptions, notes: foundNotes(id, found) };
}

/** Every provider that can be named in a folder: openai without any configuration, and those of the lab's file. */
export function everyProvider(lab: LabFile, env: NodeJS.ProcessEnv, folder: string): readonly Provider[] {
  if (lab.providers['openai'] !== undefined) return providersOf(lab);
  return providersOf(lab, builtIn(env, folderEnvironment(folder).address));
}

/** Whether a text is a label that a cast can bind: economicus, moralis or baseline. */
export const isLabel = (text: string): text is CastLabel => CAST_LABELS.some((label) => label === text);

/** A client whose package is loaded when it is first used. */
export function clientOf(provider: Provider, key: string | null): Client {
  let connected: Promise<Client> | undefined;
  const client = (): Promise<Client> =>
    (connected ??= import('./http.ts').then(({ connect }) => connect(provider, key)));
  return {
    send: async (body, signal, name, path) => (await client()).send(body, signal, name, path),
    get: async (path, signal) => (await client()).get(path, signal),
    post: async (path, body, signal) => (await client()).post(path, body, signal),
    ...(provider.kind === 'azure' ? { batchPath: '/chat/completions' } : {}),
    upload: async (name, text, signal) => (await client()).upload(name, text, signal),
    content: async (file, signal) => (await client()).content(file, signal),
  };
}

/** Which models answered for those that the lab's file names, as far as they were added or tested: what servedWarnings reads. */
export const servedIn = ({ agents }: LabFile): readonly ServedModel[] =>
  Object.entries(agents).map(([id, { served, probe, tuned }]) => {
    const cut = id.indexOf('/');
    const model = id.slice(cut + 1);
    return {
      provider: id.slice(0, cut),
      model,
      served: probe?.served ?? served ?? model,
      leftOut: probe?.refused ?? [],
      ...(tuned === undefined ? {} : { lineage: lineageIn(id, tuned) }),
    };
  });

/** Where a tuned model came from, as the lab's file has it. */
export function lineageIn(id: string, { run, data, digest, agent, standing, proven }: TunedFacts): Lineage {
  const cut = id.indexOf('/');
  const named = { provider: id.slice(0, cut), model: id.slice(cut + 1) };
  return { data, run, adapter: digest, ...named, agent, standing, proven };
}
