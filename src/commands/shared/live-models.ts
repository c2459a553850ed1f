/** Language models for the lab: what its screens may know of them and do with them, put together from the parts that can. */
import { localTime } from '../../core/format.ts';
import { isSet } from '../../disk/environment.ts';
import { agentChosen } from '../../agents/index.ts';
import { isHuman, readModelId } from '../../agents/offline.ts';
import type { Models, ModelSeat } from '../../model/agent.ts';
import type { CallRow, Store } from '../../core/log.ts';
import { reasonsIn } from '../../model/answer.ts';
import { explain } from '../../model/call.ts';
import { completionOf } from '../../model/completion.ts';
import { jsonOf } from '../../model/server-error.ts';
import {
  CLASS_AT_ONCE,
  CLASS_LEND_MS,
  clientOf,
  everyProvider,
  LIVE_AT_ONCE,
  openModels,
  servedIn,
} from '../../model/registry.ts';
import { changeLab, type LabAgent, type LabFile, LAB_FILE, readLab } from '../../model/lab-file.ts';
import { LIVE_LIMIT_S, limitFrom } from '../../model/limit.ts';
import { keyOf, type Provider } from '../../model/provider.ts';
import { believedLab } from '../../model/seated-here.ts';
import { isTrusted, keepTrust, warningsOf } from '../../model/trust.ts';
import { rehearse } from '../../model/rehearsal.ts';
import { findingWords } from '../../model/probe.ts';
import { foundNotes, foundWords, obstaclesIn } from '../../model/decision/found.ts';
import { storedQuestion } from '../../model/decision/stored-question.ts';
import { readWording, standardWording } from '../../model/wording.ts';
import { byHand } from '../../core/shell.ts';
import type { Ask } from '../../match/agent.ts';
import { shutdownSentence } from '../../model/server.ts';
import { servedWarnings } from '../../core/served-model.ts';
import { hasFixedOrder } from '../../core/option-order.ts';
import { UserError } from '../../core/user-error.ts';
import {
  type AtHand,
  isModelId,
  type MatchEstimate,
  type LanguageModels,
  type ModelAtHand,
  type ProviderAtHand,
  type Spoken,
} from '../../lab/models.ts';
import { unaskableAt } from '../../lab/model-seats.ts';
import { opponentsOf, type TableSetting, seatOf } from '../../lab/table-setting.ts';
import { z } from 'zod';
import { answerOf, kindOf, LETTERS_A_TOKEN } from './call-estimates.ts';

/** How long a server may take to show that it is there, milliseconds; how long what it showed is believed. */
const LOOK_MS = 2500;
const FRESH_MS = 10_000;

export type LiveRequest = {
  readonly store: Store;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cap: number;
  /** Whether everything that the folder names is trusted from now on. */
  readonly trust: boolean;
  /** Whether a class asks, not one table. */
  readonly forClass?: boolean;
};

