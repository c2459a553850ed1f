/**
 * The one reader of what a model answers: text, without its thought, to a legal answer and how it was read. Three readings,
 * the surest first, and each gives one answer or none:
 *
 * - json: the last whole JSON object with an answer, as it was asked for.
 * - words: the reply is nothing but the answer, whatever quotes, marks and fences stand around it.
 * - last sentence: the last sentence does nothing but name one legal answer ("The answer is: "defect"."), and no other is
 *   named anywhere in the reply.
 *
 * Everything else is none, and the model is asked once more: a negation, a condition, a guess about the other, a number
 * among numbers is never taken for an answer. What is safe is said by what a sentence may hold, not by what it may not.
 */
import { type Answer, type Input, problemSentence, read } from '../core/game.ts';
import type { AnswerReading } from '../core/log.ts';
import { type Fields, fieldsOf, jsonOf } from './server-error.ts';

/** What stands beside an answer in its object. */
type Beside = {
  readonly reasons: string | null;
  /** Notes to itself, those of the keys asked for that it wrote. */
  readonly notes: Readonly<Record<string, string>>;
};
export type AnswerRead = Beside &
  (
    | {
        readonly ok: true;
        readonly answer: Answer;
        readonly reading: AnswerReading;
        /** As it stands in the text. */
        readonly said: string;
      }
    /** Why there is none, in a sentence that can be quoted to the model. */
    | { readonly ok: false; readonly problem: string }
  );

/** That the tokens were used up before there was a whole answer. */
const OUT_OF_TOKENS = 'The reply ran out of tokens before there was a whole answer.';

/**
 * Reads a reply to a question with this input. `cut`: its tokens were used up before it ended; `notes`: keys of notes to
 * itself that were asked for. Never throws.
 */
export function readAnswer(given: string, input: Input, cut = false, notes: readonly string[] = []): AnswerRead {
  const text = onceEncoded(given);
  const object = answerObject(text, notes);
  const beside = object ?? NOTHING_BESIDE;
  const none = (problem: string): AnswerRead => ({ ...besideOf(beside), ok: false, problem });
  if (cut && (object === null || !isLast(text, object))) return none(OUT_OF_TOKENS);
  if (object === null) {
    if (hasObject(text)) return none(problemOf(input, short(text)));
    const found = fromWords(text, input);
    return 'problem' in found ? none(found.problem) : { ...NOTHING_BESIDE, ok: true, ...found };
  }
  if (object.values.length > 1 && new Set(object.values.map((one) => answerTo(input, one))).size > 1)
    return none(`The object has several answers. ${problemOf(input, '')}`);
  const value = object.values.at(-1)!;
  const direct = answerTo(input, value);
  if (direct !== null) {
    if (takenBack(text.slice(object.end), input, direct))
      return none(`After its answer the reply takes it back. ${problemOf(input, '')}`);
    if (isOneOfTwo(text.slice(0, object.start), input, direct))
      return none(`The reply has several answers. ${problemOf(input, '')}`);
    return { ...besideOf(beside), ok: true, answer: direct, reading: 'json', said: String(value) };
  }
  if (typeof value === 'number') return none(problemOf(input, value));
  const found = fromWords(value, input);
  return 'problem' in found ? none(found.problem) : { ...besideOf(beside), ok: true, ...found };
}

