/** What can be wrong with data that is shown or stored: every function names what it found, and nothing if all is well. */
import { type Block, blocksAsText } from '../core/blocks.ts';

/** Why a value would not come back from JSON as it was. */
export function jsonProblems(value: unknown, where = 'value'): readonly string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? []
      : [`${where} is ${Object.is(value, -0) ? '-0' : value}`];
  if (Array.isArray(value)) return value.flatMap((inner, i) => jsonProblems(inner, `${where}[${i}]`));
  if (typeof value !== 'object') return [`${where} is ${typeof value}`];
  const kind: unknown = Object.getPrototypeOf(value);
  if (kind !== Object.prototype && kind !== null) return [`${where} is no plain object`];
  return Object.entries(value).flatMap(([key, inner]) => jsonProblems(inner, `${where}.${key}`));
}

/** Words that betray a number or a slot that was missing. */
export function wordProblems(words: string, where: string): readonly string[] {
  const found = /NaN|undefined|Infinity|\[object |\{\w+\}|\bnull\b|-0(?:\.0+)?(?![\d.])/.exec(words);
  return found === null
    ? []
    : [`${where} says "${found[0]}": ${words.slice(Math.max(0, found.index - 30), found.index + 30)}`];
}

/** What no renderer could draw truthfully. */
export function blockProblems(blocks: readonly Block[], where: string): readonly string[] {
  return [...wordProblems(blocksAsText(blocks), where), ...blocks.flatMap((block) => shapeProblems(block, where))];
}

function shapeProblems(block: Block, where: string): readonly string[] {
  switch (block.kind) {
    case 'text':
      return block.text.trim() === '' ? [`${where} has an empty text`] : [];
    case 'facts':
      return block.facts.flatMap((fact) =>
        fact.label === '' || fact.value === '' ? [`${where} has a fact without words: ${JSON.stringify(fact)}`] : [],
      );
    case 'table': {
      const width = block.columns.length;
      return [
        ...block.rows.flatMap((row, i) =>
          row.length === width
            ? []
            : [`${where}: row ${i + 1} of a table has ${row.length} cells for ${width} columns`],
        ),
        ...block.rows.flatMap((row) => row.flatMap((cell) => wordProblems(cell.text, `${where}, a cell`))),
      ];
    }
    case 'tree': {
      const leaves = leavesOf(block.root);
      return leaves.every((leaf) => leaf.length === block.leafHeads.length)
        ? []
        : [`${where}: a leaf of a tree has other columns than its heads`];
    }
    case 'series':
      return block.lines.flatMap((line) => [
        ...(line.points.length > block.periods
          ? [`${where}: ${line.name} has ${line.points.length} points for ${block.periods} periods`]
          : []),
        ...line.points.flatMap((point) =>
          point === null || Number.isFinite(point) ? [] : [`${where}: ${line.name} has the point ${point}`],
        ),
      ]);
    case 'points':
      return block.points.flatMap(({ x, y, interval, name }) =>
        [x, y, ...(interval ?? [])].every((at) => at === null || Number.isFinite(at))
          ? []
          : [`${where}: the point ${name} has a place that is no number`],
      );
    case 'scale': {
      const outside = (at: number) => !(at >= block.min && at <= block.max);
      const places = block.rows.flatMap((row) => [
        ...row.marks.map((m) => m.at),
        ...(row.interval ?? []),
        ...(row.range ?? []),
        ...(row.notes ?? []).map((n) => n.at),
      ]);
      return [
        ...(block.min < block.max ? [] : [`${where}: a scale runs from ${block.min} to ${block.max}`]),
        ...places
          .filter(outside)
          .map((at) => `${where}: ${at} lies outside its scale from ${block.min} to ${block.max}`),
      ];
    }
    case 'row':
      return block.blocks.flatMap((inner) => shapeProblems(inner, where));
  }
}

type TreeBlock = Block & { kind: 'tree' };

function leavesOf(branch: TreeBlock['root']): readonly (readonly string[])[] {
  return [...(branch.leaf ? [branch.leaf] : []), ...(branch.branches ?? []).flatMap(leavesOf)];
}
