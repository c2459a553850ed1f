/**
 * Agents that need no server, and what the ids of all agents say; nothing here loads what models need. The first of `:` and
 * `/` decides: `name:argument[/variant]`, or `provider/model[?ask=…][+taste]` (language models, whose own names may have
 * slashes, colons and pluses in them: `local/llama3.2:3b`, `together/meta-llama/Llama-4`). `?ask=` says how a model is asked.
 * The taste is what follows the last `+`, if it is one: economicus, moralis or moralis:κ.
 */
import { type AnyGame, readNumber, type Taste } from '../core/game.ts';
import { DEFAULT_KAPPA } from '../core/taste.ts';
import { nearestName, UserError, unknown } from '../core/user-error.ts';
import { type Agent, type Ask, ASKS } from '../match/agent.ts';
import { random, script, scriptNamed } from './script.ts';
import { baseline } from './standin.ts';
import { theorist } from './theorist.ts';
import { byHand } from '../core/shell.ts';

/** What can be typed where an agent is asked for, with a sentence each. */
export const AGENTS = [
  { id: 'human', sentence: 'a person at this keyboard' },
  { id: 'economicus', sentence: 'maximises its own payoff (theory, solved from the utility)' },
  { id: 'moralis', sentence: 'also asks: what if everyone acted as I do? moralis:κ, κ from 0 to 1 (theory)' },
  { id: 'baseline', sentence: 'cooperates like an untuned chatbot (stand-in, a documented random-choice model)' },
  { id: 'random', sentence: 'answers at random' },
  { id: 'script', sentence: 'says the answers written after it in order: script:C:D' },
] as const;

const names = AGENTS.map((agent) => agent.id);

/**
 * The agent of an id as it is stored, for this game: theory, a stand-in, a script or chance. Throws a UserError that says
 * what can be written where the id names nobody, a language model (index.ts seats those), or `human`, whom only a screen
 * can make.
 */
export function readOfflineAgent(id: string, game: AnyGame): Agent {
  const cut = id.search(/[:/]/);
  const name = cut < 0 ? id : id.slice(0, cut);
  const rest = cut < 0 ? '' : id.slice(cut);
  if (name === 'script') return scriptOf(id, answersOf(id, rest), game);
  const asked = /\?ask=.*/.exec(id)?.[0];
  if (asked !== undefined)
    throw new UserError(
      `"${asked}" stands behind the name of a language model, provider/model; got "${id}": write ${id.slice(0, -asked.length)}.`,
    );
  if (name === 'economicus') return theorist(id, name, { kappa: 0, ...economicusVariant(id, rest, game) });
  if (name === 'moralis') {
    const taste = moralisTaste(id, rest, game);
    return theorist(`moralis:${taste.kappa}${taste.variant === undefined ? '' : `/${taste.variant}`}`, name, taste);
  }
  if (name === 'baseline' || name === 'random') {
    if (rest !== '') throw new UserError(`${name} takes no argument; got "${id}": write ${name}.`);
    return name === 'baseline' ? baseline : random;
  }
  if (name === 'human')
    throw new UserError(`human needs a keyboard and a screen: use "${byHand('play')}", or name another agent here.`);
  if (rest.startsWith('/'))
    throw new UserError(
      `Language models such as "${id}" cannot sit down here; choose ${names.filter((one) => one !== 'human').join(', ')}.`,
    );
  throw unknown('agent', id, names);
}

export type ModelId = {
  /** As it is stored: local/base+moralis:0.5. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  /** How it is asked, where the id says. */
  readonly ask: Ask | null;
  /** What it is told to want. */
  readonly taste: Taste | null;
};

/** Whether an id has a provider before its first slash, and not the name of an agent: `local/base`, not `economicus/grim`. */
export function hasProvider(id: string): boolean {
  const cut = id.search(/[:/]/);
  return cut > 0 && id[cut] === '/' && !names.some((name) => name === id.slice(0, cut));
}

/** Takes the id of a model apart. Throws a UserError where there is no such provider, no model, or no such preference. */
export function readModelId(id: string, game: AnyGame, providers: readonly string[]): ModelId {
  const cut = id.indexOf('/');
  const provider = id.slice(0, Math.max(0, cut));
  const { rest, ask } = askIn(id, id.slice(cut + 1));
  const { name: model, want } = tasteIn(rest);
  if (cut < 1 || model === '')
    throw new UserError(`A model's id is provider/model, such as ${provider || 'openai'}/MODEL; got "${id}".`);
  if (!providers.includes(provider)) throw unknownProvider(id, provider, providers);
  const wants = want === null ? null : readOfflineAgent(want, game);
  if (wants?.taste?.variant === 'grim')
    throw new UserError(
      `grim is a strategy, not a preference that can be told; write +economicus or +moralis:0.5 instead of "+${want}".`,
    );
  return {
    id: `${provider}/${model}${ask === null ? '' : `?ask=${ask}`}${wants === null ? '' : `+${wants.id}`}`,
    provider,
    model,
    ask,
    taste: wants?.taste ?? null,
  };
}