/** A reply that is a text in JSON, with an object in it, as that text. */
function onceEncoded(text: string): string {
  const inner = /^\s*"\s*\{|^\s*"\s*`/.test(text) ? jsonOf(text) : null;
  return typeof inner === 'string' ? inner : text;
}

/** The reasons that a reply gives, for people who read it afterwards; null: none. */
export const reasonsIn = (text: string): string | null => answerObject(text, [])?.reasons ?? null;

const NOTHING_BESIDE: Beside = { reasons: null, notes: {} };
const besideOf = ({ reasons, notes }: Beside): Beside => ({ reasons, notes });

/** The legal answer that a value is; null: it is none. */
function answerTo(input: Input, value: string | number): Answer | null {
  // 1,000 is a thousand to some and one to others.
  if (input.kind === 'number' && typeof value === 'string' && isThousands(value, input.max)) return null;
  const result = read(input, value);
  return result.ok ? result.answer : null;
}

/** Whether a number has a thousands separator, or, where it is a point, may have one. */
const isThousands = (text: string, max: number): boolean =>
  /^\s*[+-]?\d{1,3}(,\d{3})+\s*$/.test(text) ||
  (/^\s*[+-]?[1-9]\d{0,2}\.\d{3}\s*$/.test(text) && 1000 * Number(text) <= max);

/** So many letters of a reply are quoted where it is no answer. */
const QUOTED = 200;
const short = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > QUOTED ? `${line.slice(0, QUOTED)}…` : line;
};

function problemOf(input: Input, said: string | number): string {
  const result = read(input, said);
  // Two answers to choose from may be legal each, and yet none was given.
  return problemSentence(result.ok ? { kind: 'nothing', input } : result.problem);
}

/** How somebody begins who will not answer, and that they will not. */
const REGRET =
  /^\W*(?:(?:i['’]m|i am|we['’]re)?\s*(?:very |so |truly )?(?:sorry|afraid)|i apologi[sz]e|my apologies|unfortunately|as an? (?:ai|language|assistant|artificial)|i (?:can(?:no|['’])t|won['’]t|will not|must|have to|refuse|decline)|es tut mir|tut mir|leider|entschuldigung|als (?:ki|sprachmodell)|ich (?:kann|darf|muss|möchte|werde|lehne))\b/i;
const WOULD_NOT =
  /\b(?:can(?:no|['’])t|can not|(?:not|un)\s?able|won['’]t|will not|not (?:comfortable|appropriate|going to)|against my|declin\w+|refus\w+|(?:kann|darf|möchte|werde)\b.{0,60}\bnicht|ablehnen|lehne)\b/i;
/** Letters in which that is looked for. */
const OPENING = 300;

/** Whether a reply without an answer says, in words, that none will be given, and names none. */
export const declines = (text: string, input: Input): boolean => {
  const opening = text.replace(INVISIBLE, '').trim().slice(0, OPENING);
  return REGRET.test(opening) && WOULD_NOT.test(opening) && namedIn(opening, input).length === 0;
};

// Objects.

type AnswerObject = Beside & {
  /** What it has as its answer; several where the key stands in it twice. */
  readonly values: readonly (string | number)[];
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
};

/** Servers that ignore a schema wrap the object in prose or a code fence, or repeat it: the last whole one with an answer counts. */
function answerObject(text: string, notes: readonly string[]): AnswerObject | null {
  const read: (readonly [start: number, end: number])[] = [];
  for (const [start, end] of spansIn(text)) {
    // What stands within an object that gives no answer is no answer of its own.
    if (read.some(([from, to]) => start >= from && end <= to)) continue;
    const piece = text.slice(start, end);
    const fields = fieldsOf(jsonOf(piece) ?? (piece.length > LONG ? undefined : jsonOf(mended(piece))));
    if (fields === null) continue;
    const found = answerIn(fields);
    if (found === null) {
      read.push([start, end]);
      continue;
    }
    const written = notes.flatMap((key) => {
      const note = found.fields[key];
      return typeof note === 'string' ? [[key, note] as const] : [];
    });
    const reasons = fieldNamed(found.fields, 'reasons');
    return {
      values: [...besides(found.fields), ...(found.wrapped ? [found.value] : valuesOf(piece, found.value))],
      reasons: typeof reasons === 'string' ? reasons : null,
      notes: Object.fromEntries(written),
      ...{ start, end },
    };
  }
  return null;
}

/** Longer objects are not mended. */
const LONG = 10_000;

/** A comma too many, or single quotes, as some models write them. */
const mended = (piece: string): string =>
  (piece.includes('"') ? piece : piece.replaceAll("'", '"')).replace(/,(\s*[}\]])/g, '$1');

const fieldNamed = (fields: Fields, name: string): unknown =>
  fields[name] ?? Object.entries(fields).find(([key]) => key.trim().toLowerCase() === name)?.[1];

/** What may stand around the fields that were asked for: {"response": {"answer": …}}. Not what a draft is called. */
const AROUND =
  /^(response|result|output|final|final[-_ ]?answer|json|data|properties|object|parameters|arguments|args|reply|answer)$/i;

type AnswerIn = { readonly value: string | number; readonly fields: Fields; readonly wrapped: boolean };

function answerIn(fields: Fields, depth = 0): AnswerIn | null {
  const given = fieldNamed(fields, 'answer');
  const value = Array.isArray(given) && given.length === 1 ? (given[0] as unknown) : given;
  if (typeof value === 'string' || typeof value === 'number') return { value, fields, wrapped: depth > 0 };
  if (depth > 3) return null;
  const inner = Object.entries(fields).flatMap(([key, one]) => {
    const below = AROUND.test(key.trim()) ? fieldsOf(one) : null;
    const found = below === null ? null : answerIn(below, depth + 1);
    return found === null ? [] : [found];
  });
  return inner.length === 1 ? inner[0]! : null;
}

/** Answers that an object gives beside its answer: {"answer": …, "final_answer": …}. */
function* besides(fields: Fields): Iterable<string> {
  for (const [key, value] of Object.entries(fields))
    if (
      typeof value === 'string' &&
      /^(?:my|final|actual|corrected|revised)[-_ ]?(?:answer|choice|decision)$/i.test(key.trim())
    )
      yield value;
}

/** Every value that an object's own text gives its answer: JSON keeps only the last of two keys that are the same. */
function* valuesOf(piece: string, last: string | number): Iterable<string | number> {
  let depth = 0;
  for (const { 0: token, index } of piece.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && /^"\s*answer\s*"$/i.test(token)) {
      const value = /^\s*:\s*("(?:[^"\\]|\\.)*"|-?[\d.eE+-]+)/.exec(piece.slice(index + token.length))?.[1];
      const given = value === undefined ? undefined : jsonOf(value);
      if (typeof given === 'string' || typeof given === 'number') yield given;
    }
  }
  yield last;
}

/** So many pairs of braces are tried at most: a text of nothing but braces must not hold anybody up. */
const PAIRS = 2000;
/** And so many letters between them in all. */
const LETTERS = 4_000_000;

/** What stands between two braces, the longest up to each closing one, the last closing one first. */
function* spansIn(text: string): Iterable<readonly [start: number, end: number]> {
  const places = (brace: RegExp): readonly number[] => [...text.matchAll(brace)].map(({ index }) => index);
  const starts = places(/\{(?=\s{0,99}["'}])/g);
  let [pairs, letters] = [PAIRS, LETTERS];
  for (const end of places(/\}/g).toReversed())
    for (const start of starts) {
      if (start > end) break;
      letters -= end - start;
      if (pairs-- === 0 || letters < 0) return;
      yield [start, end + 1];
    }
}

/** Whether an object of whatever kind stands in the text: what it names under other keys is no answer. */
function hasObject(text: string): boolean {
  for (const [start, end] of spansIn(text)) if (fieldsOf(jsonOf(text.slice(start, end))) !== null) return true;
  return /\{\s*["'“]?\w+["'”]?\s*:/.test(text);
}

/** Whether nothing follows the object but the end of its fence. */
const isLast = (text: string, { end }: AnswerObject): boolean => /^[\s`]*$/.test(text.slice(end));

