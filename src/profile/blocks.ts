/** A stored profile as blocks, for a report: verdicts with their figures, one column an agent, and scores beside theory. */
import { type Block, type Cell, text } from '../core/blocks.ts';
import { counted } from '../core/format.ts';
import { servedWarnings } from '../core/served-model.ts';
import { natureOf, type Profiled } from './answers.ts';
import { preferenceOf, preferenceWords } from './preference.ts';
import { type Score, scoresOf, scoreText } from './scores.ts';
import { figuresOf, glanceOf, type Judged, pOf, sourceOf } from './pattern.ts';
import { asHonoured, type EarlierProfile, type Facts } from './stored-profile.ts';

/**
 * What a profile came to: a paragraph on whose it is, a table of verdicts (or of measures, where a game declares no
 * rows), a table of scores, and what the words mean. `earlier`: from `earlierProfile`.
 */
export function profileBlocks(facts: Facts, earlier: EarlierProfile): readonly Block[] {
  const { agents, rows, tasks, missing, unanswered, served } = earlier;
  const temperatures = asHonoured(facts, served).agents.flatMap(({ id, temperature }) =>
    temperature === null ? [] : [`${id}: temperature ${temperature}`],
  );
  const heads = agents.map((one) => ({ head: nameOf(one) }));
  const scores = agents.map((one) => scoresOf(one, tasks));
  const kinds = new Map(scores.flat().map((score) => [`${score.task} ${score.reference}`, score]));
  const papers = [...new Set(tasks.flatMap(({ declared, spec }) => (declared ? [spec.paper] : [])))];
  const reached = rows.filter(({ cells }) =>
    cells.some(({ estimate, verdict }) => estimate !== null || verdict !== null),
  );
  const unasked = rows.length - reached.length;
  return [
    text([`Profile (${facts.length}) of ${agents.map(nameOf).join(', ')}`, ...temperatures].join('; ') + '.'),
    ...servedWarnings(served).map((one) => text(one)),
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
    ...agents.flatMap((one) => {
      const said = preferenceWords(preferenceOf(one));
      return said === null ? [] : [text(`${nameOf(one)}: ${said}`)];
    }),
    text(
      'shown: the interval of the declared contrast lies on the reported side, for all rows of the agent together (Holm, 5 %); no: the interval rules it out; undecided: too few answers to tell. Intervals are of one row each. Draws of one model under one wording are one subject’s; theory is computed.',
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
