/** The words around a question: the ones in words.en.ts, or over them those of a file, the format that a model was tuned on. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/user-error.ts';
import { isWithin } from '../disk/environment.ts';
import { isTooDeep, readTextFile } from '../disk/text-file.ts';
import { words } from './words.en.ts';

type Text<T> = { readonly [key in keyof T]: T[key] extends string ? string : Text<T[key]> };
export type Wording = Omit<Text<typeof words>, 'format'> & { readonly format: 'json' | 'words' | 'decision' };

export const standardWording: Wording = words;

const texts = (of: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.keys(of).map((key) => [key, z.string({ error: 'must be a text in quotes' }).exactOptional()]),
  );
const { preference, format: _, ...plain } = words;
const file = z.strictObject({
  ...texts(plain),
  format: z.enum(['json', 'words', 'decision'], { error: 'is json, words or decision' }).exactOptional(),
  preference: z.strictObject(texts(preference)).exactOptional(),
});

/** Anywhere in the two messages anything may stand. */
const PARTS = ['own', 'rules', 'notes', 'scene', 'expects', 'earlier', 'preference', 'ask', 'answers', 'how'];

/** Reads a wording file, named from the lab folder; refused in one sentence with the place. */
export function readWording(folder: string, name: string): Wording {
  const path = resolve(folder, name);
  if (!isWithin(folder, name))
    throw new UserError(
      `The wording file ${path} lies outside of this folder: put it beside homines.config.json, which names it.`,
    );
  const parsed = file.safeParse(jsonIn(path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    if (issue.code === 'unrecognized_keys')
      throw new UserError(
        `${path} has "${issue.keys[0]}", which is no part of a wording; there are ${Object.keys(words).join(', ')}.`,
      );
    throw new UserError(
      `${path}: ${issue.path.join('.') || 'it'} ${/^(must|is)/.test(issue.message) ? issue.message : 'must be an object'}.`,
    );
  }
  const { preference: asked = {}, ...rest } = parsed.data;
  checkSlots(path, rest, words);
  checkSlots(path, asked, words.preference);
  return { ...words, ...rest, preference: { ...words.preference, ...asked } };
}

function jsonIn(path: string): unknown {
  const text = readTextFile(path);
  if (text === null)
    throw new UserError(
      `The wording file ${path} cannot be read, it is not there: homines.config.json names it, from its own folder.`,
    );
  if (isTooDeep(text)) throw new UserError(`The wording file ${path} is no wording: its braces stand too deep.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`The wording file ${path} is no JSON: mend it, or take its name out of homines.config.json.`);
  }
}

function checkSlots(
  path: string,
  given: Readonly<Record<string, unknown>>,
  standard: Readonly<Record<string, unknown>>,
): void {
  for (const [name, text] of Object.entries(given)) {
    const known = name === 'system' || name === 'question' ? PARTS : slotsIn(standard[name]);
    const stray = slotsIn(text).find((slot) => !known.includes(slot));
    if (stray !== undefined)
      throw new UserError(
        `${path}: ${name} has no {${stray}}; ${known.length === 0 ? 'it has no slots' : `it may use ${known.map((slot) => `{${slot}}`).join(', ')}`}.`,
      );
  }
}

const slotsIn = (text: unknown): readonly string[] =>
  typeof text === 'string' ? [...text.matchAll(/\{(\w+)\}/g)].map(([, slot = '']) => slot) : [];

/** The same words for an answer of another format: bare words are asked for as such. */
export const formatted = (wording: Wording, format: Wording['format']): Wording =>
  format === wording.format ? wording : { ...wording, format, ...(format === 'words' ? { how: wording.howBare } : {}) };

/**
 * Which words a model reads beside the game's own: 12 hexadecimal digits over them. `told`: whether it is told what to expect; the
 * words for that count only then.
 */
export function hashOfWording(system: string | null, { howBare: _, expects, ...read }: Wording, told = false): string {
  return createHash('sha256')
    .update(JSON.stringify(told ? [system, read, { expects }] : [system, read]))
    .digest('hex')
    .slice(0, 12);
}
