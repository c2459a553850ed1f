/** The comparison read aloud: one condition after the other, in the words of the plain reading. */
import { blocksAsText } from '../../core/blocks.ts';
import type { Action } from '../actions.ts';
import { pageBlocks } from '../compare/draw.ts';
import { treatmentWords } from '../../analysis/compare/blocks.ts';
import { treatmentOf } from '../compare/view.ts';
import type { ScreenAt } from '../state.ts';
import { show, type View, view } from './view.ts';

export function compareView(screen: ScreenAt<'compare'>): View {
  const { view: seen, back } = screen;
  const { comparison } = seen;
  const treatment = treatmentOf(seen);
  const says =
    seen.problem !== null
      ? [seen.problem]
      : comparison === null || treatment === null
        ? ['Compare.', ...(comparison?.notes ?? [])]
        : [
            `Compare: ${treatmentWords(treatment)}.`,
            ...treatment.groups.map(({ label, size }) => `${label}: ${size}.`),
            blocksAsText(pageBlocks(seen, treatment, comparison)),
          ];
  const count = comparison?.treatments.length ?? 0;
  const to = (change: Partial<typeof seen>): readonly Action[] => [{ type: 'compared', view: { ...seen, ...change } }];
  return view(says, [
    {
      key: '',
      does: count > 1 ? 'next game' : 'again',
      actions: to({ treatment: count === 0 ? 0 : (seen.treatment + 1) % count, page: 'figures' }),
    },
    { key: 't', does: 'tests', actions: to({ page: 'tests' }) },
    { key: 'd', does: 'how answers are spread', actions: to({ page: 'distributions' }) },
    {
      key: 'k',
      does: 'preferences',
      actions: [{ type: 'compared', view: { ...seen, page: 'preferences' }, ask: 'again' }],
    },
    { key: 'p', does: 'published results', actions: to({ page: 'published' }) },
    { key: 'b', does: 'back', actions: show(back) },
  ]);
}
