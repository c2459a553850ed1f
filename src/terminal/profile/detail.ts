/** What stands at the cursor of a profile, in words: a row or a score, of one agent and of all of them. */
import type { Profiled } from '../../profile/evidence.ts';
import { PATTERN } from '../../profile/pattern.ts';
import type { Score } from '../../profile/scores.ts';
import { figuresOf, natureOf, reportedOf, timesOf } from '../../profile/text.ts';
import { EMPTY, type Line } from '../../show/line.ts';
import { words } from '../screens/shown.ts';
import { type ProfileView, scoreRows } from './view.ts';

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
  const verdict = cell === null ? 'not reached yet' : (cell.verdict ?? 'cannot be told');
  const k = cell === null ? null : timesOf(cell, view.agents[agent]!);
  return [
    ...words(`${nameOf(view, agent)}: ${verdict}`, width, 'strong'),
    ...(cell === null || cell.estimate === null
      ? []
      : words(
          `${figuresOf(PATTERN[view.row]!.unit, cell)}${k === null ? ', exact' : `, k ${k}`}${heat(view, agent)}`,
          width,
        )),
    ...(cell === null || cell.why === null ? [] : words(`${cell.why}.`, width)),
  ];
};

export const verdictDetail: Detail = {
  cell: verdictOf,
  cells: eachOf(verdictOf),
  of({ row }, width) {
    const { says, source, contrast, note, task, reportedOf: whose } = PATTERN[row]!;
    return [
      ...words(`${task}, ${says} (${source}, ${reportedOf({ reportedOf: whose })})`, width),
      ...words(`judged by: ${contrast}${note === undefined ? '' : `; ${note}`}`, width),
    ];
  },
};

const scoreOf: Detail['cell'] = (view, agent, width) => {
  const { reference, cells } = scoreRows(view)[view.row]!;
  const score = cells[agent];
  const said = score === undefined ? 'nothing was answered yet' : `score ${two(score.score)}`;
  return [
    ...words(`${nameOf(view, agent)} beside ${reference}: ${said}`, width, 'strong'),
    ...(score === undefined
      ? []
      : words(`${scoreFigures(score, view.agents[agent]!.kind)}${heat(view, agent)}`, width)),
  ];
};

export const scoreDetail: Detail = {
  cell: scoreOf,
  cells: eachOf(scoreOf),
  of: (view, width) => [
    ...words(SCORES[scoreRows(view)[view.row]!.task], width),
    ...words(
      'reliability: of the questions that were answered all k times the share at which all k answers agreed with theory',
      width,
    ),
  ],
};

const SCORES = {
  dilemmas: 'score: the share of answers that are those of theory; moralis is κ = 0.5',
  vehicles: 'score: 1 less the distance of ratings, in hundredths (agreed: within 10 points); moralis is κ = 0.5',
  pricing:
    'score: 1 less the distance of the price index, never below 0 (agreed: within .1); moralis κ = 0.5, of sellers only or with buyers counted',
} as const;

const two = (value: number): string => value.toFixed(2);

function scoreFigures({ interval, n, k, reliability, questions }: Score, kind: Profiled['kind']): string {
  const between =
    interval === null ? 'a single draw tells no interval' : `95 % ${two(interval[0])} to ${two(interval[1])}`;
  const agreed =
    reliability === null
      ? 'reliability needs two draws'
      : `reliability ${two(reliability)} over ${questions} questions`;
  return `${kind === 'theory' ? `exact, n ${n}` : `${between}, n ${n}, k ${k}`}; ${agreed}`;
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
