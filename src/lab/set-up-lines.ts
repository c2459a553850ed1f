/** The lines of the table to set, every one filled, with a sentence for each option. */
import { FIXED_ORDER } from '../core/option-order.ts';
import type { AnyGame } from '../core/game.ts';
import { settingText } from '../core/format.ts';
import { settingsOf, settingTitle } from '../core/settings.ts';
import { type Explain, GUESS } from './table-setting.ts';
import { LIVE_POLICIES, type LivePolicy } from '../core/no-answer.ts';
import {
  ASK_SENTENCES,
  askedAs,
  askOf,
  type AtHand,
  castAs,
  type MatchEstimate,
  isModelId,
  modelAtHand,
  modelWords,
  NONE_AT_HAND,
  opponentsAtHand,
  providerOf,
  secondsWords,
  theoryFor,
  usdWords,
} from './models.ts';
import { withoutAsk } from '../agents/offline.ts';
import { type Ask, CAST_LABELS } from '../match/agent.ts';
import { furtherSeats } from './further-seats.ts';
import {
  configOf,
  type FormLine,
  inRole,
  lineKeys,
  modelOf,
  type Opponent,
  ownKeys,
  parsed,
  presetHolds,
  record,
  roleInForce,
  rolesAlike,
  same,
  type SetUp,
  typed,
  withoutTyped,
} from './set-up.ts';

const KAPPAS = [0.1, 0.25, 0.5, 0.75, 1];

/** What a table is set with beside its form: the models at hand, and what one match with the chosen one takes. */
export type Beside = { readonly atHand: AtHand; readonly estimate: MatchEstimate | null };
const NOTHING: Beside = { atHand: NONE_AT_HAND, estimate: null };

/** The lines of the table, from the top, every one filled. */
export function linesOf(form: SetUp, { atHand, estimate }: Beside = NOTHING): readonly FormLine[] {
  const { game } = form;
  const lines: FormLine[] = [opponents(form, atHand), ...furtherSeats(form, atHand)];
  const asked = askedFor(form, atHand);
  if (asked !== null) lines.push(asked);
  if (modelOf(form) !== null) lines.push(failures(form), oneMatch(form, estimate));
  if (form.against === 'moralis') {
    lines.push(kappas(form));
    if (readingsOf(form).length > 0) lines.push(readings(form));
  }
  lines.push(presets(form));
  if (game.roles.length > 1 && !rolesAlike(form))
    lines.push({
      label: 'Your role',
      options: game.roles.map(({ name, sentence }, role) => ({ label: name, sentence, set: inRole(form, role) })),
      at: roleInForce(form),
    });
  for (const line of game.lines) lines.push(settingLine(form, line));
  const also = alsoSet(form);
  if (also !== null) lines.push(also);
  lines.push(explanations(form));
  return lines;
}

const OPPONENTS: readonly { readonly against: Opponent; readonly label: string; readonly sentence: string }[] = [
  {
    against: 'economicus',
    label: 'economicus',
    sentence: 'economicus maximises its own payoff (theory, solved from the utility).',
  },
  { against: 'moralis', label: 'moralis', sentence: '' },
  {
    against: 'baseline',
    label: 'baseline',
    sentence:
      'baseline answers like an untuned chatbot (stand-in: a documented random-choice model, no language model).',
  },
  {
    against: GUESS,
    label: 'guess which',
    sentence:
      'One of three programs is drawn at random, economicus, moralis:0.5 or baseline; you play, then say which it was.',
  },
  {
    against: 'human',
    label: 'a person',
    sentence:
      'Two people take turns at this keyboard. What is chosen at the same time stays hidden until both have chosen; a second mover sees the first move, as the game demands.',
  },
];

/** Of a person where more than two can sit down. */
const PEOPLE_SENTENCE =
  'People take turns at this keyboard. What is chosen at the same time stays hidden until all have chosen.';

