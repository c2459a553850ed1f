/** All settings of a game, as its schema declares them: looked at, typed, checked as a whole. */
import { clipped, type Line, span } from '../../show/line.ts';
import { readNumber } from '../../core/game.ts';
import type { Setting } from '../../core/config-form.ts';
import { UserError } from '../../core/user-error.ts';
import { settingText } from '../../core/format.ts';
import { readConfig, settingsOf, settingTitle } from '../../core/settings.ts';
import type { Action } from '../actions.ts';
import { glyphs } from '../../show/glyphs.ts';
import { bareOf, configOf, type SetUp, withConfig } from '../../lab/set-up.ts';
import type { LabState, SettingsEditor, TableSetter } from '../state.ts';
import { around, cell, fit, item, move, sessionWords, type Shown, spaced, words } from './screen.ts';

/** All settings of the table; Esc and Enter go back to where it was left. */
export const editor = (back: TableSetter): SettingsEditor => ({
  at: 'settings',
  form: back.form,
  back,
  line: 0,
  typed: {},
  problem: null,
});

export function settings(screen: SettingsEditor, state: LabState): Shown {
  const { form, typed, problem } = screen;
  const all = settingsOf(form.game);
  const at = Math.min(screen.line, all.length - 1);
  const here = all[at]!;
  const now = valuesOf(form);
  const text = typed[here.key] ?? now[here.key] ?? '';
  const to = (change: Partial<SettingsEditor>): Action => ({
    type: 'show',
    screen: { ...screen, problem: null, ...change },
  });
  const write = (next: string): Action => to({ typed: { ...typed, [here.key]: next } });
  const values = choices(here);
  const arrows = values !== null || numeric(here);
  return {
    ...fit(state, [`${form.game.title} · settings`], sessionWords(state)),
    indent: 1,
    typing: true,
    where: [],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'setting', help: 'Moves between the settings.' },
      {
        keys: glyphs().arrows.sides,
        does: 'change',
        help: 'Takes the next value, or the next number.',
        ...(arrows ? {} : { off: 'this one is typed' }),
      },
      { keys: 'type', does: 'a value', help: 'Typing begins anew; Backspace corrects.' },
      { keys: 'Enter', does: 'done', help: 'Checks everything and goes back to the table.' },
      { keys: 'Esc', does: 'leave as it was', help: 'Goes back without changes.' },
    ],
    key({ name, input, key }) {
      if (name === 'up' || name === 'down' || name === 'tab')
        return to({ line: move(at, name === 'up' ? -1 : 1, all.length) });
      if (name === 'escape') return { type: 'show', screen: screen.back };
      if (name === 'enter') return done(screen);
      if ((name === 'left' || name === 'right') && values)
        return write(values[move(values.indexOf(text), name === 'left' ? -1 : 1, values.length)]!);
      if ((name === 'left' || name === 'right') && numeric(here)) {
        const next = stepped(here, text, name === 'left' ? -1 : 1);
        return next === null ? null : write(next);
      }
      if (name === 'backspace') return write([...text].slice(0, -1).join(''));
      const letters = key.ctrl || key.meta ? '' : input.replace(/\p{Cc}/gu, '');
      return letters === '' ? null : write((typed[here.key] === undefined ? '' : text) + letters);
    },
    lines(width, height) {
      // What a setting is called by what it means; its key, as it is typed elsewhere, stands below.
      const value_ = Math.min(24, Math.max(...all.map((s) => (typed[s.key] ?? now[s.key] ?? '').length)) + 2);
      const label = width - 6 - value_;
      const [open, close] = glyphs().chosen;
      const rows = all.map((s, i): Line => {
        const mine = typed[s.key];
        const value = mine ?? now[s.key] ?? '';
        const changed = value !== (bareOf(form)[s.key] ?? '') ? glyphs().bullet : ' ';
        const listed = choices(s) !== null || numeric(s);
        const drawn = i !== at ? ` ${value}` : listed ? `${open}${value}${close}` : ` ${value}_`;
        return item(i === at, [
          span(`${changed} ${cell(clipped(settingTitle(s), label - 1), label)}`),
          span(clipped(drawn, value_), i === at ? 'strong' : undefined),
        ]);
      });
      const about = [
        ...words(`${here.description.replace(/\.$/, '')}.`, width),
        ...words(`${here.key} takes ${here.allowed}; usually ${settingText(here.default)}.`, width),
        ...(problem === null ? [] : words(problem, width, 'warn')),
      ];
      return spaced([around(rows, at, Math.max(3, height - about.length - 1)), about], height);
    },
  };
}

/** The values that arrows go through; null where there is no list. */
function choices(setting: ReturnType<typeof settingsOf>[number]): readonly string[] | null {
  if (setting.kind === 'yes or no') return ['yes', 'no'];
  return setting.kind === 'choice' || setting.kind === 'one of several kinds' ? nonEmpty(setting.options) : null;
}

const nonEmpty = (list: readonly string[] | null): readonly string[] | null =>
  list === null || list.length === 0 ? null : list;

const numeric = ({ kind }: Setting): boolean => kind === 'number' || kind === 'whole number';

/** The number beside the one that stands there, within what is allowed; null where none stands there. */
function stepped({ kind, min, max }: Setting, text: string, by: 1 | -1): string | null {
  const now = readNumber(text);
  if (now === null) return null;
  const size = Math.abs(now);
  const step = kind === 'whole number' ? 1 : size >= 20 ? 5 : size >= 5 ? 1 : size >= 1 ? 0.1 : 0.05;
  const next = Math.round((now + by * step) / step) * step;
  return String(Number(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next)).toFixed(4)));
}

function valuesOf(form: SetUp): Readonly<Record<string, string>> {
  const result = configOf(form);
  if ('problem' in result || typeof result.config !== 'object' || result.config === null) return {};
  return Object.fromEntries(Object.entries(result.config).map(([key, value]) => [key, settingText(value)]));
}

function done(screen: SettingsEditor): Action {
  const { form, typed } = screen;
  const sets = Object.entries(typed).map(([key, text]) => `${key}=${text}`);
  const { game } = form;
  try {
    const preset = game.presets[form.preset]?.name;
    const config = readConfig(game, {
      ...(preset === undefined ? {} : { preset }),
      more: { ...record(game.roles[form.role]?.config), ...form.settings },
      sets,
    });
    return { type: 'show', screen: { ...screen.back, form: withConfig(form, config) } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { type: 'show', screen: { ...screen, line: lineOf(screen, error.message), problem: error.message } };
  }
}

/** The row that a problem is about: of the settings that it names one that was typed, else the first; else where the cursor stands. */
function lineOf({ form, typed, line: here }: SettingsEditor, problem: string): number {
  const named = settingsOf(form.game).flatMap(({ key }, at) =>
    new RegExp(`(^|[^\\p{L}\\d])${key}([^\\p{L}\\d]|$)`, 'u').test(problem) ? [{ key, at }] : [],
  );
  return (named.find(({ key }) => key in typed) ?? named[0])?.at ?? here;
}

const record = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
