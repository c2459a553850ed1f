/** Every screen as a reading, from the same state and the same actions as the drawn one. */
import { blocksAsText } from '../../blocks.ts';
import { readNumber } from '../../game.ts';
import { Refusal } from '../../refusal.ts';
import { readConfig, settingsOf, shown as shownSetting } from '../../settings.ts';
import type { Action } from '../actions.ts';
import { GUESS, GUESSED } from '../choice.ts';
import { debriefing, debriefOf } from '../debriefing.ts';
import { againChoice } from '../screens/again.ts';
import { entriesOf } from '../screens/home.ts';
import { ONE_OF_THREE } from '../screens/instructions.ts';
import { preview } from '../screens/names.ts';
import { verdict } from '../screens/result.ts';
import { canContinue } from '../screens/sessions.ts';
import { ago, counted } from '../screens/times.ts';
import { choiceOf, commandOf, configOf, defaults, formOf, linesOf, OWN, type SetUp, swapped, withConfig } from '../set-up.ts';
import { commandLine } from '../shell.ts';
import type { Debriefing, Finished, LabState, Looking, ScreenAt } from '../state.ts';
import { playView } from './play.ts';
import { type Command, commandsAsked, numbered, takes, type View } from './view.ts';

const show = (screen: LabState['screen']): readonly Action[] => [{ type: 'show', screen }];
const view = (
  says: readonly string[],
  commands: readonly Command[],
  more = '',
  other?: (typed: string) => readonly Action[] | string,
): View => ({
  says,
  asks: [more, commandsAsked(commands)].filter(Boolean).join(' '),
  take: takes(commands, other),
});

export function viewOf(state: LabState): View {
  const { screen } = state;
  switch (screen.at) {
    case 'home':
      return home(state);
    case 'set-up':
      return setUp(screen.form);
    case 'settings':
      return settings(screen.form);
    case 'instructions':
      return instructions(screen);
    case 'play':
      return playView(state);
    case 'result':
      return result(screen);
    case 'guess':
      return guess(screen.finished);
    case 'debrief':
      return debrief(screen);
    case 'curtain':
      return {
        ...view(
          ['Pass the keyboard. What was played before is kept.'],
          [
            { key: '', does: 'when the next person sits', actions: [{ type: 'next person', choice: screen.choice }] },
            { key: 'b', does: 'if nobody else plays', actions: [{ type: 'home' }] },
          ],
        ),
        clears: true,
      };
    case 'sessions':
      return sessions(screen, state);
    case 'session':
      return session(screen, state);
    case 'look':
      return look(screen);
    case 'name': {
      const back: Action = screen.back === 'home' ? { type: 'home' } : { type: 'sessions' };
      return view(
        ['A session is a rehearsal until it is named. Name it for what it is, such as class of 24 Nov; never after a person.'],
        [{ key: '', does: 'alone goes back', actions: [back] }],
        'Type a name and Enter.',
        (typed) => [{ type: 'name', session: screen.session, name: typed.slice(0, 40), back: screen.back }],
      );
    }
    case 'trouble': {
      const on: Action = screen.match === null ? { type: 'home' } : { type: 'continue', match: screen.match };
      return view(
        [screen.sentence, `Every choice that was acknowledged is kept in ${state.file}.`],
        [
          { key: '', does: screen.match === null ? 'goes home' : 'tries again', actions: [on] },
          { key: 'b', does: 'goes home', actions: [{ type: 'home' }] },
        ],
      );
    }
  }
}

function home(state: LabState): View {
  const entries = entriesOf(state).map(({ name, says, right, open }) => ({
    says: `${name}: ${says}${right === '' ? '' : `, ${right}`}`,
    actions: [open],
  }));
  const session = state.whose.name === null ? 'rehearsal, saved' : state.whose.name;
  return view(
    [`homines. People, agents and one log. Session: ${session}.`, list(entries)],
    [
      { key: 'n', does: 'next person', actions: [{ type: 'curtain' }] },
      { key: 't', does: 'name this session', actions: show({ at: 'name', session: state.whose.session, typed: '', back: 'home' }) },
      { key: 'q', does: 'quit', actions: [{ type: 'quit' }] },
    ],
    `Type a number from 1 to ${entries.length}, or a letter, and Enter.`,
    (typed) => numbered(entries, typed),
  );
}

const list = (entries: readonly { readonly says: string }[]): string => entries.map(({ says }, i) => `${i + 1}: ${says}`).join('\n');

