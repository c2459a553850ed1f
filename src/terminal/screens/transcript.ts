/** After a match with models: every call, what was asked and what came back, as it is in the database. */
import { rotationsOf, turned } from '../../core/distribution.ts';
import type { CallRow } from '../../core/log.ts';
import { withoutAsk } from '../../agents/offline.ts';
import { cleanText } from '../../core/outside-text.ts';
import { EMPTY, type Line, line } from '../../show/line.ts';
import { bodySize, WIDEST } from '../body-size.ts';
import { glyphs } from '../../show/glyphs.ts';
import { type ToldOptions, usdWords } from '../../lab/models.ts';
import { type AtCall, callerOf, sumOf, type TranscriptCalls } from '../../lab/transcript.ts';
import type { LabState, Transcript } from '../state.ts';
import { back, fit, HELP, move, type Shown, windowed, words } from './screen.ts';

type Calls = TranscriptCalls & AtCall;

export const transcript = (screen: Transcript, state: LabState): Shown => {
  const { moved, ...shown } = callsShown(screen, state);
  return {
    ...shown,
    key({ name }) {
      if (name === 'escape' || name === 'd') return { type: 'show', screen: screen.back };
      if (name === 'p') return { type: 'save screen' };
      const to = moved(name);
      return to === null ? null : { type: 'show', screen: { ...screen, ...to } };
    },
  };
};

/** The calls of a match as a screen; `moved`: where a key leads, null: it is no key of these. */
export function callsShown(
  { calls, match, call, first }: Calls,
  size: Pick<LabState, 'columns' | 'rows'>,
): Omit<Shown, 'key'> & { moved(name: string): AtCall | null } {
  const at = Math.min(call, Math.max(0, calls.length - 1));
  const here = calls[at];
  const { width: columns, height } = bodySize(size.columns, size.rows);
  const width = Math.min(columns, WIDEST);
  const all = here === undefined ? words(NONE, width) : linesOf(here, callerOf(match, here.row), width);
  const long = all.length > height;
  const last = long ? all.length - height + 1 : 0;
  const top = Math.min(first, last);
  const by: Readonly<Record<string, number>> = {
    down: 1,
    up: -1,
    'page down': height - 2,
    'page up': 2 - height,
    space: height - 2,
  };
  const place = calls.length === 0 ? 'no call' : `call ${at + 1} of ${calls.length}`;
  return {
    ...fit(size, [`homines · transcript · ${place}`, `transcript · ${place}`], rightsOf(here, calls)),
    where: ['transcript'],
    hints: [
      {
        keys: glyphs().arrows.sides,
        does: 'call',
        help: 'Goes to the call before, or the next one.',
        ...(calls.length < 2 ? { off: 'there is one call' } : {}),
      },
      {
        keys: glyphs().arrows.upDown,
        does: 'scroll',
        help: 'Moves the text.',
        ...(long ? {} : { off: 'all of it is on the screen' }),
      },
      {
        keys: 'p',
        does: 'save screen',
        help: 'Saves this screen as a picture (.svg) and as text (.txt) beside the database.',
      },
      HELP,
      back(),
    ],
    moved(name) {
      if (name === 'left' || name === 'right')
        return calls.length < 2 ? null : { call: move(at, name === 'left' ? -1 : 1, calls.length), first: 0 };
      const step = by[name];
      return step === undefined || !long ? null : { call, first: Math.min(last, Math.max(0, top + step)) };
    },
    lines: (w, h) =>
      windowed(w === width || here === undefined ? all : linesOf(here, callerOf(match, here.row), w), top, h),
  };
}

const rightsOf = (here: Told | undefined, calls: readonly Told[]): readonly string[] =>
  here === undefined ? [''] : [`${here.row.outcome} · all: ${sumOf(calls)}`, here.row.outcome];

export const NONE = 'No call was made in this match.';

type Told = Transcript['calls'][number];

/** One call, part by part: its head, what was answered, what was asked, the bytes that came back. What is drawn and what is read aloud. */
export function partsOf(
  { row, spoken, drawn }: Told,
  label: string,
): readonly { readonly head: string; readonly text: string }[] {
  const parts = [
    { head: '', text: headOf(row, label, spoken.told) },
    ...(spoken.told === undefined ? [] : toldParts(spoken.told, row, drawn)),
    ...(spoken.answer === null ? [] : [{ head: 'Answer', text: spoken.answer }]),
    ...(spoken.reasons === null ? [] : [{ head: 'Its reasons', text: spoken.reasons }]),
    ...spoken.prompt.map(({ role, text }) => ({ head: ROLES[role] ?? role, text })),
    ...(spoken.prompt.length === 0 ? [{ head: 'Nothing was sent', text: '' }] : []),
    {
      head: spoken.answer === null && spoken.told === undefined ? 'What came back' : 'What came back, as it came',
      text: row.response === '' ? 'nothing' : row.response,
    },
  ];
  return parts.map(({ head, text }) => ({ head, text: shortened(cleanText(text)) }));
}

