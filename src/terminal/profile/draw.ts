/**
 * The profile on a screen: the card, the table of verdicts or of scores with what is at the cursor, and the answers
 * behind it.
 */
import type { ProfileAnswer } from '../../core/profile-spec.ts';
import { glanceOf } from '../../profile/pattern.ts';
import { scoreText } from '../../profile/scores.ts';
import { signed } from '../../profile/estimates.ts';
import { percent } from '../../core/format.ts';
import {
  clipped,
  clippedLine,
  columnsOf,
  EMPTY,
  type Line,
  line,
  type Span,
  span,
  spaces,
  widthOf,
} from '../../show/line.ts';
import { glyphs, shown as lettered } from '../../show/glyphs.ts';
import { secondsWords, usdWords } from '../../lab/models.ts';
import { ends, item, spaced, windowed, words } from '../screens/screen.ts';
import type { Tone } from '../../show/theme.ts';
import { bothDetail, scoreDetail, verdictDetail } from './words.ts';
import { answersBehind, peopleRowsIn, type ProfileView, scoreRows, situationsIn } from './view.ts';
import { agreementWords, situationCells } from '../../profile/instrument-words.ts';

/** Columns that the cursor takes. */
const CURSOR = 2;

/** The body of the screen in so many columns and lines at most. */
export function profileLines(view: ProfileView, width: number, height: number): readonly Line[] {
  if (view.stage === 'card') return cardLines(view, width, height);
  if (view.behind !== null) return behindLines(view, view.behind, width, height);
  if (view.page === 'both' && view.detail === null) return bothLines(view, width, height);
  const detail = { verdicts: verdictDetail, scores: scoreDetail, both: bothDetail }[view.page];
  if (view.detail !== null) {
    const lines = [...detail.of(view, width), ...detail.cells(view, width)];
    return windowed(lines, Math.min(view.detail, Math.max(0, lines.length - height + 1)), height);
  }
  const top = statusLines(view, width);
  const table = tableOf(view, width);
  const legend = view.page === 'verdicts' && !table.full ? words(LEGEND, width) : [];
  const all = [...detail.cell(view, view.agent, width), ...detail.of(view, width)];
  const free = height - top.length - 1 - legend.length;
  // The table keeps five lines at least, and what is at the cursor gets the rest.
  const told = all.slice(0, Math.max(0, free - 5 - 1));
  if (told.length < all.length && told.length > 0) told[told.length - 1] = line(`${glyphs().more} d reads on`);
  const room = free - (told.length === 0 ? 0 : told.length + 1);
  const { lines, at } = table.grouped.lines.length <= room ? table.grouped : table;
  const rows = windowed(lines, at - Math.floor(room / 2), room);
  return [...top, table.head, ...rows, ...legend, ...(told.length === 0 ? [] : [EMPTY, ...told])].slice(0, height);
}

function cardLines({ card }: ProfileView, width: number, height: number): readonly Line[] {
  if (card === null) return [];
  const left = Math.max(...card.rows.map(([name]) => name.length)) + 2;
  const rows = card.rows.flatMap(([name, says]) =>
    words(says, width - left).map((one, i): Line => [span((i === 0 ? name : '').padEnd(left)), ...one]),
  );
  const notes = card.notes.flatMap((one) => words(one, width));
  const groups = [
    words(card.head, width, 'strong'),
    ...(notes.length === 0 ? [] : [notes]),
    rows,
    words(`Estimates: ${card.estimated}.`, width),
  ];
  return spaced([...groups, words('Nothing is asked before Enter.', width)], height);
}

/** How far it is, in one line; at the end what is missing too. */
function statusLines({ stage, far, facts, unfinished }: ProfileView, width: number): readonly Line[] {
  const { matches, calls, cost, left, paused } = far;
  const [played, all] = [matches.toLocaleString('en'), facts.matches.toLocaleString('en')];
  const spent = [
    `${calls.toLocaleString('en')} calls`,
    ...(cost === null ? ['price not known'] : calls === 0 ? [] : [usdWords(cost)]),
  ];
  const { sep } = glyphs();
  /** As many as fit, the first ones first. */
  const joined = (parts: readonly string[]): Line => {
    let said = '';
    for (const part of parts.map((one) => lettered(one))) {
      const longer = said === '' ? part : `${said} ${sep} ${part}`;
      if (columnsOf(longer) > width) break;
      said = longer;
    }
    return line(said);
  };
  if (stage === 'done')
    return [
      joined([`${played} of ${all} matches`, ...spent]),
      ...(unfinished === '' ? [] : words(unfinished, width, 'warn')),
      EMPTY,
    ];
  if (stage === 'stopping')
    return [line(clipped('Stopping: answers under way are waited for, 5 s at most.', width), 'strong'), EMPTY];
  const size = width >= 70 ? 20 : 10;
  const full = Math.floor((size * matches) / Math.max(1, facts.matches));
  const bar = `[${'#'.repeat(full)}${'.'.repeat(size - full)}] ${played} of ${all}`;
  const waits =
    paused > 2000
      ? `the server asks to wait ${secondsWords(paused / 1000)}`
      : left === null
        ? 'begun'
        : `${secondsWords(left / 1000)} left`;
  return [joined([bar, waits, ...spent]), EMPTY];
}

