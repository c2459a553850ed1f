/** Before a match, read aloud: home, the table to set, all settings, the instructions. */
import { titleIn } from '../../core/title.ts';
import { programsTold } from '../../match/disclosure.ts';
import { blocksAsText } from '../../core/blocks.ts';
import { UserError } from '../../core/user-error.ts';
import { settingText } from '../../core/format.ts';
import { readConfig, settingsOf } from '../../core/settings.ts';
import { isGuessWho, peopleOf } from '../../lab/table-setting.ts';
import { entriesOf, usualOf } from '../screens/home.ts';
import { awayOf } from '../screens/home-view.ts';
import { insteadWords, ONE_OF_THREE } from '../screens/instructions.ts';
import { preview } from '../screens/names.ts';
import { PEOPLE_WORDS, peopleForm } from '../screens/people.ts';
import { editor } from '../screens/settings.ts';
import { besideOf, tableFor } from '../screens/set-up.ts';
import { commandOf, configOf, formOf, withConfig } from '../../lab/set-up.ts';
import { linesOf, OWN } from '../../lab/set-up-lines.ts';
import { commandLine, wordsByHand } from '../../core/shell.ts';
import { askedOf } from '../screens/question.ts';
import type { LabState, PeopleForm, Question, ScreenAt, SettingsEditor, TableSetter } from '../state.ts';
import { list, numbered, show, type View, view } from './view.ts';

export function home(state: LabState): View {
  const entries = entriesOf(state).map(({ name, says, right, open }) => ({
    says: `${name}: ${says}${right === '' ? '' : `, ${right}`}`,
    actions: [{ type: 'point', entry: name } as const, open()],
  }));
  const session = state.current.name === null ? 'rehearsal, saved' : state.current.name;
  return view(
    [
      `homines. Play against theory, people and language models. Session: ${session}.`,
      list(entries),
      awayOf(state.atHand) ?? '',
    ],
    [
      { key: 'n', does: 'next person', actions: [{ type: 'curtain' }] },
      { key: 'm', does: 'language models', actions: show({ at: 'models', line: 0, first: 0 }) },
      {
        key: 't',
        does: 'name this session',
        actions: show({ at: 'name', session: state.current.code, typed: '', back: 'home' }),
      },
      { key: 'q', does: 'quit', actions: [{ type: 'quit' }] },
    ],
    `Type a number from 1 to ${entries.length}, or a letter, and Enter.`,
    (typed) => numbered(entries, typed),
  );
}

export function setUp(screen: TableSetter, state: LabState): View {
  const { form } = screen;
  const lines = linesOf(form, besideOf(state, form));
  const said = lines
    .map((line, i) => `${i + 1}: ${line.label}: ${line.options[line.at]?.label ?? 'as typed'}`)
    .join('\n');
  const choice = tableFor(form, state);
  const problem = 'problem' in choice ? choice.problem : null;
  return view(
    [
      `${form.game.title}. Set the table.`,
      said,
      lines[0]?.options[lines[0].at]?.sentence ?? '',
      ...('problem' in choice ? [] : (form.game.limits?.(choice.config) ?? [])),
      `Same by hand: ${commandLine(wordsByHand(commandOf(form, state.atHand)))}`,
      problem ?? '',
    ],
    [
      {
        key: '',
        does: 'plays',
        actions:
          'problem' in choice
            ? [{ type: 'say', words: choice.problem }]
            : show({ at: 'instructions', choice, first: 0, back: screen }),
      },
      { key: 's', does: 'all settings', actions: show(editor(screen)) },
      { key: 'd', does: 'defaults', actions: show({ ...screen, form: usualOf(form.game, state), line: 0 }) },
      {
        key: 'b',
        does: 'back',
        actions: screen.from === undefined ? [{ type: 'end', then: 'home' }] : show(screen.from),
      },
    ],
    'To change a line type its number, alone to hear its options, or with the number of an option, such as 1 2.',
    (typed) => {
      const [, which = '', option] = /^(\d+)(?:\s+(\d+))?$/.exec(typed) ?? [];
      const line = lines[Number(which) - 1];
      if (!line) return `Type the number of a line, 1 to ${lines.length}, or a letter; got "${typed}".`;
      const options = line.options.filter((o) => o.label !== OWN);
      const chosen = option === undefined ? undefined : options[Number(option) - 1];
      if (!chosen)
        return `${line.label}:\n${options.map((o, i) => `${which} ${i + 1}: ${o.label}. ${o.sentence}`).join('\n')}`;
      return show({ ...screen, form: chosen.set });
    },
  );
}

