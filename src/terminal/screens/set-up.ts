/** The one table to set: every line filled, a sentence for what is marked, and the same command by hand. */
import { clippedLine, columnsOf, type Line, line, spaces, span, widthOf, wrapped } from '../../show/line.ts';
import { glyphOf } from '../../show/marks.ts';
import type { Action } from '../actions.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import {
  choiceOf,
  commandOf,
  configOf,
  type FormLine as SetUpLine,
  modelOf,
  ownKeys,
  roomDefaults,
  type SetUp,
} from '../../lab/set-up.ts';
import { tableOf } from '../../lab/model-seats.ts';
import type { AtHand } from '../../lab/models.ts';
import { type Beside, linesOf, OWN } from '../../lab/set-up-lines.ts';
import { commandParts, wordsByHand } from '../../core/shell.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { toneOf } from '../../show/theme.ts';
import { around, back, cell, fit, HELP, item, move, sessionWords, type Shown, spaced, words } from './screen.ts';
import { minutesOf, usualOf } from './home.ts';
import { LOCK_HELP } from './instructions.ts';
import { editor } from './settings.ts';

export function setUp(screen: ScreenAt<'set-up'>, state: LabState): Shown {
  const { form } = screen;
  const lines = linesOf(form, besideOf(state, form));
  const at = Math.min(screen.line, lines.length - 1);
  const here = lines[at]!;
  const open = (next: SetUp, place = at): Action => ({
    type: 'show',
    screen: { ...screen, form: next, line: place },
  });
  return {
    ...fit(state, [`${form.game.title} · set the table`], rights(form, state)),
    indent: 1,
    where: ['set-up', form.game.name],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'line', help: 'Moves between the lines.' },
      { keys: glyphs().arrows.sides, does: 'change', help: 'Marks another option on this line.' },
      screen.hosts === true
        ? { keys: 'Enter', does: 'take it', help: 'Everybody in the room plays at this table.' }
        : { keys: 'Enter', does: 'play', help: 'Sits down at this table: the instructions come first.' },
      { keys: 's', does: 'settings', help: 'All settings of the game, to look at and to type.' },
      ...(screen.hosts === true ? [] : [{ keys: 'l', does: 'lock', help: LOCK_HELP }]),
      { keys: 'd', does: 'defaults', help: 'Sets every line back to what it was at first.' },
      HELP,
      back(),
    ],
    key({ name }) {
      switch (name) {
        case 'up':
        case 'down':
          return open(form, move(at, name === 'up' ? -1 : 1, lines.length));
        case 'left':
        case 'right': {
          const next = here.options[here.at < 0 ? 0 : move(here.at, name === 'left' ? -1 : 1, here.options.length)]!;
          if (next.label === OWN && ownKeys(form).length === 0)
            return { type: 'show', screen: editor({ ...screen, line: at }) };
          // Lines come and go with what is marked: the cursor stays on this one.
          return open(
            next.set,
            linesOf(next.set, besideOf(state, next.set)).findIndex((l) => l.label === here.label),
          );
        }
        case 'enter':
        case 'l': {
          const choice = tableFor(form, state);
          if ('problem' in choice) return { type: 'say', words: choice.problem };
          return name === 'l' || state.toLock
            ? { type: 'show', screen: { at: 'lock', choice, typed: '', problem: null, back: screen } }
            : { type: 'show', screen: { at: 'instructions', choice, first: 0, back: { ...screen, line: at } } };
        }
        case 's':
          return { type: 'show', screen: editor({ ...screen, line: at }) };
        case 'd':
          return open(screen.hosts === true ? roomDefaults(form.game, state.atHand) : usualOf(form.game, state), 0);
        case 'escape':
          return screen.from === undefined ? { type: 'end', then: 'home' } : { type: 'show', screen: screen.from };
        default:
          return null;
      }
    },
    lines(width, height) {
      const label = Math.max(10, ...lines.map((l) => columnsOf(shown(l.label)))) + 2;
      const table = lines.map((l, i) => drawLine(l, i === at, label, width));
      const whole = wrappedOptions(here, label, width);
      const inset = (ls: readonly Line[]): readonly Line[] => ls.map((l): Line => [span('  '), ...l]);
      const byHand_ = inset(byHand(form, width - 2, state.atHand, screen.hosts === true));
      const choice = tableFor(form, state);
      const limits = 'problem' in choice ? [] : (form.game.limits?.(choice.config) ?? []);
      const [meaning = '', ...others] = sentences(lines, at);
      const instead = modelOf(form) === null ? '' : (state.instead ?? '');
      const first = inset(words('problem' in choice ? choice.problem : instead || meaning, width - 2));
      const second = 'problem' in choice || instead !== '' ? [meaning] : [];
      const warned = limits.flatMap((limit) => inset(words(limit, width - 2)));
      // What the table cannot tell comes before the same command by hand where there is no room for both.
      const all = table.length + first.length + warned.length + byHand_.length + 1 <= height;
      const command = all || warned.length === 0 ? byHand_ : [];
      const room = (count: number): number => height - command.length - count;
      const listed = around(table, at, Math.max(3, room(first.length)));
      // The line under the cursor shows all its options, on further lines where there is room for them.
      const open =
        listed.length === table.length &&
        table.length + whole.length + first.length + warned.length <= height - command.length;
      const rows = open ? [...table.slice(0, at), ...whole, ...table.slice(at + 1)] : listed;
      const texts: Line[] = [...first];
      for (const more of [warned, ...[...second, ...others].map((one) => inset(words(one, width - 2)))])
        if (texts.length + more.length <= room(rows.length) - 1) texts.push(...more);
      return spaced([rows, texts, command], height);
    },
  };
}