type Listed = { readonly lines: readonly Line[]; readonly at: number };
/** `full`: cells are in words. */
type Table = Listed & { readonly head: Line; readonly full: boolean; readonly grouped: Listed };
type Drawn = {
  readonly task: string;
  readonly label: string;
  readonly cells: readonly { readonly text: string; readonly short: string; readonly tone?: Tone }[];
};

/**
 * One line a row, one column an agent: in words where they fit, else by marks; with a heading a task where all of it
 * fits.
 */
function tableOf(view: ProfileView, width: number): Table {
  const { agents, agent, row } = view;
  const drawn = view.page === 'verdicts' ? verdictRows(view) : scoresDrawn(view);
  const label = Math.max(...drawn.map((one) => columnsOf(one.label))) + CURSOR;
  const room = Math.floor((width - label) / agents.length);
  const widest = Math.max(...drawn.flatMap(({ cells }) => cells.map(({ text }) => columnsOf(text))));
  const full = room >= widest + 2;
  const names = agents.map(({ id }) => lettered(id));
  const longest = Math.max(...names.map(columnsOf)) + 3;
  const column = Math.min(room, Math.max(full ? widest + 2 : 4, longest));
  const { cursor } = glyphs();
  const heads = names.map((name, at): Span => {
    const said = longest <= column || agents.length === 1 ? clipped(name, room - 2) : `[${at + 1}]`;
    const chosen = at === agent && agents.length > 1;
    const head = `${chosen ? cursor : ' '}${said}`;
    return span((column > columnsOf(head) ? ` ${head}` : head).padEnd(column), chosen ? 'focus' : undefined);
  });
  const lines = drawn.map(({ label: name, cells }, at) =>
    clippedLine(
      item(at === row, [
        span(name + spaces(label - CURSOR - columnsOf(name))),
        ...cells.map(({ text, short, tone }): Span => {
          const said = full ? text : short;
          return span(`  ${said}${spaces(column - 2 - columnsOf(said))}`, tone);
        }),
      ]),
      width,
    ),
  );
  const grouped: Line[] = [];
  let at = 0;
  for (const [i, { task }] of drawn.entries()) {
    if (view.page === 'verdicts' && drawn[i - 1]?.task !== task) grouped.push(line(task, 'quiet'));
    if (i === row) at = grouped.length;
    grouped.push(lines[i]!);
  }
  return {
    head: clippedLine([span(spaces(label)), ...heads], width),
    full,
    lines,
    at: row,
    grouped: { lines: grouped, at },
  };
}

/** By a mark before by colour: what a row came to. */
const VERDICTS = {
  shown: { text: 'shown', short: '+', tone: 'gain' },
  no: { text: 'no', short: 'x', tone: 'warn' },
  undecided: { text: 'undecided', short: '?' },
} as const;

const LEGEND = '+ shown, x no, ? undecided (too few), - cannot be told, . to come';

const verdictRows = ({ rows, agents, pattern }: ProfileView): readonly Drawn[] =>
  pattern.map((row, at) => ({
    task: row.task,
    label: row.label ?? row.id,
    cells: agents.map((_, place) => {
      const cell = rows[at]?.cells[place];
      if (cell === undefined) return { text: glyphs().more, short: '.' };
      if (cell.verdict !== null) return VERDICTS[cell.verdict];
      const level = glanceOf(row, cell);
      return { text: level ?? glyphs().dash, short: level?.replaceAll(' ', '') ?? '-' };
    }),
  }));

const scoresDrawn = (view: ProfileView): readonly Drawn[] => [
  ...scoreRows(view).map(({ task, reference, cells }) => ({
    task,
    label: `${task} ${reference}`,
    cells: cells.map((score) => ({
      text: lettered(scoreText(score)),
      short: score === undefined ? '-' : score.score.toFixed(2),
    })),
  })),
  ...peopleRowsIn(view).map((row) => ({
    task: row.task,
    label: `people ${percent(row.people.at)}: ${row.where.length === 1 ? row.where[0] : row.question}`,
    cells: row.cells.map((cell) => ({
      text: cell === null ? glyphs().dash : lettered(`${percent(cell.rate)} (${signed('rate', cell.difference)})`),
      short: cell === null ? '-' : lettered(signed('rate', cell.difference)),
    })),
  })),
];

