/** The fields that oTree's tables have for each round of an app: oTree's own, and ours. */
import { memo } from '../../core/memo.ts';
import type { SeatFacts } from '../../core/stored-rows.ts';
import { distributionIn } from '../parse-cache.ts';
import type { App } from './apps.ts';
import type { ColumnType } from './column.ts';
import { guessColumns } from './guesses.ts';
import { hostedColumns } from './hosted.ts';
import { meanJson } from './long-columns.ts';
import { currency } from './otree-columns.ts';
import type { Field } from './player-cells.ts';
import { answerIn, earnedIn, roleIn, type Round } from './players.ts';

/** oTree's columns of one round of an app: player, group and subsession. */
export const otreeFields = memo((app: App): readonly Field[] => [
  ...playerFields(app),
  ...groupFields,
  ...subsessionFields,
]);

/** `player.…`: seat, role, payoff, and a column for each question. */
const playerFields = (app: App): readonly Field[] => [
  {
    name: 'player.id_in_group',
    type: 'whole number',
    range: 'from 1',
    says: 'The seat.',
    perMatch: true,
    value: ({ seat }) => seat + 1,
  },
  { name: 'player.role', type: 'text', says: 'The role in this round.', value: (_, round) => roleIn(round) },
  {
    name: 'player.payoff',
    type: 'number',
    unit: 'points of the game',
    says: 'What the seat earned in the round; where the rules are not at hand, as in the wide table, all of the match in its last round and 0.0 in the others.',
    value: (played, round) => currency(earnedIn(played, round)),
    unplayed: () => currency(0),
  },
  ...[...app.questions].map((question): Field => ({
    name: `player.${question}`,
    type: 'text' as ColumnType,
    says: `The answer to "${question}".`,
    question: { game: app.game, key: question },
    value: (_, round) => answerIn(round, question)?.answer,
  })),
];

/** `group.…`. */
const groupFields: readonly Field[] = [
  {
    name: 'group.id_in_subsession',
    type: 'whole number',
    range: 'from 1',
    says: 'Which match of its game it is in the session.',
    perMatch: true,
    value: ({ group }) => group,
  },
];

/** `subsession.…`. */
const subsessionFields: readonly Field[] = [
  {
    name: 'subsession.round_number',
    type: 'whole number',
    range: 'from 1',
    says: 'Round, period or item.',
    value: (_, { round }) => round,
    unplayed: ({ round }) => round,
  },
];

/** Which match it was, whom one faced, what a model told, and what must be known before anything is counted. */
export const ourFields = memo((app: App): readonly Field[] => [
  ...matchFields,
  ...(app.presented ? presentationFields : []),
  ...answerFields,
  ...(app.told ? toldFields(app) : []),
]);

/** What was told of each question: only in an app that a model played which was asked for probabilities. */
const toldFields = ({ questions }: App): readonly Field[] =>
  [...questions].map((question): Field => ({
    name: `player.${question}_probabilities`,
    type: 'JSON',
    says: `The probability of every answer to "${question}", mean over the orders of the options, where a model was asked for them: {"C":0.6,"D":0.4}. The answer was drawn from that and is no observation.`,
    value: (_, round) => {
      const told = distributionIn(answerIn(round, question)?.distribution ?? null);
      return told === null ? null : meanJson(told);
    },
  }));

/** Whom a seat faced, by seat: tables of the same kind are the same list. */
const othersIn = memo((_: readonly SeatFacts[]): string[] => []);
const othersOf = (seats: readonly SeatFacts[], seat: number): string =>
  seats
    .filter((_, other) => other !== seat)
    .map(({ id }) => id)
    .join('; ');

const matchFields: readonly Field[] = [
  {
    name: 'group.match_code',
    type: 'text',
    range: '8 lower-case letters',
    says: 'The match, as in the long table.',
    perMatch: true,
    value: ({ match }) => match.code,
  },
  {
    name: 'group.opponent_id',
    type: 'text',
    says: 'Exactly who the others were.',
    perMatch: true,
    value: ({ match, seat }) => (othersIn(match.seats)[seat] ??= othersOf(match.seats, seat)),
  },
  {
    name: 'group.match_status',
    type: 'text',
    range: 'finished, left, unpaid, failed',
    says: 'How the match ended; empty while it may still be resumed.',
    perMatch: true,
    value: ({ match }) => match.ending,
  },
];

/** How the match put its questions: of people their game decides that, and there is nothing to tell. */
const presentationFields: readonly Field[] = [
  {
    name: 'group.rotation',
    type: 'whole number',
    range: 'from 0',
    says: 'By how many places options were turned in the match from an order of their own, so that matches of a model have every order equally often; empty where the game ordered them.',
    perMatch: true,
    value: ({ match }) => match.presentation?.rotation,
  },
  {
    name: 'group.phrasing',
    type: 'whole number',
    range: 'from 0',
    says: 'In which wording of its questions the match asked: 0 the game’s own, from 1 its paraphrases; empty where that was not chosen.',
    perMatch: true,
    value: ({ match }) => match.presentation?.phrasing,
  },
];

const answerFields: readonly Field[] = [
  {
    name: 'player.substituted',
    type: 'whole number',
    range: 'from 0',
    says: 'How many answers of the round a stand-in gave for a model that had none, an agent for a person who was gone, or a profile set from outside: they are not the player’s own.',
    value: (_, { answers }) => substituted(answers),
  },
  ...hostedColumns.map(({ value, name, ...about }): Field => ({
    ...about,
    perMatch: true,
    name: `player.${name.split('.')[1] ?? name}`,
    value: ({ hosted }) => value(hosted),
  })),
  ...guessColumns.map(({ value, name, ...about }): Field => ({
    ...about,
    perMatch: true,
    name: `player.${name.replace('.', '_')}`,
    value: ({ guess }) => (guess === null ? null : value(guess)),
  })),
];

function substituted(answers: Round['answers']): number {
  let count = 0;
  for (const { source } of answers) if (source === 'substituted' || source === 'forced') count += 1;
  return count;
}
