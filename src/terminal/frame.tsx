/** The one skeleton of every screen: title, rule, body, rule, keys. Title and keys never shrink. */
import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../core/outside-text.ts';
import { clipped, columnsOf, wrapped } from '../show/line.ts';
import { glyphs, shown } from '../show/glyphs.ts';
import { bodySize, INDENT, LEAST, tooSmall } from './body-size.ts';
import { keyLine, type KeyHint } from './keys.ts';
import { theme } from '../show/theme.ts';

type Props = {
  readonly title: string;
  readonly right?: string;
  readonly keys: readonly KeyHint[];
  readonly columns: number;
  readonly rows: number;
  readonly children?: ReactNode;
  /** What passes, "saved as homines-1.svg", set into the lower rule; a longer one stands over the end of the body too. */
  readonly notice?: string | null;
  readonly indent?: number;
  /** Whether the body is no larger than its place: then nothing is cut, for which every line would be taken apart again. */
  readonly fits?: boolean;
};

export function Frame({
  title,
  right = '',
  keys,
  columns,
  rows,
  children,
  notice,
  indent = INDENT,
  fits = false,
}: Props): ReactNode {
  const aloud = useIsScreenReaderEnabled();
  if (aloud) {
    // Nothing is drawn for those who listen: no rules, no fixed heights, keys last.
    return (
      <Box flexDirection="column">
        <Text>{shown([title, right].filter(Boolean).join(', '))}</Text>
        {children}
        {notice ? <Text>{shown(notice)}</Text> : null}
        <Text>{`Keys: ${keyLine(keys, 1000)}`}</Text>
      </Box>
    );
  }
  if (tooSmall(columns, rows)) {
    return (
      <Box width={columns} height={Math.max(1, rows - 1)} overflow="hidden">
        <Text wrap="wrap">
          {shown(
            `Please make this window larger: ${LEAST.columns} columns by ${LEAST.rows} rows are needed, it has ${columns} by ${rows}. Nothing is lost.`,
          )}
        </Text>
      </Box>
    );
  }
  const width = columns;
  const said = notice ? noticeLines(notice, width) : [];
  const height = bodySize(columns, rows, indent).height - Math.max(0, said.length - 1);
  const overflow = fits && said.length <= 1 ? 'visible' : 'hidden';
  return (
    <Box flexDirection="column" width={width} height={rows - 1} overflow={overflow}>
      <Box flexShrink={0} height={1}>
        <Text {...theme.title()}>{titleLine(title, right, width)}</Text>
      </Box>
      <Box flexShrink={0} height={1}>
        <Text {...theme.rule()}>{glyphs().rule.repeat(width)}</Text>
      </Box>
      <Box
        flexDirection="column"
        flexShrink={0}
        height={height}
        paddingLeft={indent}
        paddingRight={1}
        overflow={overflow}
      >
        <Box flexDirection="column" flexShrink={0} minHeight={height}>
          {children}
        </Box>
      </Box>
      <Box flexShrink={0} flexDirection="column" height={Math.max(1, said.length)}>
        {said.length > 0 ? (
          said.map((words) => <Notice key={words} words={words} width={width} />)
        ) : (
          <Text {...theme.rule()}>{glyphs().rule.repeat(width)}</Text>
        )}
      </Box>
      <Box flexShrink={0} height={1}>
        <Text>{` ${keyLine(keys, width - 2)}`}</Text>
      </Box>
    </Box>
  );
}

/** Rows that a notice may take. */
const MOST_NOTICE = 4;

/** A notice whole, on as few lines as it needs; a sign where even these are too few. */
function noticeLines(notice: string, width: number): readonly string[] {
  const lines = wrapped(shown(cleanLine(notice)), width - 6);
  if (lines.length <= MOST_NOTICE) return lines;
  const last = lines.slice(MOST_NOTICE - 1).join(' ');
  return [...lines.slice(0, MOST_NOTICE - 1), clipped(last, width - 6)];
}

function Notice({ words, width }: { readonly words: string; readonly width: number }): ReactNode {
  const { rule } = glyphs();
  return (
    <Text>
      <Text {...theme.rule()}>{rule.repeat(2)}</Text>
      <Text {...theme.strong()}>{` ${words} `}</Text>
      <Text {...theme.rule()}>{rule.repeat(Math.max(0, width - 4 - columnsOf(words)))}</Text>
    </Text>
  );
}

/** Title at the left, place at the right; the title gives way first, with a sign. */
export function titleLine(title: string, right: string, width: number): string {
  const end = clipped(shown(cleanLine(right)), Math.floor(width / 2));
  const start = clipped(shown(cleanLine(title)), width - 2 - (end ? columnsOf(end) + 2 : 0));
  return ` ${start}${' '.repeat(Math.max(1, width - 2 - columnsOf(start) - columnsOf(end)))}${end} `;
}
