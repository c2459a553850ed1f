/** What a profile says as text: rows as they are reached, then agents side by side, and what is missing. */
import { givesProbabilities } from '../../core/askable.ts';
import { counted, listed } from '../../core/format.ts';
import { natureOf, type Profiled } from '../../profile/answers.ts';
import { DRAWS_BESIDE, type ProfileTask } from '../../profile/design.ts';
import { type Agreement, agreementsOf } from '../../profile/instruments.ts';
import {
  agreementWords,
  askedWords,
  POSITION_SAYS,
  positionWords,
  readWords,
  SHARES_SAY,
  situationCells,
} from '../../profile/instrument-words.ts';
import type { Length } from '../../core/profile-spec.ts';
import { referenceTable } from '../../disk/reference-files.ts';
import { PEOPLE_SAY, peopleCellText, peopleRate, peopleRows, peopleSources } from '../../profile/people.ts';
import { positionsOf } from '../../profile/position.ts';
import type { ProfilePlayed } from '../../profile/play.ts';
import { servedWarnings } from '../../core/served-model.ts';
import { asHonoured, type EarlierProfile, type Facts } from '../../profile/stored-profile.ts';
import type { ProfileCell } from '../../profile/judgement.ts';
import { figuresOf, glanceOf, type Judged, madeOf, pOf, sourceOf, theoryOf } from '../../profile/pattern.ts';
import { preferenceOf, preferenceWords } from '../../profile/preference.ts';
import { LEAST_SD } from '../../profile/estimates.ts';
import { scoresOf, scoreText } from '../../profile/scores.ts';
import { columnsOf } from '../../show/line.ts';
import { aligned, width, wrap } from '../shared/text-columns.ts';
import { usd } from '../run/output.ts';
import type { ProfileCard } from './card.ts';
import type { ProfileNamed } from './plan.ts';
import { byHand } from '../../core/shell.ts';

/** What a profile has come to. */
export type ProfileResult = EarlierProfile & {
  /** null: it was played before, and is looked at again. */
  readonly played: (ProfilePlayed['played'] & { readonly card: ProfileCard; readonly resumed: boolean }) | null;
};

const THEORY = 'theory: computed, exact; it ignores framing and cannot show those rows';
const heat = (temperature: string | null): string => (temperature === null ? '' : `temperature ${temperature}; `);
const STANDIN = 'stand-in: drawn from a documented random-choice model, which is no language model';
const LOTS = 'lots: every possible answer with the same chance';
const TOLD = 'from probabilities, no reasoning; n counts situations';
const DRAWN = 'draws under one wording are one subject’s: an interval says nothing of other words or models';

/** Whose profile it is, how much is asked, and whose the rows are. */
export function headText({ session, facts, tasks }: ProfileNamed): string {
  const { length, agents } = facts;
  const temperatures = agents.flatMap(({ id, temperature }) =>
    temperature === null
      ? []
      : [`${id}: temperature ${temperature}${/^\d/.test(temperature) ? ', as far as its server takes it' : ''}`],
  );
  const declared = tasks.filter((task) => task.declared);
  const papers = [...new Set(declared.map(({ spec }) => spec.paper).filter((paper) => paper !== ''))];
  const own = declared.filter(({ spec }) => spec.paper === '').map(({ spec }) => spec.task);
  const measured = tasks.filter((task) => !task.declared).map(({ game }) => game.name);
  return [
    wrap(
      `Profile (${length}) of ${agents.map(({ id }) => id).join(', ')}, session ${session.code}: ${amountOf(tasks, facts)}.`,
    ),
    ...askedWords(facts).map((line) => wrap(`${line}.`)),
    ...temperatures.map((line) => wrap(line)),
    ...papers.map((paper) =>
      wrap(
        `The rows are what ${paper} reports ("paper": its abstract; "summary": a third party's). How they are judged, and every number, is ours.`,
      ),
    ),
    ...(own.length === 0 ? [] : [wrap(`Of ${listed(own)} no paper's pattern is laid beside: those rows are ours.`)]),
    ...measured.map((name) =>
      wrap(`Of ${name} no pattern is declared: its rows are measures, with theory beside where there is theory.`),
    ),
    '',
  ].join('\n');
}

