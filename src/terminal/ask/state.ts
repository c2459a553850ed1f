/**
 * One question on a screen, as state and what happens to it. Nothing is preset: no option is marked and no number stands
 * anywhere until the person puts it there. Everything that is marked on the way to Enter is logged with its time.
 */
import {
  type Answer,
  type Decision,
  type Calculator,
  type Input,
  type Problem,
  problemSentence,
  read,
  readNumber,
  SKIPPED,
} from '../../core/game.ts';

export type Marks = readonly (readonly [ms: number, mark: string])[];

export type AskState = {
  readonly decision: Decision;
  readonly calculator: Calculator | null;
  /** Place in the group of questions, from 0, and how many there are. */
  readonly position: number;
  readonly of: number;
  /** Unix milliseconds. */
  readonly shownAt: number;
  /** The option that is marked, or SKIPPED; null: nothing. A number's field has text instead. */
  readonly marked: Answer | null;
  /** What stands in the answer's field, as typed; '' is empty. */
  readonly text: string;
  /** Whether the number got there by arrow: typing then begins anew. */
  readonly byArrow: boolean;
  /** What stood there when x was pressed: x again brings it back. */
  readonly beforeSkip: Pick<AskState, 'marked' | 'text' | 'byArrow'> | null;
  /** Where keys go: -1 the answer, else a field of the calculator. */
  readonly focus: number;
  readonly draft: readonly string[];
  /** Whether the next letter begins the what-if field anew: it was just entered, or an arrow set it. */
  readonly fresh: boolean;
  /** How the last what-if came about: what grows by one way is one mark. */
  readonly whatIf: 'typed' | 'arrow' | null;
  /** One sentence after an Enter that could not be taken. */
  readonly problem: string | null;
  readonly marks: Marks;
};

export type AskAction =
  /** An option's letter, or x. */
  | { readonly type: 'mark'; readonly value: Answer; readonly key: string }
  | { readonly type: 'arrow'; readonly by: number }
  /** Digits, a point, or a paste; `instead` of what stands there already. */
  | { readonly type: 'type'; readonly text: string; readonly instead?: true }
  /** Something that cannot be part of an answer: it changes nothing and is answered by a sentence. */
  | { readonly type: 'refuse'; readonly given: string }
  | { readonly type: 'erase' }
  | { readonly type: 'next'; readonly by: 1 | -1 }
  | { readonly type: 'enter' }
  | { readonly type: 'back' };

export type AskReply = { readonly answer: Answer; readonly shownAt: number; readonly marks: Marks };
export type AskOutcome = { readonly state: AskState; readonly reply?: AskReply; readonly back?: true };

export type AskOpening = Pick<AskState, 'decision' | 'calculator' | 'position' | 'of' | 'shownAt'>;

export const openAsk = ({ decision, calculator, position, of, shownAt }: AskOpening): AskState => ({
  ...{ decision, calculator, position, of, shownAt },
  ...{
    marked: null,
    text: '',
    byArrow: false,
    beforeSkip: null,
    focus: -1,
    fresh: false,
    draft: calculator?.fields.map(() => '') ?? [],
    whatIf: null,
    problem: null,
    marks: [],
  },
});

/** `now`: Unix milliseconds. A reply or a step back comes with the state that led to it. */
export function reduceAsk(state: AskState, action: AskAction, now: number): AskOutcome {
  const ms = Math.max(0, now - state.shownAt);
  switch (action.type) {
    case 'mark': {
      const { marked, text, byArrow } = state;
      if (action.value === SKIPPED && marked === SKIPPED)
        return {
          state: {
            ...state,
            ...(state.beforeSkip ?? { marked: null, text: '', byArrow: false }),
            ...{ beforeSkip: null, focus: -1, problem: null },
            marks: [...state.marks, [ms, 'x taken back']],
          },
        };
      return {
        state: {
          ...state,
          beforeSkip: action.value === SKIPPED ? { marked, text, byArrow } : null,
          marked: action.value,
          text: '',
          byArrow: false,
          focus: -1,
          problem: null,
          marks: [...state.marks, [ms, `key ${action.key}`]],
        },
      };
    }
    case 'arrow':
      return { state: arrow(state, action.by, ms) };
    case 'type':
      return { state: edit(state, ms, (text, fresh) => (fresh || action.instead ? '' : text) + action.text) };
    case 'refuse':
      return { state: { ...state, problem: problemSentence(refusal(state, action.given)) } };
    case 'erase':
      return { state: edit(state, ms, (text) => text.slice(0, -1)) };
    case 'next': {
      const fields = state.draft.length + 1;
      const focus = ((state.focus + 1 + action.by + fields) % fields) - 1;
      return { state: { ...state, focus, fresh: true, problem: null } };
    }
    case 'enter':
      // Enter in a what-if field goes on to the next field: it must never set a price by accident.
      if (state.focus >= 0)
        return {
          state: {
            ...state,
            focus: state.focus + 1 < state.draft.length ? state.focus + 1 : -1,
            fresh: true,
            problem: null,
          },
        };
      return enter(state);
    case 'back':
      return state.position > 0
        ? { state, back: true }
        : { state: { ...state, problem: 'This is the first question: there is nothing to go back to.' } };
  }
}

