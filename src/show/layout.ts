/** Who gets how many rows: text and facts are fixed; tables, then charts, then trees give way; charts take what is left. */
export type Need = {
  readonly gives: 'nothing' | 'table' | 'series' | 'tree';
  readonly least: number;
  readonly wanted: number;
  readonly most: number;
};
/** Rows for each part, and blank rows before it. */
export type Layout = { readonly rows: readonly number[]; readonly gaps: readonly number[] };

/**
 * `gaps`: blank rows wanted before each part (the first is ignored). Without a height everybody gets what it wants.
 * When room is short blank rows go first, then tables shrink, then charts, then trees. The sum may still be above `height`: whoever
 * draws then says how much is missing.
 */
export function layoutRows(needs: readonly Need[], wantedGaps: readonly number[], height: number | undefined): Layout {
  const rows = needs.map((need) => need.wanted);
  const gaps = needs.map((_, i) => (i === 0 ? 0 : (wantedGaps[i] ?? 0)));
  if (height === undefined) return { rows, gaps };
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  let over = sum(rows) + sum(gaps) - height;

  for (let i = gaps.length - 1; i > 0 && over > 0; i--) {
    over -= gaps[i]!;
    gaps[i] = 0;
  }
  for (const kind of ['table', 'series', 'tree'] as const) {
    // The tallest gives a row at a time, so that two tables stay about equally useful.
    while (over > 0) {
      let tallest = -1;
      for (let i = 0; i < needs.length; i++) {
        if (needs[i]!.gives !== kind || rows[i]! <= needs[i]!.least) continue;
        if (tallest < 0 || rows[i]! > rows[tallest]!) tallest = i;
      }
      if (tallest < 0) break;
      rows[tallest]!--;
      over--;
    }
  }
  for (let i = 0; i < needs.length && over < 0; i++) {
    const more = Math.min(-over, needs[i]!.most - rows[i]!);
    if (more <= 0) continue;
    rows[i]! += more;
    over += more;
  }
  return { rows, gaps };
}
