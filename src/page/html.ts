/** Blocks as HTML for pages and reports: words escaped, tables that become lists on a phone, and the page around them. */
import { labelsByLetter } from '../core/agent-signs.ts';
import type { Block, Cell, Who } from '../core/blocks.ts';
import { cleanData } from '../core/outside-text.ts';
import { BAND_GREY, escaped, letterOf, lookOf } from './charts.ts';

type Table = Block & { kind: 'table' };

type Pictured = Block & { kind: 'scale' | 'series' | 'points' | 'tree' };

/** What a page of a match says otherwise than a report, as HTML. */
export type HtmlLook = {
  /** The words of a paragraph. */
  text(words: string): string;
  /** The mark of a seat or an agent beside words; '' for none. */
  mark(who: Who): string;
  /** A picture; '' where it is drawn apart. */
  picture(block: Pictured): string;
  /** A table, of which `html` makes HTML, whole or in parts. */
  table(table: Table, html: (part: Table) => string): string;
  /** Whether a table is laid out as a list on a phone. */
  isList(table: Table): boolean;
  /** Whether the words of a row have their head before them in such a list. */
  readonly rowHeads: boolean;
};

/** From so many columns on a table of a report is a list on a phone: a row's words above, its cells with their heads below. */
const MANY = 4;

/** Charts are drawn apart, with their captions; a tree is of a game's screen and of no report. */
const REPORT: HtmlLook = {
  text: marked,
  mark: () => '',
  picture: () => '',
  table: (table, html) => html(table),
  isList: ({ columns }) => columns.length >= MANY,
  rowHeads: false,
};

/** Blocks below each other as HTML. */
export const blocksAsHtml = (blocks: readonly Block[], look: HtmlLook = REPORT): string =>
  blocks
    .map((block) => blockAsHtml(block, look))
    .filter(Boolean)
    .join('\n');