/**
 * How much is asked: "k = 1 of each dilemma and item, 2 markets of 1 round in each framing"; of situations that are asked for
 * probabilities how many times is no question.
 */
export function amountOf(tasks: readonly ProfileTask[], { length, agents, both }: Facts): string {
  const tells = agents.map(givesProbabilities);
  const once = tasks.filter(({ spec }) => spec.situations !== undefined);
  const situations =
    tells.includes(true) && once.length > 0
      ? [
          `${listed(once.map(({ spec }) => spec.task))} once${both === true ? ` and ${DRAWS_BESIDE[length]} draws beside` : ''}`,
        ]
      : [];
  const drawn = both === true || tells.every(Boolean) ? tasks.filter((task) => !once.includes(task)) : tasks;
  const asked = drawn.map(({ spec }) => ({ k: spec.draws(length), ...spec.asked(length) }));
  const each = Map.groupBy(
    asked.flatMap((one) => ('each' in one ? [one] : [])),
    ({ k }) => k,
  );
  return [
    ...situations,
    ...[...each].map(([k, those]) => `k = ${k} of each ${listed(those.map((one) => one.each))}`),
    ...asked.flatMap((one) => ('all' in one ? [one.all] : [])),
  ].join(', ');
}

const LABELS = { theory: THEORY, 'stand-in': STANDIN, lots: LOTS } as const;
/** What its answers are. */
export function labelOf(one: Profiled): string {
  const nature = natureOf(one);
  if (nature !== null) return LABELS[nature];
  return givesProbabilities(one) ? TOLD : DRAWN;
}

/** One row with a line an agent. */
export function rowText(row: Judged, agents: readonly Profiled[]): string {
  const lines = row.cells.map((cell, place): readonly [string, string, string] => [
    `  ${agents[place]!.id}`,
    (row.reportedOf === null ? null : cell.verdict) ?? '–',
    cell.estimate === null ? '' : `${figuresOf(row, cell)}${madeOf(cell, agents[place]!)}${pOf(cell)}`,
  ]);
  const named = (place: number): string => agents[place]!.id;
  /** What is said of several agents alike stands once. */
  const together = (said: (cell: ProfileCell) => string | null): readonly string[] =>
    [...Map.groupBy(row.cells.keys(), (place) => said(row.cells[place]!))].flatMap(([words, places]) =>
      words === null ? [] : [wrap(`${places.map(named).join(', ')}: ${words}`, 4)],
    );
  const because = [...together(({ why }) => why), ...together((cell) => theoryOf(row, cell))];
  const codes = row.cells.flatMap(({ matches }, place) => {
    const more = matches.length > CODES ? ` and ${(matches.length - CODES).toLocaleString('en')} more in --json` : '';
    return matches.length === 0
      ? []
      : [wrap(`${named(place)}: matches ${matches.slice(0, CODES).join(' ')}${more}`, 4)];
  });
  return [
    wrap(`${row.task}: ${row.says} (${sourceOf(row)})`),
    wrap(row.note === undefined ? row.contrast : `${row.contrast}; ${row.note}`, 2),
    ...figuresText(lines),
    ...because,
    ...codes,
    '',
  ].join('\n');
}

/** Agents with their verdicts and figures in columns; where that is too wide each in lines of its own. */
function figuresText(
  lines: readonly (readonly [agent: string, verdict: string, figures: string])[],
): readonly string[] {
  const columns = aligned(lines, 3);
  if (columns.split('\n').every((one) => columnsOf(one) <= width())) return [columns];
  return lines.map(([agent, verdict, figures]) =>
    wrap(`${agent.trim()}: ${verdict}${figures === '' ? '' : `, ${figures}`}`, 2),
  );
}

const CODES = 6;

