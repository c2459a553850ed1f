/**
 * The columns of the long table, one row a decision, under oTree's names where it has them. `turn` and `position` count
 * from 0, rounds from 1.
 */
import { type About, type CellValue, KINDS, YES_NO } from './column.ts';
import type { DecisionContext } from './decision-context.ts';
import { DECISION_DIALECTS, type Distribution, expectedNumber, servedOrders } from '../../core/distribution.ts';
import { guessColumns } from './guesses.ts';
import { hostedColumns } from './hosted.ts';
import { memo } from '../../core/memo.ts';
import { isRehearsal, type SeatFacts } from '../../core/stored-rows.ts';

/**
 * Of what a cell says something, so that it is worked out once for all the rows that share it: a session, the settings, the
 * kinds of players at a table (and the seat), a match, a seat of it with the person there, a decision, the calls to a model
 * for it, the probabilities that it was drawn from. Most decisions have none of the last two.
 */
export type Level = 'session' | 'settings' | 'table' | 'match' | 'seat' | 'decision' | 'asked' | 'distribution';

/** A column with how its cell is read off a decision in its context. */
export type LongColumn = About & {
  readonly of: Level;
  /** Whole numbers that may be beyond 32 bits: seeds, milliseconds of a laptop that slept for a month. */
  readonly large?: boolean;
  value(line: DecisionContext): CellValue;
};

const CODE = '8 lower-case letters';
const UTC = 'UTC';
const listed = (names: readonly string[]): string | null => (names.length === 0 ? null : names.join('; '));

/** Of a model whether it was told what to expect of the others: 1 or 0; undefined: it is none. */
export const toldExpectation = (seat: Pick<SeatFacts, 'kind' | 'expects'> | null | undefined): CellValue =>
  seat?.kind === 'model' ? (seat.expects === true ? 1 : 0) : undefined;

/** moralis:0.5 and local/base+moralis:0.5 name it; economicus is κ = 0. */
export function kappaOf(kind: string | undefined, id: string | undefined): number | null {
  if (id === undefined || (kind !== 'theory' && kind !== 'model')) return null;
  const taste = kind === 'theory' ? id : (/\+([^+]*)$/.exec(id)?.[1] ?? '');
  if (/^economicus([:/]|$)/.test(taste)) return 0;
  const kappa = /^moralis:([\d.]+)(\/|$)/.exec(taste)?.[1];
  return kappa === undefined ? null : Number(kappa);
}

/** By list of options, as its text: the place of an answer in it, from 1; null: it is none of them. */
const placeIn = memo((options: string): ((answer: string | number) => number | null) => {
  const shown: unknown = JSON.parse(options);
  const places = new Map(Array.isArray(shown) ? shown.map((value, at) => [String(value), at + 1] as const) : []);
  return (answer) => places.get(String(answer)) ?? null;
}, 4096);

const column = (
  of: Level,
  name: string,
  type: About['type'],
  says: string,
  value: LongColumn['value'],
  more: Pick<LongColumn, 'unit' | 'range' | 'large'> = {},
): LongColumn => ({ of, name, type, says, value, ...more });

/** A column of what was told: empty where an answer was not drawn from probabilities. */
const ofTold = (
  name: string,
  type: About['type'],
  says: string,
  value: (told: Distribution, line: DecisionContext) => CellValue,
  more: Pick<LongColumn, 'unit' | 'range'> = {},
): LongColumn =>
  column('distribution', name, type, says, (line) => (line.told === null ? null : value(line.told, line)), more);

