/** A tuning report as sections of blocks, for the page and for the terminal: the same words and the same figures. */
import { type Block, type Cell, text } from '../core/blocks.ts';
import { counted, hundredths, listed, minus, percent, upper } from '../core/format.ts';
import type { Picture } from '../analysis/report/figures.ts';
import type { Section } from '../analysis/report/sections.ts';
import { type Interval, newcombe } from '../analysis/stats/rates.ts';
import { peopleRate, PEOPLE_SAY, peopleSources } from '../profile/people.ts';
import { standingWords } from '../tune/proof.ts';
import { isAtProvider, type TuningRun } from '../tune/run-folder.ts';
import type { AnswerForm } from '../tune/row-words.ts';
import type { AgreementRow, CountedRate } from './agreement.ts';
import { FORM_WORDS, FORMS } from './answer-form.ts';
import type { HeldOutTable, TaskTable, TuningReport } from './document.ts';
import { KAPPA_SOURCES, type ParameterFigure } from './kappa.ts';
import type { RowUnit, TaskCell } from './task-rows.ts';

type Column = { readonly head: string; readonly align?: 'left' | 'right' };
const right = (head: string): Column => ({ head, align: 'right' });
const cell = (words: string): Cell => ({ text: words });
const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  columns,
  rows: rows.map((row) => row.map(cell)),
});
const blocks = (...all: readonly (Block | null)[]): Section['parts'][number] => ({
  kind: 'blocks',
  blocks: all.filter((one) => one !== null),
});
const heading = (words: string): Section['parts'][number] => ({ kind: 'heading', words });

/** All sections that have something to say, in their order. */
export function reportSections(report: TuningReport): readonly Section[] {
  return [
    outcomeSection(report),
    proofSection(report),
    trainingSection(report),
    heldOutSection(report),
    kappaSection(report),
    taskSection(report, 'protocols'),
    taskSection(report, 'transfer'),
    answeredSection(report),
    offTopicSection(report),
    lineageSection(report),
  ].filter(({ parts }) => parts.length > 0);
}

/** What the run is called in a sentence: never a tuned model where it is not proven. */
export const runCalled = ({ run, standing }: TuningReport): string => `${run.name} is ${standingWords(standing)}`;

const conclusionsOf = (report: TuningReport): readonly string[] => [
  ...(report.unfinished === null ? [] : [report.unfinished]),
  ...(report.unasked === 0
    ? []
    : [
        `${counted(report.unasked, 'question')} of this report ${report.unasked === 1 ? 'was' : 'were'} not asked yet.`,
      ]),
  ...report.learned
    .filter(({ role }) => role === 'tuned')
    .map(({ form, sentence }) => `${upper(FORM_WORDS[form])}: ${sentence}`),
  ...FORMS.flatMap((form) => apartSentences(report, form)),
];

/** Whether its held-out agreement is told apart from that of base and control. */
function apartSentences(report: TuningReport, form: AnswerForm): readonly string[] {
  const all = report.heldOut.find((one) => one.form === form)?.rows.find(({ method }) => method === 'both');
  const at = report.columns.findIndex(({ role }) => role === 'tuned');
  const own = all?.cells[at]?.agreement;
  if (own === undefined) return [];
  const others = report.columns.flatMap(({ role }, place) => {
    const other = all?.cells[place]?.agreement;
    if (role === 'tuned' || role === 'prompted' || other === undefined) return [];
    const apart = newcombe(own.k, own.n, other.k, other.n);
    if (apart === null) return [];
    const points = apart.map((end) => minus(String(Math.round(100 * end)))).join(' to ');
    return [
      apart[0] > 0
        ? `${points} points above ${role}`
        : apart[1] < 0
          ? `${points} points from ${role}, below it`
          : `not told apart from ${role} (${points} points)`,
    ];
  });
  if (others.length === 0) return [];
  return [`${upper(FORM_WORDS[form])}: held-out agreement with its theory ${rated(own)}, ${listed(others)}.`];
}