/** What stands at the right: whose data it will be, and how long one match takes a person. */
function rights(form: SetUp, state: LabState): readonly string[] {
  const result = configOf(form);
  if ('problem' in result) return sessionWords(state);
  const minutes = `about ${minutesOf(form.game, result.config)}`;
  return [...sessionWords(state).map((words) => `${words} · ${minutes}`), minutes];
}

/** A line with all its options, wrapped under the first where they are too wide. */
function wrappedOptions(setUpLine: SetUpLine, labelWidth: number, width: number): readonly Line[] {
  const options = optionsOf(setUpLine);
  const room = width - labelWidth - 2;
  const rows: Line[] = [];
  for (const option of options) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(option) <= room) rows[rows.length - 1] = [...last, ...option];
    else rows.push(clippedLine(option, room));
  }
  return rows.map((row, i) =>
    i === 0 ? item(true, [span(cell(setUpLine.label, labelWidth)), ...row]) : [span(spaces(labelWidth + 2)), ...row],
  );
}

/** The table that was set, or why it cannot be played: its settings, or what cannot be asked of a model at it. */
export function tableFor(form: SetUp, state: LabState): ReturnType<typeof choiceOf> {
  const refused = besideOf(state, form).estimate?.refused;
  return refused === undefined ? choiceOf(form) : { problem: refused };
}

/** What stands beside a form in this state: the estimate only if it is of this table. */
export const besideOf = ({ atHand, estimate }: LabState, form: SetUp): Beside => ({
  atHand,
  estimate: estimate?.table === tableOf(form) ? estimate.estimate : null,
});

/** What the cursor's option means; then the opponent and the preset, where there is room. */
function sentences(lines: readonly SetUpLine[], at: number): readonly string[] {
  const of = (l: SetUpLine | undefined): string =>
    l?.options[l.at]?.sentence ?? 'None of these is in force: the settings were typed.';
  const others = lines.filter((l, i) => i !== at && (i === 0 || l.options.some((o) => o.label === OWN)));
  return [...new Set([of(lines[at]), ...others.map(of)])];
}

function drawLine(setUpLine: SetUpLine, focused: boolean, labelWidth: number, width: number): Line {
  const label: Line = [span(cell(setUpLine.label, labelWidth))];
  return item(focused, [...label, ...fitting(optionsOf(setUpLine), setUpLine.at, width - labelWidth - 2)]);
}

function optionsOf(setUpLine: SetUpLine): readonly Line[] {
  const [open, close] = glyphs().chosen;
  return setUpLine.options.map((option, i): Line => {
    const marked = i === setUpLine.at;
    const agent = option.agent === undefined ? [] : [span(`${glyphOf(option.agent)} `, toneOf(option.agent))];
    const text = span(shown(option.label), marked ? 'strong' : undefined);
    return marked
      ? [span(open, 'strong'), ...agent, text, span(close, 'strong')]
      : [span(' '), ...agent, text, span(' ')];
  });
}

/** As many options as fit, the marked one among them, with a sign at the ends. */
export function fitting(options: readonly Line[], at: number, width: number): Line {
  const { more } = glyphs();
  const size = (l: Line): number => l.reduce((sum, p) => sum + columnsOf(p.text), 0);
  let from = Math.max(0, at);
  let to = from + 1;
  const total = (a: number, b: number): number =>
    options.slice(a, b).reduce((sum, l) => sum + size(l), 0) +
    (a > 0 ? columnsOf(more) + 1 : 0) +
    (b < options.length ? columnsOf(more) + 1 : 0);
  for (;;) {
    if (from > 0 && total(from - 1, to) <= width) from -= 1;
    else if (to < options.length && total(from, to + 1) <= width) to += 1;
    else break;
  }
  const ends = [from > 0, to < options.length].filter(Boolean).length * (columnsOf(more) + 1);
  // The id of a model may be longer than the line.
  const inside = clippedLine(options.slice(from, to).flat(), Math.max(1, width - ends));
  return [...(from > 0 ? [span(`${more} `)] : []), ...inside, ...(to < options.length ? [span(` ${more}`)] : [])];
}

/** The command that sets the same table; where it needs two lines they can still be copied. */
function byHand(form: SetUp, width: number, atHand: AtHand, hosts: boolean): readonly Line[] {
  const lead = 'Same by hand:  ';
  const [, game = '', ...rest] = commandOf(form, atHand);
  const command = commandParts(wordsByHand(hosts ? ['host', '--game', game, ...rest] : ['play', game, ...rest]));
  if (lead.length + columnsOf(command.join(' ')) <= width) return [line(lead + command.join(' '))];
  const sign = process.platform === 'win32' ? ' `' : ' \\';
  const lines: string[] = [];
  let current = '';
  for (const part of command) {
    const next = current === '' ? part : `${current} ${part}`;
    if (columnsOf(next) > width - 2 && current !== '') {
      lines.push(current + sign);
      current = `  ${part}`;
    } else current = next;
  }
  lines.push(current);
  return [line(lead.trim()), ...lines.flatMap((l) => wrapped(l, width).map((w) => line(w)))];
}
