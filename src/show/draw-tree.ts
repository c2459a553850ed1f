/**
 * A game tree on its side: choices from left to right, payoffs at the right edge. The branch already taken is drawn
 * double; where somebody decides now, after something was taken, stands a sign.
 */
import type { Block, Branch } from '../core/blocks.ts';
import { type Drawing, type Pen, ROOMY } from './drawing.ts';
import { columnsOf, graphemes, type Line, line, spaces, textOf, wrapped, merged } from './line.ts';
import type { Tone } from './theme.ts';

type Tree = Block & { kind: 'tree' };

/** Columns before the first node, and around a label: corner, run, blank, label, blank, run. */
const ROOT = 3;
const LEAF_GAP = 3;

type Cell = { readonly text: string; readonly tone?: Tone };

/** A game tree ready to be drawn at `width` columns. Where rows are missing the blank ones between its ends go, all of them. */
export function drawTree(tree: Tree, width: number, pen: Pen): Drawing {
  // A level is at least as wide as what stands over it.
  const levels = labelWidths(tree.root).map((width, depth) => Math.max(width, columnsOf(tree.heads[depth] ?? '') - 3));
  const leafColumns = tree.leafHeads.length;
  const leafWidths = (heads: readonly (readonly string[])[]): readonly number[] =>
    heads.map((head, x) =>
      Math.max(...head.map(columnsOf), ...leaves(tree.root).map((leaf) => columnsOf(leaf[x] ?? ''))),
    );

  const roomy = width > ROOMY;
  // From roomy to tight: long runs, short runs, then heads over the payoffs on two lines.
  const tries = [
    ...(roomy ? [16, 8].map((run) => ({ run, heads: tree.leafHeads.map((head) => [head]) })) : []),
    { run: 2, heads: tree.leafHeads.map((head) => [head]) },
    { run: 1, heads: tree.leafHeads.map((head) => [head]) },
    { run: 2, heads: tree.leafHeads.map((head) => wrapped(head, Math.max(8, ...head.split(' ').map(columnsOf)))) },
    { run: 1, heads: tree.leafHeads.map((head) => wrapped(head, Math.max(...head.split(' ').map(columnsOf)))) },
  ];
  const nodesAt = (run: number): readonly number[] =>
    levels.reduce<number[]>(
      (at, label, d) => [...at, at[d]! + label + (d === levels.length - 1 ? 3 + 2 * run : 4 + run)],
      [ROOT],
    );
  const needs = (run: number, heads: readonly (readonly string[])[]): number =>
    nodesAt(run).at(-1)! + 1 + leafWidths(heads).reduce((a, b) => a + b, 0) + LEAF_GAP * Math.max(0, leafColumns - 1);
  const natural =
    needs(
      2,
      tree.leafHeads.map((head) => [head]),
    ) + 2;
  const chosen = tries.find(({ run, heads }) => needs(run, heads) <= width) ?? tries.at(-1)!;

  const nodes = nodesAt(chosen.run);
  const widths = leafWidths(chosen.heads);
  // Digits stand under digits, the widest value in the middle of its head.
  const valueWidths = widths.map((_, x) => Math.max(0, ...leaves(tree.root).map((leaf) => columnsOf(leaf[x] ?? ''))));
  const leafTotal = widths.reduce((a, b) => a + b, 0) + LEAF_GAP * Math.max(0, leafColumns - 1);
  // Runs reach the payoffs, but on a wide screen payoffs do not run away from the tree.
  const leafAt = Math.max(nodes.at(-1)! + 1, Math.min(width - leafTotal, nodes.at(-1)! + (roomy ? 40 : 20)));

  const count = Math.max(1, leaves(tree.root).length);
  const heads = headLines(tree, chosen.heads, nodes, widths, leafAt);
  const high = (apart: number): number => heads.length + apart * (count - 1) + 1;
  const wanted = high(2);
  return {
    ...{ gives: 'tree', least: high(1), wanted, most: roomy ? high(MOST_APART) : wanted, natural },
    draw: (rows) => [
      ...heads,
      ...branchLines(
        tree,
        { nodes, widths, valueWidths, leafAt, run: chosen.run, apart: apartIn(rows - heads.length, count) },
        pen,
      ),
    ],
  };
}

type Placed = {
  readonly nodes: readonly number[];
  readonly widths: readonly number[];
  readonly valueWidths: readonly number[];
  readonly leafAt: number;
  /** Columns of a run before a label. */
  readonly run: number;
  /** Rows from one end to the next. */
  readonly apart: number;
};

/** Rows from one end to the next, at most. */
const MOST_APART = 4;

/** The most rows from one end to the next for which `count` ends stand in so many rows, 1 to 4. */
const apartIn = (rows: number, count: number): number =>
  Math.max(1, Math.min(MOST_APART, Math.floor((rows - 1) / Math.max(1, count - 1))));

