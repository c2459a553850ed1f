/**
 * A run at a provider takes its seat, once its job has succeeded: the provider and the agents in the lab's file, trusted since its user
 * began the job; how probabilities are read there is found out; and whether the tuned name is alive is asked before it is called tuned.
 */
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { openRunTuner } from '../../jobs/open.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { Deployment, TuningProvider } from '../../jobs/tuning-provider.ts';
import { call, chatExchange, type ModelConnection } from '../../model/call.ts';
import type { DecisionFound } from '../../model/decision/found.ts';
import { findDecision } from '../../model/decision/find.ts';
import { newDialect } from '../../model/dialect.ts';
import { changeLab, type LabAgent, type LabFile, readLab } from '../../model/lab-file.ts';
import { builtIn, keyOf, type Provider, readAddress } from '../../model/provider.ts';
import { rateLimiter } from '../../model/rate-limiter.ts';
import { clientOf } from '../../model/registry.ts';
import { keepSeated } from '../../model/seated-here.ts';
import { keepTrust } from '../../model/trust.ts';
import { newWake } from '../../model/wake.ts';
import { baseIdOf, labelOf, tunedIdOf } from '../../tune/model-ids.ts';
import { perHour } from '../../tune/rented.ts';
import { digestIn, type FoundRun, readEvents } from '../../tune/run-read.ts';
import { isAtProvider, type ProviderRun } from '../../tune/run-folder.ts';
import { waitLine } from '../shared/wait-line.ts';
import { AT_ONCE, proveAtProvider } from './provider-proof.ts';
import { isUnproved } from './prove.ts';
import { awake, hourly, rentedNow } from './rent.ts';
import { ANSWER_TOKENS, factsOf } from './seat.ts';

/** What came of it. `to serve`: its models are served by the hour there, and nothing is rented for this one. */
export type ProviderSeating =
  | {
      readonly kind: 'seated';
      readonly id: string;
      /** The base; null: it is not asked there. */
      readonly base: string | null;
      readonly standing: string;
      readonly proven: boolean;
    }
  | { readonly kind: 'to serve'; readonly usdPerHour: number | null };

export type ProviderSeatParts = {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Hears what is to be known meanwhile, in sentences. */
  readonly say: (sentence: string) => void;
  /** Whether a screen is drawn here, over which no line may move. */
  readonly onScreen?: boolean;
  /** Whether a proof that failed is asked for again. */
  readonly again?: boolean;
  /** Milliseconds between looks at cards that start; left out: as usual. */
  readonly everyMs?: number;
};

/** Seconds that cards may take to wake: as long as providers say that large models take, and more. Ours. */
const WAKES_S = 1800;
/** Milliseconds of a first answer. */
const FIRST_MS = 120_000;

/** Seats what a job has made. The same again changes nothing, and costs nothing. Throws a UserError for what is in the way. */
export async function seatProviderRun(
  lab: string,
  found: FoundRun,
  parts: ProviderSeatParts,
): Promise<ProviderSeating> {
  const { run } = found;
  if (!isAtProvider(run)) throw new UserError(`${run.name} was trained on this computer: nothing of it is elsewhere.`);
  return seatAt(await openRunTuner(run, lab, parts.env), lab, { ...found, run }, parts);
}

type FoundThere = { readonly folder: string; readonly run: ProviderRun };

/** The same by a provider that was opened. */
export async function seatAt(
  tuner: TuningProvider,
  lab: string,
  found: FoundThere,
  parts: ProviderSeatParts,
): Promise<ProviderSeating> {
  const { folder, run } = found;
  const { env, signal, say, again = false, onScreen = false } = parts;
  const { label } = TUNER_FACTS[run.on];
  // Throws where there is no model yet.
  tunedIdOf(found);
  const rented = await served(tuner, found, parts);
  if (rented === 'nothing') {
    const { deployments } = tuner;
    const model = digestIn(readEvents(folder)) ?? '';
    const usdPerHour = deployments === null ? null : await hourly({ run, folder, deployments, signal }, lab, model);
    say(
      `${run.name} is trained; ${label} serves tuned models by the hour (${perHour(usdPerHour)}): "${byHand(`tune serve ${run.name}`)}" rents cards for it and seats it.`,
    );
    return { kind: 'to serve', usdPerHour };
  }
  const id = tunedIdOf(found);
  const provider = placed(lab, run.provider.name, tuner.provider, env);
  const names = {
    tuned: id.slice(provider.name.length + 1),
    base: baseIdOf(found).slice(provider.name.length + 1),
  };
  const limiter = rateLimiter(AT_ONCE);
  const client = clientOf(provider, keyOf(provider, env));
  const connect = (model: string, sleeps: boolean): ModelConnection => ({
    ...{ client, model, limiter, dialect: newDialect(['response_format']) },
    ...(sleeps ? { wake: newWake(WAKES_S * 1000, wakeWords(model, say)) } : {}),
  });
  const tuned = connect(names.tuned, rented !== null);
  const base = connect(names.base, rented?.base !== undefined);
  const before = readLab(lab).agents[id];
  const known = before?.tuned?.digest === digestIn(readEvents(folder)) ? before?.decision : undefined;
  const decision = known ?? (await decisionOf(tuned, id, label, signal));
  const price = { tuned: provider.prices?.[names.tuned] ?? null, base: provider.prices?.[names.base] ?? null };
  let asked = true;
  if (isUnproved(folder) || (again && !factsOf(found, label).proven))
    try {
      const { fault } = await proveAtProvider({
        ...{ run, folder, id, tuned, base, decision, price, say, signal, onScreen },
      });
      if (fault !== undefined) say(`${id}: proof of alive failed: ${fault}.`);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof UserError)) throw error;
      asked = false;
      say(error.message);
    }
  const facts = factsOf(found, label);
  const sleeps = rented === null ? {} : { wakes: WAKES_S };
  const seated = { ask: 'words', expects: true, settings: { max_completion_tokens: ANSWER_TOKENS } } as const;
  const baseId = asked ? baseIdOf(found) : null;
  keepSeated(lab, id, facts, env);
  changeLab(lab, (now) => {
    const { agents, cast } = withoutEarlier(now, run, id);
    return {
      ...{ ...now, cast },
      agents: {
        ...agents,
        ...(baseId === null ? {} : { [baseId]: { ...seated, ...now.agents[baseId], decision } }),
        [id]: { ...seated, label: labelOf(run), ...now.agents[id], ...sleeps, decision, tuned: facts },
      },
    };
  });
  return { kind: 'seated', id, base: baseId, standing: facts.standing, proven: facts.proven };
}

