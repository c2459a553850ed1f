/** Blocks as HTML for pages and reports: words escaped, tables that scroll sideways on a phone, charts as SVG. */
import type { Block, Cell } from '../blocks.ts';
import { drawChart, lookOf, markOf } from './charts.ts';

export const escaped = (text: string): string =>
  text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** A title for a chart that is not seen: the caption of the figure. */
export async function blocksAsHtml(blocks: readonly Block[], title = ''): Promise<string> {
  const parts: string[] = [];
  for (const block of blocks) parts.push(await blockAsHtml(block, title));
  return parts.filter(Boolean).join('\n');
}

async function blockAsHtml(block: Block, title: string): Promise<string> {
  switch (block.kind) {
    case 'text':
      return block.text === '' ? '' : `<p>${block.strong ? `<strong>${escaped(block.text)}</strong>` : marked(block.text)}</p>`;
    case 'facts':
      return `<dl>${block.facts.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
    case 'table': {
      const side = (i: number): string => (block.columns[i]?.align === 'right' ? ' class="n"' : '');
      const heads = block.columns.map(({ head }, i) => `<th scope="col"${side(i)}>${escaped(head.replaceAll('\n', ' '))}</th>`).join('');
      const rows = block.rows.map(
        (row) => `<tr>${row.map((cell, i) => cellAsHtml(cell, i === 0 ? 'th scope="row"' : `td${side(i)}`)).join('')}</tr>`,
      );
      return `<div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
    }
    case 'scale':
    case 'series':
      return drawChart(block, escaped(title));
    case 'row':
      return blocksAsHtml(block.blocks, title);
    case 'tree':
      return '';
  }
}

function cellAsHtml({ text, strong }: Cell, tag: string): string {
  return `<${tag}>${strong ? `<strong>${escaped(text)}</strong>` : escaped(text)}</${tag.split(' ')[0]}>`;
}

/** Words with the marks of the terminal in the shape and colour that the charts have. */
function marked(text: string): string {
  const glyphs: Readonly<Record<string, string>> = {
    '●': 'economicus',
    '▲': 'moralis',
    '△': 'moralis/sellers',
    '■': 'baseline',
    '◆': 'human',
    '□': 'other',
  };
  return escaped(text.replace(/├\s┤/, '━')).replace(/[●▲△■◆□]/g, (glyph) => {
    const label = glyphs[glyph] ?? 'other';
    return `<span style="color:${lookOf(label).color}">${markOf(label)}</span>`;
  });
}

const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem 1rem 3rem;max-width:46rem;font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#1b1b1b;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.2rem;line-height:1.3;margin:2.2rem 0 .5rem;border-top:1px solid #c8c8c0;padding-top:1rem}h3{font-size:1rem;margin:1.4rem 0 .3rem}
p{margin:.5rem 0}figure{margin:1rem 0;break-inside:avoid}figcaption{font-size:.9rem}
svg{display:block;width:100%;max-width:36rem;height:auto}
.wide{overflow-x:auto;margin:.5rem 0}table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.2rem .7rem .2rem 0;vertical-align:top;border-bottom:1px solid #e6e6e0;overflow-wrap:normal}tbody th{font-weight:normal;min-width:9rem}.n{text-align:right}td{white-space:nowrap}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.2rem .8rem;font-size:.9rem}dt{color:#55554f}dd{margin:0}
code,pre{font:.85rem ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}pre{white-space:pre-wrap;background:#f5f5f0;padding:.6rem;border-radius:4px}
blockquote{margin:.5rem 0;padding:.1rem .9rem;border-left:3px solid #c8c8c0}
@media (max-width:30rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@media print{body{max-width:none;padding:0;font-size:11pt}h2{break-after:avoid}.wide{overflow:visible}table{font-size:8.5pt}svg{max-width:26rem}@page{margin:18mm}}
`.trim();

/** A page that needs nothing else: no network, no script. `data` is kept in it, for programs. */
export function page(title: string, body: string, data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
<script type="application/json" id="comparison">${json}</script>
</body>
</html>
`;
}
