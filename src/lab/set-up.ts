/** The one table to set: its lines, what they say, and the command that sets the same table. Pure. */
import type { AnyGame } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import { seatsBriefly } from '../core/seat-groups.ts';
import { settingText } from '../core/format.ts';
import { settingsOf, withImplied } from '../core/settings.ts';
import {
  type TableSetting,
  DEFAULT_ON_FAILURE,
  type Explain,
  filledSeats,
  GUESS,
  usualOpponent,
} from './table-setting.ts';
import { type LivePolicy, TYPED_POLICIES } from '../core/no-answer.ts';
import { type AtHand, isModelId, NONE_AT_HAND } from './models.ts';

export type Settings = Readonly<Record<string, unknown>>;

export type SetUp = {
  readonly game: AnyGame;
  readonly against: Opponent;
  /** Who takes the seats after that, one a seat: agents' ids, `human`, or ALIKE; seats that the game needs beyond them fill up. */
  readonly further: readonly string[];
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
  /** What follows when a model has no answer. */
  readonly onFailure: LivePolicy;
};

/** A line of the table: what may stand on it, and the table that each option sets. */
export type FormLine = {
  readonly label: string;
  readonly options: readonly {
    readonly label: string;
    readonly sentence: string;
    readonly agent?: string;
    readonly set: SetUp;
  }[];
  /** The place of the marked option; -1 where none of them is in force. */
  readonly at: number;
};

/** In a further seat: whoever sits in the first, so that it changes with it. */
export const ALIKE = 'alike';

/** One of the set-up's own opponents, or the id of any other agent that was named by hand. */
export type Opponent = 'economicus' | 'moralis' | 'baseline' | typeof GUESS | 'human' | `id ${string}`;

/**
 * The table as it stands before anything is changed, with the preset in this place: against moralis, the model that the
 * cast binds to it, else theory; in a
 * game without a theory against another person.
 */
export const defaults = (game: AnyGame, { cast }: AtHand = NONE_AT_HAND, preset = 0): SetUp => ({
  game,
  against: cast.moralis !== null ? `id ${cast.moralis}` : game.theory === undefined ? 'human' : 'moralis',
  further: [],
  kappa: 0.5,
  variant: null,
  preset,
  role: 0,
  settings: {},
  explain: 'each',
  seed: null,
  onFailure: DEFAULT_ON_FAILURE,
});

/** The table of a room before anything is changed: where each sits is drawn by lot where the game can, so that a class is seen in every seat. */
export function roomDefaults(game: AnyGame, atHand: AtHand = NONE_AT_HAND): SetUp {
  const form = defaults(game, atHand);
  const drawn = game.roles.findIndex(({ name }) => name === 'drawn');
  return { ...form, role: Math.max(0, drawn), explain: 'last' };
}

/** The settings in force as typed, before the game fills in its defaults. Of a form worked out once, as all that is drawn of it. */
export const typed = memo(({ game, preset, role, settings }: SetUp): Settings =>
  withImplied(game, {
    ...record(game.presets[preset]?.config),
    ...record(game.roles[role]?.config),
    ...settings,
  }),
);

/** The configuration, or what is wrong with it in a sentence. */
export const configOf = memo((form: SetUp): { readonly config: unknown } | { readonly problem: string } => {
  const result = form.game.config.safeParse(typed(form));
  if (result.success) return { config: result.data };
  return {
    problem: result.error.issues
      .map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': '))
      .join('; '),
  };
});

/** The settings in force with the game's defaults filled in, also of those that it leaves out; as typed where they make no table. */
export const parsed = memo((form: SetUp): Settings => {
  const result = configOf(form);
  return 'config' in result ? { ...leftOut(form.game), ...record(result.config) } : typed(form);
});

/** Settings that a config does not name where they are as usual, with what is usual. */
const leftOut = memo((game: AnyGame): Settings => {
  const named = record(game.config.safeParse({}).data);
  return Object.fromEntries(
    settingsOf(game).flatMap(({ key, default: usual }) => (key in named || usual === null ? [] : [[key, usual]])),
  );
});

/** Settings in force that no line of the table shows. */
export function ownKeys(form: SetUp): readonly string[] {
  const shown = new Set([...form.game.lines.flatMap(lineKeys), ...roleKeys(form.game)]);
  return Object.keys(form.settings).filter((key) => !shown.has(key));
}

/** Whether a game has the one switch for neutral words and a nameless opponent: a setting called `neutral`. */
export const hasNeutral = (game: AnyGame): boolean =>
  game.neutral !== undefined && settingsOf(game).some(({ key, kind }) => key === 'neutral' && kind === 'yes or no');

