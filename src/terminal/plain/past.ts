/** The past, read aloud: sessions, their matches, one match looked at again. */
import { blocksAsText } from '../../core/blocks.ts';
import { counted, listed } from '../../core/format.ts';
import { canContinue, countsOf, seatedHere } from '../screens/sessions.ts';
import { ago } from '../screens/times.ts';
import { debriefing, type LabState, type MatchViewer, type ScreenAt } from '../state.ts';
import { list, numbered, show, type View, view } from './view.ts';

export function sessions({ sessions: all }: ScreenAt<'sessions'>, state: LabState): View {
  const entries = all.map((s) => ({
    says: `${s.name ?? (s.kind === 'run' ? 'headless run' : 'rehearsal')}${s.code === state.current.code ? ', now' : ''}: ${countsOf(s).join(', ')}, ${ago(s.lastAt)}`,
    actions: [{ type: 'session', session: s.code } as const],
  }));
  return view(
    ['Sessions.', entries.length === 0 ? 'Nothing is here yet.' : list(entries)],
    [
      { key: 'f', does: 'a new session', actions: [{ type: 'start afresh' }] },
      { key: 'b', does: 'back', actions: [{ type: 'home' }] },
    ],
    'Type a number to open a session.',
    (typed) => numbered(entries, typed),
  );
}

export function session(screen: ScreenAt<'session'>, state: LabState): View {
  const { session: one, matches, people, profile } = screen;
  const entries = matches.map((m) => ({
    says: `${state.games.find((g) => g.name === m.game)?.title ?? m.game}: ${listed(seatedHere(m, people, !m.disclosed && m.ending === null))}, ${m.ending ?? 'left'}, ${ago(m.lastAt)}`,
    actions: [{ type: 'look', match: m.code } as const],
  }));
  return view(
    [`${one.name ?? 'Rehearsal'}: ${counted(matches.length, 'match', 'matches')}.`, list(entries)],
    [
      ...(one.kind === 'lab'
        ? [{ key: 't', does: 'names it', actions: show({ at: 'name', session: one.code, typed: '', back: 'session' }) }]
        : []),
      ...(one.kind === 'lab' && one.code !== state.current.code
        ? [{ key: 'g', does: 'goes on with it', actions: [{ type: 'make current', session: one.code } as const] }]
        : []),
      ...(profile
        ? [
            {
              key: 'v',
              does: 'reads its verdicts',
              actions: [{ type: 'profile', session: one.code, back: screen } as const],
            },
          ]
        : []),
      { key: 'b', does: 'back', actions: [{ type: 'sessions', on: one.code }] },
    ],
    'Type a number to look at a match again, or c and a number to continue one that was left.',
    (typed) => {
      const [, number = ''] = /^c\s*(\d+)$/i.exec(typed) ?? [];
      if (number === '') return numbered(entries, typed);
      const match = matches[Number(number) - 1];
      if (!match || !canContinue(match))
        return 'That match cannot be continued: it is finished, or no person sits in it.';
      return [{ type: 'continue', match: match.code }];
    },
  );
}

export function look(screen: MatchViewer): View {
  const { game, steps, finished, names, match } = screen;
  const said = steps.map(({ view: seen, decision, names: called, answers }, i) => {
    const lines = answers.flatMap(({ row, decision: asked }) => {
      const person = match.seats[row.seat]?.kind === 'human';
      if (!person && finished === null) return [];
      return [`${names[row.seat] ?? ''}: ${asked.ask} ${row.answer}${row.because === null ? '' : `: ${row.because}`}`];
    });
    return [`Turn ${i + 1}.`, blocksAsText(game.scene(seen, decision, called)), ...lines].join('\n');
  });
  return view(
    [
      `${game.title}, looked at again.`,
      ...said,
      finished ? blocksAsText(game.result(finished.views[finished.seat], names)) : '',
    ],
    [
      ...(finished ? [{ key: 'e', does: 'explains', actions: show(debriefing(finished, [], 'home', screen)) }] : []),
      { key: '', does: 'back', actions: [{ type: 'session', session: screen.session.code, on: match.code }] },
    ],
  );
}
