/** oTree's own columns (its export.py, versions 5 and 6), in its order; what we cannot know is empty, as there. */
import { type About, type CellValue, KINDS, YES_NO } from './column.ts';
import { kappaOf, toldExpectation } from './long-columns.ts';
import type { Player } from './players.ts';
import type { Progress } from './progress.ts';
import { isRehearsal } from '../../core/stored-rows.ts';
import { isoTime } from './csv.ts';

/** A column with how its cell is read off a player. */
export type PlayerColumn = About & { value(player: Player, progress: Progress): CellValue };

/** Points as oTree writes currency: a number with a point, 75.0. */
export const currency = (points: number): string => (Number.isInteger(points) ? `${points}.0` : `${points}`);

/** As Python prints it: 2026-11-24 14:02:11.250000. */
function pythonTime(ms: number): string {
  const time = isoTime(ms);
  return `${time.slice(0, 10)} ${time.slice(11, -1)}000`;
}

const unknown = (name: string, says: string): PlayerColumn => ({
  name,
  type: 'text',
  says: `${says} Always empty here.`,
  value: () => null,
});

/** `participant.…`: the person, or the seat of an agent. */
export const participantColumns: readonly PlayerColumn[] = [
  {
    name: 'participant.id_in_session',
    type: 'whole number',
    range: 'from 1',
    says: 'The number in the session: people as they joined, then agents as they first sat down.',
    value: (p) => p.idInSession,
  },
  {
    name: 'participant.code',
    type: 'text',
    range: '8 lower-case letters and digits',
    says: 'The person, or an agent at its place: one participant for all matches with the same people, and without people for a seat in the session.',
    value: (p) => p.code,
  },
  { name: 'participant.label', type: 'text', says: 'What the person was called.', value: (p) => p.person?.label },
  {
    name: 'participant._is_bot',
    type: 'yes or no',
    range: YES_NO,
    says: 'Whether no person played; agent.kind says who did.',
    value: (p) => (p.person !== undefined || p.me?.kind === 'human' ? 0 : 1),
  },
  {
    name: 'participant._index_in_pages',
    type: 'whole number',
    range: 'from 0',
    says: 'The screen at which the participant is, a question or waiting for others, in all that is played: one beyond the last when finished, 0 before the first.',
    value: (_, { startedAt, screens }) => (startedAt === null ? 0 : screens + 1),
  },
  {
    name: 'participant._max_page_index',
    type: 'whole number',
    range: 'from 0',
    says: 'How many screens there are in all that is played, reached or not; empty in the wide table while a match is not finished.',
    value: (_, { all }) => all,
  },
  {
    name: 'participant._current_app_name',
    type: 'text',
    says: 'The game played last.',
    value: (_, { app }) => app,
  },
  {
    name: 'participant._current_page_name',
    type: 'text',
    says: 'The question answered last.',
    value: (_, { page }) => page,
  },
  {
    name: 'participant.time_started_utc',
    type: 'text',
    unit: 'UTC',
    says: 'When the person joined, or the match of the agent began.',
    value: (_, { startedAt }) => (startedAt === null ? null : pythonTime(startedAt)),
  },
  {
    name: 'participant.visited',
    type: 'yes or no',
    range: YES_NO,
    says: 'Whether a place at a table was taken.',
    value: (p) => (p.played.length > 0 ? 1 : 0),
  },
  unknown('participant.mturk_worker_id', 'Mechanical Turk.'),
  unknown('participant.mturk_assignment_id', 'Mechanical Turk.'),
  {
    name: 'participant.payoff',
    type: 'number',
    unit: 'points',
    says: 'The points of all matches that have ended, 0.0 where none were paid. Points of different games are not worth the same.',
    value: (_, { points }) => currency(points),
  },
];

/** `session.…`. */
export const sessionColumns: readonly PlayerColumn[] = [
  {
    name: 'session.code',
    type: 'text',
    range: '8 lower-case letters',
    says: 'The session.',
    value: (p) => p.session.code,
  },
  { name: 'session.label', type: 'text', says: 'The name that it was given last.', value: (p) => p.session.name },
  unknown('session.mturk_HITId', 'Mechanical Turk.'),
  unknown('session.mturk_HITGroupId', 'Mechanical Turk.'),
  unknown('session.comment', 'A remark.'),
  {
    name: 'session.is_demo',
    type: 'yes or no',
    range: YES_NO,
    says: 'Whether it is a rehearsal: a session at a keyboard without a name.',
    value: (p) => (isRehearsal(p.session) ? 1 : 0),
  },
];

/** `session.config.…` of oTree's table of all apps. Nothing is paid out here: the fee is 0 and a point a point. `games` are those of the session. */
export const configColumns = (games: (session: string) => readonly string[]): readonly PlayerColumn[] => [
  {
    name: 'session.config.name',
    type: 'text',
    says: 'The games of the session.',
    value: ({ session }) => games(session.code).join('_'),
  },
  {
    name: 'session.config.participation_fee',
    type: 'number',
    says: 'Always 0.0: homines pays nobody.',
    value: () => currency(0),
  },
  {
    name: 'session.config.real_world_currency_per_point',
    type: 'number',
    says: 'Always 1.0: a point stays a point.',
    value: () => currency(1),
  },
];

/** Ours: people, theory, stand-ins and models are never told apart by a label. */
export const agentColumns: readonly PlayerColumn[] = [
  {
    name: 'agent.kind',
    type: 'text',
    range: KINDS,
    says: 'Who played: a person, an agent solved from the utility, a documented random-choice stand-in, a language model, a script.',
    value: (p) => (p.person === undefined ? p.me?.kind : 'human'),
  },
  { name: 'agent.label', type: 'text', says: 'What it is called, whoever plays the part.', value: (p) => p.me?.label },
  { name: 'agent.id', type: 'text', says: 'Exactly who: moralis:0.5, openai/NAME.', value: (p) => p.me?.id },
  {
    name: 'agent.kappa',
    type: 'number',
    range: '0 to 1',
    says: 'The weight κ of an agent that is solved from the utility, or that a model was told to have.',
    value: (p) => kappaOf(p.me?.kind, p.me?.id),
  },
  {
    name: 'participant.treatment',
    type: 'text',
    says: 'The treatment that the person was assigned to.',
    value: (p) => p.person?.treatment,
  },
  {
    name: 'agent.ask',
    type: 'text',
    range: 'words, decision, grid',
    says: 'How a model was asked where that was not for JSON: for the bare answer, for probabilities, or for these with numbers on a grid of few. Empty for others.',
    value: (p) => p.me?.ask,
  },
  {
    name: 'agent.expects',
    type: 'yes or no',
    range: YES_NO,
    says: 'Whether a model was told what to expect of the others, as theory in its place would. Empty for whoever is no model.',
    value: (p) => toldExpectation(p.me),
  },
];
