/** What a set says of itself to a person: its card, and ten of its rows to read. */
import type { AnyGame } from '../core/game.ts';
import { payoffSettings, settingsOf } from '../core/settings.ts';
import type { TuneRow } from './row.ts';
import { readBefore } from './trainer-forms.ts';
import type { TrainingSet } from './training-set.ts';
import { heldAgainst } from './weighed-answer.ts';

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** A share with two decimals. */
const share = (part: number, all: number): string => (all === 0 ? '–' : (part / all).toFixed(2));

function countedBy<Of>(all: readonly Of[], name: (one: Of) => string): readonly (readonly [string, readonly Of[]])[] {
  const groups = new Map<string, Of[]>();
  for (const one of all) {
    const key = name(one);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}

/** The card of a set, in Markdown. `games`: those of its rows. */
export function cardOf(
  set: TrainingSet,
  train: readonly TuneRow[],
  heldOut: readonly TuneRow[],
  games: readonly AnyGame[],
): string {
  const choices = train.filter(({ kind }) => kind === 'choice');
  const { taste } = set;
  const against = taste === null ? null : heldAgainst(taste);
  return [
    `# Training set: ${set.control ? 'control of ' : ''}${set.agent}`,
    table(
      ['', ''],
      [
        [
          'rows',
          `${set.rows.train} to train on, ${set.rows.heldOut} held out (of other settings: no payoffs stand in both, in whatever unit)`,
        ],
        ['κ, α, β', taste === null ? 'not known' : `${taste.kappa}, ${taste.alpha ?? 0}, ${taste.beta ?? 0}`],
        ['utility', 'u = (1 − κ)·own + κ·same − α·behind − β·ahead, solved for every row'],
        [
          'beliefs',
          'stated in the prompt wherever something is expected of the other: multiples of .05 or .1, of some settings anything as likely, in the public good whole points',
        ],
        [
          'who sits there',
          `told of ${choices.filter(isDisclosed).length} of ${choices.length} choices, computer programs by name, as a run tells it (asked for: ${set.shares.disclosed} of those at tables that are not neutral); of the others nobody is told, as where an agent is profiled`,
        ],
        [
          'labels',
          set.lambda === null
            ? 'the best answer'
            : `soft: rows repeated by the logit rule, λ = ${set.lambda} points, in every order of the options`,
        ],
        [
          'order',
          set.lambda === null
            ? `choices that are alike and answered differently stand in twos, so that a step of an even number of rows holds them against each other; ${inTwins(train)} rows stand beside the same question of somebody who expects something else; the twos are in an order of chance`
            : 'of chance',
        ],
        ...(set.control
          ? [
              [
                'control',
                'the answers to train on are dealt out anew among questions at the same node, under the same labels; what is held out keeps its own',
              ],
            ]
          : []),
        [
          'types held against each other',
          against === null
            ? 'none'
            : `this agent and ${against.kappa === 0 ? 'economicus' : `κ = ${against.kappa}`}: they disagree on ${share(choices.filter(({ contrast }) => contrast === true).length, choices.length)} of the choices (asked for: ${set.shares.contrast})`,
        ],
        ['seed', String(set.seed)],
        ['hash', `${set.hash} (SHA-256 of rows.jsonl and held-out.jsonl)`],
        ['homines', set.homines],
        [
          'licence',
          set.licence === 'MIT'
            ? "MIT, as homines itself: made by its code from its words, with nobody's data in it"
            : set.licence,
        ],
      ],
    ),
    '## Answers by node and label',
    constants(choices),
    answersTable(choices),
    '## Forms of answers',
    table(
      ['rows', 'words', 'JSON with reasons', 'letter of a typed decision', 'all'],
      (['choice', 'form'] as const).map((kind) => {
        const of = train.filter((row) => row.kind === kind);
        const count = (form: TuneRow['answerForm']) => of.filter(({ answerForm }) => answerForm === form).length;
        return [
          kind === 'choice' ? 'choices' : 'form rows',
          count('words'),
          count('json'),
          count('decision'),
          of.length,
        ];
      }),
    ),
    'Form rows are unlike questions with plain answers, and questions of the games about the other whose answer the prompt states. Vehicles and prices are in no row: they test transfer.',
    '## Ranges',
    ranges([...train, ...heldOut], games),
    '## Left out',
    table(
      ['items that were sampled', 'why'],
      Object.entries(set.leftOut).map(([why, count]) => [count, why]),
    ),
    'Settings of an evaluation are the presets of the games, as they are and with every point times a number plus a number.',
  ].join('\n\n');
}

/** Rows whose neighbour is the same question to somebody who expects something else. */
function inTwins(train: readonly TuneRow[]): number {
  const place = (row: TuneRow | undefined): string | null => {
    if (row?.kind !== 'choice' || row.source === null) return null;
    const { config, ...rest } = row.source;
    return JSON.stringify([rest, { ...config, beliefs: null }]);
  };
  const pairs = Array.from({ length: Math.floor(train.length / 2) }, (_, at) => train.slice(2 * at, 2 * at + 2));
  return 2 * pairs.filter(([one, other]) => place(one) !== null && place(one) === place(other)).length;
}

/** Whether it says who sits at the table. */
const isDisclosed = ({ source }: TuneRow): boolean => source?.called !== undefined;

const letterOf = (row: TuneRow): string => `${row.source?.game ?? ''} · ${row.source?.key ?? ''}`;

/** Which nodes have one answer whatever the payoffs, and so teach that answer and nothing of what it hangs on. */
function constants(choices: readonly TuneRow[]): string {
  const constant = countedBy(choices, letterOf).filter(([, rows]) => new Set(rows.map(classOf)).size === 1);
  return constant.length === 0
    ? 'At every node more than one answer occurs.'
    : `The utility gives one constant at ${constant.map(([name, rows]) => `${name} (${classOf(rows[0]!)})`).join(', ')}: there is nothing to balance there, and a model learns that answer and nothing of what it hangs on. All other nodes are balanced by answer as far as the settings allow.`;
}

/** The answers by what they are, in their own letters. */
function classOf({ source, answer }: TuneRow): string {
  if (typeof answer === 'string' && !/^\d/.test(answer)) return answer;
  const endowment = Number(source?.config['endowment']);
  return Number(answer) === 0 ? 'nothing' : Number(answer) === endowment ? 'everything' : 'between';
}

function answersTable(choices: readonly TuneRow[]): string {
  return table(
    ['game', 'node', 'labels', 'direct, strategy', 'answers', 'types disagree', 'canonical order'],
    countedBy(choices, (row) => `${letterOf(row)} · ${row.source?.labels ?? ''}`).map(([name, rows]) => {
      const [game = '', node = '', labels = ''] = name.split(' · ');
      const strategy = rows.filter(({ source }) => source?.method === 'strategy').length;
      const answers = countedBy(rows, classOf).map(([answer, of]) => `${answer} ${of.length}`);
      const turned = rows.filter(({ source }) => source?.rotation === 0).length;
      return [
        game,
        node,
        labels,
        `${rows.length - strategy}, ${strategy}`,
        answers.join(', '),
        share(rows.filter(({ contrast }) => contrast === true).length, rows.length),
        share(turned, rows.length),
      ];
    }),
  );
}

/** Between which numbers the settings of the rows lie, game by game. */
function ranges(rows: readonly TuneRow[], games: readonly AnyGame[]): string {
  return games
    .map((game) => {
      const configs = rows.flatMap(({ source }) => (source?.game === game.name ? [source.config] : []));
      const settings = [...new Set([...payoffSettings(game), ...settingsOf(game).map(({ key }) => key)])];
      const lines = settings.flatMap((key) => {
        const values = configs.flatMap((config) => (config[key] === undefined ? [] : [config[key]]));
        const numbers = values.flat().filter((value) => typeof value === 'number');
        const words = [
          ...new Set(values.filter((value) => typeof value !== 'number' && !Array.isArray(value)).map(String)),
        ].sort();
        if (values.length === 0) return [];
        const said = numbers.length > 0 ? `${Math.min(...numbers)} to ${Math.max(...numbers)}` : words.join(', ');
        return [`- ${key}: ${said}`];
      });
      return `### ${game.name}\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

/** Ten rows, of unlike kinds, as they are read and answered. */
export function previewOf(train: readonly TuneRow[]): string {
  const kinds = countedBy(
    train,
    ({ kind, answerForm, source }) =>
      `${kind === 'choice' ? 0 : 1} ${answerForm} ${source?.game ?? ''} ${source?.key ?? ''} ${source?.called === undefined ? 0 : 1}`,
  );
  const step = Math.max(1, kinds.length / PREVIEWED);
  const chosen = Array.from(
    { length: Math.min(PREVIEWED, kinds.length) },
    (_, at) => kinds[Math.floor(at * step)]![1][0]!,
  );
  const rest = train.filter((row) => !chosen.includes(row)).slice(0, Math.max(0, PREVIEWED - chosen.length));
  return [
    '# Ten rows',
    ...[...chosen, ...rest].map((row) => {
      const said = readBefore(row).map(({ role, content }) => `**${role}**\n\n${fenced(content)}`);
      const { source } = row;
      const where =
        source === null
          ? ''
          : `${source.game}, ${source.key}, ${source.labels}, ${source.method}, round ${source.round}${isDisclosed(row) ? ', others by name' : ''}`;
      const margin =
        row.margin === null ? '' : `, margin ${row.margin}${row.contrast === true ? ', the types disagree' : ''}`;
      return [
        `## ${row.id}: ${row.answerForm}, ${where}${margin}`,
        ...said,
        `**answer**\n\n${fenced(row.completion)}`,
      ].join('\n\n');
    }),
  ].join('\n\n');
}

const PREVIEWED = 10;
const fenced = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;
