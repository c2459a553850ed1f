/** The lab on a terminal: the state drawn, keys passed on. Nothing else is React here. */
import { useInput, useWindowSize } from 'ink';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { Lines } from '../show/terminal.tsx';
import { bodySize, Frame, tooSmall } from './frame.tsx';
import type { Lab } from './lab.ts';
import { help } from './screens/help.ts';
import { shownOf } from './screens/index.ts';
import type { LabState } from './state.ts';

/** The state as it stands on a screen: for the terminal, and for files. */
export function Screen({ state }: { readonly state: LabState }): ReactNode {
  const { columns, rows } = state;
  const under = shownOf(state);
  const shown = state.help === null ? under : help(under, state.help);
  const { width, height } = bodySize(columns, rows, shown.indent);
  return (
    <Frame
      title={shown.title}
      right={shown.right}
      keys={shown.hints}
      columns={columns}
      rows={rows}
      notice={state.notice}
      {...(shown.indent === undefined ? {} : { indent: shown.indent })}
    >
      {tooSmall(columns, rows) ? null : <Lines lines={shown.lines(width, height)} />}
    </Frame>
  );
}

export function LabScreen({ lab }: { readonly lab: Lab }): ReactNode {
  const state = useStore(lab.state);
  const { columns, rows } = useWindowSize();
  useEffect(() => lab.resize(columns, rows), [lab, columns, rows]);
  useInput((input, key) => lab.press(input, key));
  return <Screen state={state.columns === columns && state.rows === rows ? state : { ...state, columns, rows }} />;
}