/** What one order told, and what came of all of them together. */
function toldParts(
  { options, outside }: ToldOptions,
  { rotation }: CallRow,
  drawn: Told['drawn'],
): readonly { readonly head: string; readonly text: string }[] {
  const long = Math.max(...options.map(({ label }) => label.length));
  const told = options.map(({ label, probability }) => `${label.padEnd(long)}  ${shareWords(probability)}`);
  const none = outside === null ? [] : [`Of all that it might say, ${shareWords(outside)} is on none of them.`];
  const parts = [{ head: 'Probabilities, in the order asked', text: [...told, ...none].join('\n') }];
  if (drawn === null || rotation === null) return parts;
  const { distribution, answer } = drawn;
  // Options were asked in canonical order, turned: turned back they are the labels of what is stored.
  const labels = turned(options, -rotation).map(({ label }) => label);
  const lines = labels.map((label, i) => {
    const each = distribution.orders.map(({ probabilities }) => shareWords(probabilities[i] ?? null));
    return `${label.padEnd(long)}  ${shareWords(distribution.mean[i] ?? null)}  (${each.join(', ')})`;
  });
  const label = labels[distribution.options.indexOf(String(answer))] ?? String(answer);
  return [
    ...parts,
    {
      head: 'Over all orders: the mean, and each',
      text: [...lines, `Drawn from the mean by the chance of the match: ${label}`].join('\n'),
    },
  ];
}

/** A probability with four decimals. */
const shareWords = (probability: number | null): string => (probability === null ? 'not told' : probability.toFixed(4));

/** Characters of a line, and lines of a part, that anybody reads here; the database has all of them. */
const LONGEST = 2000;
const MOST = 1000;

/** A text with at most so many lines of at most so many characters, saying how much more there is. */
export function shortened(text: string): string {
  const { more } = glyphs();
  const lines = text.split('\n', MOST + 1);
  const kept = lines
    .slice(0, MOST)
    .map((one) =>
      one.length <= LONGEST
        ? one
        : `${one.slice(0, LONGEST)} ${more} ${(one.length - LONGEST).toLocaleString('en')} more characters`,
    );
  if (lines.length <= MOST) return kept.join('\n');
  const left = text.split('\n').length - MOST;
  return [...kept, `${more} ${left.toLocaleString('en')} more lines`].join('\n');
}

const ROLES: Readonly<Record<string, string>> = {
  state: 'Rules and what happened, as sent',
  system: 'Rules, as sent',
  user: 'Question, as sent',
  assistant: 'Its answer before, sent back',
};

/** A call is drawn again at every key: its lines are made once for each width. */
const drawnCalls = new WeakMap<
  Told,
  { readonly width: number; readonly label: string; readonly lines: readonly Line[] }
>();

function linesOf(told: Told, label: string, width: number): readonly Line[] {
  const before = drawnCalls.get(told);
  if (before?.width === width && before.label === label) return before.lines;
  const lines = partsOf(told, label).flatMap(({ head, text }, i) => [
    ...(i > 0 ? [EMPTY] : []),
    ...(head === '' ? [] : [line(head, 'strong')]),
    ...(text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .flatMap((one) => (one.trim() === '' ? [EMPTY] : words(one, width)))),
  ]);
  drawnCalls.set(told, { width, label, lines });
  return lines;
}

/** "moralis · local/tuned · turn 2 · answered · 812 ms · 100 tokens in, 20 out · 0.0002 USD". */
function headOf(
  { provider, model, turn, attempt, outcome, rotation, ms, tokensIn, tokensOut, cost }: CallRow,
  label: string,
  told: ToldOptions | undefined,
): string {
  const rotations = rotationsOf(told?.options.length ?? 0);
  const order = rotation === null ? -1 : rotations.indexOf(rotation);
  const which = order >= 0 ? `, order ${order + 1} of ${rotations.length}` : attempt > 0 ? `, try ${attempt + 1}` : '';
  const id = `${provider}/${model}`;
  const tokens =
    tokensIn === null && tokensOut === null
      ? 'tokens not told'
      : `${tokensIn ?? '?'} tokens in, ${tokensOut ?? '?'} out`;
  const paid = tokensIn === null ? 'cost not known' : usdWords(cost);
  const who = label === '' || withoutAsk(label) === id ? label || id : `${label} · ${id}`;
  return `${who} · turn ${turn + 1}${which} · ${outcome} · ${ms} ms · ${tokens} · ${paid}`;
}
