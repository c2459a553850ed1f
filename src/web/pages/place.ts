/** The page on which a member of a room is. What it offers are plain forms: they work without scripts, in one request each. */
import { escaped } from '../../page/charts.ts';
import type { PlaceShown } from '../../room/room.ts';
import { type DocumentHow, pageDocument } from './document.ts';

/** How a member's page is drawn, besides where the member is. */
export type PlaceHow = DocumentHow & {
  /** Of the room, in the addresses of forms. */
  readonly code: string;
  /** The time on this machine, Unix milliseconds: when the page was shown, for pages without scripts. */
  readonly now: number;
  /** What was sent and could not be taken: it stands in its field again, with the sentence beside it. */
  readonly refused?: { readonly problem: string; readonly fields: Readonly<Record<string, string>> };
  /** The query of the page's address, untrusted: κ of an explanation, numbers of a calculator. */
  readonly query?: Readonly<Record<string, string>>;
};

/** The whole page. */
export function placePage(shown: PlaceShown, how: PlaceHow): string {
  return pageDocument(how, {
    title: how.code,
    main: placeMain(shown, how),
    again: shown.place.kind === 'waiting' ? 4 : null,
  });
}

/** Its `<main>` alone, which a script puts in the place of the one before. */
export function placeMain({ place }: PlaceShown, _how: PlaceHow): string {
  return `<main data-page="${escaped(place.id)}" data-kind="${place.kind}"></main>`;
}
