/** What is in the database: sessions, their matches, and the way back into them. */
import { counted } from '../../core/format.ts';
import type { Action } from '../actions.ts';
import { type Line, line, span } from '../../show/line.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { KeyHint } from '../keys.ts';
import type { LabState, ScreenAt } from '../state.ts';
import type { MatchSummary, ParticipantRow, SessionSummary } from '../../core/log.ts';
import { around, back, ends, fit, HELP, item, move, sessionWords, type Shown, words } from './screen.ts';
import { ago } from './times.ts';
import { called } from '../../lab/participants.ts';

const listKeys = (what: string): readonly KeyHint[] => [
  { keys: glyphs().arrows.upDown, does: 'choose', help: 'Moves the cursor.' },
  { keys: 'Enter', does: 'open', help: `Opens ${what}.` },
];

export function sessions(screen: ScreenAt<'sessions'>, state: LabState): Shown {
  const list = screen.sessions;
  const at = Math.min(screen.line, Math.max(0, list.length - 1));
  const here = list[at];
  return {
    ...fit(state, ['homines · sessions'], sessionWords(state)),
    indent: 1,
    where: ['sessions'],
    hints: [
      ...listKeys('the session'),
      {
        keys: 't',
        does: 'name it',
        help: 'Types a name for the session under the cursor.',
        ...(here?.kind === 'lab' ? {} : { off: 'a headless run has its name' }),
      },
      { keys: 'f', does: 'start afresh', help: 'Begins a new session; what was there is kept.' },
      HELP,
      back(),
    ],
    key({ name }) {
      if (name === 'up' || name === 'down')
        return { type: 'show', screen: { ...screen, line: move(at, name === 'up' ? -1 : 1, list.length) } };
      if (name === 'enter') return here ? { type: 'session', session: here.code } : { type: 'home' };
      if (name === 't' && here?.kind === 'lab')
        return { type: 'show', screen: { at: 'name', session: here.code, typed: here.name ?? '', back: 'sessions' } };
      if (name === 'f') return { type: 'start afresh' };
      return name === 'escape' ? { type: 'home' } : null;
    },
    lines(width, height) {
      if (list.length === 0) return words('Nothing is here yet: play a match, and its session stands here.', width);
      return around(
        list.map((session, i) =>
          item(i === at, ends(line(nameOf(session, state)), line(countsOf(session)), width - 2)),
        ),
        at,
        height,
      );
    },
  };
}

const nameOf = ({ name, kind, code }: SessionSummary, state: LabState): string =>
  `${name ?? (kind === 'run' ? 'headless run' : 'rehearsal')}${code === state.current.code ? ' (now)' : ''}`;
const countsOf = ({ matches, decisions, lastAt }: SessionSummary): string =>
  `${counted(matches, 'match', 'matches')}, ${counted(decisions, 'answer')}   ${ago(lastAt)}`;

export function session(screen: ScreenAt<'session'>, state: LabState): Shown {
  const { matches, people } = screen;
  const at = Math.min(screen.line, Math.max(0, matches.length - 1));
  const here = matches[at];
  const open = here !== undefined && canContinue(here);
  const go: Action | null = here && open ? { type: 'continue', match: here.code } : null;
  const why = here?.ending ? 'it is finished' : 'no person sits in it';
  return {
    ...fit(
      state,
      [`homines · ${nameOf(screen.session, state)}`, nameOf(screen.session, state)],
      [countsOf(screen.session), counted(matches.length, 'match', 'matches')],
    ),
    indent: 1,
    where: ['sessions'],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'choose', help: 'Moves the cursor.' },
      { keys: 'Enter', does: 'look again', help: 'Steps through the match as it was played.' },
      {
        keys: 'c',
        does: 'continue',
        help: 'Goes on with a match that was left, at the question where it stood.',
        ...(open ? {} : { off: why }),
      },
      {
        keys: 'v',
        does: 'verdicts',
        help: 'What its agents do, row by row beside a reported pattern, with the calls behind each.',
        ...(screen.profile ? {} : { off: 'it is no profile of agents' }),
      },
      {
        keys: 't',
        does: 'name it',
        help: 'Types a name for this session.',
        ...(screen.session.kind === 'lab' ? {} : { off: 'a headless run has its name' }),
      },
      HELP,
      back(),
    ],
    key({ name }) {
      if (name === 'up' || name === 'down')
        return { type: 'show', screen: { ...screen, line: move(at, name === 'up' ? -1 : 1, matches.length) } };
      if (name === 'enter') return here ? { type: 'look', match: here.code } : null;
      if (name === 'v')
        return screen.profile
          ? { type: 'profile', session: screen.session.code, back: screen }
          : { type: 'say', words: 'This session is no profile of agents: there are no verdicts in it.' };
      if (name === 'c')
        return (
          go ?? {
            type: 'say',
            words: here ? `This match cannot be continued: ${why}.` : 'There is no match to continue.',
          }
        );
      if (name === 't' && screen.session.kind === 'lab')
        return {
          type: 'show',
          screen: { at: 'name', session: screen.session.code, typed: screen.session.name ?? '', back: 'session' },
        };
      return name === 'escape' ? { type: 'sessions' } : null;
    },
    lines(width, height) {
      if (matches.length === 0) return words('No match was played in this session.', width);
      return around(
        matches.map((match, i) => item(i === at, matchLine(match, people, state, width - 2))),
        at,
        height,
      );
    },
  };
}

export const canContinue = (match: MatchSummary): boolean =>
  match.ending === null && match.seats.some((s) => s.kind === 'human');

function matchLine(match: MatchSummary, people: readonly ParticipantRow[], state: LabState, width: number): Line {
  const title = state.games.find((g) => g.name === match.game)?.title ?? match.game;
  const hidden = !match.disclosed && match.ending === null;
  const who = match.seats
    .map((s) => (s.participant ? called(s.participant, people) : hidden ? s.shown : s.id))
    .join(' · ');
  const end =
    match.ending === null
      ? `left after ${counted(match.decisions, 'answer')}`
      : match.payoffs.map((p) => pointsOf(p.points)).join(' : ') || match.ending;
  return ends([span(`${title}   ${who}`)], line(`${end}   ${ago(match.lastAt)}`), width);
}

const pointsOf = (points: number): string => (Number.isInteger(points) ? String(points) : points.toFixed(1));