/** A lab's file that cannot be used is told in a sentence: theory plays all the same. */
export function liveModels({ store, folder, env, cap, trust, forClass = false }: LiveRequest): LanguageModels {
  const limitMs = limitFrom(env, LIVE_LIMIT_S);
  let trouble: string | null = null;
  let lab: LabFile = EMPTY;
  try {
    lab = readLab(folder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    trouble = error.message;
  }
  const known = (): readonly Provider[] => providersIn(lab, env, folder);
  if (trust) keepTrust(known(), env);
  const limits = forClass ? { atOnce: CLASS_AT_ONCE, lendMs: CLASS_LEND_MS } : { atOnce: LIVE_AT_ONCE };
  const opened = (): Models => openModels({ folder, env, limitMs, ...limits }, lab);
  let models = openedOr(opened, (sentence) => (trouble ??= sentence));
  const away = new Map<string, { readonly why: string | null; readonly at: number }>();

  const atHand = (): AtHand => atHandIn(believedLab(lab, folder, env));
  const atHandIn = (lab: LabFile): AtHand => ({
    file: LAB_FILE,
    trouble,
    providers: known().map((one): ProviderAtHand => ({
      name: one.name,
      address: one.address,
      key: keyWords(one, env),
      away: away.get(one.name)?.why ?? (isTrusted(one, env) ? null : untrustedWords(one)),
    })),
    models: Object.entries(lab.agents).map(([id, agent]): ModelAtHand => ({
      ...{ id, ask: usualAsk(folder, agent), asks: asksOf(agent), decides: decisionWords(id, agent) },
      probed: agent.probe === undefined ? null : probeWords(agent.probe),
      ...(agent.label === undefined ? {} : { label: agent.label }),
      ...(agent.tuned === undefined || agent.tuned.proven ? {} : { standing: agent.tuned.standing }),
      until: shutdownSentence(id, agent.probe?.shutdown ?? null, Date.now()),
    })),
    cast: castIn(lab),
    warnings: [
      ...servedWarnings(servedIn(lab)),
      ...Object.entries(lab.agents).flatMap(([id, { decision }]) =>
        decision === undefined ? [] : foundNotes(id, decision),
      ),
    ],
  });

  const look = async (provider: Provider, signal: AbortSignal): Promise<void> => {
    const before = away.get(provider.name);
    if (before !== undefined && Date.now() - before.at < FRESH_MS) return;
    const why = await whyAway(provider, env, signal);
    if (!signal.aborted) away.set(provider.name, { why, at: Date.now() });
  };

  return {
    get models() {
      return models;
    },
    cap,
    limitMs,
    atHand,
    waking: () => models.waking?.() ?? null,
    async look(names, signal) {
      await Promise.all(
        known()
          .filter((one) => isTrusted(one, env))
          .filter(({ name, keyName }) =>
            names === undefined ? keyName === undefined || isSet(keyName, env) : names.includes(name),
          )
          .map((one) => look(one, signal)),
      );
      return atHand();
    },
    askAs(id, ask) {
      lab = changeLab(folder, (now) => ({ ...now, agents: { ...now.agents, [id]: { ...now.agents[id], ask } } }));
      models = opened();
      return atHand();
    },
    bind(label, id) {
      lab = changeLab(folder, (now) => {
        const { [label]: _, ...others } = now.cast;
        return { ...now, cast: id === null ? others : { ...others, [label]: id } };
      });
      models = opened();
      return atHand();
    },
    untrusted: (names) =>
      known()
        .filter((one) => names.includes(one.name) && !isTrusted(one, env))
        .map((one) => ({ name: one.name, address: one.address, key: one.keyName ?? null, warnings: warningsOf(one) })),
    trust(names) {
      keepTrust(
        known().filter(({ name }) => names.includes(name)),
        env,
      );
      return atHand();
    },
    estimate: (choice) => estimate(store, models, lab, choice),
    read: spokenIn,
  };
}

const EMPTY: LabFile = { providers: {}, agents: {}, cast: {} };

/** OPENAI_BASE_URL may be no address. */
function openedOr(opened: () => Models, told: (sentence: string) => void): Models {
  try {
    return opened();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    told(error.message);
    const none = (): never => {
      throw error;
    };
    return { ids: [], providers: [], castOf: () => null, seat: none };
  }
}

function providersIn(lab: LabFile, env: NodeJS.ProcessEnv, folder: string): readonly Provider[] {
  try {
    return everyProvider(lab, env, folder);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

const castIn = ({ cast }: LabFile): AtHand['cast'] => ({
  economicus: cast.economicus ?? null,
  moralis: cast.moralis ?? null,
  baseline: cast.baseline ?? null,
});

/** How this model is asked where nothing else is said. Words that cannot be read are told of when it sits down. */
function usualAsk(folder: string, { ask, wording }: LabAgent): Ask {
  try {
    return ask ?? (wording === undefined ? standardWording : readWording(folder, wording)).format;
  } catch (error) {
    if (error instanceof UserError) return 'json';
    throw error;
  }
}

/** The ways in which it can be asked: for words where it chats, for probabilities where a way was found. */
const asksOf = ({ decision }: LabAgent): readonly Ask[] => [
  ...(decision?.sorts === 'no chat' ? [] : (['json', 'words'] as const)),
  ...((decision?.dialect ?? null) === null ? [] : (['decision', 'grid'] as const)),
];

/** What was found of choice probabilities, or what to do to find out. */
function decisionWords(id: string, { decision }: LabAgent): string {
  if (decision === undefined)
    return `Choice probabilities: "${byHand(`agents test ${id}`)}" finds out whether its server gives any`;
  return decision.dialect === null
    ? `No choice probabilities: ${obstaclesIn(decision).join('; ')}`
    : `Choice probabilities: ${foundWords(decision)}`;
}

const untrustedWords = ({ name }: Provider): string => `${name} is not trusted yet; choosing its model asks you`;

const keyWords = ({ keyName }: Provider, env: NodeJS.ProcessEnv): string =>
  keyName === undefined ? 'wants no key' : isSet(keyName, env) ? `key in ${keyName}` : `${keyName} is empty`;

const probeWords = (probe: NonNullable<LabFile['agents'][string]['probe']>): string =>
  `tested ${localTime(probe.at)}: ${findingWords(probe)}; ${probe.ms} ms`;

/** Why a server cannot be asked now: no key, nobody there, the key refused; null: nothing is known against it. */
async function whyAway(provider: Provider, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | null> {
  let key: string | null;
  try {
    key = keyOf(provider, env);
  } catch (error) {
    if (error instanceof UserError) return `${provider.name} has no key, ${provider.keyName ?? ''} is empty`;
    throw error;
  }
  const http = await clientOf(provider, key).get('/models', AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]));
  // A server that takes long to say which models it has may answer all the same.
  if (http.trouble === 'connection' || http.status === 401 || http.status === 403)
    return `${provider.name}: ${explain(http)}`;
  return null;
}

/** One match rehearsed without a call: a player who draws lots sits where the person will. */
async function estimate(store: Store, models: Models, lab: LabFile, choice: TableSetting): Promise<MatchEstimate> {
  const { game, config } = choice;
  const refused = unaskableAt(choice, models);
  if (refused !== null) return { questions: 0, cost: null, seconds: null, refused };
  const ids = opponentsOf(choice);
  const { asked } = await rehearse(game, config, 1, models, (dry) =>
    ids.toSpliced(seatOf(choice), 0, 'human').map((id) => agentChosen(isHuman(id) ? 'random' : id, game, dry)),
  );
  const seats = [...new Set(ids.filter(isModelId))].map((id) => {
    const named = readModelId(agentChosen(id, game, models).id, game, models.providers);
    return models.seat(named.id, named.provider, named.model, named.ask ?? 'as written');
  });
  const each = await Promise.all(
    seats.map((seat) => estimateOf(store, lab, seat, asked.get(seat.id) ?? { questions: 0, letters: 0, written: 0 })),
  );
  const sum = (of: (one: MatchEstimate) => number | null): number | null =>
    each.reduce<number | null>((total, one) => {
      const value = of(one);
      return total === null || value === null ? null : total + value;
    }, 0);
  return {
    questions: sum(({ questions }) => questions) ?? 0,
    cost: sum(({ cost }) => cost),
    seconds: sum(({ seconds }) => seconds),
    // Who is asked for probabilities reads a question in all of its orders.
    fixedOrder: seats.some((seat) => seat.decision === null) && hasFixedOrder(game, config),
  };
}

/** What so many questions to one model, of so many letters together, will take. */
async function estimateOf(
  store: Store,
  lab: LabFile,
  seat: ModelSeat,
  { questions, letters, written }: { readonly questions: number; readonly letters: number; readonly written: number },
): Promise<MatchEstimate> {
  const { provider, price } = seat;
  const { model } = seat.connection;
  const means = await store.callMeans(provider, model, kindOf(seat));
  const tokensOut = questions * answerOf(means, written).tokensOut;
  const ms = means?.ms ?? lab.agents[`${provider}/${model}`]?.probe?.ms ?? null;
  return {
    questions,
    cost: price === null ? null : ((letters / LETTERS_A_TOKEN) * price.in + tokensOut * price.out) / 1e6,
    seconds: ms === null ? null : (questions * ms) / 1000,
  };
}

const sent = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

/** A stored call, read for people. */
export function spokenIn(row: CallRow): Spoken {
  const asked = row.rotation === null ? null : storedQuestion(row);
  if (asked !== null) {
    const { messages, instruction, ...told } = asked;
    const state = messages.map(({ role, content }) => ({ role: role === 'user' ? 'state' : role, text: content }));
    return { prompt: [...state, { role: 'user', text: instruction }], answer: null, reasons: null, told };
  }
  const request = sent.safeParse(jsonOf(row.request));
  const http = {
    request: row.request,
    raw: row.response,
    status: 200,
    headers: new Map<string, string>(),
    ms: row.ms,
    trouble: null,
    detail: '',
  };
  const completion = completionOf(http);
  const answer = completion.kind === 'broken' ? null : completion.text;
  return {
    prompt: request.success ? request.data.messages.map(({ role, content }) => ({ role, text: content })) : [],
    answer,
    reasons: answer === null ? null : reasonsIn(answer),
  };
}
