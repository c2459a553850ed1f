/** `homines agents`: who can sit down; language models added, tried, tested, cast and removed. */
import { localTime } from '../../core/format.ts';
import { AGENTS, readModelId } from '../../agents/offline.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGames } from '../../disk/games.ts';
import { everyProvider, isLabel, servedIn } from '../../model/registry.ts';
import { servedWarnings } from '../../core/served-model.ts';
import { changeLab, type LabFile, LAB_FILE, readKeyName, readLab } from '../../model/lab-file.ts';
import { CAST_LABELS } from '../../match/agent.ts';
import type { Provider } from '../../model/provider.ts';
import { believedLab } from '../../model/seated-here.ts';
import { isTrusted } from '../../model/trust.ts';
import { foundWords } from '../../model/decision/found.ts';
import { findingWords } from '../../model/probe.ts';
import { shutdownSentence } from '../../model/server.ts';
import { UserError, unknown } from '../../core/user-error.ts';
import { aligned, pad, wrap } from '../shared/text-columns.ts';
import { json, trust } from '../shared/flags.ts';
import { print, printJson } from '../shared/print.ts';
import { text, verb as define } from '../shared/verb.ts';
import { byHand } from '../../core/shell.ts';

const DOES = ['list', 'add', 'test', 'remove', 'cast'] as const;

export const verb = define({
  name: 'agents',
  word: '[WHAT] [NAME] [ADDRESS]',
  says: 'Who can sit down: theory agents, stand-ins and language models; models are added, tested, cast and removed here.',
  flags: {
    model: text('MODEL', 'add: the model, as its server calls it', (typed) => typed.trim()),
    key: text('NAME', 'add: the environment variable that holds the key, never the key itself', readKeyName),
    trust,
    json,
  },
  examples: [
    'homines agents',
    'homines agents add local http://localhost:11434',
    'homines agents add together https://api.together.xyz --key TOGETHER_API_KEY',
    'homines agents test local/llama3.2:3b',
    'homines agents cast moralis local/moralis-lora',
    'homines agents cast moralis theory',
    'homines agents remove local',
  ],
  notes: [
    `add NAME ADDRESS tries the address with and without /v1, lists the server's models, asks one question and shows the exchange whole. test PROVIDER/MODEL makes a few tiny requests and keeps what the server honours. cast LABEL ID binds economicus, moralis or baseline to a model; cast LABEL theory undoes it, and theory/economicus plays the theory all the same. remove NAME takes a provider or a model out.`,
    `Kept in ${LAB_FILE} in this folder. Keys come from the environment or this folder's .env and are written nowhere. A server that the folder's files name is asked only once you have trusted it, with the variable of its key: you are asked, or say --trust; what add is typed with is trusted. Azure: give the address with its api-version, such as https://NAME.openai.azure.com?api-version=2024-10-21, and the deployment as --model.`,
    'An id is PROVIDER/MODEL, with +economicus or +moralis:0.5 behind it for a preference by prompt. A model that was tuned on stated expectations has expects: true in the file: it is told what theory in its place would expect of the others. A model may take HOMINES_TIMEOUT_S seconds (20 before people, 120 in runs).',
  ],
  async run(flags, what = 'list', name, address) {
    switch (what) {
      case 'list':
        return list(flags.json ?? false);
      case 'add':
        return (await import('./add.ts')).add(flags, name, address);
      case 'test':
        return (await import('./test.ts')).test(name, flags.json ?? false, flags.trust ?? false);
      case 'remove':
        return remove(name, flags.json ?? false);
      case 'cast':
        return cast(name, address, flags.json ?? false);
      default:
        throw unknown('part of homines agents', what, DOES);
    }
  },
});

const folder = (): string => process.cwd();

/** Everything there is, without asking anybody. */
function documentOf(lab: LabFile) {
  return {
    file: LAB_FILE,
    agents: AGENTS.map(({ id, sentence }) => ({ id, sentence })),
    providers: everyProvider(lab, process.env, folder()).map(({ name, kind, address, keyName }) => ({
      name,
      kind: kind ?? 'openai-compatible',
      address,
      key: keyName ?? null,
      keySet: keyName === undefined ? null : isSet(keyName),
      trusted: isTrusted({ name, address, ...(keyName === undefined ? {} : { keyName }) }, process.env),
    })),
    models: Object.entries(lab.agents).map(
      ([id, { system, wording, expects, settings, label, probe, decision, ask }]) => ({
        id,
        label: label ?? null,
        system: system ?? null,
        wording: wording ?? null,
        expects: expects ?? false,
        settings: settings ?? {},
        ask: ask ?? null,
        probe: probe ?? null,
        decision: decision ?? null,
      }),
    ),
    cast: Object.fromEntries(CAST_LABELS.map((label) => [label, lab.cast[label] ?? null])),
  };
}

const isSet = (variable: string): boolean => (process.env[variable] ?? '') !== '';

