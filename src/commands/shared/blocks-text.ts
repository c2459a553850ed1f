/** Blocks in what verbs print. */
import type { Block } from '../../core/blocks.ts';
import { drawBlocks } from '../../show/draw.ts';
import { textOfAll } from '../../show/line.ts';
import { marksFor } from '../../show/marks.ts';
import { inLetters, width } from './text-columns.ts';

/** Blocks as this output can show them. */
export function blocksText(blocks: readonly Block[]): string {
  const ascii = inLetters(process.stdout);
  return textOfAll(drawBlocks(blocks, width(), undefined, marksFor([], [], ascii), ascii));
}
