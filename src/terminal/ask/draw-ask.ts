/** The lines of a question: pure. A choice is one line if it fits, a rating a line without ticks, a number a field. */
import { SKIPPED, type Option } from '../../core/game.ts';
import { drawBlocks } from '../../show/draw.ts';
import { columnsOf, EMPTY, type Line, line, type Span, spaces, span, widthOf, wrapped } from '../../show/line.ts';
import type { MarkOf } from '../../show/marks.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import { draftNumbers, numberRead, type AskState } from './state.ts';

/** Columns between the parts of a line, and the shortest line that a rating can be read from. */
const APART = 3;
const NEAR = 2;
const SHORTEST = 20;

/** `given`: the answer was given, and somebody else's is waited for. */
export function drawAsk(state: AskState, width: number, seen: MarkOf, masked: boolean, given = false): readonly Line[] {
  const { input } = state.decision;
  if (input.kind === 'choice') return choice(state, width, seen, masked, given);
  const body = input.ends ? rating(state, width, masked) : field(state, width, seen, masked);
  return [...body, ...problemLines(state, width)];
}

const problemLines = (state: AskState, width: number): readonly Line[] =>
  state.problem === null ? [] : wrapped(shown(state.problem), width).map((words) => line(words, 'warn'));

const ask = (state: AskState): string => shown(state.decision.ask);

/** A status at the right end of a line, in the longest of its wordings that fits, else the first on a line of its own. */
function withStatus(drawn: Line, wordings: readonly Line[], width: number): readonly Line[] {
  const free = (status: Line): number => width - widthOf(drawn) - widthOf(status);
  const fits = wordings.find((status) => free(status) >= NEAR);
  if (fits) return fits.length === 0 ? [drawn] : [[...drawn, span(spaces(free(fits))), ...fits]];
  return [drawn, ...wordings.slice(0, 1)];
}

function choice(state: AskState, width: number, seen: MarkOf, masked: boolean, given: boolean): readonly Line[] {
  if (state.decision.input.kind !== 'choice') return [];
  const { options, skip } = state.decision.input;
  const mark = seen({ seat: state.decision.seat }).glyph;
  const one = (option: Option): Line => {
    const on = !masked && state.marked === option.value;
    const label = shown(option.label);
    const letter = label.toLowerCase().startsWith(option.key) ? '' : `${option.key}: `;
    return [span(`(${on ? mark : ' '}) ${letter}${label}`, on ? 'strong' : undefined)];
  };
  const labels = options.map(one);
  const problem = problemLines(state, width);
  // What Enter could not take says more than "nothing chosen yet" and stands in its place.
  const ending = (drawn: Line): readonly Line[] =>
    problem.length > 0 ? [drawn, ...problem] : withStatus(drawn, given ? GIVEN : statusOf(state, masked, skip), width);
  const beside = labels.flatMap((label, i) => (i === 0 ? label : [span(spaces(APART)), ...label]));
  const asked = ask(state);
  const together: Line = [span(asked, 'strong'), span(spaces(APART)), ...beside];
  if (widthOf(together) <= width) return ending(together);
  const question = wrapped(asked, width).map((words) => line(words, 'strong'));
  if (widthOf(beside) <= width) return [...question, ...ending(beside)];
  const listed = labels.flatMap((label): readonly Line[] => {
    const [piece] = label;
    return wrapped(piece!.text, width).map((words, i) => line(i === 0 ? words : `    ${words.trim()}`, piece!.tone));
  });
  return [...question, ...listed.slice(0, -1), ...ending(listed.at(-1)!)];
}

const GIVEN: readonly Line[] = [line('given'), EMPTY];

/** Says what stands, long and short: nothing yet, marked, or rather not say. */
function statusOf(state: AskState, masked: boolean, skip: string | undefined): readonly Line[] {
  if (state.marked === null) return [line('nothing chosen yet'), line('nothing yet')];
  if (masked) return [line(`marked: ${glyphs().bullet}`, 'strong'), line(glyphs().bullet, 'strong')];
  if (state.marked === SKIPPED && skip !== undefined) return [line(shown(skip), 'strong')];
  return [line('Enter makes it final'), line('Enter: final'), EMPTY];
}

