/** A game tree as nested lists: payoffs at its ends, the branch that was taken, and where one stands. Lines are drawn by the style. */
import type { Block, Branch } from '../../core/blocks.ts';
import { escaped } from '../../page/charts.ts';

type Tree = Block & { kind: 'tree' };

/** Letters of a word over the payoffs that find room in a column. With a longer one each head has a line of its own, the last on top. */
const SHORT = 6;

/** `taken` and `here`: what is said of a branch that was chosen, and of the place where the player decides; '' while nobody does. */
export function treeHtml(
  { heads, leafHeads, root }: Tree,
  said: { readonly taken: string; readonly here: string },
): string {
  const note = (words: string, kind: string): string => `<span class="${kind}">${escaped(words)}</span>`;
  const leaf = (values: readonly string[]): string =>
    `<span class="pay">${values
      .map((value, i) => `<span><span class="unseen">${escaped(leafHeads[i] ?? '')} </span>${escaped(value)}</span>`)
      .join('<span class="unseen">, </span>')}</span>`;
  const branches = (from: Branch, level: number): string => {
    const next = from.branches ?? [];
    if (next.length === 0) return '';
    return `<ul>${next.map((branch) => one(branch, level)).join('')}</ul>`;
  };
  const one = (branch: Branch, level: number): string =>
    `<li${branch.taken ? ' class="taken"' : ''}><div class="branch"><span class="act"><span class="by">${escaped(heads[level] ?? '')}</span> ${escaped(branch.label ?? '')}${branch.taken ? ` ${note(said.taken, 'was')}` : ''}${branch.here && said.here !== '' ? ` ${note(said.here, 'here')}` : ''}</span>${branch.leaf === undefined ? '' : leaf(branch.leaf)}</div>${branches(branch, level + 1)}</li>`;
  const over = `<div class="leaf-heads" aria-hidden="true">${leafHeads.map((head) => `<span>${escaped(head)}</span>`).join('')}</div>`;
  const long = leafHeads.some((head) => head.split(' ').some((word) => word.length > SHORT));
  return `<div class="tree${long ? ' long' : ''}">${over}${root.here && said.here !== '' ? `<p class="root">${note(said.here, 'here')}</p>` : ''}${branches(root, 0)}</div>`;
}
