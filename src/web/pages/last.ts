/** Pages at an end: a match without a result, everything played, a room that is closed. */
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import type { Place } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { goForm, type PageBody } from './frame.ts';

const big = (sentence: string): string => `<p class="big">${escaped(sentence)}</p>`;

/** A match that ended without a result. */
export const unpaidBody = (
  { id, why }: Place & { kind: 'unpaid' },
  { code }: HowShown,
  words: PageWords,
): PageBody => ({
  top: { title: words.unpaid.title },
  body: `${big(words.unpaid[why])}\n${goForm(code, 'on', id, words.unpaid.goOn, 'final')}`,
});

/** Everything was played. */
export function doneBody({ matches }: Place & { kind: 'done' }, { done }: PageWords): PageBody {
  const played = matches === 1 ? done.one : fill(done.many, { matches });
  return { top: { title: done.title }, body: `${big(played)}\n<p>${escaped(done.stay)}</p>` };
}

/** The room is closed. */
export const endedBody = ({ ended }: PageWords): PageBody => ({ top: { title: ended.title }, body: big(ended.says) });