function rating(state: AskState, width: number, masked: boolean): readonly Line[] {
  const { input } = state.decision;
  if (input.kind !== 'number' || !input.ends) return [];
  const { scale, dash, bullet } = glyphs();
  const question = wrapped(ask(state), width).map((words) => line(words, 'strong'));
  const [low, high] = [shown(input.ends[0]), shown(input.ends[1])];
  const read = numberRead(state);
  const unit = input.unit ? ` ${shown(input.unit)}` : '';
  const skipped = state.marked === SKIPPED;
  const said = skipped
    ? masked
      ? bullet
      : dash
    : state.text === ''
      ? dash
      : masked
        ? bullet.repeat(3)
        : `${state.text}${unit}`;
  // Room for the longest number that may stand at the right, so that the line never jumps; what is longer stands above it.
  const end = Math.max(columnsOf(said), input.max.toFixed(input.decimals).length + columnsOf(unit), 3);
  const unsaid = skipped && !masked ? shown(input.skip ?? SKIPPED) : '';
  const above: Line = unsaid === '' ? EMPTY : [span(spaces(width - columnsOf(unsaid))), span(unsaid, 'strong')];
  const tail = spaces(end - columnsOf(said)) + said;
  const room = width - columnsOf(low) - columnsOf(high) - 2 - APART - end;
  const bar = (length: number): Line => {
    const inner = length - 2;
    if (read === null || masked || state.marked !== null)
      return [span(scale.from + scale.flat.repeat(inner) + scale.to)];
    const at = Math.round(((read - input.min) / (input.max - input.min || 1)) * (inner - 1));
    return [
      span(scale.from + scale.flat.repeat(at)),
      span(scale.handle, 'strong'),
      span(scale.flat.repeat(inner - 1 - at) + scale.to),
    ];
  };
  const value: Span = span(tail, state.text === '' && state.marked === null ? undefined : 'strong');
  if (room >= SHORTEST)
    return [...question, above, [span(`${low} `), ...bar(room), span(` ${high}${spaces(APART)}`), value]];
  const length = Math.max(SHORTEST, width - APART - end);
  const under = `${low}${spaces(length - columnsOf(low) - columnsOf(high))}${high}`;
  return [...question, above, [...bar(length), span(spaces(APART)), value], line(under)];
}

function field(state: AskState, width: number, seen: MarkOf, masked: boolean): readonly Line[] {
  const { input } = state.decision;
  if (input.kind !== 'number') return [];
  const { bullet } = glyphs();
  const dots = (text: string): string => (masked && text !== '' ? bullet.repeat(3) : text);
  const unit = input.unit ? ` ${shown(input.unit)}` : '';
  const read = numberRead(state);
  const plain = read?.toFixed(input.decimals);
  const reading = !masked && plain !== undefined && state.text !== plain ? `  reads ${plain}` : '';
  const said = state.marked === SKIPPED ? (masked ? bullet : shown(input.skip ?? SKIPPED)) : dots(state.text);
  const cursor = state.focus < 0 ? '_' : '';
  const typed: Line = [span(`${said}${cursor}`, 'strong'), ...line(said === '' ? '' : unit), ...line(reading)];
  const asked = wrapped(ask(state), width - 12);
  const last: Line = [span(`${asked.at(-1)!}  `, 'strong'), ...typed];
  const note = input.note === undefined ? [] : [line(shown(input.note))];
  const question = [...asked.slice(0, -1).map((words) => line(words, 'strong')), ...withStatus(last, note, width)];
  return [...calculatorLines(state, width, seen, masked), ...question];
}

function calculatorLines(state: AskState, width: number, seen: MarkOf, masked: boolean): readonly Line[] {
  const { calculator } = state;
  if (!calculator) return [];
  const { bullet } = glyphs();
  const fields = calculator.fields.map(({ label, input }, i): Line => {
    const room = Math.max(input.max.toFixed(input.decimals).length, 4);
    const text = masked && state.draft[i] !== '' ? bullet.repeat(3) : state.draft[i]!;
    const on = state.focus === i;
    const content = on ? `${text}_` : text;
    return [span(`${shown(label)} `), span(`[${content.padEnd(room)}]`, on ? 'strong' : undefined)];
  });
  const asked: Line = [
    span('What if  '),
    ...fields.flatMap((drawn, i): Line => (i === 0 ? drawn : [span(spaces(APART)), ...drawn])),
  ];
  const result = masked ? [] : answerLines(state, width, seen);
  const [only] = result;
  if (result.length === 1 && only && widthOf(asked) + APART + widthOf(only) <= width)
    return withStatus(asked, [only], width);
  return [asked, ...result];
}

/** The calculator's answer: label and value pairs on one line if they fit. */
function answerLines(state: AskState, width: number, seen: MarkOf): readonly Line[] {
  const blocks = state.calculator!.show(draftNumbers(state));
  const [block] = blocks;
  if (blocks.length === 1 && block?.kind === 'facts') {
    const words = block.facts.map((fact) => shown(`${fact.label} ${fact.value}`)).join('   ');
    if (columnsOf(words) <= width) return [line(words)];
  }
  return drawBlocks(blocks, width, undefined, seen);
}