/** What stands in the list of contents: of the first form in which anything can be told. */
function foundIn(report: TuningReport): string {
  const own = report.learned.filter(({ role }) => role === 'tuned');
  const told = own.find(({ learned }) => learned !== 'nothing') ?? own[0];
  return told === undefined ? `The run ${runCalled(report)}` : `${FORM_WORDS[told.form]}: ${told.sentence}`;
}

function outcomeSection(report: TuningReport): Section {
  const { missing, closed } = report;
  const kappa = report.kappa.filter(({ role, from }) => role === 'tuned' && from === 'held-out');
  return {
    heading: 'What came out',
    found: foundIn(report),
    parts: [
      blocks(
        { kind: 'text', text: `${runCalled(report)}.`, strong: true },
        ...conclusionsOf(report).map(text),
        ...kappa.map(({ form, kappa: found, why, flags }) =>
          text(
            `${upper(FORM_WORDS[form])}: κ trained ${trainedKappa(report)}, on held-out questions ${measuredWords(found, why ?? flags[0] ?? null)}.`,
          ),
        ),
        ...missing.map(({ role, why }) => text(`No column ${role}: ${why}.`)),
        ...closed.map(({ role, form, why }) => text(`${role} is not asked by ${FORM_WORDS[form]}: ${why}`)),
      ),
    ],
  };
}

/** "0.47 (0.31 to 0.62)", "no value (−0.03 to 0.60)", or why there is none. */
function measuredWords(found: ParameterFigure | null, why: string | null): string {
  if (found === null) return `no estimate: ${(why ?? '').replace(/\.$/, '')}`;
  if (found.value !== null) return `${hundredths(found.value)}${ends(found)}`;
  const said = why === null ? '' : `: ${why.replace(/^No values?, only ranges?: /, '').replace(/\.$/, '')}`;
  return `no value${ends(found)}${said}`;
}

const trainedKappa = ({ set: { taste } }: TuningReport): string =>
  taste === null
    ? 'not known'
    : [
        hundredths(taste.kappa),
        ...(taste.alpha === undefined ? [] : [`α ${hundredths(taste.alpha)}`]),
        ...(taste.beta === undefined ? [] : [`β ${hundredths(taste.beta)}`]),
      ].join(', ');

function proofSection({ proofs, standing }: TuningReport): Section {
  const failed = proofs.filter(({ state }) => state === 'failed');
  return {
    heading: 'Five proofs',
    found: standingWords(standing),
    parts: [
      blocks(
        table(
          [{ head: 'proof' }, { head: '' }, { head: 'figure' }],
          proofs.map(({ name, state, figure }) => [name, state, figure ?? '–']),
        ),
        ...failed.map(({ name, fault }) => text(`${upper(name)} failed${fault === null ? '' : `: ${fault}`}.`)),
        text(
          'labels: every row solved again. mask: the trained tokens of each row hold the answer. length: no row cut. template: what was trained and what is served are the same text. alive: the served model differs from its base, and agrees with its training rows.',
        ),
      ),
    ],
  };
}

function trainingSection(report: TuningReport): Section {
  const { curves } = report;
  const nodes = [...new Set(curves.heldOut.flatMap(({ byNode }) => Object.keys(byNode)))].toSorted();
  const looks = curves.heldOut.map(({ step, all, byNode }, at) => {
    const before = curves.heldOut[at - 1]?.step ?? -1;
    const losses = curves.loss.filter((one) => one.step > before && one.step <= step).map(({ loss }) => loss);
    const loss = losses.length === 0 ? '–' : hundredths(losses.reduce((a, b) => a + b, 0) / losses.length);
    return [
      String(step),
      loss,
      rated(all),
      ...nodes.map((node) => (byNode[node] === undefined ? '–' : percent(byNode[node].rate))),
    ];
  });
  if (looks.length === 0 && curves.loss.length === 0) return { heading: 'Training', parts: [] };
  return {
    heading: 'Training',
    parts: [
      ...curvePictures(report),
      blocks(
        text(
          'A falling loss proves nothing; held-out agreement within a node does. Step 0 is the base; loss is the mean since the look before.',
        ),
        looks.length === 0
          ? null
          : table(
              [
                { head: 'step' },
                right('loss'),
                right('held-out'),
                ...nodes.map((node) => right(node.replace(' ', '\n'))),
              ],
              looks,
            ),
      ),
    ],
  };
}

