/** `homines agents add NAME ADDRESS`: the address tried, a model picked, one exchange shown whole; kept if it can play. */
import type { AnyGame } from '../../core/game.ts';
import { createInterface } from 'node:readline/promises';
import { loadGames } from '../../disk/games.ts';
import { askTrialQuestion, type TrialAnswer } from '../../model/trial-question.ts';
import { clientOf, LIVE_AT_ONCE, openModels, servedIn } from '../../model/registry.ts';
import {
  changeLab,
  type LabAgent,
  type LabFile,
  LAB_FILE,
  type LabProvider,
  readLab,
  readProviderName,
} from '../../model/lab-file.ts';
import { limitFrom, RUN_LIMIT_S } from '../../model/limit.ts';
import { readWording } from '../../model/wording.ts';
import { keyOf, type Provider, readAddress } from '../../model/provider.ts';
import { believedLab } from '../../model/seated-here.ts';
import { keepTrust, warningsOf } from '../../model/trust.ts';
import { addressesMeant, diagnose, modelsIn, notThere, shutdownOf, shutdownSentence } from '../../model/server.ts';
import type { Client, HttpAnswer } from '../../model/http.ts';
import { counted, sentence } from '../../core/format.ts';
import type { AnswerReading } from '../../core/log.ts';
import { isSameModel, leftOutSentences, servedWarnings } from '../../core/served-model.ts';
import { UserError } from '../../core/user-error.ts';
import { wrap } from '../shared/text-columns.ts';
import { print, printJson, printProblem, printWait } from '../shared/print.ts';
import { byHand } from '../../core/shell.ts';
import { decisionNotes, lookForDecision } from './decision.ts';

/** A list of models is there at once or not at all. */
const LIST_MS = 20_000;

type Flags = {
  readonly model?: string | undefined;
  readonly key?: string | undefined;
  readonly json?: boolean | undefined;
};

export async function add(
  { model: wanted, key, json }: Flags,
  typedName: string | undefined,
  typedAddress: string | undefined,
): Promise<number> {
  if (typedName === undefined || typedAddress === undefined)
    throw new UserError(
      `homines agents add needs a name and an address, as in "${byHand('agents add local http://localhost:11434')}".`,
    );
  const limitMs = limitFrom(process.env, RUN_LIMIT_S);
  const limit = (): AbortSignal => AbortSignal.timeout(limitMs);
  const typed = providerTyped(readProviderName(typedName), typedAddress, key);
  for (const told of warningsOf(typed)) printProblem(wrap(`! ${told}`));
  printWait(`Looking for models at ${typed.address}.`);
  const { provider, client, models } = await found(typed, keyOf(typed, process.env), wanted, limit);
  const model = await picked(provider, models, wanted, json ?? false);
  if (model === null) return 2;

  const id = `${provider.name}/${model}`;
  const before = readLab(process.cwd());
  const after = withModel(before, provider, id);
  // Typed with its address and its variable by whoever adds it.
  keepTrust([provider], process.env);
  const models_ = openModels({ folder: process.cwd(), env: process.env, limitMs, atOnce: LIVE_AT_ONCE }, after);
  printWait(`Asking ${id} for one move; ${limitMs / 1000} s at most, Ctrl-C stops.`);
  const game = await shortestGame();
  const seat = models_.seat(id, provider.name, model, chatting(before.agents[id]));
  // The seat keeps the limit itself: a signal with the same one would end it as if somebody had left.
  const seen = await askTrialQuestion(seat, game, new AbortController().signal);
  const chats = seen.outcome !== 'failed';
  const http = chats ? null : await client.send({ model, messages: [{ role: 'user', content: 'Say yes.' }] }, limit());
  const decided = await lookForDecision(
    { ...{ connection: seat.connection, settings: seat.settings }, chats, limitMs },
    http,
  );
  const decision = decided?.kind === 'found' ? decided.found : null;
  if (http !== null && (decision?.dialect ?? null) === null)
    throw new UserError(
      sentence(http.trouble === null ? `${id}: ${seen.why}` : await diagnose(provider, client, model, http, limit())),
    );
  if (seen.outcome === 'timed out' && (decision?.dialect ?? null) === null)
    throw new UserError(
      `${id}: ${seen.why ?? 'no answer in time'}: where it is only slow, set HOMINES_TIMEOUT_S to more seconds.`,
    );
  const { served } = seen.served;
  const other = served !== null && !isSameModel(model, served) ? { served } : {};
  const kept = changeLab(process.cwd(), (lab) => {
    const { agents, ...rest } = withModel(lab, provider, id);
    const { served: _, ...agent } = agents[id]!;
    const own = {
      ...agent,
      ...other,
      ...(decision === null ? {} : { decision }),
      // Who answers no chat can be asked in no other way.
      ...(chats ? {} : { ask: 'decision' as const }),
    };
    return { ...rest, agents: { ...agents, [id]: own } };
  });
  const warnings = servedWarnings(
    servedIn(believedLab(kept, process.cwd(), process.env)).filter((one) => one.provider === provider.name),
  );
  const warning = shutdownSentence(id, await shutdownOf(client, model, limit()), Date.now());
  const notes = decisionNotes(id, decided, before.agents[id]?.decision ?? null);
  if (json)
    return printJson({
      id,
      address: provider.address,
      warning,
      warnings,
      exchange: chats ? seen : null,
      decision,
      notes,
    });
  print(
    chats
      ? shown(id, provider, seen, game.name)
      : wrap(`${id} at ${provider.address} answers no chat. Kept in ${LAB_FILE}, to be asked for probabilities.`),
  );
  for (const told of notes) print(`\n${wrap(told)}`);
  for (const told of warnings) print(`\n${wrap(`! ${told}`)}`);
  if (warning !== null) print(`\n${wrap(warning)}`);
  return 0;
}

