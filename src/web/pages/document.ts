/** The document around every page of the participants' door: head, title, and where the script says that a connection is lost. */
import { escaped } from '../../page/charts.ts';
import type { PageAssets } from '../how.ts';
import { pageWords } from '../words.ts';

export type PageDocument = {
  readonly language: string;
  readonly assets: PageAssets;
  readonly title: string;
  /** The `<main>` element, and what stands under it, as HTML. */
  readonly main: string;
  readonly footer?: string;
  /** Of the room, on a page of somebody who has joined it. */
  readonly code?: string;
  /** After so many seconds a browser without scripts loads the page again. */
  readonly again?: number;
};

/** A whole page, as a browser gets it. */
export function pageDocument({ language, assets, title, main, footer = '', code, again }: PageDocument): string {
  const { frame } = pageWords(language);
  const said = {
    lost: frame.lost,
    kept: frame.kept,
    back: frame.back,
    moment: frame.moment,
    ...(code === undefined ? {} : { code }),
  };
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escaped(assets.style)}">
<script src="${escaped(assets.script)}" defer></script>
${again === undefined ? '' : `<noscript><meta http-equiv="refresh" content="${again}"></noscript>\n`}</head>
<body${Object.entries(said)
    .map(([name, value]) => ` data-${name}="${escaped(value)}"`)
    .join('')}>
<p id="line" role="status" aria-live="polite" hidden></p>
${main}
${footer}
</body>
</html>
`;
}

/** Attributes as HTML, each after a blank: true stands without a value; false, null and undefined are left out. */
export const attributes = (given: Readonly<Record<string, string | number | boolean | null | undefined>>): string =>
  Object.entries(given)
    .map(([name, value]) =>
      value === true
        ? ` ${name}`
        : value === false || value === null || value === undefined
          ? ''
          : ` ${name}="${escaped(String(value))}"`,
    )
    .join('');

/** A field that nobody sees. */
export const hidden = (name: string, value: string): string => `<input type="hidden"${attributes({ name, value })}>`;