/** How far two ways of asking one model agree, and a line a situation. */
function bothLines(view: ProfileView, width: number, height: number): readonly Line[] {
  const all = situationsIn(view);
  const here = all[view.row];
  if (here === undefined) return words('Nothing was asked both ways yet.', width);
  const sentences = agreementWords(here.agreement).flatMap((one) => words(one, width));
  const mine = all.filter(({ agreement }) => agreement === here.agreement);
  const cells = mine.map(({ situation }) => situationCells(situation, view.tasks));
  const at = mine.findIndex(({ situation }) => situation === here.situation);
  const room = width - CURSOR;
  const rows = cells.map(({ asked, told, drawn, apart }) => {
    const figures = line(lettered(`${told.padStart(5)}  ${drawn}${apart === '' ? '' : `  ${apart}`}`));
    return { asked: line(lettered(asked)), figures };
  });
  // Figures are never cut: where one does not fit beside its question all stand below theirs.
  const beside = rows.every(({ asked, figures }) => widthOf(asked) + widthOf(figures) < room);
  const lines = rows.flatMap(({ asked, figures }, i) =>
    (beside ? [ends(asked, figures, room)] : [clippedLine(asked, room), ends([], figures, room)]).map((one, part) =>
      part === 0 ? item(i === at, one) : [span(spaces(CURSOR)), ...one],
    ),
  );
  const each = beside ? 1 : 2;
  // The list keeps a few situations; what is said of all of them gets the rest, and d reads it on.
  const top = sentences.slice(0, Math.max(1, height - 2 - 2 - 2 * each));
  if (top.length < sentences.length) top[top.length - 1] = line(`${glyphs().more} d reads on`);
  const head = line(lettered('probability and share of the draws (95 %)'), 'quiet');
  const free = Math.max(3, height - top.length - 2);
  const from = Math.max(0, at * each - Math.floor(free / 2));
  return [...top, EMPTY, head, ...windowed(lines, from, free)].slice(-height);
}

/** One line an answer: where it was given, what it was, what theory would have answered. */
function behindLines(view: ProfileView, at: number, width: number, height: number): readonly Line[] {
  const answers = answersBehind(view);
  const owners = new Map(view.agents.flatMap((one, place) => one.answers.map(({ match }) => [match, place] as const)));
  const whose = (one: ProfileAnswer): string => {
    const owner = owners.get(one.match) ?? view.agent;
    return owner === view.agent ? '' : `[${owner + 1}] `;
  };
  const lines = answers.map((one, i) => item(i === at, answerLine(view, whose(one), one, width - CURSOR)));
  const here = answers[at];
  const wants =
    here === undefined
      ? ''
      : Object.entries(here.wants)
          .flatMap(([reference, want]) => (want === undefined ? [] : [`${reference} ${saidIn(view, here, want)}`]))
          .join(', ');
  const foot =
    here === undefined ? [] : words(`match ${here.match}${wants === '' ? '' : `; theory there: ${wants}`}`, width);
  const room = height - foot.length - 1;
  return [...windowed(lines, at - Math.floor(room / 2), room), EMPTY, ...foot];
}

const specOf = ({ tasks }: ProfileView, { task }: ProfileAnswer) => tasks.find(({ spec }) => spec.task === task)?.spec;
/** A value in the words of the question that was answered. */
const saidIn = (view: ProfileView, one: ProfileAnswer, value: number): string =>
  specOf(view, one)?.said(one, value) ?? String(value);

/** What was answered; of probabilities the likeliest of the highest value, over all orders and in each. */
function givenIn(view: ProfileView, one: ProfileAnswer): string {
  const { shares } = one;
  if (shares === undefined) return saidIn(view, one, one.value);
  if (typeof one.answer === 'number') return `${saidIn(view, one, one.value)} expected`;
  const best = shares.reduce((highest, share) => (share.value > highest.value ? share : highest));
  const percent = (p: number): string => String(Math.round(100 * p));
  const mean = best.inOrders.reduce((sum, p) => sum + p, 0) / best.inOrders.length;
  return `${saidIn(view, one, best.value)} ${percent(mean)} % (by order ${best.inOrders.map(percent).join(', ')})`;
}

function answerLine(view: ProfileView, whose: string, one: ProfileAnswer, width: number): Line {
  const { sep } = glyphs();
  const spec = specOf(view, one);
  // A task of one condition need not name it.
  const where =
    spec?.conditions(view.facts.length).length === 1 && one.shares === undefined ? '' : `${one.where} ${sep} `;
  const draw =
    one.shares === undefined
      ? `draw ${one.draw + 1} ${sep} `
      : view.facts.wordings === undefined
        ? ''
        : `wording ${one.draw + 1} ${sep} `;
  const what = `${whose}${where}${draw}${spec?.question(one) ?? one.key}`;
  return ends(line(lettered(what)), line(lettered(givenIn(view, one))), width);
}
