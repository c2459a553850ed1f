/** The one table to set: its lines, what they say, and the command that sets the same table. Pure. */
import type { AnyGame } from '../game.ts';
import { shown as shownSetting } from '../settings.ts';
import { type Choice, type Explain, GUESS } from './choice.ts';

type Settings = Readonly<Record<string, unknown>>;

export type SetUp = {
  readonly game: AnyGame;
  readonly against: Opponent;
  readonly kappa: number;
  /** A reading of moralis that the game offers by name; null: the game's usual one. */
  readonly variant: string | null;
  /** Places in game.presets and game.roles. */
  readonly preset: number;
  readonly role: number;
  /** Settings that differ from what preset and role say: chosen on a line, or typed. */
  readonly settings: Settings;
  readonly explain: Explain;
  readonly seed: number | null;
};

/** One of the set-up's own opponents, or the id of any other agent that was named by hand. */
export type Opponent = 'economicus' | 'moralis' | 'baseline' | typeof GUESS | 'human' | `id ${string}`;

export type Line = {
  readonly label: string;
  readonly options: readonly { readonly label: string; readonly sentence: string; readonly agent?: string; readonly set: SetUp }[];
  /** The place of the marked option; -1 where none of them is in force. */
  readonly at: number;
};

const KAPPAS = [0.1, 0.25, 0.5, 0.75, 1];

export const defaults = (game: AnyGame): SetUp => ({
  game,
  against: 'moralis',
  kappa: 0.5,
  variant: null,
  preset: 0,
  role: 0,
  settings: {},
  explain: 'each',
  seed: null,
});

/** The settings in force as typed, before the game fills in its defaults. */
const typed = ({ game, preset, role, settings }: SetUp): Settings => ({
  ...record(game.presets[preset]?.config),
  ...record(game.roles[role]?.config),
  ...settings,
});

/** The configuration, or what is wrong with it in a sentence. */
export function configOf(form: SetUp): { readonly config: unknown } | { readonly problem: string } {
  const result = form.game.config.safeParse(typed(form));
  if (result.success) return { config: result.data };
  return { problem: result.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': ')).join('; ') };
}

const parsed = (form: SetUp): Settings => {
  const result = configOf(form);
  return 'config' in result ? record(result.config) : typed(form);
};

/** The lines of the table, from the top, every one filled. */
export function linesOf(form: SetUp): readonly Line[] {
  const { game } = form;
  const lines: Line[] = [opponents(form)];
  if (form.against === 'moralis') {
    lines.push(kappas(form));
    if (readingsOf(form).length > 0) lines.push(variants(form));
  }
  lines.push(presets(form));
  if (game.roles.length > 1)
    lines.push({
      label: 'Your role',
      options: game.roles.map(({ name, sentence }, role) => ({ label: name, sentence, set: { ...form, role } })),
      at: form.role,
    });
  for (const line of game.lines) lines.push(settingLine(form, line));
  lines.push(explanations(form));
  return lines;
}

const OPPONENTS: readonly { readonly against: Opponent; readonly label: string; readonly sentence: string }[] = [
  { against: 'economicus', label: 'economicus', sentence: 'economicus maximises its own payoff (theory, solved from the utility).' },
  { against: 'moralis', label: 'moralis', sentence: '' },
  {
    against: 'baseline',
    label: 'baseline',
    sentence: 'baseline answers like an untuned chatbot (stand-in: a documented random-choice model, no language model).',
  },
  {
    against: GUESS,
    label: 'guess which',
    sentence: 'One of three programs is drawn by lot, economicus, moralis:0.5 or baseline; you play, then say which it was.',
  },
  {
    against: 'human',
    label: 'a person',
    sentence: 'Two people at this keyboard, one after the other; what one chooses is hidden from the other until both have chosen.',
  },
];

function opponents(form: SetUp): Line {
  const options = OPPONENTS.filter(({ against }) => against !== 'baseline' || form.game.standin !== undefined).map(
    ({ against, label, sentence }) => ({
      label,
      sentence: against === 'moralis' ? moralisSentence(form.kappa) : sentence,
      ...(against === GUESS || against === 'human' ? {} : { agent: against }),
      set: { ...form, against },
    }),
  );
  if (form.against.startsWith('id ')) {
    const id = form.against.slice(3);
    options.push({ label: id, sentence: `${id}, as it was named by hand.`, set: form });
  }
  return { label: 'Against', options, at: options.findIndex((o) => o.set.against === form.against) };
}