function opponents(form: SetUp, atHand: AtHand): FormLine {
  const { game } = form;
  const chosen = form.against.startsWith('id ') ? form.against.slice(3) : null;
  // A model stays asked as it is when another is looked at and it comes back.
  const models = opponentsAtHand(atHand).map((id) => (chosen !== null && withoutAsk(chosen) === id ? chosen : id));
  // Where everybody answers alone nobody plays against anybody: answers stand beside each other afterwards.
  const { least, most } = 'config' in configOf(form) ? game.seats(parsed(form)) : { least: 2, most: 2 };
  const alone = least < 2;
  const offered = OPPONENTS.filter(
    ({ against }) =>
      against === form.against ||
      ((against !== 'baseline' || game.standin !== undefined) &&
        ((against !== 'economicus' && against !== 'moralis') || game.theory !== undefined) &&
        (against !== GUESS || (!alone && least <= 2 && game.theory !== undefined && game.standin !== undefined))),
  );
  // A label that is cast is its model; the theory agent of that name stays, and is called theory.
  const options: FormLine['options'][number][] = offered.map(({ against, label, sentence }) => ({
    label: CAST_LABELS.some((one) => one === label && atHand.cast[one] !== null)
      ? `${label} (${label === 'baseline' ? 'stand-in' : 'theory'})`
      : label,
    sentence:
      against === 'moralis'
        ? moralisSentence(form.kappa)
        : against === 'human' && most > 2
          ? PEOPLE_SENTENCE
          : sentence,
    ...(against === GUESS || against === 'human' ? {} : { agent: against }),
    set: { ...form, against },
  }));
  const cast = models.map((id) => ({
    label: modelWords(withoutAsk(id), atHand),
    sentence: modelSentence(id, atHand),
    agent: castAs(id, atHand) ?? 'other',
    set: { ...form, against: `id ${id}` as const },
  }));
  options.unshift(...cast.filter(({ agent }) => agent !== 'other'));
  options.push(...cast.filter(({ agent }) => agent === 'other'));
  if (chosen !== null && !models.includes(chosen)) {
    options.push({
      label: chosen,
      sentence: isModelId(chosen) ? modelSentence(chosen, atHand) : `${chosen}, as it was named by hand.`,
      set: form,
    });
  }
  return { label: alone ? 'Beside' : 'Against', options, at: options.findIndex((o) => o.set.against === form.against) };
}

/** What matters of how a model is asked, before a table is set; nothing where it answers in words. */
const HOW_ASKED: Readonly<Record<Ask, string>> = {
  json: '',
  words: '',
  decision: 'Asked for probabilities in every order of the options, without reasons. ',
  grid: 'Asked for probabilities in every order of the options, numbers from a grid, without reasons. ',
};

/** How the model in the first seat is asked, where there is more than one way; null: no model sits there. */
function askedFor(form: SetUp, atHand: AtHand): FormLine | null {
  if (!form.against.startsWith('id ')) return null;
  const id = form.against.slice(3);
  const model = isModelId(id) ? modelAtHand(id, atHand) : undefined;
  if (model === undefined) return null;
  const asks = [...new Set([...model.asks, askOf(id, atHand) ?? model.ask])];
  return {
    label: 'Asked for',
    options: asks.map((ask) => ({
      label: ask,
      sentence: `${ASK_SENTENCES[ask]} ${model.decides}.`,
      set: { ...form, against: `id ${askedAs(id, ask, atHand)}` },
    })),
    at: asks.indexOf(askOf(id, atHand) ?? model.ask),
  };
}

const FAILURES: Readonly<Record<LivePolicy, readonly [label: string, sentence: string]>> = {
  'stand-in': [
    'baseline plays on',
    'If the model has no answer in time, or none that can be read, the marked stand-in plays on in its seat.',
  ],
  'ask again': [
    'wait',
    'If the model has no answer it is asked again, three times at most; then the stand-in gives that one answer.',
  ],
  unpaid: ['end the match', 'If the model has no answer the match ends there, unpaid; what was chosen is kept.'],
};

function failures(form: SetUp): FormLine {
  const possible = LIVE_POLICIES.filter((one) => one !== 'stand-in' || form.game.standin !== undefined);
  return {
    label: 'If no answer',
    options: possible.map((onFailure) => ({
      label: FAILURES[onFailure][0],
      sentence: FAILURES[onFailure][1],
      set: { ...form, onFailure },
    })),
    at: Math.max(0, possible.indexOf(form.onFailure)),
  };
}

