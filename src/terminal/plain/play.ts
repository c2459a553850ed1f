/** A question read and answered by a typed line. Nothing is preset; the line that is sent is final. */
import { titleIn } from '../../core/title.ts';
import { blocksAsText } from '../../core/blocks.ts';
import { read, readNumber, SKIPPED, problemSentence } from '../../core/game.ts';
import { counted } from '../../core/format.ts';
import { countPeople } from '../screens/names.ts';
import { nextPlayer } from '../screens/play.ts';
import type { Action } from '../actions.ts';
import type { AskAction, AskState } from '../ask/state.ts';
import { askAsText } from '../ask/plain.ts';
import { roleAt } from '../../lab/table-setting.ts';
import type { LabState, Play } from '../state.ts';
import { headingOf } from '../screens/play.ts';
import { type Taken, type View, takes, commandsAsked } from './view.ts';
import { programsTold } from '../../match/disclosure.ts';
import { takesB } from '../ask/keys.ts';

export function playView(state: LabState): View {
  const { play } = state;
  const asked = play?.queue[0];
  if (!play || !asked) return { says: [], asks: 'Enter goes on.', take: () => [] };
  if (play.leaving) return leaving(play);
  if (play.ask === null)
    return {
      says: [
        `${nextPlayer(play, asked, state.current.people)}. Pass the keyboard; ${countPeople(play.match) > 2 ? 'the others do' : 'the other does'} not listen.`,
      ],
      asks: 'Enter when you sit in front of it.',
      take: () => [{ type: 'lift curtain' }],
      clears: true,
    };
  const { game, config } = play;
  const { about, where } = headingOf(state, game.heading(asked.view, asked.decision));
  return {
    says: [
      [titleIn(game, config), about, where].filter(Boolean).join(', '),
      play.said ?? '',
      blocksAsText(game.scene(asked.view, asked.decision, asked.names)),
      askAsText(play.ask, play.together)
        .replace(/\n(nothing chosen yet|nothing entered yet)\n?/, '\n')
        .trimEnd(),
    ],
    asks: commandsOf(play.ask),
    take: (typed) =>
      answered(play.ask!, typed.trim(), () =>
        blocksAsText(
          game.instructions(
            config,
            roleAt(play.choice, asked.seat),
            asked.names,
            programsTold(play.match.seats, play.match.disclosed),
          ),
        ),
      ),
  };
}

function commandsOf({ decision, position, calculator }: AskState): string {
  return [
    'Type your answer and Enter; it is final.',
    ...(decision.input.skip === undefined ? [] : [`x: ${decision.input.skip}.`]),
    ...(position > 0 ? [`${takesB(decision.input) ? 'back' : 'b'}: back to the question before.`] : []),
    ...(calculator
      ? [
          `w and ${counted(calculator.fields.length, 'number')}: what if, such as w ${calculator.fields.map(() => '10').join(' ')}.`,
        ]
      : []),
    'i: instructions. leave: leave this match.',
  ].join(' ');
}

function answered(ask: AskState, typed: string, rules: () => string): Taken {
  const { input } = ask.decision;
  const act = (...actions: readonly AskAction[]): readonly Action[] =>
    actions.map((action) => ({ type: 'ask', action }));
  const line = typed.toLowerCase();
  if (line === 'leave') return [{ type: 'leaving', asked: true }];
  if (line === 'i') return rules();
  if (line === 'back' || (line === 'b' && !takesB(input)))
    return ask.position > 0 ? act({ type: 'back' }) : 'This is the first question: there is nothing to go back to.';
  if (line === 'x' && input.skip !== undefined)
    return act({ type: 'mark', value: SKIPPED, key: 'x' }, { type: 'enter' });
  if (/^w(\s|$)/.test(line) && ask.calculator) return whatIf(ask, typed.slice(1));
  const byKey = input.kind === 'choice' ? input.options.find((o) => o.key === line)?.value : undefined;
  const result = read(input, byKey ?? typed);
  if (!result.ok) return problemSentence(result.problem);
  if (input.kind === 'choice' || result.answer === SKIPPED)
    return act({ type: 'mark', value: result.answer, key: typed }, { type: 'enter' });
  return act({ type: 'type', text: typed }, { type: 'enter' });
}

/** The calculator's answer; its use goes into the row like any other. */
function whatIf({ calculator }: AskState, typed: string): Taken {
  const numbers = typed.trim().split(/\s+/).map(readNumber);
  if (!calculator || numbers.length !== calculator.fields.length || numbers.some((n) => n === null))
    return `Type w and a number for each of: ${calculator?.fields.map((f) => f.label).join(', ') ?? ''}; got "w${typed}".`;
  // Into the fields, so that its use is logged as on the drawn screen, and back to the question.
  const clear = Array.from({ length: 12 }, (): AskAction => ({ type: 'erase' }));
  const fields = numbers.flatMap((n): readonly AskAction[] => [
    { type: 'next', by: 1 },
    ...clear,
    { type: 'type', text: String(n) },
  ]);
  const actions = [...fields, { type: 'next', by: 1 } as const].map((action): Action => ({ type: 'ask', action }));
  return { says: blocksAsText(calculator.show(numbers)), actions };
}

function leaving(play: Play): View {
  const commands = [
    { key: '', does: 'leaves', actions: [{ type: 'leave' } as const] },
    { key: 'b', does: 'stays', actions: [{ type: 'leaving', asked: false } as const] },
  ];
  const kept =
    play.saved === 0
      ? 'Nothing is chosen yet.'
      : `Your ${counted(play.saved, 'choice is', 'choices are')} kept; you can continue it later.`;
  return { says: [`Leave this match? ${kept}`], asks: commandsAsked(commands), take: takes(commands) };
}
