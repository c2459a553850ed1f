/**
 * The characters that we draw with, and their ASCII twins where the terminal has no UTF-8: box characters, never braille.
 * Words change too (κ to kappa), before anything is laid out, since their width changes with them.
 */
import type { Block, Branch, Cell } from '../blocks.ts';

export type Glyphs = {
  readonly ascii: boolean;
  readonly rule: string;
  readonly up: string;
  readonly sep: string;
  /** Where a list's cursor stands, and the marks round a chosen option. */
  readonly cursor: string;
  readonly chosen: readonly [string, string];
  /** Something was left out here. */
  readonly more: string;
  readonly bullet: string;
  readonly dash: string;
  readonly arrows: { readonly sides: string; readonly upDown: string; readonly all: string };
  readonly axis: {
    readonly upright: string;
    readonly corner: string;
    readonly flat: string;
    readonly level: string;
    readonly both: string;
  };
  readonly scale: {
    readonly from: string;
    readonly to: string;
    readonly flat: string;
    readonly note: string;
    readonly dots: string;
    readonly handle: string;
  };
  /** `open` and `done` branches: corner above, corner below, tee, and the run between. */
  readonly tree: {
    readonly upright: string;
    readonly open: TreeGlyphs;
    readonly done: TreeGlyphs;
    readonly here: string;
  };
};

/** `join` ends a run at a node; `cross` is a join from which a branch goes straight on. */
type TreeGlyphs = {
  readonly above: string;
  readonly below: string;
  readonly tee: string;
  readonly run: string;
  readonly join: string;
  readonly cross: string;
};

const drawn: Glyphs = {
  ascii: false,
  rule: '─',
  up: '│',
  sep: '·',
  cursor: '›',
  chosen: ['‹', '›'],
  more: '…',
  bullet: '•',
  dash: '–',
  arrows: { sides: '←→', upDown: '↑↓', all: '←→↑↓' },
  axis: { upright: '│', corner: '└', flat: '─', level: '╌', both: '◈' },
  scale: { from: '├', to: '┤', flat: '─', note: '┬', dots: '·', handle: '┃' },
  tree: {
    upright: '│',
    open: { above: '┌', below: '└', tee: '├', run: '─', join: '┤', cross: '┼' },
    done: { above: '╒', below: '╘', tee: '╞', run: '═', join: '╡', cross: '╪' },
    here: '›',
  },
};

const typed: Glyphs = {
  ascii: true,
  rule: '-',
  up: '|',
  sep: '-',
  cursor: '>',
  chosen: ['<', '>'],
  more: '...',
  bullet: '*',
  dash: '-',
  arrows: { sides: 'left/right', upDown: 'up/down', all: 'arrows' },
  axis: { upright: '|', corner: '+', flat: '-', level: '-', both: '&' },
  scale: { from: '|', to: '|', flat: '-', note: '+', dots: '.', handle: '#' },
  tree: {
    upright: '|',
    open: { above: '+', below: '+', tee: '+', run: '-', join: '+', cross: '+' },
    done: { above: '+', below: '+', tee: '+', run: '=', join: '+', cross: '+' },
    here: '>',
  },
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether to draw in ASCII: HOMINES_ASCII=1 says so and =0 says no; else wherever the locale is not UTF-8. */
export function wantsAscii(env: Environment = process.env, platform: string = process.platform): boolean {
  if (env['HOMINES_ASCII'] !== undefined && env['HOMINES_ASCII'] !== '') return env['HOMINES_ASCII'] !== '0';
  if (platform === 'win32')
    return !(
      env['WT_SESSION'] ||
      env['ConEmuANSI'] === 'ON' ||
      env['TERM_PROGRAM'] ||
      env['TERMINAL_EMULATOR'] ||
      env['TERM']?.startsWith('xterm')
    );
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return !/utf-?8/i.test(locale) || env['TERM'] === 'linux' || env['TERM'] === 'dumb';
}

export const glyphs = (ascii: boolean = wantsAscii()): Glyphs => (ascii ? typed : drawn);

const spelled: Readonly<Record<string, string>> = {
  ...{ κ: 'kappa', π: 'pi', α: 'alpha', β: 'beta', μ: 'mu', θ: 'theta', λ: 'lambda', '…': '...', '–': '-', '—': '-', '−': '-', '·': '-' },
  ...{ '×': 'x', '≥': '>=', '≤': '<=', '≠': '!=', '≈': '~', '±': '+/-', '’': "'", '‘': "'", '“': '"', '”': '"', '→': '->', '←': '<-' },
  ...{ '↑': '^', '↓': 'v', '‹': '<', '›': '>', '•': '*', '½': '1/2', '⊕': '(+)', '∞': 'inf', '²': '^2', ß: 'ss', '*': '*', '\u00a0': ' ' },
  ...{ '◆': '#', '●': 'o', '▲': '^', '■': '=', '─': '-', '│': '|', '═': '=', '├': '|', '┤': '|' },
};

/** Words as they can be typed: κ becomes kappa, é becomes e; letters without a twin stay as they are. */
export function inAscii(words: string): string {
  if (/^[\x00-\x7f]*$/.test(words)) return words;
  let out = '';
  for (const letter of words.normalize('NFC')) out += spelled[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '');
  return out;
}

/** Words as this terminal can show them. */
export const shown = (words: string, ascii: boolean = wantsAscii()): string => (ascii ? inAscii(words) : words);

/** Blocks with every word in ASCII. */
export function blocksInAscii(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block): Block => {
    switch (block.kind) {
      case 'text':
        return { ...block, text: inAscii(block.text) };
      case 'facts':
        return { ...block, facts: block.facts.map((f) => ({ ...f, label: inAscii(f.label), value: inAscii(f.value) })) };
      case 'table':
        return {
          ...block,
          columns: block.columns.map((c) => ({ ...c, head: inAscii(c.head) })),
          rows: block.rows.map((row) => row.map((cell): Cell => ({ ...cell, text: inAscii(cell.text) }))),
        };
      case 'tree':
        return { ...block, heads: block.heads.map(inAscii), leafHeads: block.leafHeads.map(inAscii), root: branchInAscii(block.root) };
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
