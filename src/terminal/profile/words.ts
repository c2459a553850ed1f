/** A profile in words: what stands at the cursor, of one agent and of all of them, and an earlier one read aloud. */
import { natureOf, type Profiled } from '../../profile/answers.ts';
import { figuresOf, madeOf, pOf, sourceOf, theoryOf } from '../../profile/pattern.ts';
import {
  agreementWords,
  askedWords,
  POSITION_SAYS,
  positionWords,
  readWords,
  situationCells,
} from '../../profile/instrument-words.ts';
import { positionsOf } from '../../profile/position.ts';
import { PEOPLE_SAY, peopleCellText, peopleRate, type PeopleRow, peopleSources } from '../../profile/people.ts';
import { type Score, scoreText } from '../../profile/scores.ts';
import { EMPTY, type Line } from '../../show/line.ts';
import { show, type View, view as plainView } from '../plain/view.ts';
import { words } from '../screens/screen.ts';
import type { ScreenAt } from '../state.ts';
import { bothWays, peopleAt, peopleRowsIn, type ProfileView, scoreRows, situationsIn } from './view.ts';

/** What is told of a row: of one agent, of all of them, and of the row itself. */
type Detail = {
  cell(view: ProfileView, agent: number, width: number): readonly Line[];
  cells(view: ProfileView, width: number): readonly Line[];
  of(view: ProfileView, width: number): readonly Line[];
};

const eachOf =
  (cell: Detail['cell']): Detail['cells'] =>
  (view, width) =>
    view.agents.flatMap((_, agent) => [EMPTY, ...cell(view, agent, width)]);

const verdictOf: Detail['cell'] = (view, agent, width) => {
  const cell = view.rows[view.row]?.cells[agent] ?? null;
  const verdict =
    cell === null
      ? 'not reached yet'
      : (cell.verdict ?? (view.pattern[view.row]!.reportedOf === null ? 'measured' : 'cannot be told'));
  const beside = cell === null ? null : theoryOf(view.pattern[view.row]!, cell);
  return [
    ...words(`${nameOf(view, agent)}: ${verdict}`, width, 'strong'),
    ...(cell === null || cell.estimate === null
      ? []
      : words(
          `${figuresOf(view.pattern[view.row]!, cell)}${madeOf(cell, view.agents[agent]!)}${pOf(cell)}${heat(view, agent)}`,
          width,
        )),
    ...(cell === null || cell.why === null ? [] : words(`${cell.why}.`, width)),
    ...(beside === null ? [] : words(`${beside}.`, width)),
  ];
};

/** A row of the pattern: the verdict on an agent with its figures, what the row says, and how it is judged. */
export const verdictDetail: Detail = {
  cell: verdictOf,
  cells: eachOf(verdictOf),
  of({ row, pattern }, width) {
    const { says, contrast, note, task } = pattern[row]!;
    return [
      ...words(`${task}, ${says} (${sourceOf(pattern[row]!)})`, width),
      ...words(`judged by: ${contrast}${note === undefined ? '' : `; ${note}`}`, width),
    ];
  },
};

/** "ultimatum, unequal split, 80-20", "dilemmas, first move" where all conditions are taken together. */
const peopleLabel = ({ task, question, where }: PeopleRow): string =>
  [task, question, ...(where.length === 1 ? where : [])].join(', ');

/** An agent beside the people of a published experiment at one question. */
const besidePeople = (view: ProfileView, row: PeopleRow, agent: number, width: number): readonly Line[] => [
  ...words(`${nameOf(view, agent)} beside ${row.who}: ${peopleCellText(row.cells[agent] ?? null)}`, width, 'strong'),
  ...words(`${peopleLabel(row)}: people ${peopleRate(row)}`, width),
];

const scoreOf: Detail['cell'] = (view, agent, width) => {
  const beside = peopleAt(view);
  if (beside !== null) return besidePeople(view, beside, agent, width);
  const { reference, cells } = scoreRows(view)[view.row]!;
  const score = cells[agent];
  const said = score === undefined ? 'nothing was answered yet' : `score ${two(score.score)}`;
  return [
    ...words(`${nameOf(view, agent)} beside ${reference}: ${said}`, width, 'strong'),
    ...(score === undefined
      ? []
      : words(`${scoreFigures(score, view.agents[agent]!.kind)}${heat(view, agent)}`, width)),
    ...[...placeOf(view, agent), ...readWords(view.agents[agent]!)].flatMap((said) => words(said, width)),
  ];
};

/** What the place of an option did to an agent in the task at the cursor. */
function placeOf(view: ProfileView, agent: number): readonly string[] {
  const task = scoreRows(view)[view.row]?.task;
  return positionsOf(view.agents[agent]!, view.tasks).flatMap((found) =>
    found.task === task ? [`what stands first gains ${positionWords(found)}`] : [],
  );
}

