/** The board as a page, for the phone of whoever hosts: plain forms under a secret link, and a small script that keeps it fresh. */
import { counted, lasting, upper } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { usdWords } from '../../lab/models.ts';
import { positionWords } from '../../lessons/course.ts';
import { handsOf } from '../../lessons/stops.ts';
import { lessonWords } from '../../lessons/words.ts';
import { escaped } from '../../page/charts.ts';
import { mainControl, whyOff } from '../../room/board-controls.ts';
import { DOINGS, linesByNeed, playingWords, tableWords } from '../../room/board-lines.ts';
import type { DeskShown } from '../../room/host-desk.ts';
import { figureWords, nextStep, stepAt } from '../../room/projection.ts';
import { LONGEST_MESSAGE } from '../../room/message.ts';
import type { BoardLine, RoomPlan } from '../../room/room.ts';
import type { PageAssets } from '../how.ts';
import { hidden } from '../pages/document.ts';
import { hostDocument } from './document.ts';
import { qrSvg } from './qr.ts';

export type BoardPageShown = {
  readonly desk: DeskShown;
  readonly plan: RoomPlan;
  /** Unix milliseconds. */
  readonly now: number;
  /** What could not be done, in a sentence. */
  readonly problem: string | null;
};

/** So many people stand on the page: whoever needs help is among them. */
const MOST_LINES = 400;

/** The whole page. `base`: the path under which its forms lie, /h/SECRET. */
export const boardPage = (shown: BoardPageShown, assets: PageAssets, base: string): string =>
  hostDocument({
    ...{ kind: 'board', language: 'en', title: `Board ${shown.desk.board.code}`, assets, base, again: 10 },
    ...{ main: boardMain(shown, base), lost: 'The connection is lost. What stands here may be old.' },
  });