function curvePictures({ curves: { loss, heldOut }, run }: TuningReport): readonly Section['parts'][number][] {
  const picture = (found: Picture): Section['parts'][number] => ({ kind: 'picture', picture: found });
  const last = Math.max(0, ...loss.map(({ step }) => step), ...heldOut.map(({ step }) => step));
  const along = (at: (step: number) => number | null): readonly (number | null)[] =>
    Array.from({ length: last + 1 }, (_, step) => at(step));
  const panel = (
    name: string,
    head: string,
    n: string,
    points: readonly (number | null)[],
    band: readonly (Interval | null)[],
    range: Interval,
  ): Picture => ({
    kind: 'paths',
    panels: [
      {
        block: {
          ...{ kind: 'series', period: 'step', periods: points.length, from: 0, decimals: 2 },
          lines: [{ who: { agent: 'other' }, name, points }],
        },
        ...{ head, n, band, each: [], range },
      },
    ],
    caption: [`${head}.`],
  });
  const losses = new Map(loss.map((one) => [one.step, one.loss]));
  const looks = new Map(heldOut.map((one) => [one.step, one.all]));
  return [
    ...(heldOut.length < 2
      ? []
      : [
          picture(
            panel(
              'held-out agreement',
              'Held-out agreement with theory',
              `n ${heldOut[0]!.all.n}`,
              along((step) => looks.get(step)?.rate ?? null),
              along((step) => looks.get(step)?.rate ?? null).map((_, step) => looks.get(step)?.interval ?? null),
              [0, 1],
            ),
          ),
        ]),
    ...(loss.length < 2
      ? []
      : [
          picture(
            panel(
              'loss',
              'Loss',
              run.name,
              along((step) => losses.get(step) ?? null),
              [],
              [0, Math.max(...loss.map((one) => one.loss))],
            ),
          ),
        ]),
  ];
}

function heldOutSection(report: TuningReport): Section {
  return {
    heading: 'Held-out questions',
    parts: [
      ...(report.heldOut.length === 0
        ? []
        : [
            blocks(
              text(
                'Percent of questions answered as theory answers them, with Wilson’s 95 % interval; no answer is no agreement, and the last row says how many were answered at all. Base rate: of whoever gives at each node the answer that is the more frequent one there, knowing no payoffs.',
              ),
            ),
          ]),
      ...report.heldOut.flatMap((one) => [heading(upper(FORM_WORDS[one.form])), blocks(...heldOutBlocks(one, report))]),
    ],
  };
}

function heldOutBlocks({ form, rows }: HeldOutTable, { columns, learned }: TuningReport): readonly Block[] {
  const heads = columns.map(({ head }) => right(inLines(head)));
  const named = (one: { readonly node: string; readonly method: string }): string =>
    one.method === 'both' ? 'all' : `${one.node}, ${one.method}`;
  const inside = rows.filter(({ cells }) => cells.some((one) => one?.within));
  return [
    table(
      [{ head: '' }, right('n'), right('base\nrate'), ...heads],
      [
        ...rows.map((row) => [
          named(row),
          String(row.n),
          percent(row.baseRate.rate),
          ...row.cells.map((one) => (one === null ? '–' : shortOf(one.agreement, row.n))),
        ]),
        [
          'answered',
          ...['', ''],
          ...(rows[0]?.cells ?? []).map((one) => (one === null ? '–' : `${one.answered} of ${one.agreement.n}`)),
        ],
      ],
    ),
    ...(form === 'decision'
      ? [
          text(
            'Probability of theory’s answer, mean over both orders of the options (95 %, bootstrap over questions):',
          ),
          table(
            [{ head: '' }, ...heads],
            [
              ...rows.map((row) => [named(row), ...row.cells.map((one) => probability(one))]),
              ['first option gains', ...columns.map((_, at) => firstOf(rows[0]?.cells[at] ?? null))],
            ],
          ),
        ]
      : []),
    ...(inside.length === 0
      ? []
      : [
          text(
            'Within a node: how much more an answer is given where it is theory’s than where it is not, in points (95 %); 0 is a level learned and no payoff:',
          ),
          table(
            [{ head: '' }, { head: 'answer' }, ...heads],
            inside.map((row) => [
              named(row),
              String(row.cells.find((one) => one?.within)?.within?.answer ?? ''),
              ...row.cells.map((one) => (one?.within ? pointsOf(one.within.difference, one.within.interval) : '–')),
            ]),
          ),
        ]),
    ...learned.filter((one) => one.form === form && one.role === 'tuned').map(({ sentence }) => text(sentence)),
  ];
}

