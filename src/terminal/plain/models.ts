/** Language models, a match that ended without one's answer, and what was said to them, read aloud. */
import { titleIn } from '../../core/title.ts';
import { nextTable } from '../../lab/table-setting.ts';
import { callerOf } from '../../lab/transcript.ts';
import { CAST_LABELS } from '../../match/agent.ts';
import { ASK_SENTENCES } from '../../lab/models.ts';
import { optionsOf } from '../screens/models.ts';
import { NONE, partsOf } from '../screens/transcript.ts';
import { answered, ASKED, NOTHING_YET, strangerWords } from '../screens/trust.ts';
import { unpaidWords } from '../screens/unpaid.ts';
import type { LabState, ScreenAt, Transcript } from '../state.ts';
import { show, type View, view } from './view.ts';
import { byHand } from '../../core/shell.ts';

export function modelsView({ atHand }: LabState): View {
  const { models, providers, cast, trouble } = atHand;
  const nobody = (label: string): string => (label === 'baseline' ? 'stand-in' : 'theory');
  return view(
    [
      'Language models.',
      trouble ?? '',
      CAST_LABELS.map((label, i) => `${i + 1}: ${label} is played by ${cast[label] ?? nobody(label)}.`).join('\n'),
      models
        .map(
          ({ id, ask, decides, probed }, i) =>
            `${CAST_LABELS.length + i + 1}: ${id} is asked for ${ask}; ${decides}; ${probed ?? `not tested: ${byHand(`agents test ${id}`)}`}.`,
        )
        .join('\n') || 'No model is added yet.',
      (atHand.warnings ?? []).join('\n'),
      providers
        .map(
          ({ name, address, key, away }) => `${name}: ${address}, ${key}.${away === null ? '' : ` Not now: ${away}.`}`,
        )
        .join('\n'),
      `On the command line "${byHand('agents add NAME ADDRESS')}" adds a model, as in "${byHand('agents add local http://localhost:11434')}".`,
    ],
    [{ key: 'b', does: 'back', actions: [{ type: 'home' }] }],
    'To change who plays, or how a model is asked, type its number, alone to hear what can be, or with the number of one of those, such as 2 1.',
    (typed) => {
      const [, which = '', option] = /^(\d+)(?:\s+(\d+))?$/.exec(typed) ?? [];
      const label = CAST_LABELS[Number(which) - 1];
      const model = models[Number(which) - 1 - CAST_LABELS.length];
      if (model !== undefined) {
        const ask = option === undefined ? undefined : model.asks[Number(option) - 1];
        return ask === undefined
          ? `${model.id}:\n${model.asks.map((one, i) => `${which} ${i + 1}: ${ASK_SENTENCES[one]}`).join('\n')}`
          : [{ type: 'ask as', id: model.id, ask }];
      }
      if (label === undefined)
        return `Type a number from 1 to ${CAST_LABELS.length + models.length}, or a letter; got "${typed}".`;
      const options = optionsOf(label, atHand);
      const id = option === undefined ? undefined : options[Number(option) - 1];
      if (id === undefined)
        return `${label}:\n${options.map((one, i) => `${which} ${i + 1}: ${one ?? nobody(label)}`).join('\n')}`;
      return [{ type: 'bind', label, id }];
    },
  );
}

export const trustView = (screen: ScreenAt<'trust'>): View =>
  view(
    [ASKED, ...screen.strangers.flatMap((one) => [`${strangerWords(one)}.`, ...one.warnings]), NOTHING_YET],
    [
      { key: 'y', does: 'trusts it', actions: [answered(screen, true)] },
      { key: 'n', does: 'does not', actions: [answered(screen, false)] },
    ],
  );

export function transcriptView(screen: Transcript): View {
  const { calls, match, call, back } = screen;
  const here = calls[call];
  const next = calls.length > 0 ? (call + 1) % calls.length : 0;
  return view(
    here === undefined
      ? [NONE]
      : [
          `Transcript, call ${call + 1} of ${calls.length}.`,
          ...partsOf(here, callerOf(match, here.row)).map(({ head, text }) => [head, text].filter(Boolean).join('\n')),
        ],
    [
      ...(calls.length > 1 ? [{ key: '', does: 'next call', actions: show({ ...screen, call: next }) }] : []),
      { key: 'b', does: 'back', actions: show(back) },
    ],
  );
}

export const unpaidView = (screen: ScreenAt<'unpaid'>): View =>
  view(
    [`${titleIn(screen.game, screen.match.config)}. Ended unpaid.`, ...unpaidWords(screen)],
    [
      { key: '', does: 'plays again', actions: [{ type: 'play', choice: nextTable(screen.choice) }] },
      {
        key: 'd',
        does: 'transcript of the model',
        actions: [{ type: 'transcript', match: screen.match.code, back: screen }],
      },
      { key: 'b', does: 'back to the table', actions: [{ type: 'end', then: 'table' }] },
    ],
  );
