/** A stored profile as blocks, for a report: verdicts with their figures, one column an agent, and scores beside theory. */
import { type Block, type Cell, text } from '../core/blocks.ts';
import { givesProbabilities } from '../core/askable.ts';
import { counted } from '../core/format.ts';
import type { ReferenceTable } from '../core/published-figures.ts';
import { servedWarnings } from '../core/served-model.ts';
import { natureOf, type Profiled } from './answers.ts';
import type { ProfileTask } from './design.ts';
import { type Agreement, agreementsOf } from './instruments.ts';
import {
  agreementWords,
  askedWords,
  POSITION_SAYS,
  positionWords,
  readWords,
  SHARES_SAY,
  situationCells,
} from './instrument-words.ts';
import { PEOPLE_SAY, peopleCellText, peopleRate, type PeopleRow, peopleRows, peopleSources } from './people.ts';
import { positionsOf } from './position.ts';
import { preferenceOf, preferenceWords } from './preference.ts';
import { type Score, scoresOf, scoreText } from './scores.ts';
import { figuresOf, glanceOf, type Judged, pOf, sourceOf } from './pattern.ts';
import { asHonoured, type EarlierProfile, type Facts } from './stored-profile.ts';

/**
 * What a profile came to: a paragraph on whose it is, a table of verdicts (or of measures, where a game declares no
 * rows), a table of scores, and what the words mean. `earlier`: from `earlierProfile`; `table`: published people.
 */
export function profileBlocks(
  facts: Facts,
  earlier: EarlierProfile,
  table: ReferenceTable = () => [],
): readonly Block[] {
  const { agents, rows, tasks, missing, unanswered, served } = earlier;
  const temperatures = asHonoured(facts, served).agents.flatMap(({ id, temperature }) =>
    temperature === null ? [] : [`${id}: temperature ${temperature}`],
  );
  const heads = agents.map((one) => ({ head: nameOf(one) }));
  const scores = agents.map((one) => scoresOf(one, tasks));
  const kinds = new Map(scores.flat().map((score) => [`${score.task} ${score.reference}`, score]));
  const papers = [
    ...new Set(tasks.flatMap(({ declared, spec }) => (declared && spec.paper !== '' ? [spec.paper] : []))),
  ];
  const reached = rows.filter(({ cells }) =>
    cells.some(({ estimate, verdict }) => estimate !== null || verdict !== null),
  );
  const unasked = rows.length - reached.length;
  return [
    text([`Profile (${facts.length}) of ${agents.map(nameOf).join(', ')}`, ...temperatures].join('; ') + '.'),
    ...askedWords(facts).map((one) => text(`${one}.`)),
    ...servedWarnings(served).map((one) => text(one)),
    ...agents.flatMap((one) => readWords(one).map((said) => text(said))),
    {
      kind: 'table',
      columns: [{ head: 'row' }, { head: 'reported' }, ...heads],
      rows: reached.map((row): readonly Cell[] => [
        { text: `${row.task}: ${row.says}` },
        { text: sourceOf(row) },
        ...row.cells.map((cell) => ({ text: cellText(row, cell) })),
      ]),
    },
    ...(kinds.size === 0
      ? []
      : [
          {
            kind: 'table',
            columns: [{ head: 'score (95 %) / reliability' }, ...heads],
            rows: [...kinds.values()].map(({ task, reference }): readonly Cell[] => [
              { text: `${task}, ${reference}` },
              ...scores.map((own) => ({ text: scoreText(own.find(same(task, reference))) })),
            ]),
          } as const,
        ]),
    ...peopleTable(agents, peopleRows(agents, tasks, facts.length, table)),
    ...placesTable(agents, tasks),
    ...agreementsOf(agents).flatMap((one) => agreementBlocks(one, tasks)),
    ...agents.flatMap((one) => {
      const said = preferenceWords(preferenceOf(one));
      return said === null ? [] : [text(`${nameOf(one)}: ${said}`)];
    }),
    ...(agents.some(givesProbabilities) ? [text(SHARES_SAY)] : []),
    text(
      'shown: the interval of the declared contrast lies on the reported side, for all rows of the agent together (Holm, 5 %); no: the interval rules it out; undecided: too few answers to tell. Intervals are of one row each. Draws of one model under one wording are one subject’s; theory is computed; how a model is asked is said above.',
    ),
    ...papers.map((paper) =>
      text(`What is reported: ${paper} (paper: its abstract; summary: a third party’s). How rows are judged is ours.`),
    ),
    ...(unasked === 0 ? [] : [text(`Not asked, or nothing to tell from: ${counted(unasked, 'row')}.`)]),
    ...(missing === 0 && unanswered === 0
      ? []
      : [
          text(
            `Without an answer: ${counted(unanswered, 'question')}; missing: ${counted(missing, 'match', 'matches')}.`,
          ),
        ]),
  ];
}

/** What people did, and each agent beside them: a row a question. */
function peopleTable(agents: readonly Profiled[], rows: readonly PeopleRow[]): readonly Block[] {
  if (rows.length === 0) return [];
  return [
    text(PEOPLE_SAY),
    {
      kind: 'table',
      columns: [{ head: 'question' }, { head: 'people' }, ...agents.map((one) => ({ head: nameOf(one) }))],
      rows: rows.map((row): readonly Cell[] => [
        { text: `${row.task}, ${row.question}${row.where.length === 1 ? `, ${row.where[0]}` : ''}` },
        { text: peopleRate(row) },
        ...row.cells.map((cell) => ({ text: peopleCellText(cell) })),
      ]),
    },
    ...peopleSources(rows).map((one) => text(one)),
  ];
}

/** What the place of an option did, one row an agent and task. */
function placesTable(agents: readonly Profiled[], tasks: readonly ProfileTask[]): readonly Block[] {
  const rows = agents.flatMap((one) =>
    positionsOf(one, tasks).map((found) => [nameOf(one), found.task, positionWords(found)]),
  );
  if (rows.length === 0) return [];
  return [
    text(POSITION_SAYS),
    {
      kind: 'table',
      columns: [{ head: 'agent' }, { head: 'task' }, { head: 'gain of standing first' }],
      rows: rows.map((cells): readonly Cell[] => cells.map((said) => ({ text: said }))),
    },
  ];
}

/** How far two ways of asking one model agree, with every situation. */
const agreementBlocks = (found: Agreement, tasks: readonly ProfileTask[]): readonly Block[] => [
  ...agreementWords(found).map((one) => text(one)),
  {
    kind: 'table',
    columns: [{ head: 'situation' }, { head: 'probability' }, { head: 'draws (95 %)' }, { head: '' }],
    rows: found.situations.map((one): readonly Cell[] => {
      const { asked, told, drawn, apart } = situationCells(one, tasks);
      return [asked, told, drawn, apart].map((said) => ({ text: said }));
    }),
  },
];

const same =
  (task: string, reference: string) =>
  (score: Score): boolean =>
    score.task === task && score.reference === reference;

function nameOf(one: Profiled): string {
  const nature = natureOf(one);
  return nature === null ? one.id : `${one.id} (${nature})`;
}

/** "shown: +38 points, 95 % +17 to +59, n 4, Holm p .012"; what cannot be told says why. */
function cellText(row: Judged, cell: Judged['cells'][number]): string {
  const figures = `${figuresOf(row, cell)}${pOf(cell)}`;
  if (row.reportedOf === null) return figures === '' ? '–' : figures;
  const verdict = glanceOf(row, cell) ?? 'cannot be told';
  return [verdict, ...(figures === '' ? [] : [figures]), ...(cell.why === null ? [] : [cell.why])].join(': ');
}
