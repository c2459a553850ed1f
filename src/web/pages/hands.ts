/** A show of hands on one's own phone: the question to the room, and what one's hand is up for. */
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import type { Place } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { choicesHtml } from './choices.ts';
import { answerForm, type PageBody } from './frame.ts';

/** The page of whoever may put up a hand. It may be changed as long as it is asked. */
export function handsBody({ id, asked, given }: Place & { kind: 'hands' }, how: HowShown, words: PageWords): PageBody {
  const up = asked.options.find(({ answer }) => answer === given);
  const choices = asked.options.map(({ answer, label }) => ({ value: String(answer), label: escaped(label) }));
  const marked = how.typed['answer'] ?? (given === null ? null : String(given));
  const standing =
    up === undefined
      ? ''
      : `<p class="note" role="status">${escaped(fill(words.hands.given, { answer: up.label }))}</p>`;
  return {
    top: { title: words.hands.title },
    body: answerForm(how.code, 'hand', id, {
      widgets: choicesHtml({ name: 'answer', ask: asked.ask, choices, marked, problem: how.problem !== null }),
      problem: how.problem === '' ? words.hands.nothing : how.problem,
      ...{ note: standing, does: words.hands.up },
    }),
  };
}
