/** A screen as it stands: its frame, its lines or its help, and one passing line. For the terminal, and for files. */
import type { ReactNode } from 'react';
import { bodySize, tooSmall, WIDEST } from './body-size.ts';
import { Frame } from './frame.tsx';
import type { AnyGame } from '../core/game.ts';
import { EMPTY, type Line, widthOf } from '../show/line.ts';
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

/** A few lines stand in the middle of a large window, where a projector shows them; what is longer begins at the top. */
function placed({ few, lines }: Shown, width: number, height: number): readonly Line[] {
  const drawn = lines(width, height);
  if (few !== true || drawn.length > height / 2) return drawn;
  return [...Array.from({ length: Math.floor((height - drawn.length) / 3) }, () => EMPTY), ...drawn];
}

export function ScreenView({ under, games, help, notice, columns, rows }: ScreenContents): ReactNode {
  const shown = help === null ? under : helpOf(under, games, help);
  const { width, height } = bodySize(columns, rows, shown.indent);
  const lines = tooSmall(columns, rows) ? null : placed(shown, shown.wide ? width : Math.min(width, WIDEST), height);
  return (
    <Frame
      title={shown.title}
      right={shown.right}
      keys={shown.hints}
      columns={columns}
      rows={rows}
      notice={notice}
      fits={lines !== null && lines.length <= height && lines.every((one) => widthOf(one) <= width)}
      {...(shown.indent === undefined ? {} : { indent: shown.indent })}
    >
      {lines === null ? null : <Lines lines={lines} />}
    </Frame>
  );
}
