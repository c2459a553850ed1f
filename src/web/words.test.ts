/** What the pages say, in every language: the same keys, the same slots. */
import { describe, expect, it } from 'vitest';
import { words as de } from './words.de.ts';
import { words as en } from './words.en.ts';
import { PAGE_LANGUAGES, pageWords } from './words.ts';

/** Every text by its path. */
function texts(said: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof said === 'string') return [[path, said]];
  if (typeof said !== 'object' || said === null) throw new Error(`${path} is no text`);
  return Object.entries(said).flatMap(([key, value]) => texts(value, `${path}/${key}`));
}

const slots = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

describe('the words of pages', () => {
  it('have the same keys and slots in both languages, and no text is empty', () => {
    const [mine, theirs] = [new Map(texts(en)), new Map(texts(de))];
    expect([...theirs.keys()].sort()).toEqual([...mine.keys()].sort());
    expect([...mine].filter(([key, text]) => slots(text).join() !== slots(theirs.get(key)!).join())).toEqual([]);
    expect([...mine, ...theirs].filter(([, text]) => text.trim() === '')).toEqual([]);
    expect(mine.size).toBeGreaterThan(60);
  });

  it('name every language that is offered, and answer in English where there is no other', () => {
    expect(new Set(PAGE_LANGUAGES.map((language) => pageWords(language).language)).size).toBe(PAGE_LANGUAGES.length);
    expect(pageWords('fr')).toBe(pageWords('en'));
  });
});