function blockAsHtml(block: Block, look: HtmlLook): string {
  switch (block.kind) {
    case 'text':
      return block.text === ''
        ? ''
        : `<p>${block.strong ? `<strong>${escaped(block.text)}</strong>` : look.text(block.text)}</p>`;
    case 'facts':
      return `<dl>${block.facts.map(({ label, value, who }) => `<dt>${who === undefined ? '' : look.mark(who)}${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
    case 'table':
      return look.table(block, (part) => tableAsHtml(part, look));
    case 'row':
      return blocksAsHtml(block.blocks, look);
    default:
      return look.picture(block);
  }
}

/** A row of one cell is a heading over the rows below it. Roles stand there since a table laid out as a list is none to a screen reader. */
function tableAsHtml(table: Table, look: HtmlLook): string {
  const { columns, rows } = table;
  const many = look.isList(table);
  const role = (name: string): string => (many ? ` role="${name}"` : '');
  const side = (i: number): string => (columns[i]?.align === 'right' ? ' class="n"' : '');
  const head = (i: number): string => columns[i]?.head.replaceAll('\n', ' ') ?? '';
  const heads = columns
    .map(
      ({ who }, i) =>
        `<th scope="col"${role('columnheader')}${side(i)}>${who === undefined ? '' : look.mark(who)}${escaped(head(i))}</th>`,
    )
    .join('');
  const cell = (one: Cell, i: number): string =>
    i === 0
      ? `<th scope="row"${role('rowheader')}${many && look.rowHeads && head(0) !== '' ? ` data-head="${escaped(head(0))}"` : ''}>${cellAsHtml(one, look)}</th>`
      : `<td${role('cell')}${side(i)}${many ? ` data-head="${escaped(head(i))}"` : ''}>${cellAsHtml(one, look)}</td>`;
  const bodies: string[][] = [[]];
  for (const row of rows) {
    const [only] = row;
    const heading = row.length === 1 && columns.length > 1 && only !== undefined;
    if (heading && bodies.at(-1)!.length > 0) bodies.push([]);
    bodies
      .at(-1)!
      .push(
        heading
          ? `<tr${role('row')}><th scope="rowgroup"${role('rowheader')} colspan="${columns.length}">${cellAsHtml(only, look)}</th></tr>`
          : `<tr${role('row')}>${row.map(cell).join('')}</tr>`,
      );
  }
  const body = bodies.map((mine) => `<tbody${role('rowgroup')}>${mine.join('')}</tbody>`).join('');
  return `<div class="wide"><table${many ? ' class="many" role="table"' : ''}><thead${role('rowgroup')}><tr${role('row')}>${heads}</tr></thead>${body}</table></div>`;
}

const cellAsHtml = ({ text, strong, who = [] }: Cell, look: HtmlLook): string =>
  `${who.map((one) => look.mark(one)).join('')}${strong ? `<strong>${escaped(text)}</strong>` : escaped(text)}`;

/** Words with the marks of the terminal in the shape and colour that the charts have. */
export function marked(text: string): string {
  const words = text
    .replace(/├\s┤/, '━')
    .replace(/\[\s\]/, '◦┄◦')
    .replaceAll('▒', '│');
  return lettersMarked(
    words,
    (label) => `<span style="color:${lookOf(label).color}">${letterOf(label)}</span>`,
  ).replaceAll('░', `<span style="color:${BAND_GREY}">█</span>`);
}

/** Words as HTML, with `mark` in the place of every letter that is the sign of an agent. */
export const lettersMarked = (words: string, mark: (label: string) => string): string =>
  escaped(words).replace(LETTERS, (letter) => mark(labelsByLetter[letter] ?? 'other'));

const LETTERS = new RegExp(`[${Object.keys(labelsByLetter).join('')}]`, 'g');

const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:1rem 1rem 3rem;max-width:46rem;font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#1b1b1b;background:#fff;overflow-wrap:anywhere}
a{color:#0b57a4}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.2rem;line-height:1.3;margin:2.2rem 0 .5rem;border-top:1px solid #c8c8c0;padding-top:1rem}h3{font-size:1rem;margin:1.4rem 0 .3rem}
p{margin:.5rem 0}nav li{margin:.35rem 0}nav span{display:block;font-size:.9rem;color:#3c3c38}
figure{margin:1.2rem 0}figcaption{font-size:.9rem;max-width:36rem}figcaption p{margin:.3rem 0}
svg{display:block;width:100%;max-width:29rem;height:auto;margin:.3rem 0}
.wide{overflow-x:auto;margin:.7rem 0}table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.2rem .7rem .2rem 0;vertical-align:top;border-bottom:1px solid #e6e6e0;overflow-wrap:break-word}
thead th{vertical-align:bottom;border-bottom-color:#8a8a84}tbody th{font-weight:normal;min-width:12em}tbody th,thead th:first-child{overflow-wrap:anywhere}tbody th[scope=rowgroup]{padding-top:.7rem}
@media (min-width:38.01rem),print{.many{width:100%}}
.n{text-align:right}td.n{white-space:nowrap}
dl{display:grid;grid-template-columns:fit-content(45%) 1fr;gap:.2rem .8rem;font-size:.9rem}dt{color:#55554f}dd{margin:0}
pre{font:.85rem ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre-wrap;background:#f5f5f0;padding:.6rem;border-radius:4px}
blockquote{margin:.5rem 0;padding:.1rem .9rem;border-left:3px solid #c8c8c0}
@media screen and (max-width:38rem){
dl{grid-template-columns:1fr}dt{margin-top:.4rem}
tbody th{min-width:0;overflow-wrap:break-word}
.many,.many thead,.many tbody,.many tr,.many th{display:block}
.many thead th:not(:first-child),.many td:empty{display:none}
.many tbody tr{border-bottom:1px solid #e6e6e0;padding:.25rem 0}.many tbody th,.many td{border:0;padding:0}.many tbody th[scope=row]{font-weight:600}
.many td{display:inline-block;margin-right:.9rem;text-align:left;white-space:normal}.many td::before{content:attr(data-head) " ";color:#55554f}
}
@media print{
body{max-width:none;padding:0;font-size:10pt}h2{break-inside:avoid}h2,h3,thead,tbody th[scope=rowgroup],.head{break-after:avoid}figcaption{break-before:avoid}svg,tr,dt,.small{break-inside:avoid}dt{break-after:avoid}
.wide{overflow:visible}table{font-size:8.5pt}svg{max-width:22rem}a{color:inherit;text-decoration:none}@page{margin:16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif}}
}
`.trim();

/** The comparison as a page. `data` is kept in it, for programs. */
export function page(title: string, body: string, data: unknown): string {
  const json = JSON.stringify(cleanData(data)).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026');
  const kept = `<script type="application/json" id="comparison">${json}</script>`;
  return documentOf({ language: 'en', title, style: STYLE, body: `${body}\n${kept}` });
}

/** A page that needs nothing else, and can ask for nothing: no network, no script. `body`: HTML. */
export const documentOf = ({
  language,
  title,
  style,
  body,
}: {
  readonly language: string;
  readonly title: string;
  readonly style: string;
  readonly body: string;
}): string => `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