/** κ in one line, wherever it stands. */
export function moralisSentence(kappa: number): string {
  const own = `${Math.round((1 - kappa) * 100)} %`;
  const both =
    kappa === 0.5
      ? 'half its weight on its own payoff, half (that is κ, kappa)'
      : `${own} of its weight on its own payoff, the rest (κ, kappa)`;
  return `moralis, κ = ${kappa.toFixed(2)}: ${both} on "what if everyone acted as I do?" κ = 0 is economicus.`;
}

function kappas(form: SetUp): Line {
  const values = [...new Set([...KAPPAS, form.kappa])].sort((a, b) => a - b);
  return {
    label: 'its κ',
    options: values.map((kappa) => ({ label: short(kappa), sentence: moralisSentence(kappa), set: { ...form, kappa } })),
    at: values.indexOf(form.kappa),
  };
}

const short = (kappa: number): string => (Number.isInteger(kappa) ? String(kappa) : kappa.toFixed(Math.max(2, String(kappa).length - 2)));

const READINGS: Readonly<Record<string, string>> = {
  sellers: '"Everyone" are the two sellers: κ asks what both would earn at one price.',
  buyers: '"Everyone" takes in the buyers: κ counts their surplus as well.',
  grim: 'Of games without a known end: it keeps to what is best for both until somebody departs from it, and never again after.',
};

/** The readings of moralis that make a difference here: grim is about games without a known end. */
function readingsOf(form: SetUp): readonly string[] {
  const open = Object.values(parsed(form)).includes('indefinite');
  return (form.game.variants ?? []).filter((variant) => variant !== 'grim' || open || form.variant === 'grim');
}

function variants(form: SetUp): Line {
  const names = readingsOf(form);
  const usual = usualVariant(form.game);
  const options: readonly (string | null)[] = usual === null ? [null, ...names] : names;
  return {
    label: 'Reading',
    options: options.map((variant) => ({
      label: variant ?? 'usual',
      sentence:
        variant === null ? 'moralis as this game usually reads it.' : (READINGS[variant] ?? `The reading of moralis called ${variant}.`),
      set: { ...form, variant },
    })),
    at: options.indexOf(form.variant ?? usual),
  };
}

/** Where the readings are the whole list, the first is what moralis means without one. */
const usualVariant = (game: AnyGame): string | null => (game.variants?.includes('sellers') ? 'sellers' : null);

function presets(form: SetUp): Line {
  const { game } = form;
  const options = game.presets.map(({ name, code, sentence }, preset) => ({
    label: name,
    sentence: sentence.startsWith(name) ? sentence : code === undefined ? `${name}: ${sentence}` : `${name} = ${code}: ${sentence}`,
    set: { ...form, preset, settings: withoutTyped(form) },
  }));
  const own = ownKeys(form);
  const mine =
    own.length === 0
      ? 'Settings of your own: press s to see them all and type.'
      : `Your own: ${own.map((key) => `${key} = ${shownSetting(form.settings[key])}`).join(', ')}; press s to change them.`;
  return {
    label: game.presetsLabel,
    options: [...options, { label: OWN, sentence: mine, set: form }],
    at: own.length > 0 ? options.length : form.preset,
  };
}

/** The last option of the presets: it opens the settings. */
export const OWN = 'type my own';

/** Settings in force that no line of the table shows. */
export function ownKeys(form: SetUp): readonly string[] {
  const shown = new Set(form.game.lines.flatMap(lineKeys));
  return Object.keys(form.settings).filter((key) => !shown.has(key));
}

const withoutTyped = (form: SetUp): Settings => {
  const own = ownKeys(form);
  return Object.fromEntries(Object.entries(form.settings).filter(([key]) => !own.includes(key)));
};

const lineKeys = (line: AnyGame['lines'][number]): readonly string[] => [
  ...new Set(line.options.flatMap((o) => Object.keys(record(o.config)))),
];

function settingLine(form: SetUp, line: AnyGame['lines'][number]): Line {
  const keys = lineKeys(line);
  const base = Object.fromEntries(Object.entries(form.settings).filter(([key]) => !keys.includes(key)));
  const now = parsed(form);
  const before = parsed({ ...form, settings: base });
  const places = line.options.map((option) => ({
    option,
    holds: Object.entries(record(option.config)).every(([key, value]) => same(now[key], parsedSetting(form, key, value))),
    size: Object.keys(record(option.config)).length,
  }));
  const fitting = places.filter(({ holds, size }) => holds && (size > 0 || keys.every((key) => same(now[key], before[key]))));
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
  const words = own.map((key) => `${key}=${shownSetting(now[key])}`).join(', ');
  return {
    label: line.label,
    options: [...options, { label: words, sentence: `${words}, as the line above or the settings say.`, set: form }],
    at: options.length,
  };
}

