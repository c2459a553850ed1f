/**
 * Whatever is shown, as data. The terminal, the phone page, the model's prompt, the report and the projector draw the
 * same blocks; `blocksAsText` is the plain reading of them, for prompts, screen readers and pipes.
 *
 * Numbers arrive formatted: digits are never left to a renderer. A line, cell or mark names a seat or an agent; the
 * screen turns it into ◆ ● ▲ ■ or "other" by what was disclosed.
 */

/** Whose something is: a seat of this match, or an agent by its label (economicus, moralis, baseline, human). */
export type Who = { readonly seat: number } | { readonly agent: string };

/** A piece of text in a table cell or beside a mark. */
export type Cell = { readonly text: string; readonly who?: readonly Who[]; readonly strong?: boolean };

export type Branch = {
  /** The action that leads here, as its chooser calls it; the root has none. */
  readonly label?: string;
  /** Payoffs at a leaf, one cell a column. */
  readonly leaf?: readonly string[];
  readonly branches?: readonly Branch[];
  /** This branch was taken already: drawn double. */
  readonly taken?: boolean;
  /** The player decides at the node that this branch leads to. */
  readonly here?: boolean;
};

export type SeriesLine = {
  readonly who: Who;
  readonly name: string;
  /** One value a period, null where there is none (yet). */
  readonly points: readonly (number | null)[];
};

/**
 * What people did in a published experiment, behind everything else on a line: their mean `at` with its 95 % interval. No sample
 * of ours. `n` in words: "n 134".
 */
export type ScaleBand = {
  readonly who: string;
  readonly at: number;
  readonly interval: readonly [number, number];
  readonly n: string;
};

/** `name`: which of several agents with the same mark, where a picture has room for it. */
export type ScaleMark = { readonly at: number; readonly who: Who; readonly name?: string };

/** An axis of a chart of single values: its name, its ends, and to how many decimals its numbers are written. */
export type PointsAxis = {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly decimals: number;
};

export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly strong?: boolean }
  /** Label and value pairs, aligned. */
  | {
      readonly kind: 'facts';
      readonly facts: readonly { readonly label: string; readonly value: string; readonly who?: Who }[];
    }
  /** `keep: 'last'`: when room is short the last rows stay under "… 4 earlier". */
  | {
      readonly kind: 'table';
      /** A head may stand on several lines ("your\nprice"); a plain reading puts them on one. */
      readonly columns: readonly { readonly head: string; readonly align?: 'left' | 'right'; readonly who?: Who }[];
      readonly rows: readonly (readonly Cell[])[];
      readonly keep?: 'first' | 'last';
      /** Already told by the chart in the same list of blocks: a screen draws both, a plain reading prints only this table. */
      readonly tells?: 'series';
    }
  /** `heads` stand over the levels of choice and over the payoff columns. */
  | {
      readonly kind: 'tree';
      readonly heads: readonly string[];
      readonly leafHeads: readonly string[];
      readonly root: Branch;
    }
  /** Values over periods. Its plain text is a table of them, unless a table beside it tells the same and more. */
  | {
      readonly kind: 'series';
      /** What a period is called: 'round'. */
      readonly period: string;
      /** How many periods the whole chart has room for, from the first. */
      readonly periods: number;
      /** The number of the first period; 1 where it is left out. */
      readonly from?: number;
      readonly decimals: number;
      readonly lines: readonly SeriesLine[];
      /** Horizontal reference lines (Nash, monopoly), only where the treatment shows them. */
      readonly levels?: readonly { readonly at: number; readonly label: string }[];
    }
  /** Rows on one line from min to max. */
  | {
      readonly kind: 'scale';
      /** Words over the labels of several rows: "cooperates when it …". */
      readonly head?: string;
      readonly min: number;
      readonly max: number;
      readonly ends: readonly [string, string];
      readonly rows: readonly {
        readonly label: string;
        readonly marks: readonly ScaleMark[];
        readonly interval?: readonly [number, number];
        /** No interval of a sample, but how far it reached over ways of asking the same: drawn otherwise. */
        readonly range?: readonly [number, number];
        /** Rows under each other with the same band say it once. */
        readonly band?: ScaleBand;
        readonly text?: string;
        /** Words under the line at given places: "DDD", "CCD from κ = 0.10 on". */
        readonly notes?: readonly { readonly at: number; readonly text: string }[];
      }[];
    }
  /** Single values over two axes, with intervals: what was given (across) against what was found (up). */
  | {
      readonly kind: 'points';
      readonly x: PointsAxis;
      readonly y: PointsAxis;
      /** Whether the line on which both are the same is drawn. */
      readonly diagonal: boolean;
      readonly points: readonly {
        readonly x: number;
        /** null: nothing was found here. */
        readonly y: number | null;
        /** Of the value; an end that is null is open. */
        readonly interval: readonly [number | null, number | null] | null;
        readonly name: string;
        readonly who: Who;
      }[];
      readonly levels: readonly { readonly at: number; readonly label: string }[];
    }
  /** Blocks side by side if they fit, else below each other. */
  | { readonly kind: 'row'; readonly blocks: readonly Block[] };

/** A paragraph as a block: `words` are wrapped wherever they are drawn. */
export const text = (words: string): Block => ({ kind: 'text', text: words });

