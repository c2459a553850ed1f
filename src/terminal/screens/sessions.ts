/** What is in the database: sessions, their matches, and the way back into them. */
import { counted } from '../../core/format.ts';
import type { Action } from '../actions.ts';
import { type Line, span } from '../../show/line.ts';
import { usdWords } from '../../lab/models.ts';
import { PERSON, timesEach } from '../../core/seat-groups.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { KeyHint } from '../keys.ts';
import type { LabState, ScreenAt } from '../state.ts';
import type { MatchSummary, ParticipantRow, SessionSummary } from '../../core/log.ts';
import { around, back, columnsIn, fit, HELP, item, move, sessionWords, type Shown, spaced, words } from './screen.ts';
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
      GO_ON_HINT(here, state),
      { keys: 'f', does: 'a new session', help: 'Begins a new session, after asking; what was there is kept.' },
      HELP,
      back(),
    ],
    key({ name }) {
      if (name === 'up' || name === 'down')
        return { type: 'show', screen: { ...screen, line: move(at, name === 'up' ? -1 : 1, list.length) } };
      if (name === 'enter') return here ? { type: 'session', session: here.code } : { type: 'home' };
      if (name === 't' && here?.kind === 'lab')
        return { type: 'show', screen: { at: 'name', session: here.code, typed: here.name ?? '', back: 'sessions' } };
      if (name === 'g') return goOn(here, state);
      if (name === 'f') return { type: 'start afresh' };
      return name === 'escape' ? { type: 'home' } : null;
    },
    lines(width, height) {
      if (list.length === 0) return words('Nothing is here yet: play a match, and its session stands here.', width);
      const rows = columnsIn(
        list.map((session) => [nameOf(session, state), ...countsOf(session), ago(session.lastAt)]),
        width - 2,
      );
      return around(
        rows.map((row, i) => item(i === at, row)),
        at,
        height,
      );
    },
  };
}

const nameOf = ({ name, kind, code }: SessionSummary, state: LabState): string =>
  `${name ?? (kind === 'run' ? 'headless run' : 'rehearsal')}${code === state.current.code ? ' (now)' : ''}`;
/** People who sat down, or what agents answered where nobody did. */
export const countsOf = ({ kind, matches, decisions, people }: SessionSummary): readonly string[] => [
  counted(matches, 'match', 'matches'),
  kind === 'run' ? counted(decisions, 'answer') : counted(people, 'person', 'people'),
];

/** g, on the list and on a session: an earlier session becomes the current one. */
const GO_ON_HINT = (here: SessionSummary | undefined, state: LabState): KeyHint => ({
  keys: 'g',
  does: 'go on with it',
  help: 'Makes this session the current one again: what is played next belongs to it.',
  ...(here?.kind !== 'lab'
    ? { off: 'nobody sits in a headless run' }
    : here.code === state.current.code
      ? { off: 'it is the current one' }
      : {}),
});

function goOn(here: SessionSummary | undefined, state: LabState): Action {
  const { off } = GO_ON_HINT(here, state);
  return here === undefined || off !== undefined
    ? { type: 'say', words: `This session cannot be gone on with: ${off ?? 'there is none'}.` }
    : { type: 'make current', session: here.code };
}

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
      [countsOf(screen.session).join(', '), counted(matches.length, 'match', 'matches')],
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
      GO_ON_HINT(screen.session, state),
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
      if (name === 'g') return goOn(screen.session, state);
      return name === 'escape' ? { type: 'sessions', on: screen.session.code } : null;
    },
    lines(width, height) {
      if (matches.length === 0) return words('No match was played in this session.', width);
      const { calls } = screen;
      const spent =
        calls.calls === 0
          ? []
          : words(`Language models: ${counted(calls.calls, 'call')}, ${usdWords(calls.cost)}.`, width);
      const rows = columnsIn(
        matches.map((match) => matchCells(match, people, state)),
        width - 2,
      );
      const list = around(
        rows.map((row, i) => item(i === at, row)),
        at,
        height - spent.length - (spent.length > 0 ? 1 : 0),
      );
      return spaced([list, spent.map((one): Line => [span('  '), ...one])], height);
    },
  };
}

export const canContinue = (match: MatchSummary): boolean =>
  match.ending === null && match.seats.some((s) => s.kind === 'human');

function matchCells(match: MatchSummary, people: readonly ParticipantRow[], state: LabState): readonly string[] {
  const title = state.games.find((g) => g.name === match.game)?.title ?? match.game;
  const hidden = !match.disclosed && match.ending === null;
  const who = seatedHere(match, people, hidden).join(' · ');
  const end = match.ending === null ? 'left' : pointsWords(match.payoffs.map(({ points }) => points)) || match.ending;
  return [`${title}   ${who}`, end, ago(match.lastAt)];
}

/** So many seats are named one by one; of more it is said how many there are of each kind. */
const NAMED = 3;

/** Who sat in a match, in few words: "abcd", "moralis:0.5"; of many "6 people", "3 × moralis:0.5". */
export function seatedHere(
  { seats }: Pick<MatchSummary, 'seats'>,
  people: readonly ParticipantRow[],
  hidden: boolean,
): readonly string[] {
  if (seats.length <= NAMED)
    return seats.map((s) => (s.participant ? called(s.participant, people) : hidden ? s.shown : s.id));
  return timesEach(seats.map(({ kind, id }) => (kind === 'human' ? PERSON : hidden ? 'not told' : id)));
}

/** "85 : 40"; of many "mean 62.5". */
const pointsWords = (points: readonly number[]): string =>
  points.length <= NAMED
    ? points.map(pointsOf).join(' : ')
    : `mean ${pointsOf(Number((points.reduce((sum, one) => sum + one, 0) / points.length).toFixed(1)))}`;

const pointsOf = (points: number): string => (Number.isInteger(points) ? String(points) : points.toFixed(1));
