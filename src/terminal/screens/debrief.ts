/** What happened, and why: κ moves under the arrow keys, further pages stand behind letters. */
import { nextTable } from '../../lab/table-setting.ts';
import type { Action } from '../actions.ts';
import { debriefOf, firstPage, furtherPages, moved } from '../../lab/debriefing.ts';
import { glyphs } from '../../show/glyphs.ts';
import type { KeyHint } from '../keys.ts';
import { debriefing, type Debriefing, type LabState } from '../state.ts';
import { paged } from './instructions.ts';
import { standingOf } from '../standing.ts';
import { seenAt } from './names.ts';
import { afterwards, hasModel, otherSide, otherSideHint, savedWords, severalPeople, transcriptHint } from './result.ts';
import { fit, HELP, type Shown } from './screen.ts';

export function debrief(screen: Debriefing, state: LabState): Shown {
  const { finished, kappa, page: letter, queue } = screen;
  const { game, names, seat, match, choice } = finished;
  const told = debriefOf(finished, kappa);
  const further = furtherPages(told);
  const more = further.find((m) => m.key === letter);
  const to = (change: Partial<Debriefing>): Action => ({ type: 'show', screen: { ...screen, ...change } });
  const page = paged(
    more?.blocks ?? [...firstPage(told), ...standingOf(state, finished)],
    seenAt(match.seats, true, names[seat]!),
    state,
    screen.first,
    (first) => to({ first }),
  );
  const after = screen.then === 'again' ? afterwards(finished, screen) : null;
  const several = severalPeople(match);
  const next = nextOf(screen);
  const enter: KeyHint = { keys: 'Enter', does: next.does, help: next.help };
  const kappaHint: KeyHint = {
    keys: glyphs().arrows.sides,
    does: 'κ',
    help: 'Moves κ by 0.05, and everything that follows from it.',
    ...(told.kappa ? {} : { off: 'nothing here depends on κ' }),
  };
  const pages = further.map(({ key, label }): KeyHint => ({
    keys: key,
    does: label,
    help: `Shows ${label}; ${key} again goes back.`,
  }));
  return {
    wide: true,
    ...fit(
      state,
      [`${game.title} · ${more ? more.label : 'what happened, and why'}`],
      queue.length > 0 ? [`${queue.length} more to explain`, `${queue.length} more`] : savedWords(finished, state),
    ),
    where: ['debrief', game.name],
    hints: [
      kappaHint,
      enter,
      ...pages.slice(0, 2),
      ...(page.long ? [{ keys: glyphs().arrows.upDown, does: 'scroll', help: 'Moves the text.' }] : []),
      ...(several ? [otherSideHint(match)] : []),
      ...transcriptHint(match),
      ...(after === null ? [] : after.hints),
      ...pages.slice(2),
      HELP,
      {
        keys: 'Esc',
        does: more ? 'first page' : screen.from ? 'back' : 'end',
        help: more
          ? 'Goes back to the first page.'
          : screen.from
            ? 'Goes back to the screen before.'
            : 'Leaves this table.',
      },
    ],
    key({ name }) {
      if (name === 'enter') return next.action;
      if ((name === 'left' || name === 'right') && told.kappa)
        return to({ kappa: moved(kappa, name === 'left' ? -1 : 1) });
      if (name === 'tab' && several) return to({ finished: otherSide(finished) });
      if (further.some((m) => m.key === name)) return to({ page: name === letter ? null : name, first: 0 });
      if (name === 'escape') return more ? to({ page: null, first: 0 }) : next.leave;
      if (name === 'd' && hasModel(match)) return { type: 'transcript', match: match.code, back: screen };
      if (name === 'c' && after !== null) return { type: 'compare', back: screen };
      if (name === 'p') return { type: 'save screen' };
      return after?.key(name) ?? page.scroll(name);
    },
    lines: page.lines,
  };

  function nextOf({ then }: Debriefing): {
    readonly does: string;
    readonly help: string;
    readonly action: Action;
    readonly leave: Action;
  } {
    const [first, ...rest] = queue;
    const leave: Action = screen.from
      ? { type: 'show', screen: screen.from }
      : { type: 'end', then: then === 'again' ? 'table' : then };
    if (then === 'again')
      return {
        does: 'again',
        help: 'Plays once more at this table.',
        action: { type: 'play', choice: nextTable(choice) },
        leave,
      };
    if (first === undefined) {
      const done: Action = screen.from?.at === 'look' ? leave : { type: 'end', then };
      return { does: 'done', help: 'That was the last explanation.', action: done, leave };
    }
    return {
      does: 'next match',
      help: 'Explains the next match.',
      action: { type: 'show', screen: debriefing(first, rest, then) },
      leave,
    };
  }
}