/** What changes of the page. */
export function boardMain({ desk, plan, now, problem }: BoardPageShown, base: string): string {
  const { board, network } = desk;
  const steer = (fields: Readonly<Record<string, string>>, does: string, how: FormHow = {}): string =>
    formOf(`${base}/steer`, fields, does, how);
  const lines = linesByNeed(board);
  const parts = [
    problem === null ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`,
    `<h1>${escaped(board.name ?? 'rehearsal')}</h1>`,
    `<p><strong>${escaped(board.state)}</strong> · ${network.open ? '<span class="open">open to the network</span>' : 'this computer only: open it in the terminal (o)'}</p>`,
    `<p class="big">${escaped(board.code)}</p><p>${escaped(network.join)}</p>`,
    network.trouble === null ? '' : `<p class="warn">${escaped(network.trouble)}</p>`,
    ...board.troubles.slice(-3).map((one) => `<p class="warn" role="alert">${escaped(one)}</p>`),
    countsOf(board),
    `<p class="quiet">${escaped(`${counted(board.lines.length, 'person', 'people')}; ${counted(board.saved, 'choice')} saved; ${counted(board.matches.over, 'match', 'matches')} over, ${board.matches.open} going on`)}</p>`,
    modelsOf(board.models),
    keysOf(desk, steer),
    stopOf(desk, plan, steer),
    projectorOf(desk, plan, steer),
    messageOf(desk, base, steer),
    `<h2>People</h2>`,
    lines.length === 0
      ? '<p>Nobody has joined yet.</p>'
      : `<ul class="people">${lines
          .slice(0, MOST_LINES)
          .map((one) => lineOf(one, plan, now, steer))
          .join('')}</ul>`,
    `<details><summary>Code for phones</summary>${qrSvg(network.qr, escaped(network.join))}</details>`,
    board.state === 'ended'
      ? ''
      : `<details><summary>End the room…</summary><p>${escaped(`${playingWords(board)} Nobody can answer any more afterwards; everything that was answered is kept.`)}</p>${steer({ do: 'end' }, 'End it for everybody')}</details>`,
  ];
  return `<main data-kind="board">${parts.filter(Boolean).join('\n')}</main>`;
}

type FormHow = { readonly main?: boolean; readonly off?: string | null };
type Steer = (fields: Readonly<Record<string, string>>, does: string, how?: FormHow) => string;

/** A form of one button. One that is off says why below it. */
function formOf(
  action: string,
  fields: Readonly<Record<string, string>>,
  does: string,
  { main = false, off = null }: FormHow,
): string {
  const said = Object.entries(fields)
    .map(([name, value]) => hidden(name, value))
    .join('');
  const why = off === null ? '' : `<span class="why">${escaped(off)}</span>`;
  return `<form method="post" action="${escaped(action)}">${said}<button${main ? ' class="main"' : ''}${off === null ? '' : ' disabled'}>${escaped(does)}</button>${why}</form>`;
}

const countsOf = ({ counts }: DeskShown['board']): string =>
  `<ul class="counts">${DOINGS.map((doing) => `<li><b>${counts[doing]}</b>${doing}</li>`).join('')}</ul>`;

function modelsOf(models: DeskShown['board']['models']): string {
  if (models === null || models.asked + models.standIns === 0) return '';
  const { asked, failed, standIns, cost, last } = models;
  const said = [
    `models: ${asked} asked`,
    `${failed} without an answer`,
    `${standIns} by the stand-in`,
    usdWords(cost),
    last,
  ]
    .filter((one) => one !== null)
    .join(', ');
  return `<p${failed > 0 ? ' class="warn"' : ''}>${escaped(said)}</p>`;
}

function keysOf({ board }: DeskShown, steer: Steer): string {
  const main = mainControl(board.state);
  if (main === null) return '<p>The room has ended. Everything that was answered is kept.</p>';
  return `<div class="keys">${steer({ do: main.steering.do }, upper(main.does), { main: true })}</div>`;
}

function stopOf(desk: DeskShown, plan: RoomPlan, steer: Steer): string {
  if (plan.lesson === null) return '';
  const { lesson } = plan.lesson;
  const at = desk.board.stop;
  const stop = lesson.stops[at ?? 0];
  if (stop === undefined) return '';
  const said = lessonWords(lesson.language);
  const asked = handsOf(stop);
  return [
    `<h2>${escaped(stop.title)}</h2>`,
    `<p class="quiet">${escaped(at === null ? 'The lesson has not begun.' : (positionWords(lesson, at)[0] ?? ''))}</p>`,
    ...stop.text.map((one) => `<p>${escaped(one)}</p>`),
    ...stop.aloud.map((one) => `<p><strong>${escaped(fill(said.aloud, { words: one }))}</strong></p>`),
    asked === null ? '' : `<p>On every phone: <strong>${escaped(asked.ask)}</strong></p>`,
    '<div class="keys">',
    steer({ do: 'stop', stop: String((at ?? 0) - 1) }, '← Stop back', {
      off: whyOff('stop back', desk, plan),
    }),
    steer({ do: 'stop', stop: String(at === null ? 0 : at + 1) }, 'Next stop →', {
      main: true,
      off: whyOff('next stop', desk, plan),
    }),
    '</div>',
  ].join('\n');
}

function projectorOf(desk: DeskShown, plan: RoomPlan, steer: Steer): string {
  const { stand, steps, topics, figure } = desk.projection;
  const none = whyOff('reveal', desk, plan);
  return [
    '<h2>Projector</h2>',
    `<p>It shows: <strong>${escaped(stepAt(stand, steps).does)}</strong>${topics < 2 ? '' : ` · ${escaped(figureWords(stand, topics, figure))}`}</p>`,
    '<div class="keys">',
    steer({ do: 'project', move: 'next' }, `Show ${nextStep(stand, steps).does}`, { main: true, off: none }),
    steer({ do: 'project', move: 'back' }, 'Back', { off: none }),
    steer({ do: 'project', move: 'topic' }, 'Another figure', { off: whyOff('figure', desk, plan) }),
    steer({ do: 'project', move: 'join' }, 'Join code', { off: whyOff('join code', desk, plan) }),
    '</div>',
  ].join('\n');
}

function messageOf({ board }: DeskShown, base: string, steer: Steer): string {
  const off = board.state === 'ended';
  const now =
    board.message === null
      ? ''
      : `<p>Everybody reads: <strong>${escaped(board.message)}</strong></p>${steer({ do: 'say', text: '' }, 'Take it away')}`;
  return off
    ? ''
    : `<h2><label for="text">Message to everybody</label></h2>${now}<form class="row" method="post" action="${escaped(base)}/steer">${hidden('do', 'say')}<input id="text" name="text" maxlength="${LONGEST_MESSAGE}" autocomplete="off" required><button>Say it</button></form>`;
}

function lineOf(one: BoardLine, plan: RoomPlan, now: number, steer: Steer): string {
  const { member, doing, since, table, answers, slow, replacedBy } = one;
  const warn = (doing === 'gone' && replacedBy === null) || slow;
  const said = [
    `${doing} for ${lasting(Math.max(0, now - since))}`,
    table === null ? '' : tableWords(table, plan),
    counted(answers, 'answer'),
    replacedBy === null ? '' : `${replacedBy} plays for it`,
    slow ? 'slow' : '',
    member.treatment ?? '',
  ]
    .filter(Boolean)
    .join(', ');
  const can = plan.instead !== null && replacedBy === null && warn;
  const name = member.label === null ? '' : `<strong>${escaped(member.label)}</strong> `;
  return `<li><span class="n">${member.number}</span><span>${name}<span class="${warn ? 'warn' : 'quiet'}">${escaped(said)}</span></span>${can ? steer({ do: 'replace', member: member.code }, 'Replace') : '<span></span>'}</li>`;
}