/** What one match takes: an estimate, and called so. */
function oneMatch(form: SetUp, estimate: MatchEstimate | null): FormLine {
  const fixed = estimate?.fixedOrder === true;
  const cost = estimate === null || estimate.cost === null ? 'cost not known' : `about ${usdWords(estimate.cost)}`;
  const time =
    estimate === null || estimate.seconds === null ? 'seconds not known' : `about ${secondsWords(estimate.seconds)}`;
  const questions =
    estimate === null ? '' : ` for ${estimate.questions} question${estimate.questions === 1 ? '' : 's'} to the model`;
  return {
    label: 'One match',
    options: [
      {
        label: estimate === null ? 'being estimated' : `${cost}, ${time}`,
        sentence: `${cost}, ${time} of thinking${questions}: an estimate, at 4 letters a token, from its price in ${CONFIG} and its last answers or its test.${fixed ? ` ${FIXED_ORDER}` : ''}`,
        set: form,
      },
    ],
    at: 0,
  };
}
const CONFIG = 'homines.config.json';

function modelSentence(id: string, atHand: AtHand): string {
  const away = atHand.providers.find(({ name }) => name === providerOf(id))?.away ?? null;
  const standing = modelAtHand(id, atHand)?.standing;
  const said = standing === undefined ? 'a language model' : `a language model, ${standing}`;
  return away === null
    ? `${modelWords(id, atHand)}: ${said}; it reads the words that people read. ${HOW_ASKED[askOf(id, atHand) ?? 'json']}Its calls are kept, and may cost money.`
    : `${id} cannot play now (${away}): ${theoryFor(id, atHand)} plays in its place.`;
}

/** κ in one line, wherever it stands. */
export function moralisSentence(kappa: number): string {
  const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
  const shares = kappa === 0.5 ? ['half', 'half'] : [percent(1 - kappa), percent(kappa)];
  return `moralis, κ = ${kappa.toFixed(2)}: ${shares[0]} of its weight on its own payoff, ${shares[1]} on "what if everyone acted as I do?": κ is how moral it is, and with κ = 0 it is economicus.`;
}

function kappas(form: SetUp): FormLine {
  const values = [...new Set([...KAPPAS, form.kappa])].sort((a, b) => a - b);
  return {
    label: 'how moral (κ)',
    options: values.map((kappa) => ({
      label: short(kappa),
      sentence: moralisSentence(kappa),
      set: { ...form, kappa },
    })),
    at: values.indexOf(form.kappa),
  };
}

const short = (kappa: number): string =>
  Number.isInteger(kappa) ? String(kappa) : kappa.toFixed(Math.max(2, String(kappa).length - 2));

/** The readings of moralis; one of economicus stands here only where it was typed. */
const readingsOf = ({ game, variant: typed }: SetUp): AnyGame['readings'] =>
  game.readings.filter(({ of, variant }) => of === 'moralis' || variant === typed);

function readings(form: SetUp): FormLine {
  const named = readingsOf(form);
  const usual = named.find((reading) => reading.usual)?.variant ?? null;
  const unnamed = { variant: null, sentence: 'moralis as this game usually reads it.' };
  const options = usual === null ? [unnamed, ...named] : named;
  return {
    label: 'Reading',
    options: options.map(({ variant, sentence }) => ({
      label: variant ?? 'usual',
      sentence,
      set: { ...form, variant },
    })),
    at: options.findIndex(({ variant }) => variant === (form.variant ?? usual)),
  };
}

function presets(form: SetUp): FormLine {
  const { game } = form;
  const options = game.presets.map(({ name, code, sentence }, preset) => ({
    label: name,
    sentence: sentence.startsWith(name)
      ? sentence
      : code === undefined
        ? `${name}: ${sentence}`
        : `${name} = ${code}: ${sentence}`,
    set: { ...form, preset, settings: withoutTyped(form), role: presetRole(form, preset) },
  }));
  const own = decided(form);
  const mine =
    own.length === 0
      ? 'Settings of your own: press s to see them all and type.'
      : `Your own: ${own.map((key) => meant(form, key)).join('; ')}. Press s to change them.`;
  return {
    label: game.presetsLabel,
    options: [...options, { label: OWN, sentence: mine, set: form }],
    at: presetHolds(form) ? form.preset : options.length,
  };
}

