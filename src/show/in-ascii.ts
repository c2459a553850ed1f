/** Words and blocks in ASCII: κ becomes kappa before anything is laid out, since widths change with it. */
import type { Block, Branch, Cell } from '../core/blocks.ts';
import { labelsByLetter, shapeOf } from '../core/agent-signs.ts';

const spelled: Readonly<Record<string, string>> = {
  ...{
    κ: 'kappa',
    π: 'pi',
    α: 'alpha',
    β: 'beta',
    μ: 'mu',
    θ: 'theta',
    λ: 'lambda',
    '…': '...',
    '–': '-',
    '—': '-',
    '−': '-',
    '·': '-',
  },
  ...{
    '×': 'x',
    '≥': '>=',
    '≤': '<=',
    '≠': '!=',
    '≈': '~',
    '±': '+/-',
    '’': "'",
    '‘': "'",
    '“': '"',
    '”': '"',
    '→': '->',
    '←': '<-',
  },
  ...{
    '↑': '^',
    '↓': 'v',
    '‹': '<',
    '›': '>',
    '•': '*',
    '½': '1/2',
    '⊕': '(+)',
    '∞': 'inf',
    '²': '^2',
    // As German is typed without them: zählen (count) is not zahlen (pay).
    ...{ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' },
    '*': '*',
    '\u00a0': ' ',
  },
  ...Object.fromEntries(Object.entries(labelsByLetter).map(([letter, label]) => [letter, shapeOf(label, true)])),
  ...{ '─': '-', '│': '|', '═': '=', '├': '|', '┤': '|', '░': ':', '▒': '%' },
};

/** Words as they can be typed: κ becomes kappa, é becomes e; letters without a twin stay as they are. */
export function inAscii(words: string): string {
  if (/^[\x00-\x7f]*$/.test(words)) return words;
  let out = '';
  for (const letter of words.normalize('NFC')) out += spelled[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '');
  return out;
}

/** Blocks with every word of theirs spelled another way: without what commands a terminal, in ASCII. */
export function respelled(blocks: readonly Block[], spell: (words: string) => string): readonly Block[] {
  return blocks.map((block): Block => {
    switch (block.kind) {
      case 'text':
        return { ...block, text: spell(block.text) };
      case 'facts':
        return {
          ...block,
          facts: block.facts.map((f) => ({ ...f, label: spell(f.label), value: spell(f.value) })),
        };
      case 'table':
        return {
          ...block,
          columns: block.columns.map((c) => ({ ...c, head: spell(c.head) })),
          rows: block.rows.map((row) => row.map((cell): Cell => ({ ...cell, text: spell(cell.text) }))),
        };
      case 'tree':
        return {
          ...block,
          heads: block.heads.map(spell),
          leafHeads: block.leafHeads.map(spell),
          root: branchRespelled(block.root, spell),
        };
      case 'series':
        return {
          ...block,
          period: spell(block.period),
          lines: block.lines.map((l) => ({ ...l, name: spell(l.name) })),
          ...(block.levels ? { levels: block.levels.map((l) => ({ ...l, label: spell(l.label) })) } : {}),
        };
      case 'scale':
        return {
          ...block,
          ...(block.head === undefined ? {} : { head: spell(block.head) }),
          ends: [spell(block.ends[0]), spell(block.ends[1])],
          rows: block.rows.map((row) => ({
            ...row,
            label: spell(row.label),
            ...(row.text === undefined ? {} : { text: spell(row.text) }),
            ...(row.notes ? { notes: row.notes.map((n) => ({ ...n, text: spell(n.text) })) } : {}),
          })),
        };
      case 'points':
        return {
          ...block,
          x: { ...block.x, label: spell(block.x.label) },
          y: { ...block.y, label: spell(block.y.label) },
          points: block.points.map((one) => ({ ...one, name: spell(one.name) })),
          levels: block.levels.map((one) => ({ ...one, label: spell(one.label) })),
        };
      case 'row':
        return { ...block, blocks: respelled(block.blocks, spell) };
    }
  });
}

const branchRespelled = (branch: Branch, spell: (words: string) => string): Branch => ({
  ...branch,
  ...(branch.label === undefined ? {} : { label: spell(branch.label) }),
  ...(branch.leaf ? { leaf: branch.leaf.map(spell) } : {}),
  ...(branch.branches ? { branches: branch.branches.map((one) => branchRespelled(one, spell)) } : {}),
});