/** What a model told where it was asked for probabilities; the answer was drawn from that and is no observation. */
const told: readonly LongColumn[] = [
  ofTold(
    'distribution.chosen',
    'number',
    'The probability of the answer that was drawn, mean over the orders of the options; empty where the answer was not drawn from probabilities. A draw is no observation: weigh by distribution.mean.',
    ({ options, mean }, { d }) => mean[options.indexOf(String(d.answer))],
    { range: '0 to 1' },
  ),
  ofTold(
    'distribution.mean',
    'JSON',
    'The probability of every answer, mean over the orders: {"C":0.6,"D":0.4}.',
    (one) => meanJson(one),
  ),
  ofTold(
    'distribution.expected',
    'number',
    'Of numbers chosen from a grid: their mean, weighed by probability.',
    (told) => (told.grid ? expectedNumber(told) : null),
  ),
  ofTold(
    'distribution.orders',
    'JSON',
    'Each order: by how many places options were turned from the canonical order (that of distribution.mean), the probabilities in canonical order, what the server had told them to sum to, the mass outside of the options and the decimals seen (null: not told, as many as a number has).',
    ({ orders }) => JSON.stringify(orders),
  ),
  ofTold(
    'distribution.outside',
    'number',
    'The largest mass on whatever is no option, over the orders; empty where the server does not tell.',
    ({ orders }) => largest(orders.flatMap(({ outside }) => outside ?? [])),
    { range: '0 to 1' },
  ),
  ofTold(
    'distribution.decimals',
    'whole number',
    'The fewest decimals seen: with 2, .00 is anything up to .005; empty: as many as a number has.',
    ({ orders }) => least(orders.flatMap(({ decimals }) => decimals ?? [])),
    { range: 'from 0' },
  ),
  ofTold('distribution.dialect', 'text', 'How the server was asked for probabilities.', ({ dialect }) => dialect, {
    range: DECISION_DIALECTS.join(', '),
  }),
  ofTold(
    'distribution.served',
    'text',
    'The model that told them, as its server calls it, several where not one told all orders; empty where it does not say.',
    (told) => servedOrders(told).join(', ') || null,
  ),
  ofTold(
    'distribution.grid',
    'yes or no',
    'Whether a number was chosen from a grid of few: another condition than a free number.',
    ({ grid }) => (grid ? 1 : 0),
    { range: YES_NO },
  ),
];

const largest = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
const least = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values));

/** The mean of a distribution by its answers, as JSON: {"C":0.6,"D":0.4}. Numbers keep their place: 10 stands before 9 where they do. */
export const meanJson = ({ options, mean }: Distribution): string =>
  `{${options.map((option, i) => `${JSON.stringify(option)}:${mean[i]}`).join(',')}}`;

/** The codes of those who are people, but for the one in this seat. A loop: every match has seats of its own. */
function othersAmong(participants: readonly (string | null)[], seat: number): string | null {
  let codes: string | null = null;
  for (let at = 0; at < participants.length; at++) {
    const code = participants[at] ?? null;
    if (at !== seat && code !== null) codes = codes === null ? code : `${codes}; ${code}`;
  }
  return codes;
}

