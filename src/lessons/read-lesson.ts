/** A lesson from the text of its file: parsed, checked field by field, and refused in one sentence that names file, line and field. */
import { isCollection, isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { toJSONSchema, type z } from 'zod';
import { listedOr } from '../core/format.ts';
import { cleanData, cleanLine } from '../core/outside-text.ts';
import { nearestName, UserError } from '../core/user-error.ts';
import { type LessonPlan, lessonSchema } from './lesson.ts';

/** The text of a lesson's file, and what it is called in a refusal. */
export type LessonText = { readonly file: string; readonly text: string };

type Path = readonly PropertyKey[];

/** Refuses a lesson for what stands at this path of its file. */
export type Refuse = (path: Path, sentence: string) => UserError;

/** How deep lists and fields may stand in each other. A lesson has six. */
const DEEPEST = 24;

/**
 * Reads a lesson under this name. `translation`: the same lesson with its words only, which stand in the place of those of
 * the first (lists by position). Throws a UserError for what is no YAML, or no lesson. Also gives the way to refuse it later.
 */
export function readLesson(
  name: string,
  { file, text }: LessonText,
  translation: LessonText | null = null,
): { readonly lesson: LessonPlan; readonly refuse: Refuse } {
  const first = parsed(file, text);
  const second = translation === null ? null : parsed(translation.file, translation.text);
  const refuse: Refuse = (path, sentence) => {
    // What only the translation can have said is looked for there.
    if (second !== null && second.document.hasIn(path)) return refusal(second, path, sentence);
    return refusal(first, path, sentence);
  };
  if (second !== null) {
    const beyond = beyondOf(first.data, second.data);
    if (beyond !== null)
      throw refusal(second, beyond, 'is nothing that the lesson itself has: a translation replaces words only');
  }
  const result = lessonSchema.safeParse(second === null ? first.data : replaced(first.data, second.data), {
    reportInput: true,
  });
  if (!result.success) {
    // A slip in a field's name leaves that field missing, too: the name is what has to be mended.
    const { issues } = result.error;
    throw worded(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!, refuse);
  }
  return { lesson: { ...result.data, name }, refuse };
}

type ParsedFile = {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document.Parsed;
  readonly data: unknown;
};

function parsed(file: string, text: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined)
    throw new UserError(
      `${file}, line ${lines.linePos(error.pos[0]).line}: this is no YAML (${cleanLine(error.message).replace(/\.$/, '')}); write a lesson as those in data/lessons are written.`,
    );
  if (isTooNested(document.contents))
    throw new UserError(`${file} has lists in lists without end; a lesson has six levels.`);
  let data: unknown;
  try {
    data = cleanData(document.toJS({ maxAliasCount: 0 }));
  } catch {
    throw new UserError(`${file} repeats itself with * and &, which a lesson cannot: write what is meant.`);
  }
  if (!isMap(document.contents))
    throw new UserError(
      `${file} is no lesson: it begins with fields such as title: and stops:, as the files in data/lessons do.`,
    );
  return { file, lines, document, data };
}

function isTooNested(node: unknown, depth = 0): boolean {
  if (depth > DEEPEST) return true;
  if (isPair(node)) return isTooNested(node.value, depth + 1);
  return isCollection(node) && node.items.some((one) => isTooNested(one, depth + 1));
}

/** The lesson with the words of its translation in the place of its own. */
function replaced(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (Array.isArray(base) && Array.isArray(over)) return base.map((one, i) => replaced(one, over[i]));
  if (isRecord(base) && isRecord(over))
    return {
      ...base,
      ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, replaced(base[key], value)])),
    };
  return over;
}

