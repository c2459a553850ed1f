/** Around the protocols of a battery: its instructions, the way from one protocol to the next, and what is told at the end. */
import { titleIn } from '../../core/title.ts';
import type { Block } from '../../core/blocks.ts';
import { fill } from '../../core/template.ts';
import { isOver, opensBlock, type Sequence } from '../../lab/battery/sequence.ts';
import { minutesThrough } from '../../lab/battery/setting.ts';
import { batteryWords } from '../../lab/battery/words.ts';
import type { BatteryWords } from '../../lab/battery/words.en.ts';
import { called } from '../../lab/participants.ts';
import { peopleOf, type TableSetting } from '../../lab/table-setting.ts';
import { programsTold } from '../../match/disclosure.ts';
import { marksFor } from '../../show/marks.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { Action } from '../actions.ts';
import type { KeyHint } from '../keys.ts';
import type { BatteryStage, LabState } from '../state.ts';
import { LOCK_HELP, paged } from './instructions.ts';
import { preview } from './names.ts';
import { peopleForm } from './people.ts';
import { fit, HELP, sessionWords, type Shown } from './screen.ts';

/** What a stage says, and what Enter does after its last line. */
export type StageWords = {
  readonly title: string;
  readonly right: readonly string[];
  readonly blocks: readonly Block[];
  readonly enter: KeyHint & { readonly action: Action };
};

export function battery(screen: BatteryStage, state: LabState): Shown {
  const { title, right, blocks, enter } = stageWords(screen, state);
  const seen = marksFor(['human', 'other'], ['', '']);
  const page = paged(blocks, seen, state, screen.first, (first): Action => ({
    type: 'show',
    screen: { ...screen, first },
  }));
  const extra = furtherKeys(screen, state);
  return {
    wide: true,
    ...fit(state, [title], right),
    where: [],
    hints: [
      { ...enter, ...(page.last ? {} : { does: 'read on' }) },
      ...(page.long ? [{ keys: glyphs().arrows.upDown, does: 'scroll', help: 'Moves the text.' }] : []),
      ...extra,
      HELP,
      { keys: 'Esc', does: 'home', help: 'Leaves the battery as it stands; the same command goes on with it.' },
    ],
    key({ name }) {
      if (name === 'enter') return page.last ? enter.action : page.to(page.next);
      if (name === 'escape') return { type: 'home' };
      return extra.find(({ keys }) => keys.toLowerCase() === name)?.action ?? page.scroll(name);
    },
    lines: page.lines,
  };
}

/** Keys beside Enter and Esc. */
export function furtherKeys(screen: BatteryStage, state: LabState): readonly (KeyHint & { readonly action: Action })[] {
  const setting = state.battery?.setting;
  if (screen.stage === 'instructions')
    return [
      {
        keys: 'w',
        does: 'who sits down',
        help: 'For a study: a label and a treatment for each person. Both may stay empty.',
        short: 'w who',
        action: {
          type: 'show',
          screen: peopleForm(state.current.people, peopleOf(screen.tables[0]!), screen),
        },
      },
      ...(setting === undefined
        ? []
        : [
            {
              keys: 'l',
              does: 'lock',
              help: LOCK_HELP,
              action: {
                type: 'show',
                screen: {
                  at: 'lock',
                  choice: screen.tables[0]!,
                  battery: setting,
                  typed: '',
                  problem: null,
                  back: screen,
                },
              },
            } as const,
          ]),
    ];
  const another = {
    keys: 'n',
    does: 'somebody else begins',
    help: 'Somebody else sits down and begins a battery, with a participant code of their own.',
    short: 'n next person',
    action: { type: 'protocols', go: 'another' },
  } as const;
  if (screen.stage === 'interrupted') return [another];
  if (screen.stage !== 'over') return [];
  const several = screen.told.length > 1;
  return [
    ...(several
      ? [
          {
            keys: 'Tab',
            does: "other player's side",
            help: 'Tells it from the seat of the other person.',
            action: { type: 'show', screen: { ...screen, first: 0, seat: 1 - screen.seat } },
          } as const,
        ]
      : []),
    another,
    { keys: 'c', does: 'compare', help: COMPARE, action: { type: 'compare', back: screen } },
    {
      keys: 'p',
      does: 'save screen',
      help: 'Saves this screen as a picture and as text.',
      action: { type: 'save screen' },
    },
  ];
}

