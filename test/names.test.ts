/** What a reader meets by name: a type name means one thing, and an exported function says what it is for. */
import { describe, expect, it } from 'vitest';
import { folderOf, sources } from './imports.ts';

const ours = [...sources].filter(([file]) => file.startsWith('src/'));

describe('names', () => {
  it('a type name is exported once in src', () => {
    const places = new Map<string, string[]>();
    for (const [file, text] of ours)
      for (const [, name = ''] of text.matchAll(/^export (?:type|interface|(?:abstract )?class) (\w+)/gm))
        places.set(name, [...(places.get(name) ?? []), file]);
    expect(places.size).toBeGreaterThan(200);
    expect([...places].filter(([, files]) => files.length > 1)).toEqual([]);
  });
});

describe('comments', () => {
  const folders = ['core', 'match', 'agents', 'store', 'analysis'];

  it.each(folders)('every function that %s exports says what it is for', (folder) => {
    const found = ours.filter(([file]) => folderOf(file) === folder).flatMap(([file, text]) => functionsIn(file, text));
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ documented }) => !documented).map(({ name }) => name)).toEqual([]);
  });

  it('knows a function with a comment from one without', () => {
    const text =
      '/** Adds one and one. */\nexport function a() {}\nexport const b = (x: number) => x;\nexport const c = 1;\n';
    expect(functionsIn('f.ts', text)).toEqual([
      { name: 'f.ts: a', documented: true },
      { name: 'f.ts: b', documented: false },
    ]);
  });
});

/** The functions that a file exports, and whether a doc comment of at least three words stands right above each. */
function functionsIn(file: string, text: string): readonly { readonly name: string; readonly documented: boolean }[] {
  const declared =
    /^export (?:(?:async )?function\*? (\w+)|const (\w+)\b[^=\n]*=\s*(?:async )?(?:<[^>\n]*>)?(?:\([^\n]*(?:=>|$)|\w+ =>))/gm;
  return [...text.matchAll(declared)].map((found) => {
    const above = text.slice(0, found.index).trimEnd();
    const comment = above.endsWith('*/') ? above.slice(above.lastIndexOf('/**')) : '';
    const words = comment.match(/[\p{L}\d]+/gu)?.length ?? 0;
    return {
      name: `${file}: ${found[1] ?? found[2]}`,
      documented: words >= 3 && text.slice(above.length, found.index) === '\n',
    };
  });
}
