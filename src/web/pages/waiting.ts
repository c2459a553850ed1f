/** A page on which nothing is to be done: what is waited for, what was answered, and the match as it stands. */
import { SKIPPED } from '../../core/game.ts';
import { fill } from '../../core/template.ts';
import { escaped } from '../../page/charts.ts';
import type { Place, Scene } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { replacedHtml, sceneTop, seenIn } from './asked.ts';
import { pageBlocks } from './blocks.ts';
import type { PageBody } from './frame.ts';

/** The page of somebody who waits. Without a script a link asks again, beside what the browser does by itself. */
export function waitingBody(place: Place & { kind: 'waiting' }, { code }: HowShown, words: PageWords): PageBody {
  const { title, says } = words.waiting[place.for];
  const { scene } = place;
  const about = scene === null ? [] : aboutScene(scene, words);
  const body = [
    `<p class="big">${escaped(says)}</p>`,
    scene === null ? '' : meanwhile(scene, words),
    `<p class="scriptless"><a href="/${escaped(code)}/play">${escaped(words.waiting.look)}</a></p>`,
  ];
  return { top: { title, lines: about }, body: body.filter(Boolean).join('\n') };
}

/** The game, and where in it one is. */
function aboutScene(scene: Scene, words: PageWords): readonly string[] {
  const heading = scene.game.heading(scene.view, scene.last?.decision ?? null);
  const { title, lines = [] } = sceneTop(scene, heading, words);
  return [escaped(title), ...lines];
}

/** What was answered last, over what it was about. */
function meanwhile(scene: Scene, words: PageWords): string {
  const { game, view, names, last } = scene;
  const replaced = replacedHtml(scene, words);
  if (last === null) return replaced;
  const { input } = last.decision;
  const nobodysTurn = { ...words, blocks: { ...words.blocks, here: '' } };
  const label =
    last.answer === SKIPPED
      ? (input.skip ?? SKIPPED)
      : input.kind === 'choice'
        ? (input.options.find(({ value }) => value === last.answer)?.label ?? String(last.answer))
        : [Number(last.answer).toFixed(input.decimals), input.unit ?? ''].join(' ').trim();
  return `${replaced}<p class="note">${escaped(fill(words.waiting.answered, { answer: label }))}</p>
<section class="scene">${pageBlocks(game.scene(view, last.decision, names), seenIn(scene), nobodysTurn)}</section>`;
}