/** Verdicts and scores, one column an agent. */
export function endText(
  { session, name, facts, file, tasks }: ProfileNamed,
  { agents, rows, sums, played, served }: ProfileResult,
): string {
  const asked = asHonoured(facts, served).agents;
  const verdicts = rows.map((row) => [
    row.task,
    row.id,
    row.reportedOf === 'baseline' ? 'untuned' : row.reportedOf === 'nobody' ? 'ours' : (row.reportedOf ?? '–'),
    ...row.cells.map((cell) => glanceOf(row, cell) ?? '–'),
  ]);
  const scores = agents.map((one) => scoresOf(one, tasks));
  const kinds =
    scores[0] === undefined
      ? []
      : [...new Map(scores.flat().map((score) => [`${score.task} ${score.reference}`, score])).values()];
  const scored = kinds.map(({ task, reference }) => [
    task,
    reference,
    ...scores.map((own) => scoreText(own.find((score) => score.task === task && score.reference === reference))),
  ]);
  return [
    ...agents.map((one, place) => wrap(`[${place + 1}] ${one.id}: ${heat(asked[place]!.temperature)}${labelOf(one)}`)),
    ...agents.flatMap((one) => readWords(one).map((said) => wrap(said))),
    '',
    sideBySide(['', '', 'reported of'], verdicts, agents.length),
    '',
    wrap(
      'Score: agreement with theory, 0 to 1 (95 % interval); after / the reliability: how often two draws of a question both agree with theory.',
    ),
    sideBySide(['', ''], scored, agents.length),
    '',
    ...peopleText(agents, tasks, facts.length),
    ...placesText(agents, tasks),
    ...agreementsOf(agents).flatMap((one) => agreementText(one, tasks)),
    ...agents.flatMap((one, place) => {
      const said = preferenceWords(preferenceOf(one));
      return said === null ? [] : [wrap(`[${place + 1}] ${said}`), ''];
    }),
    ...(agents.some(givesProbabilities) ? [wrap(SHARES_SAY)] : []),
    wrap(
      `moralis is κ = 0.5 throughout. Few ratings and shares are taken to vary by ${LEAST_SD.rating} points at least, prices by ${LEAST_SD.index} of the index (ours). Each interval stands alone; a verdict holds for all rows of its agent together (Holm, 5 %). undecided: too few answers to tell; no: the interval rules the pattern out.`,
    ),
    wrap(
      `${counted(sums.calls, 'call')}${costText(sums)}${played === null ? '' : ` in ${played.seconds.toFixed(1)} s`}. Kept in ${file} as session ${session.code}, "${name}".`,
    ),
    wrap(
      `To read the calls behind a row: "${byHand(`profile --again ${session.code}`)}" on a terminal, the row, Enter. "${byHand(`sessions ${session.code}`)}" lists the matches with their codes.`,
    ),
  ].join('\n');
}

/** What people did in published experiments, and each agent beside them. */
function peopleText(agents: readonly Profiled[], tasks: readonly ProfileTask[], length: Length): readonly string[] {
  const rows = peopleRows(agents, tasks, length, referenceTable);
  if (rows.length === 0) return [];
  const lines = rows.map((row) => [
    row.task,
    row.where.length === 1 ? `${row.question}, ${row.where[0]}` : row.question,
    peopleRate(row),
    ...row.cells.map(peopleCellText),
  ]);
  const table = sideBySide(['', '', 'people'], lines, agents.length);
  const fits = table.split('\n').every((line) => columnsOf(line) <= width());
  return [
    wrap(PEOPLE_SAY),
    ...(fits ? [table] : lines.map((line) => wrap(peopleLine(line)))),
    ...peopleSources(rows).map((one) => wrap(one)),
    '',
  ];
}

/** One question on lines of its own, where the table of all is too wide. */
const peopleLine = ([task, question, people, ...cells]: readonly string[]): string =>
  `${task}, ${question}: people ${people}; ${cells.map((cell, place) => `[${place + 1}] ${cell}`).join('; ')}`;

/** What the place of an option did to each agent, task by task. */
function placesText(agents: readonly Profiled[], tasks: readonly ProfileTask[]): readonly string[] {
  const lines = agents.flatMap((one, place) =>
    positionsOf(one, tasks).map((found) => [`[${place + 1}]`, found.task, positionWords(found)]),
  );
  return lines.length === 0 ? [] : [wrap(POSITION_SAYS), aligned(lines, 2), ''];
}