function probability(row: AgreementRow | null): string {
  const found = row?.probability ?? null;
  if (found === null) return '–';
  return `${two(found.mean)}${found.interval === null ? '' : ` (${found.interval.map(two).join('–')})`}`;
}

function firstOf(row: AgreementRow | null): string {
  const found = row?.probability ?? null;
  return found === null ? '–' : `${found.first < 0 ? '−' : '+'}${two(Math.abs(found.first))}`;
}

/** .95, 1.00 */
const two = (value: number): string => value.toFixed(2).replace(/^0\./, '.');
const whole = (share: number): string => String(Math.round(100 * share));

/** "95 (83–99)" */
const short = ({ rate, interval }: CountedRate): string =>
  `${whole(rate)}${interval === null ? '' : ` (${interval.map(whole).join('–')})`}`;
/** The same, with how many it was asked where the row says another number. */
const shortOf = (agreement: CountedRate, n: number): string =>
  `${short(agreement)}${agreement.n === n ? '' : `, n ${agreement.n}`}`;
/** "95 % (83 to 99 %), n 40" */
const rated = ({ rate, interval, n }: CountedRate): string =>
  `${percent(rate)}${interval === null ? '' : ` (${interval.map(whole).join(' to ')})`}, n ${n}`;

function pointsOf(difference: number, interval: Interval | null): string {
  const signed = (value: number): string => {
    const points = Math.round(100 * value);
    return `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points)}`;
  };
  return `${signed(difference)}${interval === null ? '' : ` (${interval.map((end) => signed(end).replace('+', '')).join(' to ')})`}`;
}

function kappaSection({ kappa, columns, set }: TuningReport): Section {
  if (kappa.length === 0) return { heading: 'κ measured', parts: [] };
  const notes = kappa.flatMap(({ role, form, from, why, fullWhy, flags }) =>
    [why, ...flags, why === null ? fullWhy : null].flatMap((said) =>
      said === null ? [] : [{ said, by: `${FORM_WORDS[form]}, ${SOURCE_WORDS[from]}`, whom: headOf(columns, role) }],
    ),
  );
  const whose = (mine: typeof notes): string =>
    [...Map.groupBy(mine, ({ by }) => by)]
      .map(([by, those]) => `${by} (${those.map(({ whom }) => whom).join(', ')})`)
      .join('; ');
  return {
    heading: 'κ measured',
    parts: [
      blocks(
        text(
          `Trained: κ ${set.taste === null ? 'not known' : hundredths(set.taste.kappa)}. From draws with 95 % profile intervals of one model; from probabilities (they have no sample size) with the jackknife over situations, widened to what one order alone tells. Held-out questions are estimated under the beliefs that they state.`,
        ),
        table(
          [{ head: '' }, right('n'), right('κ'), right('interval'), right('λ'), right('κ, α, β together')],
          FORMS.flatMap((form) =>
            KAPPA_SOURCES.flatMap((from) => {
              const mine = kappa.filter((one) => one.form === form && one.from === from);
              return mine.length === 0
                ? []
                : [
                    [`${upper(FORM_WORDS[form])}, ${SOURCE_WORDS[from]}`, '', '', '', '', ''],
                    ...mine.map((one) => [
                      `  ${headOf(columns, one.role)}`,
                      String(one.n),
                      one.kappa === null
                        ? 'refused'
                        : one.kappa.value === null
                          ? 'no value'
                          : hundredths(one.kappa.value),
                      one.kappa === null
                        ? '–'
                        : ends(one.kappa)
                            .trim()
                            .replace(/^\(|\)$/g, '') || '–',
                      lambdaWords(one.lambda),
                      fullWords(one.full),
                    ]),
                  ];
            }),
          ),
        ),
        ...[...Map.groupBy(notes, ({ said }) => said)].map(([said, mine]) => text(`${upper(whose(mine))}: ${said}`)),
      ),
    ],
  };
}

