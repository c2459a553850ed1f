/** A question: what the seat sees, the answer as a form, the calculator, and the instructions behind a line. */
import { type Calculator, type Heading, read, readNumber, SKIPPED } from '../../core/game.ts';
import { fill } from '../../core/template.ts';
import { programsTold } from '../../match/disclosure.ts';
import { escaped } from '../../page/charts.ts';
import type { Place, Scene } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { folded, pageBlocks } from './blocks.ts';
import { choicesHtml } from './choices.ts';
import { attributes, hidden } from './document.ts';
import { answerForm, goForm, matchTop, type PageBody, type PageTop } from './frame.ts';
import { numberHtml } from './number.ts';
import { type SeenFrom, seenFrom } from './who-is-who.ts';

type Asked = Place & { kind: 'asked' };

/** Who is who in a match that goes on. */
export const seenIn = ({ seats, disclosed, names, seat }: Scene): SeenFrom => seenFrom(seats, disclosed, names, seat);

/** The top of a page of a match that goes on, under this heading of the game's. */
export const sceneTop = (scene: Scene, heading: Heading, words: PageWords): PageTop =>
  matchTop(
    { game: scene.game, config: scene.config, seen: seenIn(scene), me: scene.seat, seats: scene.seats.length },
    heading,
    words,
  );

/** That a program plays on for somebody who is gone. */
export const replacedHtml = ({ replaced, names, seat }: Scene, { frame }: PageWords): string =>
  replaced
    .filter((one) => one !== seat)
    .map((one) => `<p class="note">${escaped(fill(frame.replaced, { name: names[one] ?? '' }))}</p>`)
    .join('');

/** The page of a question. */
export function askedBody(place: Asked, how: HowShown, words: PageWords): PageBody {
  const { question, scene } = place;
  const { game, view, names, config } = scene;
  const { decision, position, of } = question;
  const seen = seenIn(scene);
  const heading = game.heading(view, decision);
  const part = of > 1 ? fill(words.asked.position, { position: position + 1, of }) : '';
  // Some games say it themselves.
  const told = `${heading.about} ${heading.where}`.toLowerCase().includes(part.toLowerCase());
  const where = [heading.where, told ? '' : part].filter(Boolean).join(' · ');
  const top = sceneTop(scene, { ...heading, where }, words);
  const rules = game.instructions(config, decision.role, names, programsTold(scene.seats, scene.disclosed));
  const body = [
    replacedHtml(scene, words),
    `<section class="scene">${pageBlocks(game.scene(view, decision, names), seen, words)}</section>`,
    questionForm(place, how, words),
    place.back ? goForm(how.code, 'back', place.id, words.asked.back, 'plain') : '',
    calculatorHtml(place, how, words),
    folded(words.frame.rules, pageBlocks(rules, seen, words), ' class="rules"'),
  ];
  return { top, body: body.filter(Boolean).join('\n') };
}

/** The form of the answer. What was typed and not taken stands in it again, or what was answered before going back. */
function questionForm({ id, question, given }: Asked, how: HowShown, words: PageWords): string {
  const { ask, input } = question.decision;
  const typed = how.typed['answer'] ?? (given === null || given === SKIPPED ? '' : String(given));
  const skipped = how.typed['skip'] !== undefined || (how.typed['answer'] === undefined && given === SKIPPED);
  const problem = how.problem !== null;
  const widget =
    input.kind === 'choice'
      ? choicesHtml({
          ...{ name: 'answer', ask, problem },
          marked: given === SKIPPED && how.typed['answer'] === undefined ? SKIPPED : typed,
          choices: [
            ...input.options.map(({ value, label }) => ({ value, label: escaped(label) })),
            ...(input.skip === undefined ? [] : [{ value: SKIPPED, label: escaped(input.skip), quiet: true } as const]),
          ],
        })
      : numberHtml({ ...{ name: 'answer', ask: escaped(ask), input, typed, skipped, problem } }, words);
  return answerForm(how.code, 'answer', id, { widgets: widget, problem: how.problem, does: words.asked.final });
}

/** The calculator of this question; null: it has none. */
export const calculatorOf = ({ question, scene }: Asked): Calculator | null =>
  scene.game.calculator?.(scene.view, question.decision, scene.names) ?? null;

/** What the calculator says to what was typed into its fields. */
export function whatIfHtml(place: Asked, calculator: Calculator, typed: readonly string[], words: PageWords): string {
  const draft = calculator.fields.map(({ input }, i) => {
    const value = readNumber(typed[i] ?? '');
    return value !== null && read(input, value).ok ? value : null;
  });
  return pageBlocks(calculator.show(draft), seenIn(place.scene), words);
}

function calculatorHtml(place: Asked, how: HowShown, words: PageWords): string {
  const calculator = calculatorOf(place);
  if (calculator === null) return '';
  const typed = how.whatIf ?? [];
  const fields = calculator.fields.map(({ label, input }, i) => {
    const looks = attributes({
      ...{
        type: 'text',
        name: 'whatif',
        id: `what-if-${i}`,
        value: typed[i] ?? '',
        autocomplete: 'off',
        maxlength: 12,
      },
      ...{ inputmode: input.decimals > 0 ? 'decimal' : 'numeric' },
    });
    return `<p><label for="what-if-${i}">${escaped(label)}</label><input${looks}></p>`;
  });
  return `<section class="what-if"><h2>${escaped(words.asked.whatIf)}</h2><p class="hint">${escaped(words.asked.whatIfNote)}</p>
<form method="post" action="/${escaped(how.code)}/whatif" autocomplete="off" novalidate data-redraw="#what-if">${hidden('page', place.id)}<div class="fields">${fields.join('')}</div><button class="plain">${escaped(words.asked.compute)}</button></form>
<div id="what-if" aria-live="polite">${whatIfHtml(place, calculator, typed, words)}</div></section>`;
}