/** The first place of a translation that the lesson has not; null: there is none. A language of its own it may have. */
function beyondOf(base: unknown, over: unknown, path: Path = []): Path | null {
  const entries: readonly (readonly [PropertyKey, unknown])[] = Array.isArray(over)
    ? over.map((one, i) => [i, one] as const)
    : isRecord(over)
      ? Object.entries(over)
      : [];
  for (const [key, value] of entries) {
    const at = [...path, key];
    if (at.length === 1 && key === 'language') continue;
    const mine = Array.isArray(base) ? base[Number(key)] : isRecord(base) ? base[String(key)] : undefined;
    if (mine === undefined) return at;
    const below = beyondOf(mine, value, at);
    if (below !== null) return below;
  }
  return null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** "file, line 12, stops 3, minutes: …": stops and lists are counted from 1. */
function refusal({ file, lines, document }: ParsedFile, path: Path, sentence: string): UserError {
  const where = path.map((part) => (typeof part === 'number' ? String(part + 1) : cleanLine(String(part)))).join(' ');
  const line = lineOf(document, lines, path);
  const clean = cleanLine(sentence);
  return new UserError(
    `${file}, line ${line}${where === '' ? '' : `, ${where}`}: ${/[.?]$/.test(clean) ? clean : `${clean}.`}`,
  );
}

/** The line of what stands at a path, or of the nearest that is there above it. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const key = path[length - 1];
    const above = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const node = isMap(above)
      ? above.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))?.key
      : isCollection(above)
        ? above.items[Number(key)]
        : undefined;
    const start = isRanged(node) ? node.range[0] : undefined;
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

const isRanged = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);

/** A problem of the schema in words: what is given, and what is possible. */
function worded(issue: z.core.$ZodIssue, refuse: Refuse): UserError {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const given = issue.keys[0] ?? '';
      const possible = fieldsAt(issue.path);
      const near = nearestName(given, possible);
      return refuse(
        [...issue.path, given],
        `there is no field "${given}" here; there may be ${listedOr(possible)}${near === null ? '' : ` (did you mean "${near}"?)`}`,
      );
    }
    case 'invalid_type':
      return refuse(
        issue.path,
        issue.input === undefined
          ? `is missing, ${kindWords(issue.expected)} is needed`
          : `has to be ${kindWords(issue.expected)}`,
      );
    case 'invalid_value':
      return refuse(issue.path, `has to be ${listedOr(issue.values.map(String))}`);
    case 'invalid_union':
      return refuse(
        issue.path,
        'options' in issue && Array.isArray(issue.options)
          ? `has to be ${listedOr(issue.options.map(String))}`
          : `takes another form; there may be ${listedOr(fieldsAt(issue.path))}`,
      );
    case 'too_big':
      return refuse(issue.path, `is too large; possible ${amount(issue.maximum, issue.origin)} at most`);
    case 'too_small':
      return refuse(issue.path, `is too small; needed ${amount(issue.minimum, issue.origin)} at least`);
    case 'invalid_key':
      return refuse(issue.path, issue.issues[0]?.message ?? issue.message);
    default:
      return refuse(issue.path, issue.message);
  }
}

const kindWords = (expected: string): string =>
  ({
    string: 'text',
    number: 'a number',
    array: 'a list (lines that begin with -)',
    object: 'fields under it',
    record: 'fields under it',
    boolean: 'true or false',
  })[expected] ?? expected;

/** "is 120", "are 3 entries". */
function amount(count: number | bigint, origin: string): string {
  if (origin !== 'string' && origin !== 'array') return `is ${count}`;
  const [one, many] = origin === 'string' ? ['letter', 'letters'] : ['entry', 'entries'];
  return Number(count) === 1 ? `is 1 ${one}` : `are ${count} ${many}`;
}

/** The names of the fields that may stand at a path, in every form that is possible there. */
function fieldsAt(path: Path): readonly string[] {
  const within = (schema: unknown, rest: Path): readonly string[] => {
    if (!isRecord(schema)) return [];
    const forms = [schema['oneOf'], schema['anyOf']].flatMap((one) => (Array.isArray(one) ? one : []));
    if (forms.length > 0) return [...new Set(forms.flatMap((form) => within(form, rest)))];
    const fields = isRecord(schema['properties']) ? schema['properties'] : {};
    const [key, ...further] = rest;
    if (key === undefined) return Object.keys(fields);
    return within(fields[String(key)] ?? schema['items'] ?? schema['additionalProperties'], further);
  };
  return within(toJSONSchema(lessonSchema, { io: 'input' }), path);
}
