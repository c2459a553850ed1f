/** Drawn lines on a terminal. */
import { Box, Text } from 'ink';
import { Fragment, memo, type ReactNode } from 'react';
import { toneProps } from '../show/theme.ts';
import type { Line } from '../show/line.ts';

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