/** The settings that some role brings with it. */
export const roleKeys = (game: AnyGame): readonly string[] => [
  ...new Set(game.roles.flatMap(({ config }) => Object.keys(record(config)))),
];

/** Whether the preset's own settings are in force, whatever else was set. */
export function presetHolds(form: SetUp): boolean {
  const now = parsed(form);
  const plain = parsed({ ...form, role: 0, settings: {} });
  const roles = new Set([...roleKeys(form.game), ...form.game.lines.flatMap(lineKeys)]);
  return Object.keys(record(form.game.presets[form.preset]?.config))
    .filter((key) => !roles.has(key))
    .every((key) => same(now[key], plain[key]) || same(typed(form)[key], typed({ ...form, settings: {} })[key]));
}

/** The role that is in force: a setting that says what another role says stands for it. */
export function roleInForce(form: SetUp): number {
  const now = parsed(form);
  const seat = form.game.roles[form.role]?.seat;
  const holding = form.game.roles.flatMap((role, at) => {
    const keys = Object.entries(record(role.config));
    return role.seat === seat && keys.every(([key, value]) => same(now[key], value)) ? [{ at, size: keys.length }] : [];
  });
  const most = Math.max(0, ...holding.map(({ size }) => size));
  return (
    holding.find(({ at, size }) => at === form.role && size === most)?.at ??
    holding.find(({ size }) => size === most)?.at ??
    form.role
  );
}

/** The form in another role: what a preset or a typed setting says of roles gives way to it. */
export function inRole(form: SetUp, role: number): SetUp {
  const keys = roleKeys(form.game);
  const settings = Object.fromEntries(Object.entries(form.settings).filter(([key]) => !keys.includes(key)));
  const next = { ...form, role, settings };
  const own = record(form.game.roles[role]?.config);
  const usual = settingsOf(form.game);
  const now = parsed(next);
  const back = keys.flatMap((key): readonly (readonly [string, unknown])[] => {
    const fallback = usual.find((one) => one.key === key)?.default;
    return key in own || same(now[key], fallback) ? [] : [[key, fallback]];
  });
  return { ...next, settings: { ...settings, ...Object.fromEntries(back) } };
}

/** The settings that lines of the table show. */
export const withoutTyped = (form: SetUp): Settings => {
  const own = ownKeys(form);
  return Object.fromEntries(Object.entries(form.settings).filter(([key]) => !own.includes(key)));
};

/** The settings that a line of the game's own changes. */
export const lineKeys = (line: AnyGame['lines'][number]): readonly string[] => [
  ...new Set(line.options.flatMap((o) => Object.keys(record(o.config)))),
];

/** The id of the first opponent: moralis with its κ and its reading. */
const againstOf = ({ against, kappa, variant }: Pick<SetUp, 'against' | 'kappa' | 'variant'>): string =>
  against === 'moralis'
    ? `moralis:${kappa}${variant === null ? '' : `/${variant}`}`
    : against.startsWith('id ')
      ? against.slice(3)
      : against;

/** Who takes the other seats at this table, one a seat: as many as the game has room for. */
export function othersOf(form: SetUp): readonly string[] {
  const first = againstOf(form);
  const { game } = form;
  const result = game.config.safeParse(typed(form));
  if (!result.success || first === GUESS) return [first];
  const { most } = game.seats(result.data);
  return filledSeats(
    game,
    result.data,
    [first, ...form.further.map((id) => (id === ALIKE ? first : id))].slice(0, most - 1),
  );
}

/** The first model that plays at this table; null: none does. */
export const modelOf = (form: SetUp): string | null => othersOf(form).find(isModelId) ?? null;

/** Who plays, as it is typed: a label that is cast means its model, and theory is named as theory. */
function againstTyped(form: SetUp, { cast }: AtHand): readonly string[] {
  const ids = othersOf(form).map((id) =>
    (id === 'economicus' || id === 'baseline') && cast[id] !== null ? `theory/${id}` : id,
  );
  if (ids.length === 0) return [];
  // Who is named alone takes every seat that the game needs.
  const needed = 'config' in configOf(form) ? form.game.seats(parsed(form)).least - 1 : 1;
  const alone = ids.length === needed && ids.every((id) => id === ids[0]);
  return ['--against', alone ? ids[0]! : seatsBriefly(ids)];
}