const lambdaWords = (lambda: ParameterFigure | null): string =>
  lambda === null || lambda.value === null ? '–' : hundredths(lambda.value);

const SOURCE_WORDS = { 'held-out': 'held-out questions', protocols: 'published protocols' } as const;
const headOf = (columns: TuningReport['columns'], role: string): string =>
  columns.find((one) => one.role === role)?.head ?? role;

function ends({ low, high }: ParameterFigure): string {
  if (low === null && high === null) return '';
  return ` (${low === null ? 'open' : hundredths(low)} to ${high === null ? 'open' : hundredths(high)})`;
}

const fullWords = (full: readonly ParameterFigure[]): string =>
  full.length === 0
    ? '–'
    : full
        .filter(({ parameter }) => parameter !== 'lambda')
        .map(({ value }) => (value === null ? 'no value' : hundredths(value)))
        .join(', ');

function taskSection(report: TuningReport, part: 'protocols' | 'transfer'): Section {
  const tables = report.tasks.map((one) => ({ ...one, rows: one.rows.filter((row) => row.part === part) }));
  const parts = tables.flatMap((one): Section['parts'] => {
    const left = part === 'transfer' ? one.left : [];
    if (one.rows.length + left.length === 0) return [];
    return [
      heading(upper(FORM_WORDS[one.form])),
      blocks(
        ...taskBlocks(one, report, part),
        ...left.map(({ task, answered }) =>
          text(
            `${upper(task)} tell nothing of transfer here: the base itself answered ${answered.k} of ${answered.n} of these questions.`,
          ),
        ),
      ),
    ];
  });
  return {
    heading: part === 'protocols' ? 'Published protocols' : 'Transfer: vehicles and prices',
    parts:
      parts.length === 0
        ? []
        : [
            blocks(
              text(
                part === 'protocols'
                  ? 'The six dilemmas, six trust and six ultimatum games that are published, and three public goods: none of their settings is in a training set. Theory is the model’s own, expecting every answer of the other as likely, which is what it is told. Percent, of prices the index (0 Nash, 1 joint monopoly), with 95 % intervals.'
                  : 'Neither is in any training set. What is reported is what the base could answer before training; of other tasks nothing can be concluded.',
              ),
            ),
            ...parts,
            ...(part === 'protocols' ? [blocks(...sourcesOf(tables))] : []),
          ],
  };
}

/** Whose people they are, each once. */
const sourcesOf = (tables: readonly TaskTable[]): readonly Block[] => peopleSources(tables[0]?.people ?? []).map(text);