/** Words with which an answer is taken back. */
const CORRECTION =
  /\b(wait|actually|no,|correction|instead|rather|on second thou?ght|changed? my mind|i meant|sorry|scratch that|moment|doch|halt|stattdessen|vielmehr|korrektur)\b|\bno\b\s*[,.:;!–—-]/i;

/** Whether what follows an answer takes it back for another, or states another one. Explanations may name it. */
function takenBack(after: string, input: Input, answer: Answer): boolean {
  if (after.trim() === '') return false;
  const goesOn = /^[\s`"'/#(,;|–—-]{0,9}(?:or|oder|bzw)\b[^.!?\n]*/i.exec(after)?.[0] ?? '';
  if (DENIED_BEHIND.test(after) || namedIn(goesOn, input).some((one) => one.answer !== answer)) return true;
  if (CORRECTION.test(after)) return namedIn(after, input).some((one) => one.answer !== answer);
  const last = lastSentence(after);
  const named = namedIn(last, input);
  return named.some((one) => one.answer !== answer) && states(last, named, input);
}

/** What stands between a draft and the answer after it: that it is a conclusion, or takes the draft back. */
const CONCLUDES =
  /\b(final\w*|conclu\w+|therefore|thus|hence|so|now|but|my|answer|decision|choice|better|revised|corrected|update\w*|endgültig\w*|also|daher|doch|sondern|mein\w*|antwort|entscheidung|output|result)\b/i;
/** What stands before an object that is no answer: "not", "instead of", "do not say", "for example", "the other will answer". */
const DENIED =
  /(?:\b(?:not|never|instead of|rather than|nicht|niemals|statt|anstelle von|(?:do not|don['’]t|never|would not|wouldn['’]t) (?:answer|say|reply|choose|output|write|give)|for (?:example|instance)|zum beispiel|(?:other|opponent|rival)\b[^.,;:!?\n{}]{0,25}(?:answers?|says?|chooses?|repl(?:y|ies)))|\be\.\s?g\.|\bz\.\s?b\.|≠|!=)[\s"'`(*_:]{0,5}$/i;
/** What stands behind one: a question mark, "is not", "would be wrong". */
const DENIED_BEHIND =
  /^[\s"'`)*_]*(?:\?|(?:is|was|would be|ist|wäre)\s+(?:not|wrong|never|nicht|falsch|kein\w*)\b|(?:isn|wasn|wouldn)['’]t\b|would not\b)/i;
const ALTERNATIVE = /\b(or|nor|versus|vs|oder|beziehungsweise|respectively)\b[^.!?\n]{0,40}$/i;

/** Whether an object is denied by what stands before it, or stands beside another one with another answer and concludes nothing. */
function isOneOfTwo(before: string, input: Input, answer: Answer): boolean {
  if (DENIED.test(before)) return true;
  const other = answerObject(before, []);
  if (other === null || answerTo(input, other.values.at(-1)!) === answer) return false;
  const between = before.slice(other.end);
  return ALTERNATIVE.test(between) || !(CONCLUDES.test(between) || CORRECTION.test(between));
}

// Words.

/** Letters that nobody sees. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]|(?![\t\n\r])\p{Cc}/gu;

type FromWords =
  { readonly answer: Answer; readonly reading: AnswerReading; readonly said: string } | { readonly problem: string };

function fromWords(whole: string, input: Input): FromWords {
  const text = whole
    .replace(INVISIBLE, '')
    .replace(/```(?:\w+(?=\s*\n))?/g, '\n')
    .replace(/\$([^$\n]{1,40})\$/g, '$1')
    .trim();
  const quoted = text === '' ? '' : jsonOf(text);
  if (typeof quoted === 'string') {
    const answer = answerTo(input, quoted);
    if (answer !== null) return { answer, reading: 'words', said: String(quoted) };
  }
  for (const bare of [text, undressed(text)]) {
    const answer = answerTo(input, bare);
    if (answer !== null) return { answer, reading: 'words', said: bare };
  }
  const named = namedIn(text, input);
  const different = new Set(named.map(({ answer }) => answer));
  const problem = problemOf(input, short(text));
  if (different.size > 1) return { problem: `The reply names more than one answer. ${problem}` };
  const last = lastSentence(text);
  const here = namedIn(last, input);
  if (here.length === 0 || last.length > LONGEST || /\?["'”»)*_]*\s*$/.test(last)) return { problem };
  // Of numbers none beside the answer, legal or not, is in that sentence: 14.55 is no 14.5.
  if (input.kind === 'number' && [...last.matchAll(NUMBER)].length !== here.length) return { problem };
  return states(last, here, input)
    ? { answer: here[0]!.answer, reading: 'last sentence', said: here[0]!.said }
    : { problem };
}

/** Marks that people and models put around a word: quotes, emphasis, a full stop. */
const BEFORE = /[\s"'“”„‚‘’«»‹›`*_#>()[\]\\-]/;
const AFTER = /[\s"'“”„‚‘’«»‹›`*_()[\].!,;:]/;
function undressed(text: string): string {
  // A minus, more than, and the number of something.
  if (/^[\s"'“`*_#>()[\]\\]{0,9}(?:[->]\s{0,9}|#)\d/.test(text)) return text;
  let [from, to] = [0, text.length];
  while (from < to && BEFORE.test(text[from]!)) from += 1;
  while (to > from && AFTER.test(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
}

type Named = { readonly answer: Answer; readonly said: string; readonly start: number; readonly end: number };

const NUMBER = /(?<![\p{L}\p{N}_.,])[+−-]?\d+(?:[.,]\d+)*(?![.,]?[\p{L}\p{N}_])/gu;

/** Every legal answer that a text names, in its order. */
function namedIn(text: string, input: Input): readonly Named[] {
  const names = namesOf(input);
  const found: Named[] = [];
  for (const { index, 0: said } of names.length === 0 ? [] : text.matchAll(anyOf(names))) {
    const plain = spaced(said.toLowerCase());
    const name = names.find((one) => (one.exact ? one.name === said : one.name.toLowerCase() === plain));
    if (name !== undefined) found.push({ answer: name.answer, said, start: index, end: index + said.length });
  }
  if (input.kind === 'number')
    for (const { index, 0: said } of text.matchAll(NUMBER)) {
      const answer = answerTo(input, said.replace('−', '-'));
      if (answer !== null) found.push({ answer, said, start: index, end: index + said.length });
    }
  return found.toSorted((one, two) => one.start - two.start);
}

type Name = { readonly name: string; readonly answer: Answer; readonly exact: boolean };

function namesOf(input: Input): readonly Name[] {
  const skip = input.skip === undefined ? [] : [{ name: input.skip, value: input.skip }];
  const options =
    input.kind === 'choice'
      ? input.options.flatMap(({ label, value }) => [
          { name: label, value },
          { name: value, value },
        ])
      : [];
  const names = [...options, ...skip].flatMap(({ name, value }) => {
    const answer = answerTo(input, value);
    // A letter alone is a name as a capital only: "a" is a word.
    return answer === null ? [] : [{ name, answer, exact: name.length === 1 }];
  });
  return names.filter(({ name }, at) => names.findIndex((one) => one.name === name) === at);
}

const spaced = (name: string): string => name.replace(/\s+/g, ' ');

/** Any of these names as a word of its own, the longest first: not within a word, nor tied to one by a hyphen or an apostrophe. */
function anyOf(names: readonly Name[]): RegExp {
  const written = names
    .map(({ name }) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+'))
    .toSorted((one, two) => two.length - one.length);
  return new RegExp(
    `(?<![\\p{L}\\p{N}_]|[\\p{L}\\p{N}][-'’])(?:${written.join('|')})(?![\\p{L}\\p{N}_]|[-'’][\\p{L}\\p{N}])`,
    'giu',
  );
}

/** The last line or sentence that has a letter or a digit in it. A point within a number ends none. */
function lastSentence(text: string): string {
  const sentences = text
    .split(/\n+|(?<=[.!?…]["'”»)*_]{0,3})\s+(?=\S)/)
    .map((one) => one.trim())
    .filter((one) => /[\p{L}\p{N}]/u.test(one));
  const last = sentences.at(-1) ?? '';
  return last.replace(/^\s*(?:[-*•#>]+(?!\s*\d)|\d+[.)](?=\s))\s*/, '');
}

/** No statement of an answer has more letters. */
const LONGEST = 500;

/** From here on a sentence gives its reasons. */
const REASONS =
  /[\s,;(–—-]+(because|since|so that|in order to|as (?:it|this|that)|to maximi[sz]e|weil|denn|da (?:es|das)|um)\b.*$/is;

/**
 * All that a sentence may hold beside its answer. What is not here makes it no answer: not, never, rather, if, would the
 * other, expect, about, at least.
 */
const FRAME = new Set(
  `i i'll i'd i’ll i’d i'm i’m my me we will shall would like going to am is are be it this that's that the a an as for in of on at and with by
  so therefore thus hence then now finally consequently accordingly overall conclusion summary short
  assistant answer answers final choice option choose chose choosing chosen decide decided decision deciding pick picked picking select selected selecting
  go going opt play playing move action response reply strategy here's here set setting ask asking charge charging offer price rating rate value number
  round turn period answering respond say best boxed text want per unit each
  ich werde würde möchte will wähle entscheide mich habe gewählt nehme antworte setze verlange fordere biete
  die der das den dem mein meine meinen meiner ist lautet für auf zu mit im in diesem dieser runde also daher somit deshalb folglich schließlich
  antwort wahl entscheidung endgültige finale option preis zahl wert bewertung hiermit es`.split(/\s+/),
);

/** Whether a sentence states its answer and says nothing else. */
function states(sentence: string, named: readonly Named[], input: Input): boolean {
  const before = sentence.slice(0, named[0]!.start);
  const behind = sentence.slice(named.at(-1)!.end);
  if (CORRECTION.test(behind)) return false;
  const after = behind.replace(REASONS, '');
  const between = named.slice(1).map(({ start }, n) => sentence.slice(named[n]!.end, start));
  const isNumber = input.kind === 'number';
  const own = (input.kind === 'number' ? (input.unit ?? '') : '').toLowerCase().split(/\s+/);
  const unit = isNumber ? [...own, ...(own.includes('%') ? PERCENT : []), ...UNITS] : [];
  const around = [before, ...between, after];
  const words = around.join(' ').toLowerCase().match(WORD) ?? [];
  if (!words.every((word) => FRAME.has(word) || unit.includes(word))) return false;
  // A mark says as much as a word: !defect, ❌ cooperate, ~50, >50, 50+, –50.
  if (before.includes('!') || (isNumber && (/[-–—#]$/.test(before) || /^[-–—]/.test(behind)))) return false;
  if (isNumber && !between.every((one) => /\p{L}/u.test(one))) return false;
  const next = /^[\s"'”»`*_]*([\p{L}'’]+)/u.exec(after)?.[1]?.toLowerCase();
  if (next !== undefined && !FOLLOWS.has(next) && !unit.includes(next)) return false;
  return around.every((one) => SAYS_NOTHING.test(one.replace(WORD, ' ').replaceAll('\uFE0F', '')));
}

/** Words that may follow an answer at once; others make another thing of it: "no answer", "copy that". */
const FOLLOWS = new Set(
  `is are was be it as in for on at this here now then so therefore per each would will
  ist war als in im für auf zu diesmal hier also bei wäre`.split(/\s+/),
);

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*|%|[€$£]/gu;
/** Marks beside an answer that neither deny nor weaken it. */
const SAYS_NOTHING = /^[\s"'“”„‚‘’«»‹›`´*_#()[\]{}\\|.,:;!=…→⇒➡–—•·✅✔☑👉👈🎯💡⭐✨🤖🎉🏁-]*$/u;

const UNITS = ['points', 'point', 'punkte', 'punkt', 'punkten'];
const PERCENT = ['percent', 'prozent'];
