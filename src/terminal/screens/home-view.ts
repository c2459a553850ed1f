/** Home as it is drawn: from what is known of it before a game is loaded, and from then on. */
import { clipped, clippedLine, columnsOf, type Line, line, span, widthOf } from '../../show/line.ts';
import { glyphOf } from '../../show/marks.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import { type AtHand, providerOf } from '../../lab/models.ts';
import { CAST_LABELS, type CastLabel } from '../../match/agent.ts';
import type { LabState } from '../state.ts';
import { toneOf } from '../../show/theme.ts';
import type { HomeItem } from './home-list.ts';
import { around, cell, ends, fit, HELP, item, sessionWords, type Shown, spaced, words } from './screen.ts';

/** So many entries are in sight in the smallest window. */
const FEWEST = 5;

/** What of the lab is seen on home, beside its list. */
export type AtHome = Pick<LabState, 'columns' | 'rows' | 'current' | 'atHand'>;

/** `at`: the entry that the cursor stands on. */
export function homeView(entries: readonly HomeItem[], at: number, state: AtHome): Omit<Shown, 'key'> {
  return {
    ...fit(state, ['homines · play against theory, people and language models', 'homines'], sessionWords(state)),
    indent: 1,
    where: ['home'],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'choose', help: 'Moves the cursor.' },
      { keys: 'Enter', does: 'open', help: 'Opens what the cursor stands on.' },
      {
        keys: 'n',
        does: 'next person',
        help: 'Somebody else sits down: their choices get a participant code of their own.',
        short: 'n next',
      },
      {
        keys: 'm',
        does: 'language models',
        help: 'Lists language models and their servers, and says who plays economicus, moralis and baseline.',
        short: 'm models',
      },
      {
        keys: 't',
        does: 'name session',
        help: 'Names this session: from then on it is data, before that a rehearsal.',
        short: 't name',
      },
      {
        keys: 'l',
        does: 'lock',
        help: 'Gives participants the keyboard at the table that the cursor stands on: its questions only, until you type a word.',
      },
      HELP,
      { keys: 'q', does: 'quit', help: 'Leaves the lab; everything chosen is kept.' },
    ],
    lines(width, height) {
      const wide = width >= 74;
      const name = Math.max(...entries.map((entry) => columnsOf(entry.name))) + 1;
      const list = entries.map((entry, i): Line => {
        const right = shown(entry.right);
        const left = wide ? cell(entry.name, name) + shown(entry.says) : entry.name;
        const room = width - 2 - columnsOf(right) - (right === '' ? 0 : 2);
        return ends(item(i === at, [span(clipped(left, room))]), line(right), width);
      });
      const says = entries[at]?.says ?? '';
      const below = [
        wide ? [] : words(says, width - 2).map((l): Line => [span('  '), ...l]),
        agents(state, width, wide),
      ];
      const room = height - below.flat().length;
      return spaced([around(list, at, Math.max(FEWEST, Math.min(list.length, room))), ...below], height);
    },
  };
}

const AGENTS: readonly {
  readonly label: CastLabel;
  readonly says: string;
  readonly short: string;
  readonly kind: string;
}[] = [
  {
    label: 'economicus',
    says: 'maximises its own payoff',
    short: 'maximises its own payoff; theory',
    kind: 'theory, offline',
  },
  {
    label: 'moralis',
    says: 'also asks: what if everyone acted as I do?',
    short: 'asks: what if everyone acted as I do?',
    kind: 'theory, offline',
  },
  {
    label: 'baseline',
    says: 'answers like an untuned chatbot',
    short: 'like an untuned chatbot; a stand-in',
    kind: 'stand-in, offline',
  },
];

function agents({ atHand }: AtHome, width: number, wide: boolean): readonly Line[] {
  const lines = AGENTS.map(({ label, says, short, kind }): Line => {
    const model = atHand.cast[label];
    if (model !== null) {
      const cast: Line = [
        span('  '),
        span(`${glyphOf(label)} ${label}`, toneOf(label)),
        span(` ${glyphs().sep} ${model}`),
      ];
      return wide && widthOf(cast) + 16 < width ? ends(cast, line('language model'), width) : clippedLine(cast, width);
    }
    const who: Line = [
      span('  '),
      span(`${glyphOf(label)} ${cell(label, 13)}`, toneOf(label)),
      span(wide ? says : short),
    ];
    return wide ? ends(who, line(kind), width) : who;
  });
  const away = awayOf(atHand);
  return away === null ? lines : [...lines, ...words(away, width - 2).map((l): Line => [span('  '), ...l])];
}

/** Why somebody of the cast, or any model, cannot play now, in a sentence; null: everybody can. */
export function awayOf({ cast, providers, trouble }: AtHand): string | null {
  if (trouble !== null) return trouble;
  const missing = CAST_LABELS.filter((label) =>
    providers.some(({ name, away }) => away !== null && cast[label] !== null && providerOf(cast[label]) === name),
  );
  const reasons = providers.flatMap(({ name, away }) =>
    away !== null && missing.some((label) => providerOf(cast[label] ?? '') === name) ? [away] : [],
  );
  if (missing.length === 0) return null;
  return `${missing.join(' and ')} ${missing.length === 1 ? 'plays' : 'play'} without a model for now: ${reasons.join('; ')}.`;
}
