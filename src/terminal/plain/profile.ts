/** An earlier profile read aloud: one row of the pattern after the other, what each agent did in it, and the scores. */
import { PATTERN } from '../../profile/pattern.ts';
import { figuresOf, reportedOf, scoreText } from '../../profile/text.ts';
import { scoreRows } from '../profile/view.ts';
import type { ScreenAt } from '../state.ts';
import { show, type View, view } from './view.ts';

export function profileView({ view: seen, back }: ScreenAt<'profile'>): View {
  const { agents, rows, facts, unfinished } = seen;
  const said = PATTERN.map((row, at) => {
    const cells = agents.map(({ id }, place) => {
      const cell = rows[at]?.cells[place];
      const figures = cell === undefined ? '' : figuresOf(row.unit, cell);
      const why = cell?.why ?? null;
      return `${id}: ${[cell?.verdict ?? 'cannot be told', ...(figures === '' ? [] : [figures]), ...(why === null ? [] : [why])].join(', ')}.`;
    });
    return [`${row.task}, ${row.says} (${row.source}, ${reportedOf(row)}).`, ...cells].join('\n');
  });
  const scores = scoreRows(seen).map(
    ({ task, reference, cells }) =>
      `${task}, beside ${reference}: ${agents.map(({ id }, place) => `${id} ${scoreText(cells[place])}`).join('; ')}.`,
  );
  return view(
    [
      `Profile, ${facts.length}, of ${agents.map(({ id }) => id).join(', ')}.`,
      ...(unfinished === '' ? [] : [unfinished]),
      ...said,
      ['Scores, 0 to 1, with their 95 % intervals; after the stroke the reliability.', ...scores].join('\n'),
    ],
    [{ key: '', does: 'goes back', actions: show(back) }],
  );
}
