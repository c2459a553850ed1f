/** Blocks on a terminal: drawn to lines first, then printed. A screen reader hears the plain reading instead. */
import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { Fragment, memo, type ReactNode, useMemo } from 'react';
import { blocksAsText, type Block } from '../core/blocks.ts';
import { toneProps } from './theme.ts';
import { drawBlocks } from './draw.ts';
import type { Line } from './line.ts';
import type { MarkOf } from './seen.ts';

type Props = {
  readonly blocks: readonly Block[];
  /** Columns, at least 56. */
  readonly width: number;
  /** Rows there are: tables and charts shrink into them. Without it everything takes what it wants. */
  readonly height?: number;
  readonly seen: MarkOf;
};

export function Blocks({ blocks, width, height, seen }: Props): ReactNode {
  const aloud = useIsScreenReaderEnabled();
  const lines = useMemo(
    () => (aloud ? [] : drawBlocks(blocks, width, height, seen)),
    [aloud, blocks, width, height, seen],
  );
  return aloud ? <Text>{linear(blocks)}</Text> : <Lines lines={lines} />;
}

/** The reading without drawing: one idea a line. */
export const linear = (blocks: readonly Block[]): string => blocksAsText(blocks);

/** Lines printed as they are: their widths are already right. One piece of text, since every box is one more to lay out. */
export const Lines = memo(function Lines({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  return (
    <Box flexShrink={0}>
      <Text>
        {lines.map((drawn, y) => (
          <Fragment key={y}>
            {y === 0 ? '' : '\n'}
            {drawn.map((piece, x) =>
              piece.tone === undefined ? (
                piece.text
              ) : (
                <Text key={x} {...toneProps(piece.tone)}>
                  {piece.text}
                </Text>
              ),
            )}
          </Fragment>
        ))}
      </Text>
    </Box>
  );
});

export { drawBlocks } from './draw.ts';