function list(asJson: boolean): number {
  const lab = believedLab(readLab(folder()), folder(), process.env);
  if (asJson) return printJson(documentOf(lab));
  print('Agents that need no server');
  print(AGENTS.map(({ id, sentence }) => entry(id, sentence)).join('\n'));
  print('\nProviders of language models (any PROVIDER/MODEL can sit down)');
  print(
    everyProvider(lab, process.env, folder())
      .map((one) =>
        entry(
          one.name,
          `${one.address}, ${keyWords(one)}${isTrusted(one, process.env) ? '' : ', not trusted yet (--trust)'}`,
        ),
      )
      .join('\n'),
  );
  const models = Object.entries(lab.agents);
  if (models.length > 0) {
    print('\nModels');
    for (const [id, { ask, expects = false, probe, label, decision }] of models) {
      const named = label === undefined ? '' : ` (called ${label})`;
      print(`  ${id}${named}${ask === undefined ? '' : `, asked for ${ask}`}${expects ? ', told what to expect' : ''}`);
      if (probe !== undefined) print(wrap(probeWords(probe), 4));
      else if (decision?.sorts !== 'no chat') print(wrap(`not tested: ${byHand(`agents test ${id}`)}`, 4));
      if (decision !== undefined)
        print(
          wrap(
            `probabilities: ${foundWords(decision)}${decision.sorts === undefined ? '' : ', made to sort, not to play'}; seen ${localTime(decision.at)}`,
            4,
          ),
        );
      const warning = shutdownSentence(id, probe?.shutdown ?? null, Date.now());
      if (warning !== null) print(wrap(warning, 4));
    }
    for (const told of servedWarnings(servedIn(lab))) print(wrap(`! ${told}`, 2));
  }
  print('\nCast');
  print(castWords(lab));
  return 0;
}

const NAME_WIDTH = 14;
function entry(name: string, words: string): string {
  const [first = '', ...rest] = wrap(words, NAME_WIDTH + 2).split('\n');
  return name.length < NAME_WIDTH
    ? [`  ${pad(name, NAME_WIDTH)}${first.trim()}`, ...rest].join('\n')
    : [`  ${name}`, first, ...rest].join('\n');
}

const keyWords = ({ keyName }: Provider): string =>
  keyName === undefined
    ? 'wants no key'
    : `key in ${keyName}${isSet(keyName) ? '' : ' (empty: set it or write it into .env)'}`;

const probeWords = (probe: NonNullable<LabFile['agents'][string]['probe']>): string =>
  `tested ${localTime(probe.at)}: ${findingWords(probe)}; ${probe.ms} ms`;

const castWords = ({ cast: bound }: LabFile): string =>
  aligned(
    CAST_LABELS.map((label) => [`  ${label}`, bound[label] ?? (label === 'baseline' ? 'stand-in' : 'theory')]),
    2,
  );

function remove(name: string | undefined, asJson: boolean): number {
  if (name === undefined)
    throw new UserError(`homines agents remove needs a provider or a model, as in "${byHand('agents remove local')}".`);
  const before = readLab(folder());
  const known = [...Object.keys(before.providers), ...Object.keys(before.agents)];
  if (!known.includes(name)) throw unknown('provider or model in this folder', name, known);
  const gone = (id: string): boolean => id === name || id.startsWith(`${name}/`) || id.startsWith(`${name}+`);
  const kept = <T>(of: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(of).filter(([id]) => !gone(id)));
  const unbound = CAST_LABELS.filter((label) => gone(before.cast[label] ?? ''));
  const left = changeLab(folder(), (lab) => ({
    providers: kept(lab.providers),
    agents: kept(lab.agents),
    ...(lab.tuning === undefined ? {} : { tuning: kept(lab.tuning) }),
    cast: Object.fromEntries(Object.entries(lab.cast).filter(([, id]) => !gone(id))),
  }));
  if (asJson) return printJson(documentOf(left));
  print(
    wrap(
      `${name} is removed${unbound.length === 0 ? '' : `; ${unbound.join(' and ')} played by it before ${unbound.length === 1 ? 'is' : 'are'} theory or stand-in again`}.`,
    ),
  );
  return 0;
}

async function cast(label: string | undefined, typed: string | undefined, asJson: boolean): Promise<number> {
  const before = readLab(folder());
  if (label !== undefined && !isLabel(label)) throw unknown('label of the cast', label, CAST_LABELS);
  if (label !== undefined && typed === undefined)
    throw new UserError(
      `homines agents cast ${label} needs a model or the word theory, as in "${byHand(`agents cast ${label} local/MODEL`)}".`,
    );
  const lab = label === undefined || typed === undefined ? before : await bound(before, label, typed);
  if (asJson) return printJson(documentOf(lab));
  print(castWords(lab));
  return 0;
}

async function bound(before: LabFile, label: (typeof CAST_LABELS)[number], typed: string): Promise<LabFile> {
  const { [label]: _, ...others } = before.cast;
  if (/^(theory|stand-?in)$/.test(typed)) return changeLab(folder(), (lab) => ({ ...lab, cast: others }));
  const providers = everyProvider(before, process.env, folder()).map(({ name }) => name);
  const { id } = readInAnyGame(typed, await loadGames(), providers);
  const twice = CAST_LABELS.find((other) => other !== label && before.cast[other] === id);
  if (twice !== undefined)
    throw new UserError(
      `${id} is cast as ${twice} already: give ${label} another model, or free it with "${byHand(`agents cast ${twice} theory`)}".`,
    );
  return changeLab(folder(), (lab) => ({ ...lab, cast: { ...others, [label]: id } }));
}

/** A preference may be a reading that only one game has: moralis:0.5/sellers. */
function readInAnyGame(typed: string, games: readonly AnyGame[], providers: readonly string[]) {
  let refusal: unknown;
  for (const game of games) {
    try {
      return readModelId(typed, game, providers);
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}
