/** Language models: which servers and models there are, who plays economicus, moralis and baseline, and how one is added. */
import { clipped, columnsOf, EMPTY, type Line, line, span } from '../../show/line.ts';
import { glyphOf } from '../../show/marks.ts';
import type { Action } from '../actions.ts';
import { glyphs } from '../../show/glyphs.ts';
import { ASK_SENTENCES, type AtHand, type ModelAtHand, NONE_AT_HAND, usdWords } from '../../lab/models.ts';
import { type CastLabel, CAST_LABELS } from '../../match/agent.ts';
import type { LabState, ScreenAt } from '../state.ts';
import { toneOf } from '../../show/theme.ts';
import { around, back, cell, fit, HELP, item, move, type Shown, spaced, windowed, words } from './screen.ts';
import { fitting } from './set-up.ts';
import { byHand } from '../../core/shell.ts';

export function models(screen: ScreenAt<'models'>, state: LabState): Shown {
  const { atHand } = state;
  const count = CAST_LABELS.length + atHand.models.length;
  const [at, first] = [Math.min(screen.line, count - 1), screen.first];
  const label = CAST_LABELS[at];
  const model = atHand.models[at - CAST_LABELS.length];
  const to = (change: Partial<typeof screen>): Action => ({ type: 'show', screen: { ...screen, ...change } });
  const change = (by: number): Action | null => {
    if (label !== undefined) {
      const options = optionsOf(label, atHand);
      const id = options[move(placeOf(label, atHand), by, options.length)] ?? null;
      return options.length < 2
        ? { type: 'say', words: 'No model is known in this folder yet: the commands below add one.' }
        : { type: 'bind', label, id };
    }
    if (model === undefined) return null;
    const { id, asks, decides } = model;
    return asks.length < 2
      ? { type: 'say', words: `There is one way to ask ${id}: ${decides}.` }
      : { type: 'ask as', id, ask: asks[move(asks.indexOf(model.ask), by, asks.length)]! };
  };
  return {
    ...fit(state, ['homines · language models', 'language models'], [atHand.file]),
    indent: 1,
    where: ['models'],
    hints: [
      {
        keys: glyphs().arrows.sides,
        does: label === undefined ? 'how it is asked' : 'who plays it',
        help: 'Of economicus, moralis and baseline: who plays it, another model or the theory agent. Of a model: how it is asked, as far as its server was found to answer so.',
      },
      {
        keys: glyphs().arrows.upDown,
        does: 'line',
        help: 'Moves between the three, the models, then through the text below.',
      },
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
          return change(name === 'left' ? -1 : 1);
        case 'up':
          return first > 0 ? to({ first: first - 1 }) : to({ line: Math.max(0, at - 1) });
        case 'down':
          return at < count - 1 ? to({ line: at + 1 }) : to({ first: first + 1 });
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
      const inset = (ls: readonly Line[]): readonly Line[] =>
        ls.map((l): Line => (l.length === 0 ? l : [span('  '), ...l]));
      const cast = CAST_LABELS.map((one, i) => castLine(one, atHand, i === at, width));
      const wide = Math.min(Math.max(0, ...atHand.models.map(({ id }) => columnsOf(id))), Math.floor(width / 2));
      const each = atHand.models.map((one, i) => modelLine(one, i + CAST_LABELS.length === at, wide, width));
      const meant = model === undefined ? [] : inset(words(`${ASK_SENTENCES[model.ask]} ${model.decides}.`, width - 2));
      const listed = around(each, Math.max(0, at - CAST_LABELS.length), Math.max(3, Math.floor(height / 3)));
      const text = inset(below(state, width - 2));
      const room = Math.max(3, height - cast.length - listed.length - meant.length - (meant.length > 0 ? 3 : 2));
      // A text that has come to its end stays there, however often the key is pressed.
      return spaced(
        [cast, listed, meant, windowed(text, Math.min(first, Math.max(0, text.length - room + 1)), room)],
        height,
      );
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

/** A model with the ways in which it can be asked. */
function modelLine({ id, ask, asks }: ModelAtHand, focused: boolean, wide: number, width: number): Line {
  const [open, close] = glyphs().chosen;
  const options = (asks.length === 0 ? [ask] : asks).map((one): Line =>
    one === ask ? [span(`${open}${one}${close}`, 'strong')] : [span(` ${one} `)],
  );
  return item(focused, [
    span(cell(clipped(id, wide), wide + 2)),
    ...fitting(options, Math.max(0, asks.indexOf(ask)), width - wide - 4),
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
    ...known.flatMap(({ id, probed, decides, until }) => [
      ...words(id, width),
      ...indented(decides),
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