/** How a chat with a model is asked for: as it is wherever that is one, else for JSON. */
function chatting({ ask, wording }: LabAgent = {}): 'json' | 'usual' {
  const usual = ask ?? (wording === undefined ? 'json' : readWording(process.cwd(), wording).format);
  return usual === 'decision' || usual === 'grid' ? 'json' : 'usual';
}

/** What was typed, as a provider. An api-version in the address makes it Azure's. */
function providerTyped(name: string, typed: string, key: string | undefined): Provider {
  const address = readAddress(typed);
  const url = new URL(address);
  const version = url.searchParams.get('api-version');
  const keyName = key ?? (name === 'openai' ? 'OPENAI_API_KEY' : undefined);
  const shared = { name, ...(keyName === undefined ? {} : { keyName }) };
  if (version === null) return { ...shared, address };
  const bare = `${url.origin}${url.pathname.replace(/\/(openai(\/.*)?)?$/, '')}`;
  return { ...shared, kind: 'azure', address: bare, version };
}

type Found = { readonly provider: Provider; readonly client: Client; readonly models: readonly string[] | null };

/** The first of the addresses meant that lists its models; without a list the first that answers a question to the model named. */
async function found(
  typed: Provider,
  key: string | null,
  model: string | undefined,
  limit: () => AbortSignal,
): Promise<Found> {
  const told: { readonly provider: Provider; readonly client: Client; readonly http: HttpAnswer }[] = [];
  for (const address of addressesMeant(typed)) {
    const provider = { ...typed, address };
    const client = clientOf(provider, key);
    const http = await client.get('/models', AbortSignal.any([limit(), AbortSignal.timeout(LIST_MS)]));
    const models = modelsIn(http);
    // Azure lists what it could serve, not what was deployed.
    if (models !== null) return { provider, client, models: provider.kind === 'azure' ? null : models };
    told.push({ provider, client, http });
    if (http.trouble === 'connection' || http.trouble === 'aborted') break;
  }
  for (const { provider, client, http } of told) {
    if (model === undefined || http.trouble === 'connection') continue;
    const answer = await client.send({ model, messages: [{ role: 'user', content: 'Say yes.' }] }, limit());
    if (answer.trouble === null && /"choices"/.test(answer.raw)) return { provider, client, models: null };
  }
  const { provider, client, http } = told.find((one) => one.http.status !== 404) ?? told[0]!;
  if (http.trouble === null)
    throw new UserError(
      `${typed.address} answers, but not as an OpenAI-compatible server does: look at the address, often it ends in /v1.`,
    );
  throw new UserError(sentence(await diagnose(provider, client, model ?? '', http, limit())));
}

