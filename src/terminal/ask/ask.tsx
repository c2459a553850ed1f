/** A question drawn: what is asked, what is marked so far, and one sentence when Enter could not be taken. */
import { Text, useIsScreenReaderEnabled } from 'ink';
import type { ReactNode } from 'react';
import { Lines } from '../../show/terminal.tsx';
import type { MarkOf } from '../../show/seen.ts';
import { drawAsk } from './draw-ask.ts';
import { askAsText } from './plain.ts';
import type { AskState } from './state.ts';

type Props = {
  readonly state: AskState;
  readonly width: number;
  readonly seen: MarkOf;
  /** Two people at one keyboard: what is marked or typed shows as a dot. */
  readonly masked?: boolean;
};

export function Ask({ state, width, seen, masked = false }: Props): ReactNode {
  return useIsScreenReaderEnabled() ? (
    <Text>{askAsText(state, masked)}</Text>
  ) : (
    <Lines lines={drawAsk(state, width, seen, masked)} />
  );
}

/** Rows that the question takes at this width. */
export const askHeight = (state: AskState, width: number, masked = false): number =>
  drawAsk(state, width, nobody, masked).length;

/** Heights do not depend on who is who. */
const nobody: MarkOf = () => ({ glyph: '.', name: '', label: 'other' });
