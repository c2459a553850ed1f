/** What must be known before rows are counted: the part "Before you count" of the text to read first. */
import { counted } from '../../core/format.ts';
import type { ExportContents } from './contents.ts';

/** As long as a name may be in Stata, and as large as a sheet may be in Excel. */
const STATA_NAME = 32;
const EXCEL_ROWS = 1_048_576;
const EXCEL_COLUMNS = 16_384;

/** What holds of these tables, a sentence each. `file`: the name of the first table's file, for commands that read it. */
export function caveatsOf({ tally, tables, format, excel }: ExportContents, file: string): readonly string[] {
  const { replaced, substituted, gone, forced, told, unanswered, practice, hands, unfinished } = tally;
  const csv = format === 'long' || format === 'wide' || format === 'otree';
  const byDecision = format === 'long' || format === 'parquet';
  const notes: readonly (readonly [holds: boolean, note: string])[] = [
    [
      true,
      'agent.kind tells people, theory, stand-ins, models and scripts apart. Theory and stand-ins are computed: they are no sample, and have no standard error.',
    ],
    [true, 'Draws of one model are one subject asked again, not independent people.'],
    [
      substituted > 0,
      `${are(substituted, 'choice')} a stand-in's, for an agent that had no answer (${byDecision ? 'source = substituted' : csv ? 'player.substituted is above 0' : '"source":"substituted"'}): not that agent's own, and to be left out.`,
    ],
    [
      gone > 0,
      `${are(gone, 'choice')} an agent's, in the place of a person who was gone from a hosted room (${byDecision ? 'source = substituted where agent.kind = human; agent.instead names it' : csv ? 'player.substituted is above 0; player.instead names it' : '"source":"substituted" in a seat of kind "human"; the event "replaced" names it'}): not that person's, and to be left out. homines compare leaves the seat out, and those that met it.`,
    ],
    [
      forced > 0,
      `${are(forced, 'choice')} set from outside by a profile, once a match, to see what follows (${byDecision ? 'source = forced' : csv ? 'counted in player.substituted' : '"source":"forced"'}): not that agent's own, and to be left out.`,
    ],
    [
      told > 0,
      `${are(told, 'choice')} drawn from probabilities that a model told (${byDecision ? 'distribution.mean is not empty' : csv ? 'player.QUESTION_probabilities is not empty' : '"distribution" is not null'}): no draw is to be counted as an observation, nor has a share of them a standard error. Weigh every answer by its probability; n is situations${byDecision ? ' (distinct prompt.hash)' : ''}, and what is uncertain is the order of the options, the wording and the situations. For payoffs, and for the other player, the drawn answer is what happened.`,
    ],
    [
      unanswered > 0,
      `${counted(unanswered, 'question')} to a model ended without an answer and ${unanswered === 1 ? 'has' : 'have'} no ${format === 'jsonl' ? 'decision, only calls' : 'row here; --format jsonl has the calls'}.`,
    ],
    [
      byDecision || format === 'jsonl',
      `${counted(replaced, 'answer')} ${replaced === 1 ? 'was' : 'were'} replaced by a later one to the same question${byDecision ? ` (replaced = ${format === 'parquet' ? 'true' : 1})` : ' (a higher revision)'}; leave them out to have one row a question.`,
    ],
    [
      csv && !byDecision,
      `${counted(replaced, 'answer')} that ${replaced === 1 ? 'was' : 'were'} replaced by a later one to the same question ${replaced === 1 ? 'is' : 'are'} not here; --format long has them.`,
    ],
    [
      hands > 0,
      `${counted(hands, 'count')} of raised hands ${hands === 1 ? 'is' : 'are'} kept beside the choices, ${format === 'jsonl' ? 'as "table":"tally": of the same question and answer the latest holds' : 'and not here; --format jsonl has them'}. A show of hands is no set of independent answers: it is never added to choices, and never tested.`,
    ],
    [practice > 0, `${are(practice, 'choice')} practice and ${practice === 1 ? 'counts' : 'count'} for nothing.`],
    [true, `${are(unfinished, 'match', 'matches')} not finished: left half-way, failed, or still being played.`],
    [byDecision, 'player.payoff is of the whole match and repeats in each of its rows: take it once a match and seat.'],
    [
      format === 'wide',
      "player.payoff is of the whole match and stands in its last round, so that a player's payoffs add up.",
    ],
    [
      format === 'otree',
      "player.payoff is of the round. Rounds that were not reached have rows of their own, as in oTree: group.match_status tells what was finished. oTree's columns come first, those from agent.kind on are ours.",
    ],
    [true, 'Times are UTC.'],
    [
      csv,
      'Empty is missing, yes and no are 1 and 0, line breaks in texts are spaces. UTF-8, commas, a point for decimals.',
    ],
    [
      format === 'parquet',
      `R: arrow::read_parquet("${file}"). pandas: read_parquet("${file}"). DuckDB: from '${file}', where names with points stand in double quotes: "agent.kind".`,
    ],
    [
      csv && !excel,
      `R: read.csv("${file}", na.strings = "", encoding = "UTF-8"). pandas: read_csv("${file}", keep_default_na=False, na_values=[""]). A person called NA is else missing.`,
    ],
    [
      csv && !excel && longNames(tables) > 0,
      `${counted(longNames(tables), 'column name')} ${longNames(tables) === 1 ? 'is' : 'are'} longer than the ${STATA_NAME} characters that Stata takes; --format long has none of these.`,
    ],
    [
      csv && !excel,
      'Cells that begin with = + - @ are data and stand as they were given; a spreadsheet may take them for formulas: --excel writes an apostrophe before them.',
    ],
    [
      excel,
      'For Excel: an apostrophe stands before texts that begin with = + - @. For R, Python and Stata export without --excel.',
    ],
    [
      excel && tables.some(({ rows, columns }) => rows >= EXCEL_ROWS || columns.length > EXCEL_COLUMNS),
      `Excel shows no more than ${EXCEL_ROWS.toLocaleString('en')} rows and ${EXCEL_COLUMNS.toLocaleString('en')} columns: a table here has more.`,
    ],
  ];
  return notes.filter(([holds]) => holds).map(([, note]) => note);
}

const longNames = (tables: ExportContents['tables']): number =>
  tables.reduce((sum, { columns }) => sum + columns.filter(({ name }) => name.length > STATA_NAME).length, 0);

/** 1 row, 2 rows. */
const are = (n: number, one: string, many?: string): string => `${counted(n, one, many)} ${n === 1 ? 'is' : 'are'}`;
