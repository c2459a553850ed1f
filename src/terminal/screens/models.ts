/** Language models: which servers and models there are, who plays economicus, moralis and baseline, and how one is added. */
import { EMPTY, type Line, line, span } from '../../show/line.ts';
import { glyphOf } from '../../show/marks.ts';
import type { Action } from '../actions.ts';
import { glyphs } from '../../show/glyphs.ts';
import { type AtHand, NONE_AT_HAND, usdWords } from '../../lab/models.ts';
import { type CastLabel, CAST_LABELS } from '../../match/agent.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { toneOf } from '../../show/theme.ts';
import { back, cell, fit, HELP, item, move, type Shown, spaced, windowed, words } from './screen.ts';
import { fitting } from './set-up.ts';
import { byHand } from '../../core/shell.ts';

export function models(screen: ScreenAt<'models'>, state: LabState): Shown {
  const { atHand } = state;
  const { line: at, first } = screen;
  const label = CAST_LABELS[at] ?? 'economicus';
  const to = (change: Partial<typeof screen>): Action => ({ type: 'show', screen: { ...screen, ...change } });
  const bind = (by: number): Action => {
    const options = optionsOf(label, atHand);
    const id = options[move(placeOf(label, atHand), by, options.length)] ?? null;
    return options.length < 2
      ? { type: 'say', words: 'No model is known in this folder yet: the commands below add one.' }
      : { type: 'bind', label, id };
  };
  return {
    ...fit(state, ['homines · language models', 'language models'], [atHand.file]),
    indent: 1,
    where: ['models'],
    hints: [
      {
        keys: glyphs().arrows.sides,
        does: 'who plays it',
        help: 'Lets another model, or the theory agent, play economicus, moralis or baseline: that is the cast.',
      },
      { keys: glyphs().arrows.upDown, does: 'line', help: 'Moves between the three, then through the text below.' },
      {
        keys: 'p',
        does: 'save screen',
        help: 'Saves this screen as a picture (.svg) and as text (.txt) beside the database.',
      },
      HELP,
      back(),
    ],
    key({ name }) {
      switch (name) {
        case 'left':
        case 'right':
          return bind(name === 'left' ? -1 : 1);
        case 'up':
          return first > 0 ? to({ first: first - 1 }) : to({ line: Math.max(0, at - 1) });
        case 'down':
          return at < CAST_LABELS.length - 1 ? to({ line: at + 1 }) : to({ first: first + 1 });
        case 'page down':
        case 'space':
          return to({ first: first + 8 });
        case 'page up':
          return to({ first: Math.max(0, first - 8) });
        case 'p':
          return { type: 'save screen' };
        default:
          return name === 'escape' ? { type: 'home' } : null;
      }
    },
    lines(width, height) {
      const cast = CAST_LABELS.map((one, i) => castLine(one, atHand, i === at, width));
      const text = below(state, width - 2).map((l): Line => (l.length === 0 ? l : [span('  '), ...l]));
      const room = Math.max(3, height - cast.length - 1);
      // A text that has come to its end stays there, however often the key is pressed.
      return spaced([cast, windowed(text, Math.min(first, Math.max(0, text.length - room + 1)), room)], height);
    },
  };
}

const CELL = 14;

function castLine(label: CastLabel, atHand: AtHand, focused: boolean, width: number): Line {
  const [open, close] = glyphs().chosen;
  const at = placeOf(label, atHand);
  const options = optionsOf(label, atHand).map((id, i): Line => {
    const text = id ?? (label === 'baseline' ? 'stand-in' : 'theory');
    return i === at ? [span(`${open}${text}${close}`, 'strong')] : [span(` ${text} `)];
  });
  return item(focused, [
    span(`${glyphOf(label)} `, toneOf(label)),
    span(cell(label, CELL)),
    ...fitting(options, at, width - CELL - 4),
  ]);
}

/** Who may play a label: nobody (null, its theory), then models, bare and told to want it; never one that plays another label. */
export function optionsOf(label: CastLabel, { cast, models: known }: AtHand): readonly (string | null)[] {
  const told = { economicus: '+economicus', moralis: '+moralis:0.5', baseline: null }[label];
  const ids = known.flatMap(({ id }) => (told === null ? [id] : [id, `${id}${told}`]));
  const taken = CAST_LABELS.flatMap((other) => (other === label ? [] : (cast[other] ?? [])));
  return [null, ...new Set([...ids, ...(cast[label] === null ? [] : [cast[label]])])].filter(
    (id) => id === null || !taken.includes(id),
  );
}

const placeOf = (label: CastLabel, atHand: AtHand): number => optionsOf(label, atHand).indexOf(atHand.cast[label]);

function below({ atHand, spent, minute, instead }: LabState, width: number): readonly Line[] {
  const { providers, models: known, trouble } = atHand;
  const indented = (text: string): readonly Line[] => words(text, width - 2).map((l): Line => [span('  '), ...l]);
  const head = (text: string): readonly Line[] => [[], line(text, 'strong')];
  return [
    ...(trouble === null ? [] : words(trouble, width)),
    ...(minute === null
      ? []
      : [...words(`This session's calls: ${usdWords(spent)}. The last one: ${minute}`, width), EMPTY]),
    ...(instead === null ? [] : [...words(instead, width), EMPTY]),
    line('Models', 'strong'),
    ...(known.length === 0 ? indented('none yet; openai/MODEL plays without being added, where its key is set') : []),
    ...known.flatMap(({ id, probed, until }) => [
      ...words(id, width),
      ...indented(probed ?? `not tested: ${byHand(`agents test ${id}`)}`),
      ...(until === null ? [] : indented(until)),
    ]),
    ...(atHand.warnings ?? []).flatMap((warning) => words(`! ${warning}`, width)),
    ...head('Servers'),
    ...providers.flatMap(({ name, address, key, away }) => [
      ...words(`${name}: ${address}, ${key}`, width),
      ...(away === null ? [] : indented(`not now: ${away}`)),
    ]),
    ...head('In this folder, on the command line'),
    ...COMMANDS.flatMap(([command, does]) => [...words(byHand(command), width), ...indented(does)]),
    ...words(`Kept in ${NONE_AT_HAND.file}. Keys come from the environment or .env and are kept nowhere.`, width),
  ];
}

const COMMANDS = [
  ['agents add local http://localhost:11434', 'adds a server that speaks as OpenAI does, and one of its models'],
  ['agents add NAME ADDRESS --key VARIABLE', 'the same with a key, which stands in that environment variable'],
  ['agents test PROVIDER/MODEL', 'a few tiny requests: what the server honours'],
  ['agents remove NAME', 'takes a server or a model out again'],
] as const;