/** The id of a model without how it is asked: local/base+moralis:0.5 of local/base?ask=decision+moralis:0.5. */
export const withoutAsk = (id: string): string => id.replace(/\?ask=[^+?]*/, '');

/** Takes `?ask=…` out of what follows the provider: before the taste, where it is stored, or behind it. */
function askIn(id: string, rest: string): { readonly rest: string; readonly ask: Ask | null } {
  const [found, second] = rest.matchAll(/\?([a-z]*)=?([^+?]*)(?=[+?]|$)/g);
  if (found === undefined) return { rest, ask: null };
  if (second !== undefined)
    throw new UserError(`A model is asked in one way; got "${found[0]}" and "${second[0]}" in "${id}": leave one out.`);
  const [whole, name = '', word = ''] = found;
  const ask = ASKS.find((one) => one === word) ?? null;
  if (name !== 'ask' || ask === null) {
    const nearest = name === 'ask' ? nearestName(word, ASKS) : null;
    throw new UserError(
      `After a model's name may stand ?ask=${ASKS.join(', ?ask=')}; got "${whole}" in "${id}".${nearest === null ? '' : ` Did you mean "?ask=${nearest}"?`}`,
    );
  }
  return { rest: rest.replace(whole, ''), ask };
}

/** Cuts `model+taste`. What follows the last plus is a taste if it is named so; a slip of the fingers is refused. */
function tasteIn(rest: string): { readonly name: string; readonly want: string | null } {
  const cut = rest.lastIndexOf('+');
  const want = cut < 0 ? '' : rest.slice(cut + 1);
  const word = want.split(/[:/]/)[0] ?? '';
  if (TASTES.includes(word)) return { name: rest.slice(0, cut), want };
  const nearest = word === '' ? null : nearestName(word, TASTES);
  if (nearest !== null)
    throw new UserError(`"+${want}" is no preference; write +economicus or +moralis:0.5. Did you mean "+${nearest}"?`);
  return { name: rest, want: null };
}

const TASTES: readonly string[] = ['economicus', 'moralis'];

function unknownProvider(id: string, name: string, providers: readonly string[]): UserError {
  const nearest = nearestName(name, [...providers, ...names]);
  return new UserError(
    `Unknown provider "${name}" in "${id}"; there is ${providers.join(', ')}: add another with "${byHand('agents add NAME ADDRESS')}".${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

/** Whether an id names a person; everything else is read by `readAgent` (index.ts). */
export const isHuman = (id: string): boolean => id === 'human';

/** The rule of that name where the game has one, else the answers in order; a slip of the fingers is refused. */
function scriptOf(id: string, answers: readonly string[], { name, scripts = [] }: AnyGame): Agent {
  const [word = ''] = answers;
  const rule = answers.length === 1 ? scripts.find((one) => one.name === word) : undefined;
  if (rule !== undefined) return scriptNamed(id, rule);
  const names = scripts.map((one) => one.name);
  const nearest = answers.length === 1 ? nearestName(word, names) : null;
  if (nearest === null) return script(id, answers);
  throw new UserError(
    `"${word}" in "${id}" is no script of ${name}; it names ${names.join(', ')}. Did you mean "script:${nearest}"?`,
  );
}

function answersOf(id: string, rest: string): readonly string[] {
  const answers = rest.slice(1).split(':');
  if (!rest.startsWith(':') || answers.includes(''))
    throw new UserError(`A script names its answers after colons, such as script:C:D; got "${id}".`);
  return answers;
}

function economicusVariant(id: string, rest: string, game: AnyGame): Pick<Taste, 'variant'> {
  return rest === '' ? {} : { variant: variantOf(id, rest.slice(1), game) };
}

function moralisTaste(id: string, rest: string, game: AnyGame): Taste {
  if (rest === '') return { kappa: DEFAULT_KAPPA };
  const [argument = '', variant] = rest.startsWith('/') ? ['', rest.slice(1)] : rest.slice(1).split('/');
  const kappa = argument === '' && variant !== undefined ? DEFAULT_KAPPA : readNumber(argument);
  if (kappa === null || kappa < 0 || kappa > 1)
    throw new UserError(`κ is a weight from 0 to 1, as in moralis:0.5; got "${id}".`);
  return { kappa, ...(variant === undefined ? {} : { variant: variantOf(id, variant, game) }) };
}

function variantOf(id: string, variant: string, game: AnyGame): string {
  const possible = game.readings.map((reading) => reading.variant);
  if (possible.includes(variant)) return variant;
  const choice = possible.length > 0 ? `it knows ${possible.join(', ')}` : 'it knows no variants';
  throw new UserError(`"${variant}" in "${id}" is no variant in ${game.name}; ${choice}.`);
}