/** The cards by which it is asked, awake; null: it is asked at once, as any model there. 'nothing': it is asked by rented ones, and none are. */
async function served(
  { deployments }: TuningProvider,
  { run, folder }: FoundThere,
  { signal, everyMs }: ProviderSeatParts,
): Promise<Deployment | 'nothing' | null> {
  if (deployments === null) return null;
  const rent = { run, folder, deployments, signal, everyMs };
  const now = await rentedNow(rent);
  return now === null ? 'nothing' : awake(rent, now);
}

const wakeWords =
  (model: string, say: (sentence: string) => void) =>
  (isAwake: boolean): void =>
    say(isAwake ? `${model} is awake.` : `${model} is not awake yet: it is waited for, which takes minutes.`);

/**
 * The provider as the lab's file has it from now on, trusted: whoever began the job has sent it more. Nothing is written for OpenAI where
 * that is built in. Throws a UserError where the file calls another server so.
 */
function placed(lab: string, name: string, asked: Provider, env: NodeJS.ProcessEnv): Provider {
  const { address, keyName, kind, version } = asked;
  const own = readLab(lab).providers[name];
  if (own !== undefined && readAddress(own.address) !== address)
    throw new UserError(
      `This folder calls the server at ${own.address} "${name}", and its tuned models are asked at ${address}: add that server by another name.`,
    );
  const provider: Provider = {
    ...{ name, address },
    ...(keyName === undefined ? {} : { keyName }),
    ...(kind === undefined ? {} : { kind }),
    ...(version === undefined ? {} : { version }),
    ...(own?.prices === undefined ? {} : { prices: own.prices }),
  };
  keepTrust([provider], env);
  const { address: usual } = builtIn(env);
  if (own === undefined && !(name === 'openai' && address === usual))
    changeLab(lab, (now) => ({
      ...now,
      providers: {
        ...now.providers,
        [name]: {
          address,
          ...(keyName === undefined ? {} : { key: keyName }),
          ...(kind === undefined ? {} : { kind }),
          ...(version === undefined ? {} : { version }),
        },
      },
    }));
  return provider;
}

/** The lab without names by which this run's model was asked before: those cards are gone. Who played a part by one does by the new one. */
function withoutEarlier({ agents, cast }: LabFile, run: ProviderRun, id: string): Pick<LabFile, 'agents' | 'cast'> {
  const earlier = (one: string, { tuned }: LabAgent): boolean =>
    one !== id && one.startsWith(`${run.provider.name}/`) && tuned?.run === run.name;
  const gone = Object.entries(agents).flatMap(([one, agent]) => (earlier(one, agent) ? [one] : []));
  return {
    agents: Object.fromEntries(Object.entries(agents).filter(([one]) => !gone.includes(one))),
    cast: Object.fromEntries(Object.entries(cast).map(([part, one]) => [part, gone.includes(one ?? '') ? id : one])),
  };
}

/** How the provider gives probabilities for the model; asked once in words before, so that a slow first answer is behind it. */
async function decisionOf(
  connection: ModelConnection,
  id: string,
  label: string,
  signal: AbortSignal,
): Promise<DecisionFound> {
  const wait = waitLine();
  wait.draw(`Asking ${id} for its first answer`);
  try {
    const exchange = chatExchange(connection, [{ role: 'user', content: 'Say yes.' }], { max_completion_tokens: 1 });
    const answer = await call(connection, exchange, FIRST_MS, signal, () => undefined);
    signal.throwIfAborted();
    if (answer.kind !== 'answer') throw new UserError(`${label} does not answer for ${id} (${answer.why}).`);
    const finding = await findDecision({ connection, settings: {}, chats: true, limitMs: FIRST_MS }, signal);
    if (finding.kind === 'found') return finding.found;
    throw new UserError(`${id} could not be asked for probabilities: ${finding.why}.`);
  } finally {
    wait.clear();
  }
}