const COMPARE = 'Shows what everybody chose beside the agents and published results.';

/** "protocol 7 of 18", of the one that comes next. */
export const progressOf = (said: BatteryWords, { at, tables }: Sequence): string =>
  fill(said.progress, { place: Math.min(at + 1, tables.length), of: tables.length });

export function stageWords(screen: BatteryStage, state: LabState): StageWords {
  const { setting, sequence } = state.battery ?? { setting: null, sequence: null };
  const said = batteryWords(setting?.language ?? 'en');
  const on: Action = { type: 'protocols', go: 'on' };
  if (screen.stage === 'instructions' || sequence === null) {
    const tables = screen.stage === 'instructions' ? screen.tables : [];
    return {
      title: said.title,
      right: sessionWords(state),
      blocks: instructionsOf(said, tables),
      enter: {
        keys: 'Enter',
        does: 'begin',
        help: 'Reads on, and begins after the last line.',
        action: { type: 'protocols', go: 'begin' },
      },
    };
  }
  const right = [progressOf(said, sequence)];
  const goOn: StageWords['enter'] = { keys: 'Enter', does: 'go on', help: 'Goes on with the battery.', action: on };
  switch (screen.stage) {
    case 'interrupted': {
      const who = sequence.people.map((code) => called(code, state.current.people)).join(', ');
      const { at, tables } = sequence;
      return {
        ...{ title: said.title, right, enter: goOn },
        blocks: [
          { kind: 'text', strong: true, text: said.left.interrupted },
          { kind: 'text', text: fill(said.left.goesOn, { who, place: at + 1, of: tables.length }) },
        ],
      };
    }
    case 'next':
      return { ...nextWords(said, sequence, state), right, enter: goOn };
    case 'over': {
      const told = screen.told[screen.seat] ?? [];
      return {
        title: told.length === 0 ? said.title : `${said.title} · ${said.review.title}`,
        right: isOver(sequence) ? sessionWords(state) : right,
        blocks: [
          { kind: 'text', strong: true, text: said.over.thanks },
          { kind: 'text', text: said.over.kept },
          ...told,
        ],
        enter: { keys: 'Enter', does: 'done', help: 'That was the last page.', action: { type: 'end', then: 'home' } },
      };
    }
  }
}

function instructionsOf(said: BatteryWords, tables: readonly TableSetting[]): readonly Block[] {
  const { what, blocks, decide, feedback, paid, pause, two } = said.instructions;
  const [first] = tables;
  const kinds = new Set(tables.map(({ game }) => game.name)).size;
  return [
    fill(what, { of: tables.length, minutes: minutesThrough(tables) }),
    ...(first !== undefined && peopleOf(first) > 1 ? [two] : []),
    fill(blocks, { blocks: kinds }),
    decide,
    feedback,
    paid,
    pause,
  ].map((text) => ({ kind: 'text', text }));
}

/** What stands before a protocol: the rules of a new kind, or that only the points are others. */
function nextWords(said: BatteryWords, sequence: Sequence, state: LabState): Pick<StageWords, 'title' | 'blocks'> {
  const { at, tables, protocols } = sequence;
  const table = tables[at]!;
  const { game, config, role } = table;
  const title = titleIn(game, config);
  if (!opensBlock(sequence, at)) return { title, blocks: [{ kind: 'text', text: said.next, strong: true }] };
  const count = protocols.filter((one) => one.game === protocols[at]!.game).length;
  const { names, rows, disclosed } = preview(table, state.atHand);
  const head =
    at === 0 ? fill(said.block.first, { count }) : fill(said.block.next, { done: at, of: tables.length, count });
  return {
    title,
    blocks: [
      { kind: 'text', strong: true, text: head },
      ...game.instructions(config, role, names, programsTold(rows, disclosed)),
    ],
  };
}
