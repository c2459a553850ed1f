/** The document around every page of the participants' door: head, footer, and where the script says that a connection is lost. */
import { escaped } from '../../page/charts.ts';
import type { PageAssets } from '../how.ts';
import { pageWords } from '../words.ts';

/** What every page of this door needs to know besides what it shows. */
export type DocumentHow = { readonly language: string; readonly assets: PageAssets };

/**
 * A whole page. `main`: the `<main>` element as HTML; `footer`: HTML under it. `again`: after so many seconds a browser without
 * scripts loads the page again; null: never.
 */
export function pageDocument(
  { language, assets }: DocumentHow,
  {
    title,
    main,
    footer = '',
    again = null,
  }: {
    readonly title: string;
    readonly main: string;
    readonly footer?: string;
    readonly again?: number | null;
  },
): string {
  const { frame } = pageWords(language);
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escaped(assets.style)}">
<script src="${escaped(assets.script)}" defer></script>
${again === null ? '' : `<noscript><meta http-equiv="refresh" content="${again}"></noscript>\n`}</head>
<body>
<p id="line" role="status" data-lost="${escaped(frame.lost)}" data-back="${escaped(frame.back)}" hidden></p>
${main}
${footer}
</body>
</html>
`;
}
