/** Blocks as a phone shows them: whatever a screen of the terminal draws, as text, lists, tables and pictures of 288 units. */
import { type Block, blocksAsText } from '../../core/blocks.ts';
import { fill } from '../../core/template.ts';
import { escaped, widthOf } from '../../page/charts.ts';
import { blocksAsHtml, type HtmlLook } from '../../page/html.ts';
import type { PageWords } from '../words.en.ts';
import { scaleHtml } from './scale.ts';
import { ACROSS } from './shapes.ts';
import { seriesHtml } from './series.ts';
import { type SeenFrom, signHtml, wordsHtml } from './who-is-who.ts';
import { treeHtml } from './tree.ts';

type Table = Block & { kind: 'table' };

/** Of a table whose last rows count, so many stand open, fewer where it is a list; the earlier ones behind a line that opens them. */
const OPEN_ROWS = { table: 10, list: 3 };

/** Blocks as HTML, as one member's page marks who is who. */
export function pageBlocks(blocks: readonly Block[], seen: SeenFrom, words: PageWords): string {
  const look: HtmlLook = {
    text: wordsHtml,
    mark: (who) => signHtml(seen.label(who)),
    picture(block) {
      switch (block.kind) {
        case 'tree':
          return treeHtml(block, words.blocks);
        case 'series':
          return seriesHtml(block, seen);
        case 'scale':
          return scaleHtml(block, seen);
        case 'points':
          return `<pre>${escaped(blocksAsText([block]))}</pre>`;
      }
    },
    table(table, html) {
      // A picture beside it tells the same: the numbers are there for whoever wants them.
      if (table.tells === 'series') return folded(words.blocks.table, html(table));
      if (table.keep !== 'last') return html(table);
      const rows = (from: number, to?: number): string =>
        `<div class="rounds">${html({ ...table, rows: table.rows.slice(from, to) })}</div>`;
      const early = table.rows.length - OPEN_ROWS[fits(table) ? 'table' : 'list'];
      if (early < 2) return rows(0);
      return folded(fill(words.blocks.earlier, { count: early }), rows(0, early)) + rows(early);
    },
    isList: (table) => !fits(table),
    rowHeads: true,
  };
  return blocksAsHtml(blocks, look);
}

/** HTML behind a line that opens it. */
export const folded = (summary: string, inside: string, more = ''): string =>
  `<details${more}><summary>${escaped(summary)}</summary>${inside}</details>`;

/** Pixels between columns. */
const GAP = 10;

/** By how much letters here are wider than those that `widthOf` measures: those are of 12, and measured generously. */
const LARGER = 1.24;

/** Whether a table finds room on the narrowest phone: heads may break between words, cells do not. */
function fits({ columns, rows }: Table): boolean {
  const wide = (text: string): number => widthOf(text) * LARGER;
  const widths = columns.map(({ head, who }, i) => {
    const heads = head.split(/\s+/).map(wide);
    const cells = rows.map((row) =>
      row.length === 1 ? 0 : wide(row[i]?.text ?? '') * (row[i]?.strong ? 1.12 : 1) + 14 * (row[i]?.who?.length ?? 0),
    );
    return Math.max(who === undefined ? 0 : 14 + (heads[0] ?? 0), ...heads, ...cells);
  });
  return widths.reduce((sum, width) => sum + width + GAP, -GAP) <= ACROSS;
}
