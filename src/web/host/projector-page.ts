/** The projector page: how to join, huge; or what the class did against theory and published people, as far as it is revealed. */
import { labelsByLetter, shapeOf } from '../../core/agent-signs.ts';
import { fill } from '../../core/template.ts';
import { escaped, letterOf, lookOf } from '../../page/charts.ts';
import type { DeskShown } from '../../room/host-desk.ts';
import type { PageAssets } from '../how.ts';
import { hostDocument } from './document.ts';
import type { ProjectionPicture } from './picture.ts';
import { qrSvg } from './qr.ts';
import { projectorWords } from './words.ts';

export type ProjectorShown = {
  readonly desk: Pick<DeskShown, 'board' | 'network'>;
  /** null: the join code. */
  readonly picture: ProjectionPicture | null;
  readonly language: string | null;
  /** Whether a player may be a computer program. */
  readonly told: boolean;
};

/** The whole page. `base`: its own path, /p/SECRET. */
export const projectorPage = (shown: ProjectorShown, assets: PageAssets, base: string): string =>
  hostDocument({
    ...{ kind: 'projector', language: shown.language ?? 'en', title: `homines ${shown.desk.board.code}`, assets, base },
    ...{ main: projectorMain(shown), lost: '…', again: 5 },
  });

/** What changes of the page. */
export function projectorMain({ desk, picture, language, told }: ProjectorShown): string {
  const { board, network } = desk;
  const said = projectorWords(language);
  const here = board.lines.filter(({ doing }) => doing !== 'gone').length;
  const count = here === 1 ? said.here.one : fill(said.here.many, { n: here });
  if (board.state === 'ended' && picture === null) return `<main class="join"><h1>${escaped(said.ended)}</h1></main>`;
  const state = board.state === 'paused' ? ` · ${escaped(said.paused)}` : '';
  if (picture !== null)
    return `<main class="picture${picture.charts.length === 0 ? ' words' : ''}"><header><h1>${escaped(picture.title)}</h1><p class="heads">${escaped(count)}${state}</p></header>
${picture.charts.length === 0 ? '' : `<div class="charts${picture.stacked === true ? ' stacked' : ''}">${picture.charts.join('\n')}</div>`}
${picture.legend === '' ? '' : `<p class="legend">${withMarks(picture.legend)}</p>`}
${picture.says.map((one) => `<p class="says">${withMarks(one)}</p>`).join('\n')}</main>`;
  const address = network.url.replace(/^http:\/\//, '');
  return `<main class="join"><div class="how"><h1>${escaped(said.join)}</h1>
<p class="code" aria-label="${escaped([...board.code].join(' '))}">${escaped(board.code)}</p>
<p>${escaped(said.type)}</p><p class="address${address.length > 22 ? ' long' : ''}">${escaped(address)}</p>
<p class="heads">${escaped(count)}${state}</p>
${network.open ? '' : `<p class="says">${escaped(said.wait)}</p>`}
${told ? `<p class="says">${escaped(said.program)}</p>` : ''}</div>
${qrSvg(network.qr, escaped(network.join))}</main>`;
}

const LETTERS = new RegExp(`[${Object.keys(labelsByLetter).join('')}${shapeOf('class')}]`, 'g');

/** Words with the signs of the charts in their colours, which the style sheet has by class. */
const withMarks = (text: string): string =>
  escaped(
    text
      .replace(/├\s┤/, '━')
      .replace(/\[\s\]/, '◦┄◦')
      .replaceAll('▒', '│')
      .replaceAll('░', '▉'),
  )
    .replace(LETTERS, (letter) => {
      const label = labelsByLetter[letter] ?? 'class';
      return `<b class="m-${classOf(label)}">${letterOf(label)}</b>`;
    })
    .replaceAll('▉', '<b class="m-band">█</b>');

const classOf = (label: string): string => label.replace(/[^a-z0-9]/g, '');

/** The colours of the signs, for the style sheet. */
export const signColours = (): string =>
  [...new Set([...Object.values(labelsByLetter), 'class'])]
    .map((label) => `.m-${classOf(label)}{color:${lookOf(label).color}}`)
    .join('');
