/** A past match, a turn a step: what the person saw, what everybody answered and why, then the result. */
import { counted, listed, percent } from '../../core/format.ts';
import { drawBlocks } from '../../show/draw.ts';
import { type Line, span } from '../../show/line.ts';
import type { Action } from '../actions.ts';
import { glyphs } from '../../show/glyphs.ts';
import { debriefing, type LabState, type MatchViewer } from '../state.ts';
import type { PastAnswer, PastStep } from '../../lab/match-viewer.ts';
import { seenAt } from './names.ts';
import { hasModel, transcriptHint } from './result.ts';
import { fit, HELP, type Shown, spaced, windowed, words } from './screen.ts';
import { ago } from './times.ts';

export function look(screen: MatchViewer, state: LabState): Shown {
  const { match, game, steps, finished, names } = screen;
  const count = steps.length + (finished ? 1 : 0);
  const at = Math.min(screen.step, Math.max(0, count - 1));
  const step = steps[at];
  const seen = seenAt(match.seats, match.disclosed || finished !== null, names);
  const to = (next: number): Action => ({
    type: 'show',
    screen: { ...screen, step: Math.min(count - 1, Math.max(0, next)), first: 0 },
  });
  const place = count === 0 ? 'nothing answered' : `${at + 1} of ${count}`;
  const why: Action | null = finished ? { type: 'show', screen: debriefing(finished, [], 'home', screen) } : null;
  return {
    wide: true,
    ...fit(state, [`${game.title} · looked at again`, game.title], [`${ago(match.startedAt)} · ${place}`, place]),
    where: ['sessions', game.name],
    hints: [
      { keys: glyphs().arrows.sides, does: 'step', help: 'One turn back or on.' },
      {
        keys: glyphs().arrows.upDown,
        does: 'scroll',
        help: 'Moves the answers, where they are longer than the screen.',
      },
      {
        keys: 'e',
        does: 'explain',
        help: 'What happened, and why.',
        ...(why ? {} : { off: 'the match is not finished' }),
      },
      ...transcriptHint(match),
      {
        keys: 'p',
        does: 'save screen',
        help: 'Saves this screen as a picture (.svg) and as text (.txt) beside the database.',
      },
      HELP,
      { keys: 'Esc', does: 'back', help: 'Back to the session.' },
    ],
    key({ name }) {
      if (name === 'right' || name === 'enter' || name === 'space') return to(at + 1);
      if (name === 'left') return to(at - 1);
      if (name === 'home') return to(0);
      if (name === 'end') return to(count - 1);
      if (name === 'up' || name === 'down')
        return { type: 'show', screen: { ...screen, first: Math.max(0, screen.first + (name === 'up' ? -1 : 1)) } };
      if (name === 'e')
        return why ?? { type: 'say', words: 'The match is not finished: there is nothing to explain yet.' };
      if (name === 'd' && hasModel(match)) return { type: 'transcript', match: match.code, back: screen };
      if (name === 'p') return { type: 'save screen' };
      return name === 'escape' ? { type: 'session', session: screen.session.code, on: match.code } : null;
    },
    lines(width, height) {
      if (step) {
        const given = alikeIn(step.answers, screen).flatMap((answers): readonly Line[] =>
          answerLines(answers, step, screen, seen, width),
        );
        const blocks = game.scene(step.view, step.decision, step.names);
        // The answers have half of the screen, and what the scene leaves of the other half.
        const room = Math.max(Math.floor(height / 2), height - drawBlocks(blocks, width, undefined, seen).length - 1);
        const answers = windowed(given, screen.first, Math.max(3, Math.min(given.length, room)));
        return spaced([drawBlocks(blocks, width, height - answers.length - 1, seen), answers], height);
      }
      if (finished)
        return windowed(
          drawBlocks(game.result(finished.views[finished.seat], names), width, undefined, seen),
          screen.first,
          height,
        );
      return words('Nothing was answered in this match.', width);
    },
  };
}

/** What a model's answer went through. */
const SOURCES = {
  chosen: '',
  repaired: ' (at the second try)',
  substituted: ' (by the stand-in)',
  forced: ' (set from outside)',
} as const;

/** " (drawn: it had 69 % over 2 orders)": of an answer that was drawn from stored probabilities; nothing of any other. */
function drawnWords({ answer, distribution }: PastAnswer['row']): string {
  const share = distribution?.mean[distribution.options.indexOf(String(answer))];
  if (distribution === null || share === undefined) return '';
  return ` (drawn: it had ${percent(share)} over ${counted(distribution.orders.length, 'order')})`;
}

/** The answers of one turn; those of agents of one kind who said the same for the same reason are one. */
function alikeIn(
  answers: readonly PastAnswer[],
  { match }: MatchViewer,
): readonly (readonly [PastAnswer, ...PastAnswer[]])[] {
  const groups: [PastAnswer, ...PastAnswer[]][] = [];
  for (const answer of answers) {
    const { row } = answer;
    const seat = match.seats[row.seat];
    const same = groups.find(
      ([first]) =>
        seat?.kind === 'theory' &&
        match.seats[first.row.seat]?.id === seat.id &&
        first.row.key === row.key &&
        first.row.answer === row.answer &&
        first.row.because === row.because,
    );
    if (same === undefined) groups.push([answer]);
    else same.push(answer);
  }
  return groups;
}

/** "◆ you: cooperate", the question where there are several, and the reason where an agent gave one and the match is over. */
function answerLines(
  alike: readonly [PastAnswer, ...PastAnswer[]],
  { answers }: PastStep,
  { finished, match, names }: MatchViewer,
  seen: ReturnType<typeof seenAt>,
  width: number,
): readonly Line[] {
  const [{ row, decision }] = alike;
  const person = match.seats[row.seat]?.kind === 'human';
  if (!person && finished === null) return [];
  const mark = seen({ seat: row.seat });
  const { input } = decision;
  const label = input.kind === 'choice' ? input.options.find((o) => o.value === row.answer)?.label : undefined;
  const several = answers.some((other) => other.row.seat === row.seat && other.row.key !== row.key);
  const asked = several ? ` ${decision.ask}` : '';
  const changed = answers.some(
    (other) => other.row.seat === row.seat && other.row.key === row.key && other.row.revision > row.revision,
  );
  const why = row.because === null ? '' : `: ${row.because}`;
  const said = `${listed(alike.map((one) => names[one.row.seat] ?? mark.name))}:${asked} ${label ?? String(row.answer)}${changed ? ' (changed afterwards)' : ''}${SOURCES[row.source]}${drawnWords(row)}${why}`;
  const [first = [], ...rest] = words(said, width - 2);
  return [[span(`${mark.glyph} `), ...first], ...rest.map((l): Line => [span('  '), ...l])];
}
