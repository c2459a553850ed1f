/** What happened, as the game says it; who it was, where that was guessed; and why, where it may be explained. */
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import type { Place } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { pageBlocks } from './blocks.ts';
import { debriefHtml } from './debrief.ts';
import { goForm, overTop, type PageBody } from './frame.ts';
import { calledInGuess } from './guess.ts';
import { seenFrom } from './who-is-who.ts';

/** The page of whoever has played a match to its end. */
export function resultBody(place: Place & { kind: 'result' }, how: HowShown, words: PageWords): PageBody {
  const { finished, explained, guessed, id } = place;
  const { game, match, names, seat, views, told = [], open } = finished;
  const said = words.result;
  const seen = seenFrom(match.seats, match.disclosed || open === true, names[seat]!, seat);
  const verdict =
    guessed === null
      ? ''
      : fill(guessed.guess === guessed.truth ? said.right : said.wrong, {
          guess: calledInGuess(guessed.guess),
          truth: calledInGuess(guessed.truth),
        });
  const body = [
    verdict === '' ? '' : `<p class="big"><strong>${escaped(verdict)}</strong></p>`,
    `<section class="scene">${pageBlocks(game.result(views[seat], names[seat]!), seen, words)}</section>`,
    ...told.map((sentence) => `<p class="note">${escaped(sentence)}</p>`),
    explained ? debriefHtml(finished, id, how, words) : '',
    goForm(how.code, 'on', id, said.goOn, 'final'),
  ];
  return { top: overTop(said.title, finished), body: body.filter(Boolean).join('\n') };
}
