/** After a match, read aloud: result, guess, reasons. */
import { titleIn } from '../../core/title.ts';
import { type Block, blocksAsText } from '../../core/blocks.ts';
import { readNumber } from '../../core/game.ts';
import { counted } from '../../core/format.ts';
import type { Action } from '../actions.ts';
import { GUESSED, isGuessWho, nextTable } from '../../lab/table-setting.ts';
import { debriefOf, firstPage, furtherPages } from '../../lab/debriefing.ts';
import { hasModel, otherSide, severalPeople, verdict } from '../screens/result.ts';
import { choiceOf, formOf, swapped } from '../../lab/set-up.ts';
import type { Finished } from '../../lab/finished-match.ts';
import { debriefing, type Debriefing, type Screen, type ScreenAt } from '../state.ts';
import { type Command, show, type View, view } from './view.ts';

const transcriptCommand = (finished: Finished, back: Screen): readonly Command[] =>
  hasModel(finished.match)
    ? [
        {
          key: 'd',
          does: 'transcript of the model',
          actions: [{ type: 'transcript', match: finished.match.code, back }],
        },
      ]
    : [];

function after(finished: Finished, back: Screen): readonly Command[] {
  const form = formOf(finished.choice);
  const swap = swapped(form);
  const other = swap === null ? null : choiceOf(swap);
  return [
    { key: 'o', does: 'other opponent', actions: show({ at: 'set-up', form, line: 0, from: back }) },
    ...(other === null || 'problem' in other
      ? []
      : [
          {
            key: 'v',
            does: 'swaps roles',
            actions: show({ at: 'instructions', choice: nextTable(other), first: 0, back }),
          },
        ]),
    ...transcriptCommand(finished, back),
    { key: 'c', does: 'compares', actions: [{ type: 'compare', back }] },
    { key: 'n', does: 'next person', actions: [{ type: 'end', then: 'next person' } as const] },
  ];
}

/** Of several people at one keyboard: the same, told from the seat of the next one. */
const sideCommand = (finished: Finished, told: Screen): readonly Command[] =>
  severalPeople(finished.match)
    ? [{ key: 'p', does: `the side of player ${otherSide(finished).seat + 1}`, actions: show(told) }]
    : [];

/** Whose side is told, where several people sat at this keyboard. */
const sideWords = ({ match, seat }: Finished): string => (severalPeople(match) ? `As player ${seat + 1} sees it.` : '');

export function result(screen: ScreenAt<'result'>): View {
  const { finished, guessed } = screen;
  const { game, views, seat, names, choice } = finished;
  const toGuess = isGuessWho(choice) && guessed === null;
  const next: Command = toGuess
    ? {
        key: '',
        does: 'to guess who it was',
        actions: show({ at: 'guess', finished, option: null, confidence: '', field: 'which', problem: null }),
      }
    : choice.explain === 'each'
      ? { key: '', does: 'for the reasons', actions: show(debriefing(finished, [], 'again', screen)) }
      : { key: '', does: 'plays again', actions: [{ type: 'play', choice: nextTable(choice) }] };
  return view(
    [
      `${titleIn(game, finished.config)}. Result. ${counted(finished.saved, 'choice')} saved.`,
      sideWords(finished),
      guessed ? verdict(guessed) : '',
      blocksAsText(game.result(views[seat], names[seat]!)),
      choice.explain === 'last' ? 'The explanation waits until you leave this table.' : '',
      ...(finished.told ?? []),
    ],
    [
      next,
      ...sideCommand(finished, { ...screen, finished: otherSide(finished) }),
      ...(toGuess ? [] : after(finished, screen)),
      { key: 'b', does: 'back to the table', actions: [{ type: 'end', then: 'table' }] },
    ],
  );
}

export function guess(finished: Finished): View {
  return view(
    [
      'You played one of three programs: economicus, moralis with κ = 0.5, or baseline, a stand-in. Which one, and how sure are you?',
    ],
    [{ key: 'b', does: 'back to the result', actions: show({ at: 'result', finished, guessed: null, first: 0 }) }],
    'Type e, m or b, a blank, and your confidence from 0 to 100, such as e 60.',
    (typed) => {
      const [, letter = '', sure = ''] = /^([emb])\w*\s+(\d+)\s*%?$/i.exec(typed) ?? [];
      const chosen = GUESSED.find((id) => id.startsWith(letter.toLowerCase()) && letter !== '');
      if (chosen === undefined || Number(sure) > 100)
        return `Type e, m or b, a blank, and a number from 0 to 100; got "${typed}".`;
      return [{ type: 'guess', finished, guess: chosen, confidence: Number(sure) }];
    },
  );
}

/** `standing`: where the player stands, as far as that is known. */
export function debrief(screen: Debriefing, standing: readonly Block[] = []): View {
  const { finished, page, queue, then } = screen;
  const told = debriefOf(finished, screen.kappa);
  const further = furtherPages(told);
  const more = further.find((m) => m.key === page);
  const [first, ...rest] = queue;
  const leave: readonly Action[] = screen.from
    ? show(screen.from)
    : [{ type: 'end', then: then === 'again' ? 'table' : then }];
  const enter: Command =
    then === 'again'
      ? { key: '', does: 'plays again', actions: [{ type: 'play', choice: nextTable(finished.choice) }] }
      : first
        ? { key: '', does: 'explains the next match', actions: show(debriefing(first, rest, then)) }
        : { key: '', does: 'that was all', actions: leave };
  return view(
    [
      `${finished.game.title}. ${more ? more.label : 'What happened, and why'}.`,
      sideWords(finished),
      blocksAsText(more?.blocks ?? [...firstPage(told), ...standing]),
    ],
    [
      enter,
      ...further.map(({ key, label }) => ({
        key,
        does: label,
        actions: show({ ...screen, page: key === page ? null : key }),
      })),
      ...sideCommand(finished, { ...screen, finished: otherSide(finished) }),
      ...(then === 'again' ? after(finished, screen) : transcriptCommand(finished, screen)),
      { key: 'b', does: more ? 'first page' : 'back', actions: more ? show({ ...screen, page: null }) : leave },
    ],
    told.kappa ? `κ is ${screen.kappa.toFixed(2)}: type another from 0 to 1 to see what changes.` : '',
    (typed) => {
      const kappa = readNumber(typed);
      if (!told.kappa || kappa === null || kappa < 0 || kappa > 1)
        return `Type a letter, or κ from 0 to 1; got "${typed}".`;
      return show({ ...screen, kappa });
    },
  );
}