/** The model: the one named, the only one there, or the one chosen by number; null where nobody can choose, and the list is printed. */
async function picked(
  { name, kind }: Provider,
  models: readonly string[] | null,
  wanted: string | undefined,
  asJson: boolean,
): Promise<string | null> {
  if (wanted !== undefined) {
    if (models !== null && !models.includes(wanted)) throw new UserError(`${notThere(name, wanted, models)}.`);
    return wanted;
  }
  if (models === null || models.length === 0)
    throw new UserError(
      kind === 'azure'
        ? `Azure serves deployments, and ${name} does not list them: name yours with --model.`
        : `${name} lists no models: name one with --model.`,
    );
  if (models.length === 1) return models[0]!;
  if (!process.stdin.isTTY || !process.stdout.isTTY || asJson) {
    if (asJson) printJson({ models });
    else print(models.join('\n'));
    printProblem(
      `${name} has ${counted(models.length, 'model')}: name one with --model, such as --model ${models[0]!}. Nothing is added yet.`,
    );
    return null;
  }
  print(models.map((model, i) => `${String(i + 1).padStart(4)}  ${model}`).join('\n'));
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const number = Number((await asker.question(`Which one? 1 to ${models.length}: `)).trim());
      const chosen = Number.isInteger(number) ? models[number - 1] : undefined;
      if (chosen !== undefined) return chosen;
    }
  } finally {
    asker.close();
  }
}

function withModel(lab: LabFile, { name, kind, address, version, keyName }: Provider, id: string): LabFile {
  const prices = lab.providers[name]?.prices;
  const provider: LabProvider = {
    ...(kind === undefined ? {} : { kind }),
    address,
    ...(version === undefined ? {} : { version }),
    ...(keyName === undefined ? {} : { key: keyName }),
    ...(prices === undefined ? {} : { prices }),
  };
  return {
    ...lab,
    providers: { ...lab.providers, [name]: provider },
    agents: { ...lab.agents, [id]: lab.agents[id] ?? {} },
  };
}

/** The exchange as people read it. */
function shown(id: string, { address }: Provider, seen: TrialAnswer, game: string): string {
  const prompt = seen.messages.map(({ role, content }) => `${role}\n${indented(content)}`).join('\n\n');
  const tokens =
    seen.tokensIn === null || seen.tokensOut === null
      ? 'tokens not told'
      : `${seen.tokensIn} + ${seen.tokensOut} tokens`;
  const cost = seen.cost === null ? `cost not known: no price of it in ${LAB_FILE}` : `${seen.cost.toPrecision(2)} USD`;
  const read =
    seen.answer === null
      ? `${seen.outcome}: ${seen.why ?? ''}`
      : `${seen.label ?? ''} (stored as ${seen.answer}${READ_FROM[seen.reading ?? 'json']})${seen.outcome === 'repaired' ? ', after one repair turn' : ''}${seen.reasons === null ? '' : `, because: ${seen.reasons}`}`;
  return [
    `${id} at ${address}, asked one question as in a game:\n`,
    prompt,
    `\nraw answer\n${indented(seen.raw)}`,
    `\nread as\n${indented(read)}`,
    `\n${seen.calls.length > 1 ? `${counted(seen.calls.length, 'call')} · ` : ''}${seen.ms} ms · ${tokens} · ${cost}`,
    ...leftOutSentences([seen.served]).map((one) => wrap(one)),
    wrap(
      `Kept in ${LAB_FILE}. Next: "${byHand(`agents test ${id}`)}", or "${byHand(`run ${game} --seats ${id},economicus`)}"`,
    ),
  ].join('\n');
}

const READ_FROM: Readonly<Record<AnswerReading, string>> = {
  json: '',
  words: ', read from bare words',
  'last sentence': ', read from its last sentence',
  probabilities: ', drawn from its probabilities',
};

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');

/** The game that takes a person least time, by its default settings: its first question is asked. */
async function shortestGame(): Promise<AnyGame> {
  const minutes = (game: AnyGame): number => game.minutes(game.config.parse({}));
  return (await loadGames()).toSorted((one, other) => minutes(one) - minutes(other))[0]!;
}