function setUp(form: SetUp): View {
  const lines = linesOf(form);
  const said = lines.map((line, i) => `${i + 1}: ${line.label}: ${line.options[line.at]?.label ?? 'as typed'}`).join('\n');
  const choice = choiceOf(form);
  const problem = 'problem' in choice ? choice.problem : null;
  return view(
    [
      `${form.game.title}. Set the table.`,
      said,
      lines[0]?.options[lines[0].at]?.sentence ?? '',
      `Same by hand: ${commandLine(['homines', ...commandOf(form)]).join(' ')}`,
      problem ?? '',
    ],
    [
      {
        key: '',
        does: 'plays',
        actions:
          'problem' in choice ? [{ type: 'say', words: choice.problem }] : show({ at: 'instructions', choice, first: 0, back: form }),
      },
      { key: 's', does: 'all settings', actions: show({ at: 'settings', form, line: 0, typed: {}, problem: null }) },
      { key: 'd', does: 'defaults', actions: show({ at: 'set-up', form: defaults(form.game), line: 0 }) },
      { key: 'b', does: 'back', actions: [{ type: 'end', then: 'home' }] },
    ],
    'To change a line type its number, alone to hear its options, or with the number of an option, such as 1 2.',
    (typed) => {
      const [, which = '', option] = /^(\d+)(?:\s+(\d+))?$/.exec(typed) ?? [];
      const line = lines[Number(which) - 1];
      if (!line) return `Type the number of a line, 1 to ${lines.length}, or a letter; got "${typed}".`;
      const options = line.options.filter((o) => o.label !== OWN);
      const chosen = option === undefined ? undefined : options[Number(option) - 1];
      if (!chosen) return `${line.label}:\n${options.map((o, i) => `${which} ${i + 1}: ${o.label}. ${o.sentence}`).join('\n')}`;
      return show({ at: 'set-up', form: chosen.set, line: 0 });
    },
  );
}

function settings(form: SetUp): View {
  const result = configOf(form);
  const now: Readonly<Record<string, unknown>> = 'config' in result && typeof result.config === 'object' ? { ...result.config } : {};
  const { game } = form;
  return view(
    [
      `${game.title}. All settings.`,
      settingsOf(game)
        .map((s) => `${s.key} = ${shownSetting(now[s.key])}. ${s.description}. Takes ${s.allowed}.`)
        .join('\n'),
    ],
    [{ key: '', does: 'goes back to the table', actions: show({ at: 'set-up', form, line: 0 }) }],
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
        return show({ at: 'set-up', form: withConfig(form, config), line: 0 });
      } catch (error) {
        if (error instanceof Refusal) return error.message;
        throw error;
      }
    },
  );
}

function instructions({ choice, back }: ScreenAt<'instructions'>): View {
  const { names } = preview(choice);
  return view(
    [
      `${choice.game.title}. Instructions.`,
      blocksAsText(choice.game.instructions(choice.config, choice.role, names)),
      choice.against === GUESS ? ONE_OF_THREE : '',
    ],
    [
      { key: '', does: 'begins', actions: [{ type: 'play', choice }] },
      { key: 'b', does: 'back to the table', actions: show({ at: 'set-up', form: back ?? defaults(choice.game), line: 0 }) },
    ],
  );
}

function after(finished: Finished): readonly Command[] {
  const form = formOf(finished.choice);
  const swap = swapped(form);
  const other = swap === null ? null : choiceOf(swap);
  return [
    { key: 'o', does: 'other opponent', actions: show({ at: 'set-up', form, line: 0 }) },
    ...(other === null || 'problem' in other
      ? []
      : [{ key: 'v', does: 'swaps roles', actions: show({ at: 'instructions', choice: againChoice(other), first: 0, back: swap }) }]),
    { key: 'n', does: 'next person', actions: [{ type: 'end', then: 'next person' } as const] },
  ];
}

function result({ finished, guessed }: ScreenAt<'result'>): View {
  const { game, views, seat, names, choice } = finished;
  const toGuess = choice.against === GUESS && guessed === null;
  const next: Command = toGuess
    ? {
        key: '',
        does: 'to guess who it was',
        actions: show({ at: 'guess', finished, option: null, confidence: '', field: 'which', problem: null }),
      }
    : choice.explain === 'each'
      ? { key: '', does: 'for the reasons', actions: show(debriefing(finished, [], 'again')) }
      : { key: '', does: 'plays again', actions: [{ type: 'play', choice: againChoice(choice) }] };
  return view(
    [
      `${game.title}. Result. ${counted(finished.saved, 'choice')} saved.`,
      guessed ? verdict(guessed) : '',
      blocksAsText(game.result(views[seat], names[seat]!)),
      choice.explain === 'last' ? 'The explanation waits until you leave this table.' : '',
    ],
    [next, ...(toGuess ? [] : after(finished)), { key: 'b', does: 'leaves this table', actions: [{ type: 'end', then: 'home' }] }],
  );
}

function guess(finished: Finished): View {
  return view(
    ['You played one of three programs: economicus, moralis with κ = 0.5, or baseline, a stand-in. Which one, and how sure are you?'],
    [{ key: 'b', does: 'back to the result', actions: show({ at: 'result', finished, guessed: null, first: 0 }) }],
    'Type e, m or b, a blank, and your confidence from 0 to 100, such as e 60.',
    (typed) => {
      const [, letter = '', sure = ''] = /^([emb])\w*\s+(\d+)\s*%?$/i.exec(typed) ?? [];
      const chosen = GUESSED.find((id) => id.startsWith(letter.toLowerCase()) && letter !== '');
      if (chosen === undefined || Number(sure) > 100) return `Type e, m or b, a blank, and a number from 0 to 100; got "${typed}".`;
      return [{ type: 'guess', finished, guess: chosen, confidence: Number(sure) }];
    },
  );
}

