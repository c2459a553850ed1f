/** What is asked before it is done: who plays again, what belongs to a session, whether a new one begins. */
import { counted, listed } from '../../core/format.ts';
import { titleIn } from '../../core/title.ts';
import { line } from '../../show/line.ts';
import type { Action } from '../actions.ts';
import type { KeyHint } from '../keys.ts';
import { peopleOf } from '../../lab/table-setting.ts';
import { called } from '../../lab/participants.ts';
import type { LabState, Question } from '../state.ts';
import { back, fit, pressOneOf, sessionWords, type Shown, spaced, words } from './screen.ts';
import { ago } from './times.ts';

/** A question with its answers, a key each; what is drawn and what is read aloud. */
export type Asked = {
  readonly title: string;
  readonly asks: string;
  readonly says: readonly string[];
  readonly answers: readonly (KeyHint & { readonly action: Action })[];
};

export function askedOf(screen: Question, { current }: Pick<LabState, 'current'>): Asked {
  switch (screen.of) {
    case 'again': {
      const { choice } = screen;
      const people = current.people.slice(0, peopleOf(choice));
      const who = listed(people.map(({ code }) => called(code, people)));
      const one = people.length === 1;
      return {
        title: `${titleIn(choice.game, choice.config)} · who plays?`,
        asks: `${who} ${one ? 'has' : 'have'} played this in this session. Who plays now?`,
        says: [
          `a: ${one ? 'the same person' : 'the same people'} again. Comparisons count a person once, however often.`,
          one
            ? 'n: somebody else sits down, with a code of their own.'
            : 'n: other people sit down, each with a code of their own.',
        ],
        answers: [
          {
            keys: 'a',
            does: 'again, the same',
            help: 'Plays again under the same code.',
            action: { type: 'play', choice, as: 'the same person' },
          },
          {
            keys: 'n',
            does: one ? 'next person' : 'other people',
            help: 'Gives whoever sits down now a code of their own.',
            action: { type: 'next person', choice },
          },
        ],
      };
    }
    case 'belongs': {
      const { name, matches, since } = screen;
      const act = (belongs: boolean): Action => ({ type: 'name', session: current.code, name, back: 'home', belongs });
      return {
        title: 'homines · name this session',
        asks: `${counted(matches, 'match', 'matches')} ${matches === 1 ? 'is' : 'are'} in this session already, from ${ago(since)} on. ${matches === 1 ? 'Does it' : 'Do they'} belong to "${name}"?`,
        says: [
          `y: yes, they are data of "${name}".`,
          `n: no, they were a rehearsal and stay one; "${name}" begins now, empty.`,
        ],
        answers: [
          { keys: 'y', does: 'they belong', help: 'Names the session with what is in it.', action: act(true) },
          {
            keys: 'n',
            does: 'a rehearsal',
            help: 'Leaves them a rehearsal, and begins a new session under this name.',
            action: act(false),
          },
        ],
      };
    }
    case 'afresh': {
      const what = current.name === null ? 'This rehearsal' : `"${current.name}"`;
      return {
        title: 'homines · a new session',
        asks: 'Begin a new session?',
        says: [
          `${what} holds ${counted(screen.matches, 'match', 'matches')}. It is kept, and g in the list of sessions makes it the current one again.`,
          'y: yes, a new session, a rehearsal until it is named.',
        ],
        answers: [
          {
            keys: 'y',
            does: 'begin it',
            help: 'Begins a new session; nothing is erased.',
            action: { type: 'start afresh', sure: true },
          },
        ],
      };
    }
  }
}

export function question(screen: Question, state: LabState): Shown {
  const { title, asks, says, answers } = askedOf(screen, state);
  return {
    ...fit(state, [title], sessionWords(state)),
    where: [],
    hints: [...answers, back()],
    key({ name }) {
      if (name === 'escape' || name === 'ctrl-c') return { type: 'show', screen: screen.back };
      if (name === 'enter') return { type: 'say', words: pressOneOf(answers) };
      return answers.find(({ keys }) => keys === name)?.action ?? null;
    },
    lines: (width, height) =>
      spaced([words(asks, width, 'strong'), ...says.map((one) => words(one, width)), [line('')]], height),
  };
}
