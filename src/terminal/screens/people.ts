/** Who sits down, for a researcher who says so: a label and a treatment a person. Both may stay empty. */
import { type Line, span } from '../../show/line.ts';
import { glyphs } from '../../show/glyphs.ts';
import { LONGEST_LABEL, type Participant } from '../../lab/participants.ts';
import type { Action } from '../actions.ts';
import type { LabState, PeopleForm, Screen } from '../state.ts';
import { around, cell, fit, item, move, sessionWords, type Shown, spaced, words } from './screen.ts';

const FIELDS = ['label', 'treatment'] as const;

/** The form for so many people, with what is known of whoever is at the keyboard. */
export const peopleForm = (known: readonly Participant[], count: number, back: Screen): PeopleForm => ({
  at: 'people',
  typed: Array.from({ length: count }, (_, place) => ({
    label: known[place]?.label ?? '',
    treatment: known[place]?.treatment ?? '',
  })),
  line: 0,
  problem: null,
  back,
});

export function people(screen: PeopleForm, state: LabState): Shown {
  const { typed, problem } = screen;
  const lines = typed.length * FIELDS.length;
  const at = Math.min(screen.line, lines - 1);
  const [person, field] = [Math.floor(at / 2), FIELDS[at % 2]!];
  const text = typed[person]?.[field] ?? '';
  const to = (change: Partial<PeopleForm>): Action => ({
    type: 'show',
    screen: { ...screen, problem: null, ...change },
  });
  const write = (next: string): Action => {
    const kept = [...next].slice(0, LONGEST_LABEL).join('');
    return to({ typed: typed.map((one, place) => (place === person ? { ...one, [field]: kept } : one)) });
  };
  return {
    ...fit(state, ['homines · who sits down'], sessionWords(state)),
    indent: 1,
    typing: true,
    where: [],
    hints: [
      { keys: glyphs().arrows.upDown, does: 'field', help: 'Moves between the fields.' },
      { keys: 'type', does: 'a label', help: 'Letters, digits and signs, no comma.' },
      { keys: 'Enter', does: 'done', help: 'Goes back; from now on choices are kept under this label.' },
      { keys: 'Esc', does: 'leave as it was', help: 'Goes back without changes.' },
    ],
    key({ name, input, key }) {
      if (name === 'up' || name === 'down' || name === 'tab')
        return to({ line: move(at, name === 'up' ? -1 : 1, lines) });
      if (name === 'escape') return { type: 'show', screen: screen.back };
      if (name === 'enter') return { type: 'introduce', form: screen, then: screen.back };
      if (name === 'backspace') return write([...text].slice(0, -1).join(''));
      const letters = key.ctrl || key.meta ? '' : input.replace(/\p{Cc}/gu, '');
      return letters === '' ? null : write(text + letters);
    },
    lines(width, height) {
      const rows = typed.flatMap((one, place) =>
        FIELDS.map((name, which): Line => {
          const here = at === place * 2 + which;
          const who = typed.length === 1 ? '' : `player ${place + 1}, `;
          return item(here, [
            span(cell(`${who}${name}`, typed.length === 1 ? 12 : 22)),
            span(`${one[name]}${here ? '_' : ''}`, here ? 'strong' : undefined),
          ]);
        }),
      );
      const inset = (them: readonly Line[]): readonly Line[] => them.map((one): Line => [span('  '), ...one]);
      const about = inset(PEOPLE_WORDS.flatMap((sentences) => words(sentences, width - 2)));
      const wrong = problem === null ? [] : inset(words(problem, width - 2, 'warn'));
      return spaced([around(rows, at, Math.max(3, height - about.length - wrong.length - 2)), wrong, about], height);
    },
  };
}

export const PEOPLE_WORDS = [
  'A label that this session knows goes on with that participant, so that several games of one person belong together; a new one begins a new participant. Use a number or a pseudonym, never a name.',
  'The treatment is the condition that this person plays under, such as control: compare and exports group by it. Both may stay empty.',
] as const;