/** All columns, in their order. */
export const longColumns: readonly LongColumn[] = [
  column(
    'session',
    'session.code',
    'text',
    'The session: a class, a sitting, a batch.',
    ({ session }) => session.code,
    { range: CODE },
  ),
  column(
    'session',
    'session.label',
    'text',
    'The name that it was given last; empty for a rehearsal.',
    ({ session }) => session.name,
  ),
  column(
    'session',
    'session.is_demo',
    'yes or no',
    'Whether it is a rehearsal: a session at a keyboard without a name.',
    ({ session }) => (isRehearsal(session) ? 1 : 0),
    { range: YES_NO },
  ),
  column(
    'session',
    'session.kind',
    'text',
    'lab: people at a keyboard. run: agents without a screen.',
    ({ session }) => session.kind,
    {
      range: 'lab, run',
    },
  ),
  column(
    'session',
    'session.seed',
    'whole number',
    'What everything drawn in the session was seeded with.',
    ({ session }) => session.seed,
    {
      range: 'from 0',
      large: true,
    },
  ),
  column(
    'session',
    'session.version',
    'text',
    'The version of homines that it was begun with.',
    ({ session }) => session.version,
  ),
  column(
    'seat',
    'participant.code',
    'text',
    'The person who answered; empty for agents.',
    ({ match, seat }) => match.participants[seat],
    { range: CODE },
  ),
  column(
    'seat',
    'participant.label',
    'text',
    'What the person was called: a name, or a line of a roster.',
    ({ person }) => person?.label,
  ),
  column(
    'table',
    'participant._is_bot',
    'yes or no',
    'Whether no person answered; agent.kind says who did.',
    ({ me }) => (me?.kind === 'human' ? 0 : 1),
    { range: YES_NO },
  ),
  column(
    'seat',
    'participant.treatment',
    'text',
    'The treatment that the person was assigned to.',
    ({ person }) => person?.treatment,
  ),
  column('seat', 'participant.time_started', 'time', 'When the person joined.', ({ person }) => person?.joinedAt, {
    unit: UTC,
  }),
  column('settings', 'game', 'text', 'The game.', ({ match }) => match.game),
  column('settings', 'game.version', 'whole number', 'The version of its rules.', ({ match }) => match.version, {
    range: 'from 1',
  }),
  column('match', 'match.code', 'text', 'The match, unique across databases.', ({ match }) => match.code, {
    range: CODE,
  }),
  column(
    'match',
    'match.status',
    'text',
    'How the match ended; empty while it may still be resumed: left half-way, or being played.',
    ({ match }) => match.ending,
    { range: 'finished, left, unpaid, failed' },
  ),
  column(
    'match',
    'match.seed',
    'whole number',
    'What everything drawn in the match was seeded with.',
    ({ match }) => match.seed,
    {
      range: 'from 0',
      large: true,
    },
  ),
  column(
    'match',
    'match.disclosed',
    'yes or no',
    'Whether the seats knew who the others were.',
    ({ match }) => (match.disclosed ? 1 : 0),
    {
      range: YES_NO,
    },
  ),
  column('match', 'match.language', 'text', 'The language that it was played in.', ({ match }) => match.language),
  column(
    'match',
    'match.wording',
    'text',
    'A hash of all the words that the players read; other words, another hash.',
    ({ match }) => match.wording,
    { range: '12 hexadecimal digits' },
  ),
  column(
    'match',
    'match.rotation',
    'whole number',
    'By how many places options were turned in this match from an order of their own, so that matches of a model have every order equally often; empty where the game ordered them.',
    ({ match }) => match.presentation?.rotation,
    { range: 'from 0' },
  ),
  column(
    'match',
    'match.phrasing',
    'whole number',
    'In which wording of its questions the match asked: 0 the game’s own, from 1 its paraphrases; empty where that was not chosen.',
    ({ match }) => match.presentation?.phrasing,
    { range: 'from 0' },
  ),
  column('match', 'match.time_started', 'time', 'When the match began.', ({ match }) => match.startedAt, { unit: UTC }),
  column('table', 'player.id_in_group', 'whole number', 'The seat.', ({ seat }) => seat + 1, { range: 'from 1' }),
  column(
    'decision',
    'player.role',
    'text',
    'The role that the seat had in this round: first or second mover, seller.',
    ({ d }) => d.role,
  ),
  column(
    'seat',
    'player.payoff',
    'number',
    'What the seat earned in the whole match, the same in all its rows; empty until it has ended, and where the game pays none.',
    ({ match, seat }) => match.payoffs[seat],
    { unit: 'points of the game' },
  ),
  column(
    'table',
    'agent.kind',
    'text',
    'Who answered: a person, an agent solved from the utility, a documented random-choice stand-in, a language model, a script.',
    ({ me }) => me?.kind,
    { range: KINDS },
  ),
  column(
    'table',
    'agent.label',
    'text',
    'What it is called, whoever plays the part: human, economicus, moralis, baseline, random, script, or a model.',
    ({ me }) => me?.label,
  ),
  column('table', 'agent.id', 'text', 'Exactly who: moralis:0.5, openai/NAME.', ({ me }) => me?.id),
  column(
    'table',
    'agent.kappa',
    'number',
    'The weight κ of an agent that is solved from the utility, or that a model was told to have; empty where there is none or nobody knows it.',
    ({ me }) => kappaOf(me?.kind, me?.id),
    { range: '0 to 1' },
  ),
  column('table', 'opponent.kind', 'text', 'agent.kind of the others, in the order of their seats.', ({ others }) =>
    listed(others.map((o) => o.kind)),
  ),
  column('table', 'opponent.label', 'text', 'agent.label of the others.', ({ others }) =>
    listed(others.map((o) => o.label)),
  ),
  column('table', 'opponent.id', 'text', 'agent.id of the others.', ({ others }) => listed(others.map((o) => o.id))),
  column('table', 'opponent.shown', 'text', 'What this player was told that the others are.', ({ others }) =>
    listed(others.map((o) => o.shown)),
  ),
  column('seat', 'opponent.participant', 'text', 'The codes of the others who are people.', ({ match, seat }) =>
    othersAmong(match.participants, seat),
  ),
  column(
    'table',
    'player.what_ifs',
    'text',
    "What the player had to try answers with before choosing: a calculator beside the question, or the same numbers as a table in a model's prompt; empty where there was nothing.",
    ({ me }) => me?.whatIfs,
    { range: 'calculator, table' },
  ),
  column(
    'table',
    'agent.ask',
    'text',
    'How a model was asked where that was not for JSON: for the bare answer, for the probability of every answer (decision), or for these with numbers on a grid of few, which is another condition than a free number. Empty for others, and in matches from before there were several ways.',
    ({ me }) => me?.ask,
    { range: 'words, decision, grid' },
  ),
  column('table', 'opponent.ask', 'text', 'agent.ask of the others who have one.', ({ others }) =>
    listed(others.flatMap((o) => o.ask ?? [])),
  ),
  column(
    'table',
    'agent.expects',
    'yes or no',
    'Whether a model was told what to expect of the others, as theory in its place would: then that is its belief, and another condition than none being told. Empty for whoever is no model.',
    ({ me }) => toldExpectation(me),
    { range: YES_NO },
  ),
  column(
    'match',
    'battery.place',
    'whole number',
    'In which place of a battery, a series of protocols without feedback in between, the person came to this match; empty where it is of none.',
    ({ place }) => place,
    { range: 'from 1' },
  ),
  ...hostedColumns.map(({ name, type, says, range, value }) =>
    column('seat', name, type, says, ({ hosted }) => value(hosted), range === undefined ? {} : { range }),
  ),
  ...guessColumns.map(({ name, type, says, range, value }) =>
    column(
      'seat',
      name,
      type,
      says,
      ({ guess }) => (guess === null ? null : value(guess)),
      range === undefined ? {} : { range },
    ),
  ),
  column(
    'decision',
    'subsession.round_number',
    'whole number',
    'Round, period or item; practice rounds count for themselves.',
    ({ d }) => d.round,
    {
      range: 'from 1',
    },
  ),
  column(
    'decision',
    'practice',
    'yes or no',
    'Whether the round was for practice and counts for nothing.',
    ({ d }) => (d.practice ? 1 : 0),
    {
      range: YES_NO,
    },
  ),
  column('decision', 'turn', 'whole number', 'How many times the rules had been applied before.', ({ d }) => d.turn, {
    range: 'from 0',
  }),
  column(
    'decision',
    'key',
    'text',
    'Which question: the part "questions" below says what was asked.',
    ({ d }) => d.key,
  ),
  column(
    'decision',
    'position',
    'whole number',
    'The place of the question among those of its turn.',
    ({ d }) => d.position,
    {
      range: 'from 0',
    },
  ),
  column(
    'decision',
    'revision',
    'whole number',
    'How often the person had gone back and answered this question before.',
    ({ d }) => d.revision,
    {
      range: 'from 0',
    },
  ),
  column(
    'decision',
    'replaced',
    'yes or no',
    'Whether a later answer to the same question took its place. Leave these rows out to have one row a question.',
    ({ replaced }) => (replaced ? 1 : 0),
    { range: YES_NO },
  ),
  column(
    'decision',
    'answer',
    'text',
    'The answer: the value of the option chosen, or the number.',
    ({ d }) => d.answer,
    {
      range: 'see the part "questions"',
    },
  ),
  column('decision', 'answer.number', 'number', 'The answer where it is a number, else empty.', ({ d }) =>
    typeof d.answer === 'number' ? d.answer : null,
  ),
  column(
    'decision',
    'source',
    'text',
    'chosen: by the agent itself. repaired: by a model whose first answer could not be read. substituted: by a stand-in for a model that had no answer, or by the agent (agent.instead) that took the seat of a person who was gone. forced: set from outside by a profile, once, to see what follows.',
    ({ d }) => d.source,
    { range: 'chosen, repaired, substituted, forced' },
  ),
  column(
    'decision',
    'time_shown',
    'time',
    'When the question was on the screen; empty for agents that are not asked in time.',
    ({ d }) => d.shownAt,
    {
      unit: UTC,
    },
  ),
  column('decision', 'time_answered', 'time', 'When the answer was given.', ({ d }) => d.answeredAt, { unit: UTC }),
  column('decision', 'ms', 'whole number', 'Time from question to answer.', ({ d }) => d.ms, {
    unit: 'milliseconds',
    range: 'from 0',
    large: true,
  }),
  column(
    'decision',
    'marks',
    'JSON',
    'What was marked before the answer was final: [[milliseconds, option], …].',
    ({ d }) => d.marks,
  ),
  column('decision', 'options', 'JSON', 'The options in the order in which they were shown.', ({ d }) => d.options),
  column(
    'decision',
    'options.place',
    'whole number',
    'The place of the answer among the options as they were shown; empty where none were, and where the answer was drawn from probabilities, which are of every order.',
    ({ d }) => (d.options === null || d.distribution !== null ? null : placeIn(d.options)(d.answer)),
    { range: 'from 1' },
  ),
  column(
    'decision',
    'because',
    'text',
    "The agent's reasons: theory with its numbers, a model in its own words.",
    ({ d }) => d.because,
  ),
  column(
    'decision',
    'notes',
    'JSON',
    'Notes that a model made for itself, and the probabilities of its tokens.',
    ({ d }) => d.notes,
  ),
  column(
    'asked',
    'call.count',
    'whole number',
    'How many calls to a model the answer took; empty where none was asked.',
    ({ asked }) => asked?.calls,
    {
      range: 'from 1',
    },
  ),
  column('asked', 'call.model', 'text', 'The model that was called last: provider/name.', ({ asked }) => asked?.model),
  column(
    'asked',
    'call.answered_by',
    'text',
    'The model that answered the last call, as its server calls it; empty where it does not say.',
    ({ asked }) => asked?.served,
  ),
  column(
    'asked',
    'call.reading',
    'text',
    'How the answer was read: from the JSON object asked for, as bare words, from a last sentence that says nothing else, or as probabilities.',
    ({ asked }) => asked?.reading,
    { range: 'json, words, last sentence, probabilities' },
  ),
  column(
    'asked',
    'call.left_out',
    'text',
    'Settings that were to be sent and were not, as the server refuses them; its own are used then.',
    ({ asked }) => (asked === null || asked.leftOut.length === 0 ? undefined : asked.leftOut.join(', ')),
  ),
  column('asked', 'call.outcome', 'text', 'How the last call ended.', ({ asked }) => asked?.outcome, {
    range: 'answered, repaired, refused, invalid, timed out, failed',
  }),
  column(
    'asked',
    'call.tokens_in',
    'whole number',
    'Of all calls for this answer together.',
    ({ asked }) => asked?.tokensIn,
    {
      unit: 'tokens',
    },
  ),
  column(
    'asked',
    'call.tokens_out',
    'whole number',
    'Of all calls for this answer together.',
    ({ asked }) => asked?.tokensOut,
    {
      unit: 'tokens',
    },
  ),
  column(
    'asked',
    'call.cost',
    'number',
    'Of all calls for this answer together, where the price is known.',
    ({ asked }) => asked?.cost,
    {
      unit: 'USD',
    },
  ),
  column(
    'asked',
    'prompt.hash',
    'text',
    'A hash of what the model was first sent, of probabilities with the options in their canonical order: the same words, the same hash. Where probabilities were told each hash is one situation in one wording.',
    ({ asked }) => asked?.prompt,
    { range: '12 hexadecimal digits' },
  ),
  ...told,
  column(
    'settings',
    'config',
    'JSON',
    'All settings of the game, defaults filled in.',
    ({ match }) => match.configText,
  ),
];
