/** The lines of the table to set, every one filled, with a sentence for each option. */
import type { AnyGame } from '../game.ts';
import { shown as shownSetting } from '../settings.ts';
import { type Explain, GUESS } from './choice.ts';
import { configOf, lineKeys, type Opponent, ownKeys, parsed, record, same, type SetUp, typed, withoutTyped } from './set-up.ts';

export type Line = {
  readonly label: string;
  readonly options: readonly { readonly label: string; readonly sentence: string; readonly agent?: string; readonly set: SetUp }[];
  /** The place of the marked option; -1 where none of them is in force. */
  readonly at: number;
};

const KAPPAS = [0.1, 0.25, 0.5, 0.75, 1];

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
  const { game } = form;
  // Where everybody answers alone nobody plays against anybody: answers stand beside each other afterwards.
  const alone = 'config' in configOf(form) && game.seats(parsed(form)).least < 2;
  const offered = OPPONENTS.filter(
    ({ against }) => against === form.against || ((against !== 'baseline' || game.standin !== undefined) && (against !== GUESS || !alone)),
  );
  const options = offered.map(({ against, label, sentence }) => ({
    label,
    sentence: against === 'moralis' ? moralisSentence(form.kappa) : sentence,
    ...(against === GUESS || against === 'human' ? {} : { agent: against }),
    set: { ...form, against },
  }));
  if (form.against.startsWith('id ')) {
    const id = form.against.slice(3);
    options.push({ label: id, sentence: `${id}, as it was named by hand.`, set: form });
  }
  return { label: alone ? 'Beside' : 'Against', options, at: options.findIndex((o) => o.set.against === form.against) };
}

/** κ in one line, wherever it stands. */
export function moralisSentence(kappa: number): string {
  const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
  const shares = kappa === 0.5 ? ['half', 'half'] : [percent(1 - kappa), percent(kappa)];
  return `moralis, κ = ${kappa.toFixed(2)}: ${shares[0]} of its weight on its own payoff, ${shares[1]} (that is κ, kappa) on "what if everyone acted as I do?" κ = 0 is economicus.`;
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