/** The role that goes with a preset: one that says otherwise of what the preset decides gives way. */
function presetRole({ game, role }: SetUp, preset: number): number {
  const decides = Object.keys(record(game.presets[preset]?.config));
  return Object.keys(record(game.roles[role]?.config)).some((key) => decides.includes(key)) ? 0 : role;
}

/** Own settings that some preset decides, and the others. */
const decided = (form: SetUp): readonly string[] => {
  const keys = new Set(form.game.presets.flatMap(({ config }) => Object.keys(record(config))));
  return presetHolds(form) ? [] : ownKeys(form).filter((key) => keys.has(key));
};

/** A setting in force in words: what it is, and its value. */
const meant = (form: SetUp, key: string): string => {
  const setting = settingsOf(form.game).find((one) => one.key === key);
  const name = setting === undefined ? key : settingTitle(setting);
  return `${name} (${key}): ${settingText(parsed(form)[key])}`;
};

/** What else was typed, where no line above shows it; the other option takes it back. */
function alsoSet(form: SetUp): FormLine | null {
  const above = decided(form);
  const keys = ownKeys(form).filter((key) => !above.includes(key));
  if (keys.length === 0) return null;
  const settings = Object.fromEntries(Object.entries(form.settings).filter(([key]) => !keys.includes(key)));
  return {
    label: 'Also set',
    options: [
      {
        label: keys.map((key) => `${key} = ${settingText(form.settings[key])}`).join(', '),
        sentence: `Typed under s: ${keys.map((key) => meant(form, key)).join('; ')}.`,
        set: form,
      },
      { label: 'as usual', sentence: 'Takes back what was typed under s.', set: { ...form, settings } },
    ],
    at: 0,
  };
}

/** The last option of the presets: it opens the settings. */
export const OWN = 'type my own';

function settingLine(form: SetUp, line: AnyGame['lines'][number]): FormLine {
  const keys = lineKeys(line);
  const base = Object.fromEntries(Object.entries(form.settings).filter(([key]) => !keys.includes(key)));
  const now = parsed(form);
  const before = parsed({ ...form, settings: base });
  const places = line.options.map((option) => ({
    option,
    holds: Object.entries(record(option.config)).every(([key, value]) =>
      same(now[key], parsedSetting(form, key, value)),
    ),
    size: Object.keys(record(option.config)).length,
  }));
  const fitting = places.filter(
    ({ holds, size }) => holds && (size > 0 || keys.every((key) => same(now[key], before[key]))),
  );
  const best = fitting.toSorted((a, b) => b.size - a.size)[0];
  const options = line.options.map(({ label, sentence, config }) => ({
    label,
    sentence,
    set: { ...form, settings: { ...base, ...record(config) } },
  }));
  if (best !== undefined) return { label: line.label, options, at: places.indexOf(best) };
  // A preset, or what was typed, may lie beside every option: then the line says what is in force.
  const usual = record(line.options[0]?.config);
  const own = keys.filter((key) => usual[key] === undefined || !same(now[key], parsedSetting(form, key, usual[key])));
  const words = own.map((key) => settingText(now[key])).join(', ');
  const sentence = `${own.map((key) => meant(form, key)).join('; ')}, as the settings say.`;
  return {
    label: line.label,
    options: [...options, { label: words, sentence, set: form }],
    at: options.length,
  };
}

/** A setting as the game would keep it: lists and numbers may be typed in several ways. */
function parsedSetting(form: SetUp, key: string, value: unknown): unknown {
  const result = form.game.config.safeParse({ ...typed(form), [key]: value });
  // A setting that is left out where it is as usual stays what was said.
  return result.success && key in record(result.data) ? record(result.data)[key] : value;
}

function explanations(form: SetUp): FormLine {
  const options: readonly { explain: Explain; label: string; sentence: string }[] = [
    {
      explain: 'each',
      label: 'explain',
      sentence: 'After each match: what happened, and what each agent would have done and why.',
    },
    {
      explain: 'last',
      label: 'explain after the last',
      sentence: 'Explanations wait until you leave this table: they teach what to play next.',
    },
    { explain: 'never', label: 'explain nothing', sentence: 'Results only, no explanations.' },
  ];
  return {
    label: 'Afterwards',
    options: options.map(({ explain, label, sentence }) => ({ label, sentence, set: { ...form, explain } })),
    at: options.findIndex((o) => o.explain === form.explain),
  };
}