function taskBlocks(one: TaskTable, { columns }: TuningReport, part: 'protocols' | 'transfer'): readonly Block[] {
  const heads = columns.map(({ head }) => right(inLines(head)));
  const scores = one.scores.filter(({ task }) => one.rows.some((row) => row.task === task));
  // One rate for all conditions stands in the table above.
  const people = part === 'protocols' ? one.people.filter(({ where }) => where.length === 1) : [];
  return [
    ...(one.rows.length === 0
      ? []
      : [
          table(
            [{ head: '' }, right('theory'), ...heads, ...(part === 'protocols' ? [right('people')] : [])],
            one.rows.map((row) => [
              `${row.task}, ${row.says}`,
              row.theory === null ? '–' : number(row.theory, row.unit),
              ...row.cells.map((found) => taskCell(found, row.unit)),
              ...(part === 'protocols'
                ? [peopleCell(one.people.filter(({ task, key }) => task === row.task && key === row.key))]
                : []),
            ]),
          ),
        ]),
    ...(scores.length === 0
      ? []
      : [
          text('Agreement with its own theory, 0 to 1, as a profile scores it (95 %):'),
          table(
            [{ head: '' }, ...heads],
            scores.map(({ task, cells }) => [
              task,
              ...cells.map((score) =>
                score === null
                  ? '–'
                  : `${two(score.score)}${score.interval === null ? '' : ` (${score.interval.map(two).join('–')})`}`,
              ),
            ]),
          ),
        ]),
    ...(people.length === 0
      ? []
      : [
          text(PEOPLE_SAY),
          table(
            [{ head: '' }, right('people'), ...heads],
            people.map((row) => [
              `${row.task}, ${row.question}${row.where.length === 1 ? `, ${row.where[0]}` : ''}`,
              peopleRate(row),
              ...row.cells.map((found) =>
                found === null
                  ? '–'
                  : `${percent(found.rate)}, ${found.beside === 'undecided' ? 'not apart' : found.beside}`,
              ),
            ]),
          ),
        ]),
  ];
}

/** "29 (22–37)": one experiment beside all conditions; a span where each has its own. */
function peopleCell(rows: TaskTable['people']): string {
  const [first] = rows;
  if (first === undefined) return '–';
  const { at, interval } = first.people;
  if (rows.length === 1) return `${whole(at)} (${interval.map(whole).join('–')})`;
  const rates = rows.map(({ people }) => people.at);
  return `${whole(Math.min(...rates))} to ${whole(Math.max(...rates))}`;
}

const number = (value: number, unit: RowUnit): string =>
  unit === 'rate' || unit === 'share' ? whole(value) : unit === 'rating' ? value.toFixed(0) : hundredths(value);
const taskCell = (found: TaskCell | null, unit: RowUnit): string =>
  found === null
    ? '–'
    : `${number(found.value, unit)}${found.interval === null ? '' : ` (${found.interval.map((end) => number(end, unit)).join('–')})`}`;

function answeredSection({ outcomes, columns }: TuningReport): Section {
  if (outcomes.length === 0) return { heading: 'How questions ended', parts: [] };
  const found = (form: AnswerForm, task: string, role: string) =>
    outcomes.find((one) => one.form === form && one.task === task && one.role === role);
  const asked = FORMS.flatMap((form) => {
    const tasks = [...new Set(outcomes.filter((one) => one.form === form).map(({ task }) => task))];
    return tasks.map((task) => ({ form, task }));
  });
  const otherwise = asked.flatMap(({ form, task }) => {
    const each = columns.flatMap(({ role, head }) => {
      const said = otherWords(found(form, task, role)?.outcomes);
      return said === '' ? [] : [`${head} ${said}`];
    });
    return each.length === 0 ? [] : [`${upper(FORM_WORDS[form])}, ${task}: ${each.join('; ')}.`];
  });
  return {
    heading: 'How questions ended',
    parts: [
      blocks(
        text(
          'Questions that were answered, of those put; below how the others ended. Repaired: answered at the second try.',
        ),
        table(
          [{ head: '' }, ...columns.map(({ head }) => right(inLines(head)))],
          asked.map(({ form, task }) => [
            `${SHORT_FORM[form]}, ${task}`,
            ...columns.map(({ role }) => {
              const one = found(form, task, role);
              return one === undefined ? '–' : `${one.outcomes.answered + one.outcomes.repaired} of ${one.questions}`;
            }),
          ]),
        ),
        ...otherwise.map(text),
      ),
    ],
  };
}

const SHORT_FORM: Readonly<Record<AnswerForm, string>> = { words: 'words', json: 'JSON', decision: 'decision' };

/** "4 invalid, 1 repaired"; '' where all were answered at once. */
const otherWords = (outcomes: TuningReport['outcomes'][number]['outcomes'] | undefined): string =>
  (['repaired', 'invalid', 'refused', 'timed out', 'failed'] as const)
    .flatMap((name) => (outcomes === undefined || outcomes[name] === 0 ? [] : [`${outcomes[name]} ${name}`]))
    .join(', ');