/** Blocks as plain text, one idea a line, no drawing characters: what a model is told and a screen reader says. */
export function blocksAsText(blocks: readonly Block[]): string {
  const told = blocks.some((block) => block.kind === 'table' && block.tells === 'series');
  return blocks
    .filter((block) => !(told && block.kind === 'series'))
    .map(blockAsText)
    .filter(Boolean)
    .join('\n\n');
}

function blockAsText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'facts':
      return block.facts.map((f) => `${f.label}: ${f.value}`).join('\n');
    case 'table':
      return tableAsText(
        block.columns.map((c) => c.head.replaceAll('\n', ' ')),
        block.rows.map((r) => r.map(cellAsText)),
      );
    case 'tree':
      return treeAsText(block.heads, block.leafHeads, block.root);
    case 'series': {
      const heads = [block.period, ...block.lines.map((l) => l.name)];
      const known = Math.max(0, ...block.lines.map((l) => l.points.findLastIndex((p) => p !== null) + 1));
      const rows = Array.from({ length: known }, (_, i) => [
        String(i + (block.from ?? 1)),
        ...block.lines.map((l) => l.points[i]?.toFixed(block.decimals) ?? '–'),
      ]);
      const levels = (block.levels ?? []).map((l) => `${l.label}: ${l.at.toFixed(block.decimals)}`);
      return [rows.length > 0 ? tableAsText(heads, rows) : '', ...levels].filter(Boolean).join('\n');
    }
    case 'scale':
      return [
        ...(block.head === undefined ? [] : [block.head]),
        ...block.rows.map((row, i) => scaleRowAsText(block, row, row.band !== block.rows[i - 1]?.band)),
      ].join('\n');
    case 'points':
      return pointsAsText(block);
    case 'row':
      return blocksAsText(block.blocks);
  }
}

/** "κ trained 0.50, κ measured 0.47, interval 0.31 to 0.62 (run-a)", a line a point. */
function pointsAsText({ x, y, points, levels }: Block & { kind: 'points' }): string {
  const end = (value: number | null): string => value?.toFixed(y.decimals) ?? 'open';
  return [
    ...points.map(({ x: at, y: value, interval, name }) => {
      const reached = interval === null ? '' : `, interval ${interval.map(end).join(' to ')}`;
      return `${x.label} ${at.toFixed(x.decimals)}, ${y.label} ${value === null ? 'no value' : end(value)}${reached} (${name})`;
    }),
    ...levels.map(({ label }) => label),
  ].join('\n');
}

const cellAsText = (cell: Cell): string => [cell.text, ...(cell.who ?? []).map(whoAsText)].filter(Boolean).join(' ');
const nameOf = (who: Who): string => ('agent' in who ? who.agent : `seat ${who.seat + 1}`);
const whoAsText = (who: Who): string => `(${nameOf(who)})`;

function tableAsText(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, ...rows].map((cells) => cells.join(' | ')).join('\n');
}

/**
 * "moves first, from 0 % to 100 %: 70 %  7 of 10; human 0.7, interval 0.4 to 0.9; economicus 0"; "range" where it is of ways of
 * asking. `banded`: whether its band is said.
 */
function scaleRowAsText(
  { min, max, ends: [low, high] }: Block & { kind: 'scale' },
  row: (Block & { kind: 'scale' })['rows'][number],
  banded: boolean,
): string {
  const interval =
    row.interval !== undefined
      ? `, interval ${row.interval.map(short).join(' to ')}`
      : row.range !== undefined
        ? `, range ${row.range.map(short).join(' to ')}`
        : '';
  // The interval is of the first mark, or stands alone.
  const marks = row.marks.map(({ who, at }, i) => `${nameOf(who)} ${short(at)}${i === 0 ? interval : ''}`);
  const label = `${row.label.trim()}${row.label.trim() === '' ? '' : ', '}from ${low || short(min)} to ${high || short(max)}`;
  const said = [
    row.text,
    ...marks,
    marks.length === 0 ? interval.slice(2) : '',
    ...(row.band === undefined || !banded ? [] : [bandAsText(row.band)]),
    ...(row.notes ?? []).map((note) => note.text),
  ];
  return `${label}: ${said.filter(Boolean).join('; ')}`;
}

const short = (value: number): string => String(Number(value.toFixed(2)));

/** "published 134 people in Trento 0.29, 0.22 to 0.37, n 134" */
const bandAsText = ({ who, at, interval, n }: ScaleBand): string =>
  `published ${who} ${short(at)}, ${interval.map(short).join(' to ')}, ${n}`;

/** Every way through the tree, a line each; of one that was gone to its end that way alone. */
function treeAsText(heads: readonly string[], leafHeads: readonly string[], root: Branch): string {
  const lines: string[] = [];
  const over = isOver(root);
  const walk = (branch: Branch, path: readonly string[]): void => {
    const here =
      branch.label === undefined
        ? path
        : [...path, `${heads[path.length] ?? ''} ${branch.label}${branch.taken && !over ? ' (done)' : ''}`.trim()];
    if (branch.leaf)
      lines.push(
        `${here.join(', ')}: ${branch.leaf.map((value, i) => `${leafHeads[i] ?? ''} ${value}`.trim()).join(', ')}`,
      );
    for (const next of branch.branches ?? []) if (!over || next.taken) walk(next, here);
  };
  walk(root, []);
  return lines.join('\n');
}

/** Whether branches were taken down to a leaf. */
const isOver = ({ branches = [] }: Branch): boolean =>
  branches.some((branch) => branch.taken && (branch.leaf !== undefined || isOver(branch)));
