/** A page of one sentence: what is the matter, and what to do about it. */
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import type { SentenceShown } from '../how.ts';
import { pageWords } from '../words.ts';
import { hidden, pageDocument } from './document.ts';

/** The sentence with one way on: what was sent is sent again, the page is tried again, or one goes to an entrance. */
export function sentencePage({ language, assets, what, code, seconds, again }: SentenceShown): string {
  const { sentences } = pageWords(language);
  const said = fill(sentences[what], { code: code ?? '', seconds: seconds ?? 10 }).replaceAll('  ', ' ');
  const link = (to: string, words: string): string =>
    `<p><a class="final" href="${escaped(to)}">${escaped(words)}</a></p>`;
  const on =
    again !== null
      ? `<form method="post" action="${escaped(again.action)}">${again.fields.map(([name, value]) => hidden(name, value)).join('')}<button class="final">${escaped(sentences.again)}</button></form>`
      : what === 'ended' || what === 'full'
        ? ''
        : seconds !== null
          ? link('', sentences.reload)
          : code !== null && what !== 'no such room'
            ? link(`/${code}`, fill(sentences.toRoom, { code }))
            : link('/', sentences.toEntrance);
  const main = `<main data-kind="sentence"><header><h1 tabindex="-1">${escaped(sentences.title)}</h1></header>
<p class="big">${escaped(said)}</p>
${on}</main>`;
  return pageDocument({ language, assets, title: sentences.title, main });
}
