/** What happened, without explanation; then on: why, again, another opponent, the other role, the next person. */
import { titleIn } from '../../core/title.ts';
import { counted } from '../../core/format.ts';
import type { Action } from '../actions.ts';
import { isGuessWho, nextTable } from '../../lab/table-setting.ts';
import { choiceOf, formOf, swapped } from '../../lab/set-up.ts';
import type { Block } from '../../core/blocks.ts';
import type { KeyHint } from '../keys.ts';
import type { MatchRow } from '../../core/log.ts';
import type { Finished } from '../../lab/finished-match.ts';
import type { Guessed } from '../../lab/guess.ts';
import { debriefing, type LabState, type Screen, type ScreenAt } from '../state.ts';
import { called } from '../../lab/participants.ts';
import { paged } from './instructions.ts';
import { countPeople, seenAt } from './names.ts';
import { fit, HELP, type Shown } from './screen.ts';
import { clockTime } from './times.ts';

export function result(screen: ScreenAt<'result'>, state: LabState): Shown {
  const { finished, guessed } = screen;
  const locked = state.lock !== null;
  const { game, views, seat, names, choice } = finished;
  const toGuess = isGuessWho(choice) && guessed === null;
  const seen = seenAt(finished.match.seats, finished.match.disclosed || finished.open === true, names[seat]!);
  const blocks: readonly Block[] = [
    ...(guessed ? [{ kind: 'text', strong: true, text: verdict(guessed) } as const] : []),
    ...game.result(views[seat], names[seat]!),
    ...(toGuess ? [] : note(finished)),
    ...(finished.told ?? []).map((text) => ({ kind: 'text', text }) as const),
  ];
  const page = paged(blocks, seen, state, screen.first, (first): Action => ({
    type: 'show',
    screen: { ...screen, first },
  }));
  const next: KeyHint & { readonly action: Action } = toGuess
    ? {
        keys: 'Enter',
        does: 'guess who it was',
        help: 'You say which program you played, and how sure you are.',
        action: toGuessing(finished),
      }
    : choice.explain === 'each'
      ? {
          keys: 'Enter',
          does: 'why',
          help: 'What each agent would have done, and why.',
          action: { type: 'show', screen: debriefing(finished, [], locked ? 'home' : 'again', screen) },
        }
      : locked
        ? { keys: 'Enter', does: 'go on', help: 'Goes on to the last screen.', action: { type: 'end', then: 'home' } }
        : {
            keys: 'Enter',
            does: 'again',
            help: 'Plays once more at this table.',
            action: { type: 'play', choice: nextTable(choice) },
          };
  const after = afterwards(finished, screen);
  const several = severalPeople(finished.match);
  return {
    ...fit(state, [`${titleIn(game, finished.config)} · result`], savedWords(finished, state)),
    few: true,
    wide: true,
    where: ['play', game.name],
    hints: [
      next,
      ...(state.lesson === null ? [] : [TO_LESSON]),
      ...(several ? [otherSideHint(finished.match)] : []),
      ...transcriptHint(finished.match),
      ...(toGuess ? [] : state.lesson === null ? after.hints : after.hints.filter(({ keys }) => keys === 'n')),
      HELP,
      ...(state.lesson === null ? [END] : []),
    ],
    key({ name }) {
      if (name === 'enter') return next.action;
      if (name === 'tab' && several) return { type: 'show', screen: { ...screen, finished: otherSide(finished) } };
      if (name === 'escape') return { type: 'end', then: 'table' };
      if (name === 'd' && hasModel(finished.match))
        return { type: 'transcript', match: finished.match.code, back: screen };
      if (name === 'p') return { type: 'save screen' };
      if (name === 'c' && !toGuess) return { type: 'compare', back: screen };
      return (toGuess ? null : after.key(name)) ?? page.scroll(name);
    },
    lines: page.lines,
  };
}

export const hasModel = ({ seats }: MatchRow): boolean => seats.some(({ kind }) => kind === 'model');

