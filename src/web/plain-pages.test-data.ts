/** Pages for tests of the door: as little as a page can be, with everything in it that the door tells. */
import { escaped } from '../page/charts.ts';
import type { HowShown, Pages } from './how.ts';
import { saidTag } from './how.ts';
import type { PlaceShown } from '../room/room.ts';

const main = ({ place, message, member }: PlaceShown, how: HowShown): string =>
  `<main data-page="${escaped(place.id)}" data-kind="${place.kind}" data-said="${saidTag(message)}"><h1>${place.kind}</h1>
<p>${member.number}</p><p>${escaped(message ?? '')}</p><p role="alert">${escaped(how.problem ?? '')}</p>${how.past ? '<p>past</p>' : ''}
<form method="post" action="/${how.code}/answer"><input type="hidden" name="page" value="${escaped(place.id)}">
<input name="answer" value="${escaped(how.typed['answer'] ?? '')}"><button>Set</button></form>
<p>${escaped((how.whatIf ?? []).join('/'))} ${how.kappa ?? ''}</p></main>`;

const page = (body: string, { script, style }: { script: string; style: string }): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>room</title><link rel="stylesheet" href="${style}"><script src="${script}" defer></script></head><body><p id="line" role="status" data-lost="lost" data-back="back" hidden></p>${body}</body></html>`;

/** One moment, and the rest, in English alone. */
export const plainPages: Pages = {
  placePage: (shown, how) => page(main(shown, how), how.assets),
  placeMain: main,
  whatIfPart: ({ place }, { whatIf }) =>
    place.kind === 'asked' ? `<p>${escaped((whatIf ?? []).join('/'))}</p>` : null,
  debriefPart: ({ place }, { kappa }) => (place.kind === 'result' ? `<p>κ ${kappa}</p>` : null),
  codePage: ({ wrong, assets }) => page(`<main><p>code</p><p>${escaped(wrong ?? '')}</p></main>`, assets),
  entrancePage: ({ assets, code, label, told, refused, again, typed }) =>
    page(
      `<main data-told="${told}" data-again="${again}"><p>${refused ?? ''}</p><form method="post" action="/${code}/join">${label === 'none' ? '' : `<input name="label" value="${escaped(typed)}">`}<button>Join</button></form></main>`,
      assets,
    ),
  sentencePage: ({ what, code, seconds, again, assets }) =>
    page(
      `<main data-what="${what}"><p>${what} ${escaped(code ?? '')} ${seconds ?? ''}</p>${
        again === null
          ? ''
          : `<form method="post" action="${escaped(again.action)}">${again.fields.map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`).join('')}<button>Send again</button></form>`
      }</main>`,
      assets,
    ),
  style: 'main{padding:1rem}',
  widgets: '',
  languages: ['en', 'de'],
};
