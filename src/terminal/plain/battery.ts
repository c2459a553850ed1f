/** The pages of a battery, read aloud. */
import { blocksAsText } from '../../core/blocks.ts';
import { furtherKeys, stageWords } from '../screens/battery.ts';
import type { BatteryStage, LabState } from '../state.ts';
import { type View, view } from './view.ts';

export function batteryView(screen: BatteryStage, state: LabState): View {
  const { title, right, blocks, enter } = stageWords(screen, state);
  return view(
    [`${title}, ${right[0] ?? ''}.`, blocksAsText(blocks)],
    [
      { key: '', does: enter.does, actions: [enter.action] },
      // Where a word is asked for, or a picture is made, a drawn screen is needed.
      ...furtherKeys(screen, state)
        .filter(({ keys }) => keys !== 'l' && keys !== 'p')
        .map(({ keys, does, action }) => ({ key: keys.toLowerCase(), does, actions: [action] })),
      { key: 'b', does: 'home', actions: [{ type: 'home' }] },
    ],
  );
}