function offTopicSection({ offTopic, columns }: TuningReport): Section {
  if (offTopic.every(({ before, after }) => before === null && after === null))
    return { heading: 'Off-topic questions', parts: [] };
  const after = headOf(columns, 'tuned');
  return {
    heading: 'Off-topic questions, before and after',
    parts: [
      blocks(
        text(
          'Twenty plain questions of no game, ours, not scored: what training did to the rest is for the reader to see.',
        ),
        table(
          [{ head: 'question' }, { head: 'before (base)' }, { head: `after (${after})` }],
          offTopic.map((one) => [`${one.ask} (${one.about})`, onOneLine(one.before), onOneLine(one.after)]),
        ),
      ),
    ],
  };
}

/** Letters of an answer that are shown. */
const SHOWN = 220;
function onOneLine(said: string | null): string {
  if (said === null) return '–';
  const line = said.replace(/\s+/g, ' ').trim();
  return line === '' ? '(nothing)' : line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

function lineageSection(report: TuningReport): Section {
  const { run, set, lineage, trained, columns, size } = report;
  const facts: readonly (readonly [string, string])[] = [
    [
      'data',
      `${lineage.data} (${run.data.labels === 'ours' ? 'labels ours' : 'labels not ours'}${run.data.control ? ', control: answers shuffled' : ''})`,
    ],
    ['agent', `${set.agent}: κ ${trainedKappa(report)}`],
    ['games', set.games.join(', ')],
    [
      'rows',
      `${set.rows.train} to train on, ${set.rows.heldOut} held out; reasons ${percent(set.shares.reasons)}, form rows ${percent(set.shares.form)}, contrast ${percent(set.shares.contrast)}${set.lambda === null ? '' : `; soft labels, λ ${set.lambda}`}`,
    ],
    ['run', `${run.name}, homines ${run.homines}`],
    ['base', `${run.base.name}: ${run.base.given}`],
    ['training', optionsWords(run)],
    [
      'trained',
      [
        trained.device ?? (isAtProvider(run) ? `at ${run.provider.name}` : 'device not told'),
        ...(trained.seconds === null ? [] : [`${Math.round(trained.seconds)} s`]),
        ...(trained.step === null ? [] : [`step ${trained.step}`]),
      ].join(', '),
    ],
    [isAtProvider(run) ? 'model' : 'adapter', lineage.digest ?? 'none yet'],
    ['served as', columns.map(({ name }) => name).join(', ')],
    [
      'sessions',
      columns
        .flatMap(({ name, sessions }) => (sessions.length === 0 ? [] : [`${name}: ${sessions.join(' ')}`]))
        .join('; '),
    ],
    [
      'asked',
      `${size.name}: held-out questions at most ${FORMS.map((form) => `${size.heldOut[form]} by ${FORM_WORDS[form]}`).join(', ')}`,
    ],
  ];
  return {
    heading: 'Lineage and settings',
    parts: [
      blocks({ kind: 'facts', facts: facts.map(([label, value]) => ({ label, value: value === '' ? '–' : value })) }),
    ],
  };
}

/** A long head on lines of its own. */
const inLines = (head: string): string => (head.length > 9 ? head.replaceAll(' ', '\n') : head);

/** What a run was asked to train with; at a provider as it takes it where nothing was asked. */
function optionsWords(run: TuningRun): string {
  const { epochs, lr, rank, batch, seed } = run.options;
  const word = (value: number | null): string => (value === null ? "the provider's own" : String(value));
  const steps = isAtProvider(run) || run.options.steps === null ? '' : `, at most ${run.options.steps} steps`;
  const layers = isAtProvider(run) || run.options.layers === 'all' ? '' : ' in the upper third of the layers';
  return `epochs ${word(epochs)}, learning rate ${word(lr)}, rank ${word(rank)}${layers}, batch ${word(batch)}, seed ${seed}${steps}`;
}
