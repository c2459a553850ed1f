/** Why: the explanation of a match for whoever played it, the plain page first, κ as a slider, the theory behind lines. */
import type { Block } from '../../core/blocks.ts';
import { debriefOf, firstPage, furtherPages, kappaOf, THEORY } from '../../lab/debriefing.ts';
import type { Finished } from '../../lab/finished-match.ts';
import { escaped } from '../../page/charts.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { folded, pageBlocks } from './blocks.ts';
import { attributes, hidden } from './document.ts';
import { seenFrom } from './who-is-who.ts';

/** What of an explanation depends on κ: the inside of the element that the slider redraws. */
export function explainedHtml(finished: Finished, kappa: number | null, words: PageWords): string {
  const { match, names, seat } = finished;
  const told = debriefOf(finished, kappa ?? kappaOf(finished));
  const seen = seenFrom(match.seats, true, names[seat]!, seat);
  const first = firstPage(told);
  const picture = told.blocks.find((block) => marksSeat(block, seat));
  const at = first.findIndex(({ kind }) => kind === 'table');
  // A picture on which one has a place says it first; the numbers under it are there for whoever wants them.
  const page =
    picture === undefined
      ? [pageBlocks(first, seen, words)]
      : [
          pageBlocks([...first.slice(0, at < 0 ? 1 : at), picture], seen, words),
          at < 0 ? '' : folded(words.blocks.table, pageBlocks(first.slice(at, at + 1), seen, words)),
          pageBlocks(first.slice(at < 0 ? 1 : at + 1), seen, words),
        ];
  const further = furtherPages(told).map(({ key, label, blocks }) =>
    folded(key === THEORY ? words.result.theory : label, pageBlocks(blocks, seen, words)),
  );
  return `<div class="first"${told.kappa ? '' : ' data-still=""'}><h2>${escaped(words.result.why)}</h2>
${page.filter(Boolean).join('\n')}</div>
<div class="further">${further.join('\n')}</div>`;
}

/** Whether it is a line on which this seat has its place. */
const marksSeat = (block: Block, seat: number): boolean =>
  block.kind === 'scale' && block.rows.some(({ marks }) => marks.some(({ who }) => 'seat' in who && who.seat === seat));

/**
 * Where the explanation stands. It is worked out for whoever asks for it: of a class that ends in the same second nobody waits
 * for the others' explanations. Then a slider moves κ, drawn between what happened and the theory.
 */
export function debriefHtml(finished: Finished, page: string, how: HowShown, words: PageWords): string {
  const said = words.result;
  const kappa = how.kappa ?? kappaOf(finished);
  const form = (kind: string, inside: string): string =>
    `<form class="${kind}" method="get" action="/${escaped(how.code)}/debrief" data-redraw="#explained">${hidden('page', page)}${inside}</form>`;
  const range = attributes({
    ...{ type: 'range', id: 'kappa', name: 'kappa', min: 0, max: 1, step: 0.05, value: kappa },
    'aria-describedby': 'kappa-note',
  });
  const slider = `<p><label for="kappa">${escaped(said.kappa)}</label> <output for="kappa">${kappa.toFixed(2)}</output></p><input${range}><p class="ends" aria-hidden="true"><span>0</span><span>1</span></p><p class="hint" id="kappa-note">${escaped(said.kappaNote)}</p><button class="plain">${escaped(said.kappaShow)}</button>`;
  const explained = how.kappa === null ? '' : explainedHtml(finished, kappa, words);
  return `<section class="why">${form('explain', `<button class="plain" name="kappa" value="${kappa}">${escaped(said.why)}</button>`)}
${form('kappa', slider)}
<div id="explained" tabindex="-1">${explained}</div></section>`;
}
