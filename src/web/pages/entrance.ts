/** Before a seat: the entrance by code, and that of a room. Opening them takes no seat; the button does. */
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import { type CodeShown, type EntranceShown, LABEL_TYPED } from '../how.ts';
import { pageWords } from '../words.ts';
import { attributes, hidden, pageDocument } from './document.ts';
import { problemHtml } from './frame.ts';

/** Where a code is typed. */
export function codePage({ language, assets, wrong }: CodeShown): string {
  const { entrance } = pageWords(language);
  const field = attributes({
    ...{ type: 'text', id: 'code', name: 'code', value: wrong ?? '', maxlength: 12, autocomplete: 'off' },
    ...{ autocapitalize: 'characters', spellcheck: 'false', 'aria-invalid': wrong === null ? null : 'true' },
    'aria-describedby': wrong === null ? 'code-note' : 'code-note problem',
  });
  const main = `<main data-kind="code"><header><h1 tabindex="-1">${escaped(entrance.title)}</h1></header>
<form class="answer" method="get" action="/" novalidate><h2><label for="code">${escaped(entrance.code)}</label></h2>
<p class="entry"><input class="code"${field}></p><p class="hint" id="code-note">${escaped(entrance.codeNote)}</p>
${problemHtml(wrong === null ? null : fill(entrance.unknown, { code: wrong }))}<button class="final">${escaped(entrance.find)}</button></form></main>`;
  return pageDocument({ language, assets, title: entrance.title, main });
}

/** Where a seat is taken. */
export function entrancePage({ language, assets, code, label, typed, told, refused, again }: EntranceShown): string {
  const words = pageWords(language);
  const { entrance } = words;
  const title = fill(entrance.room, { code });
  const aboutLabel = refused !== null && refused !== 'full' && refused !== 'ended';
  const field = attributes({
    ...{
      type: 'text',
      id: 'label',
      name: 'label',
      value: typed,
      maxlength: LABEL_TYPED,
      autocomplete: 'off',
      spellcheck: 'false',
    },
    ...{ autocapitalize: 'none', 'aria-invalid': aboutLabel ? 'true' : null },
    'aria-describedby': aboutLabel ? 'label-note problem' : 'label-note',
  });
  const asked =
    label === 'none'
      ? ''
      : `<h2><label for="label">${escaped(entrance.label)}</label></h2>
<p class="entry"><input${field}></p><p class="hint" id="label-note">${escaped(entrance.labelNeeded)}</p>`;
  const main = `<main data-kind="entrance"><header><h1 tabindex="-1">${escaped(title)}</h1></header>
<p class="big">${escaped(entrance.says)}</p>
${told ? `<p class="big"><strong>${escaped(entrance.programs)}</strong></p>\n` : ''}<form class="answer" method="post" action="/${escaped(code)}/join" novalidate>${told ? hidden('told', '1') : ''}
${asked}${problemHtml(refused === null ? null : words.refused[refused])}${again ? `<p class="note" role="status">${escaped(entrance.oncemore)}</p>` : ''}<button class="final">${escaped(entrance.join)}</button></form>
<p class="hint">${escaped(entrance.once)}</p></main>`;
  return pageDocument({ language, assets, title, main });
}