function refusal(state: AskState, given: string): Problem {
  const { input } = state.decision;
  const field = state.focus >= 0 ? state.calculator!.fields[state.focus]!.input : input;
  return field.kind === 'choice'
    ? { kind: 'not an option', given, input: field }
    : { kind: 'not a number', given, input: field };
}

function enter(state: AskState): AskOutcome {
  const raw = state.marked ?? state.text;
  const result = read(state.decision.input, raw);
  if (!result.ok) return { state: { ...state, problem: problemSentence(result.problem) } };
  return {
    state: { ...state, problem: null },
    reply: { answer: result.answer, shownAt: state.shownAt, marks: state.marks },
  };
}

/** The number that the answer's field is read as; null while it is empty or no number that may be given. */
export function numberRead(state: AskState): number | null {
  if (state.decision.input.kind !== 'number' || state.text === '') return null;
  const result = read(state.decision.input, state.text);
  return result.ok && typeof result.answer === 'number' ? result.answer : null;
}

/** What the calculator is asked: one number a field, null while it is empty or unreadable. */
export const draftNumbers = (state: AskState): readonly (number | null)[] =>
  state.draft.map((text, i) => {
    const field = state.calculator!.fields[i]!;
    const value = readNumber(text);
    return value !== null && read(field.input, value).ok ? value : null;
  });

function arrow(state: AskState, by: number, ms: number): AskState {
  const { input } = state.decision;
  if (state.focus >= 0) {
    const field = state.calculator!.fields[state.focus]!.input;
    return { ...withDraft(state, ms, moved(field, state.draft[state.focus]!, by), 'arrow'), fresh: true };
  }
  if (input.kind === 'choice') {
    const options = input.options;
    const at = options.findIndex((option) => option.value === state.marked);
    // The first → marks the first option, the first ← the last one.
    const next =
      at < 0 ? (by > 0 ? 0 : options.length - 1) : Math.min(options.length - 1, Math.max(0, at + Math.sign(by)));
    const value = options[next]!.value;
    if (value === state.marked) return { ...state, problem: null };
    return { ...state, marked: value, problem: null, marks: [...state.marks, [ms, `arrow ${value}`]] };
  }
  const text = moved(input, state.text, by);
  const entering = state.text === '' || state.marks.at(-1)?.[1] !== `arrow ${state.text}`;
  const before = state.marks.at(-2)?.[1].startsWith('arrow ') ?? false;
  // A held key is one mark: where it came in, and where it is now.
  const marks: Marks =
    !entering && before
      ? [...state.marks.slice(0, -1), [ms, `arrow ${text}`]]
      : [...state.marks, [ms, `arrow ${text}`]];
  return { ...state, marked: null, text, byArrow: true, problem: null, marks };
}

/**
 * An empty field is entered from the end that the arrow comes from: → from the least, ← from the most. On a line ↑ and ↓,
 * more and less, come from no end: they enter it in the middle.
 */
function moved(input: Input & { kind: 'number' }, text: string, by: number): string {
  const value = readNumber(text);
  if (value === null) {
    const middle = input.min + input.step * Math.round((input.max - input.min) / 2 / input.step);
    return (input.ends !== undefined && Math.abs(by) > 1 ? middle : by > 0 ? input.min : input.max).toFixed(
      input.decimals,
    );
  }
  const next = Math.min(input.max, Math.max(input.min, value + by * input.step));
  return next.toFixed(input.decimals);
}

function edit(state: AskState, ms: number, change: (text: string, fresh: boolean) => string): AskState {
  if (state.focus >= 0)
    return {
      ...withDraft(state, ms, change(state.draft[state.focus]!, state.fresh).slice(0, LONGEST), 'typed'),
      fresh: false,
    };
  if (state.decision.input.kind !== 'number') return state;
  const text = change(state.text, state.byArrow).slice(0, LONGEST);
  if (text === state.text && state.marked === null) return { ...state, problem: null };
  const last = state.marks.at(-1)?.[1];
  // Digits of one number are one mark; a correction begins another.
  const extends_ = state.text !== '' && last === `typed ${state.text}` && text.startsWith(state.text);
  const marks: Marks = [
    ...(extends_ ? state.marks.slice(0, -1) : state.marks),
    [ms, text === '' ? 'erased' : `typed ${text}`],
  ];
  return { ...state, marked: null, text, byArrow: false, problem: null, marks };
}

/** No number that anybody means is longer. */
const LONGEST = 12;

function withDraft(state: AskState, ms: number, text: string, way: 'typed' | 'arrow'): AskState {
  const draft = state.draft.map((old, i) => (i === state.focus ? text : old));
  const next = { ...state, draft, problem: null };
  const numbers = draftNumbers(next);
  if (numbers.every((number) => number === null)) return next;
  const asked = `what-if ${numbers.map((number) => number ?? '').join('/')}`;
  const last = state.marks.at(-1)?.[1] ?? '';
  if (asked === last) return next;
  const before = state.draft[state.focus]!;
  const grows =
    last.startsWith('what-if ') &&
    state.whatIf === way &&
    before !== '' &&
    (way === 'arrow' || text.startsWith(before));
  return { ...next, whatIf: way, marks: [...(grows ? state.marks.slice(0, -1) : state.marks), [ms, asked]] };
}