/** The words after `homines` that set this table: only what differs from the defaults, but always the opponent. */
export function commandOf(form: SetUp, atHand: AtHand = NONE_AT_HAND): readonly string[] {
  const { game, preset, role, explain, seed, onFailure } = form;
  const now = parsed(form);
  const set = Object.keys(settingsFor(form, now));
  return [
    'play',
    game.name,
    ...againstTyped(form, atHand),
    ...(preset === 0 ? [] : ['--preset', game.presets[preset]!.name]),
    ...(role === 0 ? [] : ['--role', game.roles[role]!.name]),
    ...set.flatMap((key) => ['--set', `${key}=${settingText(now[key])}`]),
    ...(explain === 'each' ? [] : ['--explain', explain]),
    ...(modelOf(form) === null || onFailure === DEFAULT_ON_FAILURE ? [] : ['--on-failure', TYPED_POLICIES[onFailure]]),
    ...(seed === null ? [] : ['--seed', String(seed)]),
  ];
}

/** The table that was set; a problem is a sentence. */
export function choiceOf(form: SetUp): TableSetting | { readonly problem: string } {
  const result = configOf(form);
  if ('problem' in result) return result;
  return {
    game: form.game,
    config: result.config,
    preset: ownKeys(form).length > 0 ? null : (form.game.presets[form.preset]?.name ?? null),
    role: form.game.roles[form.role]?.name ?? '',
    against: othersOf(form),
    explain: form.explain,
    seed: form.seed,
    ...(modelOf(form) === null ? {} : { onFailure: form.onFailure }),
  };
}

/** The settings that preset and role alone give, as they are typed. */
export function bareOf(form: SetUp): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parsed({ ...form, settings: {} })).map(([key, value]) => [key, settingText(value)]),
  );
}

/** The form with the settings that make this configuration: those that preset and role do not give. */
export function withConfig(form: SetUp, config: unknown): SetUp {
  return { ...form, settings: settingsFor(form, { ...leftOut(form.game), ...record(config) }) };
}

/** What has to be set over the form's preset and role so that this is the config: also what would follow and is not so. */
function settingsFor(form: SetUp, config: Settings): Settings {
  const differing = (from: Settings): Settings =>
    Object.fromEntries(Object.entries(config).filter(([key, value]) => !same(value, from[key])));
  const settings = differing(parsed({ ...form, settings: {} }));
  return { ...settings, ...differing(parsed({ ...form, settings })) };
}

/** The form that sets a given table, for changing it again and for its command. */
export function formOf(choice: TableSetting): SetUp {
  const {
    game,
    against: [first = usualOpponent(choice.game), ...further],
  } = choice;
  const role = Math.max(
    0,
    game.roles.findIndex((r) => r.name === choice.role),
  );
  const preset = Math.max(
    0,
    game.presets.findIndex((p) => p.name === choice.preset || p.code === choice.preset),
  );
  return withConfig(
    {
      ...{
        ...defaults(game),
        ...opponentIn(first),
        further: further.map((id) => (id === first ? ALIKE : id)),
        preset,
        role,
      },
      ...{ explain: choice.explain, seed: choice.seed, onFailure: choice.onFailure ?? DEFAULT_ON_FAILURE },
    },
    choice.config,
  );
}

/** Opponents without an argument. */
const PLAIN = ['economicus', 'baseline', GUESS, 'human'] as const;

function opponentIn(id: string): Pick<SetUp, 'against' | 'kappa' | 'variant'> {
  const moralis = /^moralis(?::([\d.,]+))?(?:\/(\w+))?$/.exec(id);
  if (moralis)
    return { against: 'moralis', kappa: Number((moralis[1] ?? '0.5').replace(',', '.')), variant: moralis[2] ?? null };
  const known = PLAIN.find((against) => against === id);
  return { against: known ?? `id ${id}`, kappa: 0.5, variant: null };
}

/** Whether a table's roles are one and the same, as it is set. */
export function rolesAlike(form: SetUp): boolean {
  const held = configOf(form);
  return 'config' in held && form.game.rolesAlike?.(held.config) === true;
}

/** The form in the next role that takes another seat; null: there is one role. */
export function swapped(form: SetUp): SetUp | null {
  const { game, role } = form;
  if (rolesAlike(form)) return null;
  const seat = game.roles[role]?.seat;
  const other = game.roles.findIndex((r) => r.seat !== seat);
  return other < 0 ? null : { ...form, role: other };
}

/** An unknown value as settings; nothing where it is none. */
export const record = (value: unknown): Settings => (typeof value === 'object' && value !== null ? { ...value } : {});
/** Whether two settings are the same, lists compared by what is in them. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
