/** The page on which a member of a room is. What it offers are plain forms: they work without scripts, in one request each. */
import type { Place, PlaceShown } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import { pageWords } from '../words.ts';
import type { PageWords } from '../words.en.ts';
import { askedBody, calculatorOf, whatIfHtml } from './asked.ts';
import { explainedHtml } from './debrief.ts';
import { pageDocument } from './document.ts';
import { footerHtml, mainHtml, type PageBody } from './frame.ts';
import { guessBody } from './guess.ts';
import { handsBody } from './hands.ts';
import { doneBody, endedBody, unpaidBody } from './last.ts';
import { pageLanguage } from './page-language.ts';
import { readingBody } from './reading.ts';
import { resultBody } from './result.ts';
import { waitingBody } from './waiting.ts';

/** Seconds after which a page without scripts asks whether it goes on. */
const AGAIN = 5;

function bodyOf(place: Place, how: HowShown, words: PageWords): PageBody {
  switch (place.kind) {
    case 'waiting':
      return waitingBody(place, how, words);
    case 'reading':
      return readingBody(place, how, words);
    case 'asked':
      return askedBody(place, how, words);
    case 'guess':
      return guessBody(place, how, words);
    case 'result':
      return resultBody(place, how, words);
    case 'unpaid':
      return unpaidBody(place, how, words);
    case 'hands':
      return handsBody(place, how, words);
    case 'done':
      return doneBody(place, words);
    case 'ended':
      return endedBody(words);
  }
}

/** The whole page. */
export function placePage(shown: PlaceShown, how: HowShown): string {
  const { member, place } = shown;
  const page = bodyOf(place, how, pageWords(pageLanguage(shown)));
  return pageDocument({
    ...{ language: member.language, assets: how.assets, code: how.code },
    ...{ title: page.top.tab ?? page.top.title, main: mainHtml(shown, how, page), footer: footerHtml(shown, how) },
    ...(place.kind === 'waiting' || place.kind === 'done' ? { again: AGAIN } : {}),
  });
}

/** Its `<main>` alone, which a script puts in the place of the one before. */
export const placeMain = (shown: PlaceShown, how: HowShown): string =>
  mainHtml(shown, how, bodyOf(shown.place, how, pageWords(pageLanguage(shown))));

/** What the calculator says to `how.whatIf`; null: this page has none. */
export function whatIfPart(shown: PlaceShown, how: HowShown): string | null {
  const { place } = shown;
  if (place.kind !== 'asked') return null;
  const calculator = calculatorOf(place);
  return calculator === null ? null : whatIfHtml(place, calculator, how.whatIf ?? [], pageWords(pageLanguage(shown)));
}

/** The explanation at `how.kappa`; null: this page has none. */
export function debriefPart(shown: PlaceShown, how: HowShown): string | null {
  const { place } = shown;
  return place.kind === 'result' && place.explained
    ? explainedHtml(place.finished, how.kappa, pageWords(pageLanguage(shown)))
    : null;
}
