/** The lab on a terminal: the state drawn, keys passed on. Nothing else is React here. */
import { useInput, useWindowSize } from 'ink';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import type { LabController } from './lab.ts';
import { shownOf } from './screens/index.ts';
import { Standing } from './standing.tsx';
import type { LabState } from './state.ts';

/** The state as it stands on a screen: for the terminal, and for files. */
export function Screen({ state }: { readonly state: LabState }): ReactNode {
  const { help, notice, columns, rows } = state;
  return (
    <Standing under={shownOf(state)} games={state.games} help={help} notice={notice} columns={columns} rows={rows} />
  );
}

export function LabScreen({ lab }: { readonly lab: LabController }): ReactNode {
  const state = useStore(lab.state);
  const { columns, rows } = useWindowSize();
  useEffect(() => lab.resize(columns, rows), [lab, columns, rows]);
  useInput((input, key) => lab.press(input, key));
  return <Screen state={state.columns === columns && state.rows === rows ? state : { ...state, columns, rows }} />;
}
