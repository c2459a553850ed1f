/** What to say, ask and do at the stop of a lesson where a room stands. */
import { counted } from '../../core/format.ts';
import { fill } from '../../core/template.ts';
import { titleIn } from '../../core/title.ts';
import { positionWords } from '../../lessons/course.ts';
import { tableNamed } from '../../lessons/facts.ts';
import { handsOf } from '../../lessons/stops.ts';
import { lessonWords } from '../../lessons/words.ts';
import { EMPTY, type Line, line } from '../../show/line.ts';
import { words } from '../screens/screen.ts';
import type { BoardView } from './view.ts';

/** The stop in words, as wide as this: its text, its questions, what is played, what hands are asked for, what is revealed. */
export function stopLines({ desk, plan }: Pick<BoardView, 'desk' | 'plan'>, width: number): readonly Line[] {
  const { lesson: prepared } = plan;
  const { board } = desk;
  if (prepared === null) return words('No lesson is running.', width);
  const { lesson, tables } = prepared;
  const stop = lesson.stops[board.stop ?? 0];
  if (stop === undefined) return words('This stop is not there.', width);
  const said = lessonWords(lesson.language);
  const asked = handsOf(stop);
  const groups: (readonly Line[])[] = [
    words(`${stop.title} · ${positionWords(lesson, board.stop ?? 0)[0]}`, width, 'strong'),
    ...(board.stop === null ? [words('The lesson has not begun: s starts it with this stop.', width, 'warn')] : []),
    ...stop.text.map((one) => words(one, width)),
    ...stop.aloud.map((one) => words(fill(said.aloud, { words: one }), width, 'strong')),
  ];
  if (stop.kind === 'play') {
    const { game, config, preset } = tableNamed(stop.table, tables);
    const { over, open } = board.matches;
    groups.push(
      words(
        `Everybody plays ${titleIn(game, config)}${preset === null ? '' : ` (${preset})`}. Matches over: ${over}; going on: ${open}.`,
        width,
      ),
    );
  }
  if (asked !== null)
    groups.push([
      ...words(`On every phone: ${asked.ask}`, width, 'strong'),
      ...asked.options.map(({ label }) => line(`  ${label}`)),
    ]);
  if (stop.kind === 'reveal') {
    groups.push(words(`On the projector Space uncovers ${counted(stop.order.length, 'group')}, one at a time.`, width));
    for (const { group, says } of stop.order)
      groups.push(words(`${said.groups[group]}${says === undefined ? '' : `: ${says}`}`, width));
  }
  return groups.flatMap((group, i) => (i === 0 ? group : [EMPTY, ...group]));
}