/** A setting as the game would keep it: lists and numbers may be typed in several ways. */
function parsedSetting(form: SetUp, key: string, value: unknown): unknown {
  const result = form.game.config.safeParse({ ...typed(form), [key]: value });
  return result.success ? record(result.data)[key] : value;
}

function explanations(form: SetUp): Line {
  const options: readonly { explain: Explain; label: string; sentence: string }[] = [
    { explain: 'each', label: 'explain', sentence: 'After each match: what happened, and what each agent would have done and why.' },
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

export const againstOf = ({ against, kappa, variant }: Pick<SetUp, 'against' | 'kappa' | 'variant'>): string =>
  against === 'moralis'
    ? `moralis:${kappa}${variant === null ? '' : `/${variant}`}`
    : against.startsWith('id ')
      ? against.slice(3)
      : against;

/** The words after `homines` that set this table: only what differs from the defaults, but always the opponent. */
export function commandOf(form: SetUp): readonly string[] {
  const { game, preset, role, explain, seed } = form;
  const bare = parsed({ ...form, settings: {} });
  const now = parsed(form);
  const set = Object.keys(now).filter((key) => !same(now[key], bare[key]));
  return [
    'play',
    game.name,
    '--against',
    againstOf(form),
    ...(preset === 0 ? [] : ['--preset', game.presets[preset]!.name]),
    ...(role === 0 ? [] : ['--role', game.roles[role]!.name]),
    ...set.flatMap((key) => ['--set', `${key}=${shownSetting(now[key])}`]),
    ...(explain === 'each' ? [] : ['--explain', explain]),
    ...(seed === null ? [] : ['--seed', String(seed)]),
  ];
}

/** The table that was set; a problem is a sentence. */
export function choiceOf(form: SetUp): Choice | { readonly problem: string } {
  const result = configOf(form);
  if ('problem' in result) return result;
  return {
    game: form.game,
    config: result.config,
    preset: ownKeys(form).length > 0 ? null : (form.game.presets[form.preset]?.name ?? null),
    role: form.game.roles[form.role]?.name ?? '',
    against: againstOf(form),
    explain: form.explain,
    seed: form.seed,
  };
}

/** The settings that preset and role alone give, as they are typed. */
export function bareOf(form: SetUp): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parsed({ ...form, settings: {} })).map(([key, value]) => [key, shownSetting(value)]));
}

/** The form with the settings that make this configuration: those that preset and role do not give. */
export function withConfig(form: SetUp, config: unknown): SetUp {
  const bare = parsed({ ...form, settings: {} });
  return { ...form, settings: Object.fromEntries(Object.entries(record(config)).filter(([key, value]) => !same(value, bare[key]))) };
}

/** The form that sets a given table: to change it again, and to show its command. */
export function formOf(choice: Choice): SetUp {
  const { game } = choice;
  const role = Math.max(
    0,
    game.roles.findIndex((r) => r.name === choice.role),
  );
  const preset = Math.max(
    0,
    game.presets.findIndex((p) => p.name === choice.preset || p.code === choice.preset),
  );
  return withConfig(
    { ...defaults(game), ...opponentIn(choice.against), preset, role, explain: choice.explain, seed: choice.seed },
    choice.config,
  );
}

function opponentIn(id: string): Pick<SetUp, 'against' | 'kappa' | 'variant'> {
  const moralis = /^moralis(?::([\d.,]+))?(?:\/(\w+))?$/.exec(id);
  if (moralis) return { against: 'moralis', kappa: Number((moralis[1] ?? '0.5').replace(',', '.')), variant: moralis[2] ?? null };
  const known = OPPONENTS.find(({ against }) => against === id);
  return { against: known?.against ?? `id ${id}`, kappa: 0.5, variant: null };
}

/** The other role, for `v`: the next one that takes another seat. */
export function swapped(form: SetUp): SetUp | null {
  const { game, role } = form;
  const seat = game.roles[role]?.seat;
  const other = game.roles.findIndex((r) => r.seat !== seat);
  return other < 0 ? null : { ...form, role: other };
}

const record = (value: unknown): Settings => (typeof value === 'object' && value !== null ? { ...value } : {});
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
