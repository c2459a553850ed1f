/** A screen as it stands: its frame, its lines or its help, and one passing line. For the terminal, and for files. */
import type { ReactNode } from 'react';
import { bodySize, Frame, tooSmall } from './frame.tsx';
import type { AnyGame } from '../core/game.ts';
import { Lines } from './lines.tsx';
import { help as helpOf } from './screens/help.ts';
import type { Shown } from './screens/screen.ts';

export type ScreenContents = {
  readonly under: Shown;
  /** Whose terms the help explains, beside the lab's own. */
  readonly games: readonly AnyGame[];
  /** First line of the help, while it is open. */
  readonly help: number | null;
  readonly notice: string | null;
  readonly columns: number;
  readonly rows: number;
};

export function ScreenView({ under, games, help, notice, columns, rows }: ScreenContents): ReactNode {
  const shown = help === null ? under : helpOf(under, games, help);
  const { width, height } = bodySize(columns, rows, shown.indent);
  return (
    <Frame
      title={shown.title}
      right={shown.right}
      keys={shown.hints}
      columns={columns}
      rows={rows}
      notice={notice}
      {...(shown.indent === undefined ? {} : { indent: shown.indent })}
    >
      {tooSmall(columns, rows) ? null : <Lines lines={shown.lines(width, height)} />}
    </Frame>
  );
}