export function settings({ form, back }: SettingsEditor): View {
  const result = configOf(form);
  const now: Readonly<Record<string, unknown>> =
    'config' in result && typeof result.config === 'object' ? { ...result.config } : {};
  const { game } = form;
  return view(
    [
      `${game.title}. All settings.`,
      settingsOf(game)
        .map((s) => `${s.key} = ${settingText(now[s.key])}. ${s.description}. Takes ${s.allowed}.`)
        .join('\n'),
    ],
    [{ key: '', does: 'goes back to the table', actions: show(back) }],
    'Type settings such as key=value, several separated by blanks.',
    (typed) => {
      try {
        const preset = game.presets[form.preset]?.name;
        const role = game.roles[form.role]?.config;
        const config = readConfig(game, {
          ...(preset === undefined ? {} : { preset }),
          more: { ...(typeof role === 'object' ? role : {}), ...form.settings },
          sets: typed.split(/\s+/),
        });
        return show({ ...back, form: withConfig(form, config) });
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
    },
  );
}

export function instructions(screen: ScreenAt<'instructions'>, state: LabState): View {
  const { choice, back } = screen;
  const { names, rows, disclosed } = preview(choice, state.atHand);
  return view(
    [
      `${titleIn(choice.game, choice.config)}. Instructions.`,
      choice.instead === undefined ? '' : insteadWords(choice),
      blocksAsText(choice.game.instructions(choice.config, choice.role, names, programsTold(rows, disclosed))),
      isGuessWho(choice) ? ONE_OF_THREE : '',
    ],
    [
      { key: '', does: 'begins', actions: [{ type: 'play', choice }] },
      {
        key: 'w',
        does: 'says who sits down',
        actions: show(peopleForm(state.current.people, peopleOf(choice), screen)),
      },
      {
        key: 'b',
        does: 'back to the table',
        actions: show(back ?? { at: 'set-up', form: formOf(choice), line: 0 }),
      },
    ],
  );
}

/** What is asked before it is done. */
export function questionView(screen: Question, state: LabState): View {
  const { title, asks, says, answers } = askedOf(screen, state);
  return view(
    [title, asks, ...says],
    [
      ...answers.map(({ keys, does, action }) => ({ key: keys, does, actions: [action] })),
      { key: 'b', does: 'back', actions: show(screen.back) },
    ],
  );
}

/** Who sits down, person by person: "p07, control", after the person's number where there are several. */
export function peopleView(form: PeopleForm): View {
  const { typed, problem, back } = form;
  const several = typed.length > 1;
  const said = typed.map(
    ({ label, treatment }, place) =>
      `${several ? `${place + 1}: ` : ''}label ${label || 'none'}, treatment ${treatment || 'none'}.`,
  );
  const example = several ? '2: p08, control' : 'p07, control';
  return view(
    ['Who sits down?', said.join('\n'), ...PEOPLE_WORDS, problem ?? ''],
    [{ key: '', does: 'goes back', actions: show(back) }],
    `Type ${several ? "a person's number, a colon, " : ''}a label, a comma and a treatment, such as ${example}; either may be left out.`,
    (line) => {
      const [, number, rest = ''] = (several ? /^(\d+)\s*:\s*(.*)$/ : /^()(.*)$/).exec(line) ?? [];
      const place = several ? Number(number) - 1 : 0;
      if (typed[place] === undefined) return `Type a number from 1 to ${typed.length} and a colon; got "${line}".`;
      const [label = '', ...treatment] = rest.split(',').map((part) => part.trim());
      const next = typed.with(place, { label, treatment: treatment.join(',') });
      // Of several people the next one is asked for on the same screen.
      const after = { ...form, typed: next, problem: null };
      return [{ type: 'introduce', form: after, then: several ? after : back }];
    },
  );
}
