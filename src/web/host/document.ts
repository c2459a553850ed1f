/** The host's pages as whole documents: what the board and the projector have in common. */
import { escaped } from '../../page/charts.ts';
import type { PageAssets } from '../how.ts';

export type HostDocument = {
  /** Whose rules of the style sheet and of the script are meant. */
  readonly kind: 'board' | 'projector';
  readonly language: string;
  readonly title: string;
  readonly assets: PageAssets;
  /** The path under which the page's forms and its events lie, with its secret. */
  readonly base: string;
  /** The `<main>` element, as HTML. */
  readonly main: string;
  /** What is said while the connection is lost. */
  readonly lost: string;
  /** After so many seconds a browser without scripts loads the page again. */
  readonly again: number;
};

/** A whole page, as a browser gets it. */
export const hostDocument = ({ kind, language, title, assets, base, main, lost, again }: HostDocument): string =>
  `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<noscript><meta http-equiv="refresh" content="${again}"></noscript>
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(assets.style)}">
<script src="${escaped(assets.script)}" defer></script>
</head>
<body class="${kind}" data-base="${escaped(base)}">
${main}
<p id="line" role="status" hidden>${escaped(lost)}</p>
</body>
</html>
`;