/** d, because no game's explanation has a page behind it. */
export const transcriptHint = (match: MatchRow): readonly KeyHint[] =>
  hasModel(match)
    ? [
        {
          keys: 'd',
          does: 'transcript',
          help: 'Shows every call to the model: what it was asked, what it answered, tokens, time and cost.',
        },
      ]
    : [];

const COMPARE: KeyHint = {
  keys: 'c',
  does: 'compare',
  help: 'Shows what everybody chose beside the agents and published results.',
};
const END: KeyHint = {
  keys: 'Esc',
  does: 'the table',
  help: 'Goes back to the table as it is set; explanations that waited for the last match come first.',
};

const TO_LESSON: KeyHint = { keys: 'Esc', does: 'the lesson', help: 'Goes back to the stop of the lesson.' };

export const severalPeople = (match: MatchRow): boolean => countPeople(match) > 1;

export const otherSideHint = (match: MatchRow): KeyHint => ({
  keys: 'Tab',
  does: countPeople(match) > 2 ? "next player's side" : "other player's side",
  help: 'Tells it from the seat of the next person.',
});

export const savedWords = ({ saved, at, match, seat }: Finished, { current }: LabState): readonly string[] => {
  if (severalPeople(match))
    return [
      `as player ${seat + 1} (${called(match.seats[seat]?.participant ?? '', current.people)}) sees it`,
      `player ${seat + 1}`,
    ];
  return [`${counted(saved, 'choice')} saved ${clockTime(at)}`, `saved ${clockTime(at)}`];
};

/** The same match told from the seat of the next person. */
export const otherSide = (finished: Finished): Finished => {
  const people = finished.match.seats.flatMap((row, seat) => (row.kind === 'human' ? [seat] : []));
  return { ...finished, seat: people[(people.indexOf(finished.seat) + 1) % people.length] ?? finished.seat };
};

const toGuessing = (finished: Finished): Action => ({
  type: 'show',
  screen: { at: 'guess', finished, option: null, confidence: '', field: 'which', problem: null },
});

export const verdict = ({ guess, confidence, truth }: Guessed): string =>
  `${guess === truth ? 'Right' : 'No'}: it was ${truth}. You said ${guess}, ${confidence} % sure.`;

const note = ({ choice }: Finished): readonly Block[] =>
  choice.explain === 'last' ? [{ kind: 'text', text: 'The explanation waits until you leave this table (Esc).' }] : [];

/** The keys after a result, the same on the result and on its explanation. `from`: the screen that they are pressed on. */
export function afterwards(
  finished: Finished,
  from: Screen,
): {
  readonly hints: readonly KeyHint[];
  key(name: string): Action | null;
} {
  const form = formOf(finished.choice);
  const swap = swapped(form);
  const other = swap === null ? null : choiceOf(swap);
  return {
    hints: [
      { keys: 'o', does: 'opponent', help: 'Sets the table again, to play another opponent.' },
      COMPARE,
      {
        keys: 'v',
        does: 'swap roles',
        help: 'Plays the same table from the other role.',
        ...(other === null || 'problem' in other ? { off: 'there is one role here' } : {}),
      },
      {
        keys: 'n',
        does: 'next person',
        help: 'Somebody else sits down at this table, with a participant code of their own.',
      },
      {
        keys: 'p',
        does: 'save screen',
        help: 'Saves this screen as a picture (.svg) and as text (.txt) beside the database.',
      },
    ],
    key(name) {
      switch (name) {
        case 'o':
          return { type: 'show', screen: { at: 'set-up', form, line: 0, from } };
        case 'v':
          if (swap === null || other === null)
            return { type: 'say', words: 'There is one role here: nothing to swap.' };
          return 'problem' in other
            ? { type: 'say', words: other.problem }
            : { type: 'show', screen: { at: 'instructions', choice: nextTable(other), first: 0, back: from } };
        case 'p':
          return { type: 'save screen' };
        case 'n':
          return { type: 'end', then: 'next person' };
        default:
          return null;
      }
    },
  };
}