/** A score beside an agent of theory, and how scores are reckoned. */
export const scoreDetail: Detail = {
  cell: scoreOf,
  cells: eachOf(scoreOf),
  of(view, width) {
    const beside = peopleAt(view);
    if (beside !== null) return [...peopleSources([beside]), PEOPLE_SAY].flatMap((one) => words(one, width));
    return [
      ...words(agreementIn(view), width),
      ...words('reliability: of two draws of the same question how often both agree with theory', width),
    ];
  },
};

/** Two ways of asking one model: the situation at the cursor by both, and how far they agree over all. */
export const bothDetail: Detail = {
  cell: () => [],
  cells(view, width) {
    const here = situationsIn(view)[view.row];
    if (here === undefined) return [];
    const { asked, told, drawn, apart } = situationCells(here.situation, view.tasks);
    const figures = `probability ${told}; draws ${drawn}, 95 %${apart === '' ? '' : `; ${apart}`}`;
    return [EMPTY, ...words(asked, width, 'strong'), ...words(figures, width)];
  },
  of(view, width) {
    const here = situationsIn(view)[view.row];
    return here === undefined ? [] : agreementWords(here.agreement).flatMap((one) => words(one, width));
  },
};

const agreementIn = (view: ProfileView): string => {
  const { task } = scoreRows(view)[view.row]!;
  return view.tasks.find(({ spec }) => spec.task === task)?.spec.agreement.says ?? '';
};

const two = (value: number): string => value.toFixed(2);

function scoreFigures({ interval, n, k, reliability, questions }: Score, kind: Profiled['kind']): string {
  const between =
    interval === null
      ? `a single ${k === null ? 'situation' : 'draw'} tells no interval`
      : `95 % ${two(interval[0])} to ${two(interval[1])}`;
  const agreed =
    reliability === null
      ? 'reliability needs two draws'
      : `reliability ${two(reliability)} over ${questions} questions`;
  return `${kind === 'theory' ? `exact, n ${n}` : `${between}, ${k === null ? `n ${n} situations, from probabilities` : `n ${n}, k ${k}`}`}; ${agreed}`;
}

function nameOf({ agents }: ProfileView, agent: number): string {
  const one = agents[agent]!;
  const nature = natureOf(one);
  return `${agents.length > 1 ? `[${agent + 1}] ` : ''}${one.id}${nature === null ? '' : ` (${nature})`}`;
}
const heat = ({ facts }: ProfileView, agent: number): string => {
  const { temperature } = facts.agents[agent]!;
  return temperature === null ? '' : `; temperature ${temperature}`;
};

/** An earlier profile read aloud: one row after the other, what each agent did in it, and the scores. */
export function profileAloud({ view: seen, back }: ScreenAt<'profile'>): View {
  const { agents, rows, facts, unfinished, pattern } = seen;
  const said = pattern.map((row, at) => {
    const cells = agents.map(({ id }, place) => {
      const cell = rows[at]?.cells[place];
      const figures = cell === undefined ? '' : figuresOf(row, cell);
      const why = cell?.why ?? null;
      const beside = cell === undefined ? null : theoryOf(row, cell);
      return `${id}: ${[cell?.verdict ?? (row.reportedOf === null ? 'measured' : 'cannot be told'), ...(figures === '' ? [] : [figures]), ...(why === null ? [] : [why]), ...(beside === null ? [] : [beside])].join(', ')}.`;
    });
    return [`${row.task}, ${row.says} (${sourceOf(row)}).`, ...cells].join('\n');
  });
  const scores = scoreRows(seen).map(
    ({ task, reference, cells }) =>
      `${task}, beside ${reference}: ${agents.map(({ id }, place) => `${id} ${scoreText(cells[place])}`).join('; ')}.`,
  );
  const beside = peopleRowsIn(seen).map(
    (row) =>
      `${peopleLabel(row)}, people ${peopleRate(row)}: ${agents.map(({ id }, place) => `${id} ${peopleCellText(row.cells[place] ?? null)}`).join('; ')}.`,
  );
  const places = agents.flatMap((one) =>
    positionsOf(one, seen.tasks).map((found) => `${one.id}, ${found.task}: ${positionWords(found)}.`),
  );
  return plainView(
    [
      `Profile, ${facts.length}, of ${agents.map(({ id }) => id).join(', ')}.`,
      ...askedWords(facts).map((one) => `${one}.`),
      ...(unfinished === '' ? [] : [unfinished]),
      ...agents.flatMap(readWords),
      ...said,
      ['Scores, 0 to 1, with their 95 % intervals; after the stroke the reliability.', ...scores].join('\n'),
      ...(beside.length === 0 ? [] : [[PEOPLE_SAY, ...beside, ...peopleSources(peopleRowsIn(seen))].join('\n')]),
      ...(places.length === 0 ? [] : [[POSITION_SAYS, ...places].join('\n')]),
      ...bothWays(seen).map((one) => agreementWords(one).join('\n')),
    ],
    [{ key: '', does: 'goes back', actions: show(back) }],
  );
}
