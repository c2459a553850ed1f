/** What the game is, before it begins, and again during play: as many pages as the window needs. */
import { titleIn } from '../../core/title.ts';
import type { Block } from '../../core/blocks.ts';
import { drawPage } from '../../show/draw.ts';
import type { Line } from '../../show/line.ts';
import type { MarkOf } from '../../show/marks.ts';
import type { Action } from '../actions.ts';
import { programsTold } from '../../match/disclosure.ts';
import { isGuessWho, peopleOf, type TableSetting } from '../../lab/table-setting.ts';
import { bodySize } from '../body-size.ts';
import { glyphs } from '../../show/glyphs.ts';
import { formOf } from '../../lab/set-up.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { minutesOf } from './home.ts';
import { peopleForm } from './people.ts';
import { against, preview, shorter } from './names.ts';
import { back, fit, HELP, type Shown, windowed } from './screen.ts';

export function instructions(screen: ScreenAt<'instructions'>, state: LabState): Shown {
  const { choice, first } = screen;
  const { game, config } = choice;
  const { names, seen, rows, me, disclosed } = preview(choice, state.atHand);
  const blocks: readonly Block[] = [
    ...(choice.instead && state.lock === null
      ? [{ kind: 'text', strong: true, text: insteadWords(choice) } as const]
      : []),
    ...game.instructions(config, choice.role, names, programsTold(rows, disclosed)),
    ...(isGuessWho(choice) ? [{ kind: 'text', text: ONE_OF_THREE } as const] : []),
  ];
  const versus = against(game, config, rows, disclosed, me, state.atHand);
  const title = titleIn(game, config);
  const page = paged(blocks, seen, state, first, (next): Action => ({
    type: 'show',
    screen: { ...screen, first: next },
  }));
  return {
    wide: true,
    ...fit(
      state,
      [`${title} · instructions${versus}`, `${title}${versus}`, `${title}${shorter(versus)}`, title],
      rights(state, choice, `about ${minutesOf(game, config)}`),
    ),
    where: [],
    hints: [
      { keys: 'Enter', does: page.last ? 'begin' : 'read on', help: 'Reads on, and begins after the last line.' },
      {
        keys: glyphs().arrows.upDown,
        does: 'scroll',
        help: 'Moves the text.',
        ...(page.long ? {} : { off: 'all of it is on the screen' }),
      },
      {
        keys: 'w',
        does: 'who sits down',
        help: 'For a study: a label and a treatment for each person. Both may stay empty.',
        short: 'w who',
      },
      { keys: 'l', does: 'lock', help: LOCK_HELP },
      HELP,
      (screen.back ?? SET_UP).at === 'set-up'
        ? { keys: 'Esc', does: 'set the table', help: 'Goes back to the table; nothing has begun.' }
        : back('back', 'Goes back to the screen before; nothing has begun.'),
    ],
    key({ name }) {
      if (name === 'enter') return page.last ? { type: 'play', choice } : page.to(page.next);
      if (name === 'escape')
        return { type: 'show', screen: screen.back ?? { at: 'set-up', form: formOf(choice), line: 0 } };
      if (name === 'l') return { type: 'show', screen: { at: 'lock', choice, typed: '', problem: null, back: screen } };
      if (name === 'w') return { type: 'show', screen: peopleForm(state.current.people, peopleOf(choice), screen) };
      return page.scroll(name);
    },
    lines: page.lines,
  };
}

const SET_UP = { at: 'set-up' } as const;

/** Of the key l, wherever a table is set. */
export const LOCK_HELP =
  'Gives participants the keyboard: this table and its questions only, until you type the word that you set now.';

/** How long it takes, and before it who sits down, where that was said. */
function rights({ current }: LabState, choice: TableSetting, minutes: string): readonly string[] {
  const labels = current.people.slice(0, peopleOf(choice)).flatMap(({ label }) => label ?? []);
  return labels.length === 0 ? [minutes] : [`${labels.join(', ')} · ${minutes}`, labels.join(', '), minutes];
}

/** Who plays in the place of a model; why is said where tables are set, and kept with the match. */
export const insteadWords = ({ instead }: TableSetting): string =>
  `Not the model but ${(instead?.against ?? []).join(', ')} plays here: the table says why.`;

/** Said before a guess: never a false "person". */
export const ONE_OF_THREE =
  'The other player is a program: economicus, moralis with κ = 0.5, or baseline, each with the same chance. You are not told which one; afterwards you guess.';

export type InstructionsPage = {
  readonly long: boolean;
  /** The last line is on the screen. */
  readonly last: boolean;
  readonly next: number;
  to(first: number): Action;
  scroll(key: string): Action | null;
  lines(width: number, height: number): readonly Line[];
};

/** A long text in a window that may be resized while it is read. */
export function paged(
  blocks: readonly Block[],
  seen: MarkOf,
  { columns, rows }: LabState,
  first: number,
  to: (first: number) => Action,
): InstructionsPage {
  const { width, height } = bodySize(columns, rows);
  const all = drawPage(blocks, width, height, seen);
  const long = all.length > height;
  const end = long ? all.length - height + 1 : 0;
  const at = Math.min(first, end);
  return {
    long,
    last: !long || at >= end,
    next: Math.min(end, at + height - 2),
    to,
    scroll(key) {
      const by = { down: 1, up: -1, 'page down': height - 2, 'page up': 2 - height, space: height - 2 }[key];
      return by === undefined || !long ? null : to(Math.min(end, Math.max(0, at + by)));
    },
    lines: (w, h) => windowed(w === width ? all : drawPage(blocks, w, h, seen), at, h),
  };
}
