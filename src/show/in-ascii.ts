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
    ß: 'ss',
    '*': '*',
    '\u00a0': ' ',
  },
  ...Object.fromEntries(Object.entries(labelsByLetter).map(([letter, label]) => [letter, shapeOf(label, true)])),
  ...{ '─': '-', '│': '|', '═': '=', '├': '|', '┤': '|' },
};

/** Words as they can be typed: κ becomes kappa, é becomes e; letters without a twin stay as they are. */
export function inAscii(words: string): string {
  if (/^[\x00-\x7f]*$/.test(words)) return words;
  let out = '';
  for (const letter of words.normalize('NFC')) out += spelled[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '');
  return out;
}

/** Blocks with every word in ASCII. */
export function blocksInAscii(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block): Block => {
    switch (block.kind) {
      case 'text':
        return { ...block, text: inAscii(block.text) };
      case 'facts':
        return {
          ...block,
          facts: block.facts.map((f) => ({ ...f, label: inAscii(f.label), value: inAscii(f.value) })),
        };
      case 'table':
        return {
          ...block,
          columns: block.columns.map((c) => ({ ...c, head: inAscii(c.head) })),
          rows: block.rows.map((row) => row.map((cell): Cell => ({ ...cell, text: inAscii(cell.text) }))),
        };
      case 'tree':
        return {
          ...block,
          heads: block.heads.map(inAscii),
          leafHeads: block.leafHeads.map(inAscii),
          root: branchInAscii(block.root),
        };
      case 'series':
        return {
          ...block,
          period: inAscii(block.period),
          lines: block.lines.map((l) => ({ ...l, name: inAscii(l.name) })),
          ...(block.levels ? { levels: block.levels.map((l) => ({ ...l, label: inAscii(l.label) })) } : {}),
        };
      case 'scale':
        return {
          ...block,
          ...(block.head === undefined ? {} : { head: inAscii(block.head) }),
          ends: [inAscii(block.ends[0]), inAscii(block.ends[1])],
          rows: block.rows.map((row) => ({
            ...row,
            label: inAscii(row.label),
            ...(row.text === undefined ? {} : { text: inAscii(row.text) }),
            ...(row.notes ? { notes: row.notes.map((n) => ({ ...n, text: inAscii(n.text) })) } : {}),
          })),
        };
      case 'row':
        return { ...block, blocks: blocksInAscii(block.blocks) };
    }
  });
}

const branchInAscii = (branch: Branch): Branch => ({
  ...branch,
  ...(branch.label === undefined ? {} : { label: inAscii(branch.label) }),
  ...(branch.leaf ? { leaf: branch.leaf.map(inAscii) } : {}),
  ...(branch.branches ? { branches: branch.branches.map(branchInAscii) } : {}),
});