/** How far two ways of asking one model agree, and every situation by both. */
function agreementText(found: Agreement, tasks: readonly ProfileTask[]): readonly string[] {
  const rows = found.situations.map((one) => {
    const { asked, told, drawn, apart } = situationCells(one, tasks);
    return [asked, told, drawn, apart];
  });
  return [
    ...agreementWords(found).map((line) => wrap(line)),
    aligned([['', 'probability', 'draws', ''], ...rows], 1),
    '',
  ];
}

/** What stays behind when the screen is left: where it is kept, and how to see it again. */
export function leftText({ session, name, facts, file }: ProfileNamed, { sums }: ProfileResult): string {
  return wrap(
    `Profile (${facts.length}) of ${facts.agents.map(({ id }) => id).join(', ')}: ${counted(sums.calls, 'call')}${costText(sums)}. Kept in ${file} as session ${session.code}, "${name}". "${byHand(`profile --again ${session.code}`)}" opens it again, and is text in a pipe.`,
  );
}

const costText = ({ cost, calls }: ProfileResult['sums']): string =>
  cost === null || calls === 0 ? '' : `, ${usd(cost)} USD`;

/** One column an agent after the labels; as many tables as the window needs. */
function sideBySide(labels: readonly string[], rows: readonly (readonly string[])[], agents: number): string {
  const table = (from: number, to: number): string => {
    const heads = Array.from({ length: to - from }, (_, place) => `[${from + place + 1}]`);
    const cut = rows.map((row) => [
      ...row.slice(0, labels.length),
      ...row.slice(labels.length + from, labels.length + to),
    ]);
    return aligned([[...labels, ...heads], ...cut], labels.length);
  };
  const tables: string[] = [];
  for (let from = 0; from < agents;) {
    let to = agents;
    while (
      to > from + 1 &&
      Math.max(
        ...table(from, to)
          .split('\n')
          .map((line) => columnsOf(line)),
      ) > width()
    )
      to -= 1;
    tables.push(table(from, to));
    from = to;
  }
  return tables.join('\n\n');
}

/** On stderr: what was not answered, why it stopped, and how to go on. */
export function unfinishedText({ session, facts }: ProfileNamed, result: ProfileResult): string {
  const { played, missing, unanswered, served } = result;
  const why = Object.entries(played?.why ?? {}).sort((one, two) => two[1] - one[1]);
  const reasons = why
    .slice(0, 3)
    .map(([reason, count]) => `${count.toLocaleString('en')} × ${reason.replace(/\.$/, '')}`)
    .join('; ');
  // Some were in matches that are still open.
  const same = why.reduce((sum, [, count]) => sum + count, 0) === unanswered;
  const stopped = stoppedBy(result);
  return [
    ...servedWarnings(served).map((one) => wrap(one)),
    ...(unanswered === 0
      ? []
      : [
          wrap(
            `${counted(unanswered, 'question')} without an answer${same ? `: ${reasons}` : ''}. A marked stand-in went on, and what it said is in no row.`,
          ),
        ]),
    ...(same || reasons === '' ? [] : [wrap(`Without an answer in this run: ${reasons}.`)]),
    ...(missing === 0
      ? []
      : [
          wrap(
            `${stopped === null ? '' : `Stopped before the end (${stopped}): `}${missing.toLocaleString('en')} of ${counted(facts.matches, 'match', 'matches')} ${missing === 1 ? 'is' : 'are'} missing, and rows are judged by what was answered. "${byHand(`profile --resume ${session.code}`)}" asks what is missing and nothing else.`,
          ),
        ]),
  ].join('\n');
}

/** Why it ended before all was asked; null: it did not. */
export const stoppedBy = ({ played }: ProfileResult): string | null =>
  played === null || played.stopped === null ? null : STOPPED[played.stopped];

const STOPPED = {
  interrupted: 'interrupted',
  'max-calls': '--max-calls is reached',
  pause: 'the server asks to wait longer than ten minutes',
  'max-cost': '--max-cost is reached',
  unanswered: 'a server had no answer to too many questions in a row',
  batch: 'a batch was not taken',
} as const;