function branchLines(
  tree: Tree,
  { nodes, widths, valueWidths, leafAt, run: runs, apart }: Placed,
  pen: Pen,
): readonly Line[] {
  const count = Math.max(1, leaves(tree.root).length);
  const grid: Cell[][] = Array.from({ length: apart * (count - 1) + 1 }, () => []);
  const put = (y: number, x: number, text: string, tone?: Tone): void => {
    let at = x;
    for (const letter of graphemes(text)) {
      grid[y]![at] = tone === undefined ? { text: letter } : { text: letter, tone };
      for (let extra = 1; extra < columnsOf(letter); extra++) grid[y]![at + extra] = { text: '' };
      at += columnsOf(letter);
    }
  };

  const shapes = pen.glyphs.tree;
  let next = 0;
  const anyTaken = hasTaken(tree.root);

  /** Draws what follows a branch and gives the row on which it stands. */
  const walk = (branch: Branch, depth: number, strong: boolean): number => {
    if (!branch.branches || branch.branches.length === 0) {
      const y = next;
      next += apart;
      let x = leafAt;
      (branch.leaf ?? []).forEach((value, column) => {
        const room = widths[column] ?? columnsOf(value);
        const digits = valueWidths[column] ?? columnsOf(value);
        put(y, x + Math.floor((room - digits) / 2) + digits - columnsOf(value), value, strong ? 'strong' : undefined);
        x += room + LEAF_GAP;
      });
      return y;
    }
    const at = nodes[depth]!;
    const children = branch.branches.map((child) => ({
      child,
      y: walk(child, depth + 1, branch.here === true || (strong && child.taken === true)),
    }));
    const first = children[0]!.y;
    const last = children.at(-1)!.y;
    const middle = Math.floor((first + last) / 2);
    for (let y = first; y <= last; y++) put(y, at, shapes.upright);
    for (const { child, y } of children) {
      const line = child.taken ? shapes.done : shapes.open;
      const leaf = !child.branches || child.branches.length === 0;
      const to = leaf ? leafAt - 1 : nodes[depth + 1]!;
      const tone: Tone | undefined = branch.here === true || child.taken ? 'strong' : undefined;
      put(
        y,
        at,
        children.length === 1 ? line.run : y === first ? line.above : y === last ? line.below : line.tee,
        tone,
      );
      const label = child.label ?? '';
      const run = leaf ? runs : 1;
      put(y, at + 1, `${line.run.repeat(run)} ${label} `, tone);
      const from = at + 1 + run + columnsOf(label) + 2;
      if (to > from) put(y, from, line.run.repeat(to - from), tone);
      if (!leaf && child.here && anyTaken) put(y, to - 1, shapes.here, 'strong');
    }
    const onChild = children.some(({ y }) => y === middle);
    const into = branch.taken ? shapes.done : shapes.open;
    put(
      middle,
      at,
      children.length === 1 ? into.run : middle === first ? into.down : onChild ? into.cross : into.join,
      branch.taken || branch.here ? 'strong' : undefined,
    );
    return middle;
  };
  const rootRow = walk(tree.root, 0, true);
  put(rootRow, 0, shapes.open.run.repeat(ROOT), tree.root.here ? 'strong' : undefined);

  return grid.map(merged);
}

/** The longest label of each level of choice. */
function labelWidths(root: Branch, depth = 0, widths: number[] = []): readonly number[] {
  for (const child of root.branches ?? []) {
    widths[depth] = Math.max(widths[depth] ?? 0, columnsOf(child.label ?? ''));
    labelWidths(child, depth + 1, widths);
  }
  return widths;
}

const leaves = (branch: Branch): readonly (readonly string[])[] =>
  branch.branches && branch.branches.length > 0 ? branch.branches.flatMap(leaves) : [branch.leaf ?? []];

const hasTaken = (branch: Branch): boolean => branch.taken === true || (branch.branches ?? []).some(hasTaken);

/** Heads over the levels stand over their labels, heads over the payoffs over their column. */
function headLines(
  tree: Tree,
  leafHeads: readonly (readonly string[])[],
  nodes: readonly number[],
  widths: readonly number[],
  leafAt: number,
): readonly Line[] {
  const height = Math.max(1, ...leafHeads.map((head) => head.length));
  return Array.from({ length: height }, (_, y) => {
    let text = '';
    const put = (x: number, words: string): void => {
      text += spaces(x - columnsOf(text)) + words;
    };
    if (y === height - 1)
      tree.heads.forEach((head, depth) => put((nodes[depth] ?? 0) + (depth === nodes.length - 2 ? 3 : 2), head));
    let x = leafAt;
    leafHeads.forEach((head, column) => {
      const words = head[y - (height - head.length)] ?? '';
      put(x + Math.floor((widths[column]! - columnsOf(words)) / 2), words);
      x += widths[column]! + LEAF_GAP;
    });
    return line(text.trimEnd());
  }).filter((drawn) => textOf(drawn) !== '');
}