function debrief(screen: Debriefing): View {
  const { finished, page, queue, then } = screen;
  const told = debriefOf(screen);
  const more = told.more.find((m) => m.key === page);
  const [first, ...rest] = queue;
  const leave: readonly Action[] = screen.from ? show(screen.from) : [{ type: 'end', then: then === 'again' ? 'home' : then }];
  const enter: Command =
    then === 'again'
      ? { key: '', does: 'plays again', actions: [{ type: 'play', choice: againChoice(finished.choice) }] }
      : first
        ? { key: '', does: 'explains the next match', actions: show(debriefing(first, rest, then)) }
        : { key: '', does: 'that was all', actions: leave };
  return view(
    [`${finished.game.title}. ${more ? more.label : 'What happened, and why'}.`, blocksAsText(more?.blocks ?? told.blocks)],
    [
      enter,
      ...told.more.map(({ key, label }) => ({ key, does: label, actions: show({ ...screen, page: key === page ? null : key }) })),
      ...(then === 'again' ? after(finished) : []),
      { key: 'b', does: more ? 'first page' : 'leaves', actions: more ? show({ ...screen, page: null }) : leave },
    ],
    told.kappa ? `κ is ${screen.kappa.toFixed(2)}: type another from 0 to 1 to see what changes.` : '',
    (typed) => {
      const kappa = readNumber(typed);
      if (!told.kappa || kappa === null || kappa < 0 || kappa > 1) return `Type a letter, or κ from 0 to 1; got "${typed}".`;
      return show({ ...screen, kappa });
    },
  );
}

function sessions({ sessions: all }: ScreenAt<'sessions'>, state: LabState): View {
  const entries = all.map((s) => ({
    says: `${s.name ?? (s.kind === 'run' ? 'headless run' : 'rehearsal')}${s.code === state.whose.session ? ', now' : ''}: ${counted(s.matches, 'match', 'matches')}, ${counted(s.decisions, 'answer')}, ${ago(s.lastAt)}`,
    actions: [{ type: 'session', session: s.code } as const],
  }));
  return view(
    ['Sessions.', entries.length === 0 ? 'Nothing is here yet.' : list(entries)],
    [
      { key: 'f', does: 'starts afresh, a new session', actions: [{ type: 'start afresh' }] },
      { key: 'b', does: 'back', actions: [{ type: 'home' }] },
    ],
    'Type a number to open a session.',
    (typed) => numbered(entries, typed),
  );
}

function session({ session: one, matches }: ScreenAt<'session'>, state: LabState): View {
  const entries = matches.map((m) => ({
    says: `${state.games.find((g) => g.name === m.game)?.title ?? m.game}: ${m.seats.map((s) => s.participant?.slice(0, 4) ?? (m.disclosed || m.ending ? s.id : s.shown)).join(' and ')}, ${m.ending ?? 'left'}, ${ago(m.lastAt)}`,
    actions: [{ type: 'look', match: m.code } as const],
  }));
  return view(
    [`${one.name ?? 'Rehearsal'}: ${counted(matches.length, 'match', 'matches')}.`, list(entries)],
    [
      ...(one.kind === 'lab'
        ? [{ key: 't', does: 'names it', actions: show({ at: 'name', session: one.code, typed: '', back: 'session' }) }]
        : []),
      { key: 'b', does: 'back', actions: [{ type: 'sessions' }] },
    ],
    'Type a number to look at a match again, or c and a number to continue one that was left.',
    (typed) => {
      const [, number = ''] = /^c\s*(\d+)$/i.exec(typed) ?? [];
      if (number === '') return numbered(entries, typed);
      const match = matches[Number(number) - 1];
      if (!match || !canContinue(match)) return 'That match cannot be continued: it is finished, or no person sits in it.';
      return [{ type: 'continue', match: match.code }];
    },
  );
}

function look(screen: Looking): View {
  const { game, steps, finished, names, match } = screen;
  const said = steps.map(({ view: seen, decision, answers }, i) => {
    const lines = answers.flatMap(({ row, decision: asked }) => {
      const person = match.seats[row.seat]?.kind === 'human';
      if (!person && finished === null) return [];
      return [`${names[row.seat] ?? ''}: ${asked.ask} ${row.answer}${row.because === null ? '' : `: ${row.because}`}`];
    });
    return [`Turn ${i + 1}.`, blocksAsText(game.scene(seen, decision, names)), ...lines].join('\n');
  });
  return view(
    [`${game.title}, looked at again.`, ...said, finished ? blocksAsText(game.result(finished.views[finished.seat], names)) : ''],
    [
      ...(finished ? [{ key: 'e', does: 'explains', actions: show({ ...debriefing(finished, [], 'home'), from: screen }) }] : []),
      { key: '', does: 'back', actions: [{ type: 'session', session: screen.session.code }] },
    ],
  );
}
