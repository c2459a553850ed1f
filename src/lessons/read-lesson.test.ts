import { describe, expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import { referenceTable } from '../disk/reference-files.ts';
import { UserError } from '../core/user-error.ts';
import { preparedLesson } from './prepared-lesson.ts';
import { readLesson } from './read-lesson.ts';

const whole = `title: A lesson
sentence: What it is about.
sources: [nobody]
tables:
  dilemma: { game: prisoners-dilemma, preset: gentle }
facts:
  first: { kind: kappa, table: dilemma, at: first, answer: C }
stops:
  - kind: say
    title: Begin
    minutes: 1
    text: ['From κ = {first_from} on.']
  - kind: hands
    title: Hands
    minutes: 2
    hands:
      ask: What do you do?
      table: dilemma
      key: first
      options:
        - { answer: C, label: cooperate }
        - { answer: D, label: defect }
  - kind: play
    title: Play
    minutes: 2
    table: dilemma
    against: economicus
  - kind: reveal
    title: Look
    minutes: 2
    rows:
      - label: cooperates
        class: { table: dilemma, key: first, answer: C }
    order: [{ group: class }]
handout:
  text: [Text.]
  questions: [One?, Two?, Three?]
  licence: MIT
`;

const games = await loadGames();
const prepare = (text: string, translation: string | null = null) => {
  const { lesson, refuse } = readLesson(
    'mine',
    { file: 'mine.yaml', text },
    translation === null ? null : { file: 'mine.de.yaml', text: translation },
  );
  return preparedLesson(lesson, games, referenceTable, refuse);
};
const refused = (text: string, translation: string | null = null): string => {
  try {
    prepare(text, translation);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'not refused';
};
const changed = (from: string, to: string): string => {
  expect(whole).toContain(from);
  return whole.replace(from, to);
};

it('reads a whole lesson, fills its slots and works out its facts', () => {
  const { lesson, facts } = prepare(whole);
  expect(facts.get('first')).toMatchObject({ kind: 'kappa', to: 1 });
  expect(lesson.stops[0]!.text).toEqual(['From κ = 0.10 on.']);
  expect(lesson.stops.map(({ minutes }) => minutes)).toEqual([1, 2, 2, 2]);
});

describe('a lesson with an error is refused in one sentence with file, line and field', () => {
  it.each([
    [
      'an unknown field',
      'minutes: 1',
      'minuets: 1',
      /^mine\.yaml, line 11, stops 1 minuets: there is no field "minuets" here; there may be .*minutes/,
    ],
    [
      'a missing field',
      'sentence: What it is about.\n',
      '',
      /^mine\.yaml, line 1, sentence: is missing, text is needed\.$/,
    ],
    ['a field of another kind', 'minutes: 1', 'minutes: long', /line 11, stops 1 minutes: has to be a number\.$/],
    [
      'a number that is too large',
      'minutes: 1',
      'minutes: 999',
      /line 11, stops 1 minutes: is too large; possible is 120 at most\.$/,
    ],
    [
      'an unknown kind of stop',
      'kind: say',
      'kind: sing',
      /line 9, stops 1 kind: has to be say, play, hands or reveal\.$/,
    ],
    ['two questions', 'One?, Two?, Three?', 'One?, Two?', /handout questions: .*3/],
    [
      'another game',
      'game: prisoners-dilemma',
      'game: prisoners-dilema',
      /^mine\.yaml, line 5, tables dilemma game: Unknown game "prisoners-dilema"; choose .*Did you mean "prisoners-dilemma"\?\.?$/,
    ],
    ['another preset', 'preset: gentle', 'preset: genle', /line 5, tables dilemma preset: Unknown preset .*gentle/],
    [
      'another setting',
      'preset: gentle',
      'preset: gentle, settings: { roundz: 3 }',
      /line 5, tables dilemma settings: Unknown setting of prisoners-dilemma "roundz".*rounds/,
    ],
    [
      'a setting that cannot be',
      'preset: gentle',
      'preset: gentle, settings: { rounds: many }',
      /line 5, tables dilemma settings: .*rounds/,
    ],
    [
      'another opponent',
      'against: economicus',
      'against: economics',
      /line 27, stops 3 against: Unknown agent "economics"; .*Did you mean "economicus"/,
    ],
    [
      'another table',
      'table: dilemma\n    against',
      'table: dilema\n    against',
      /line 26, stops 3 table: Unknown table of this lesson "dilema"; choose dilemma/,
    ],
    ['another question', 'key: first\n', 'key: frist\n', /line 19, stops 2 hands key: Unknown question .*room:.*first/],
    [
      'another answer',
      '{ answer: D,',
      '{ answer: E,',
      /line 22, stops 2 hands options 2 answer: Unknown answer to first "E"; choose C, D/,
    ],
    [
      'another slot',
      '{first_from}',
      '{firts_from}',
      /line 12, stops 1 text 1: Unknown slot "firts_from"; .*first_from/,
    ],
    [
      'a fact that cannot be',
      'at: first, answer: C',
      'at: first, answer: X',
      /line 7, facts first: no plan of prisoners-dilemma answers X/,
    ],
    ['no YAML', 'title: A lesson', 'title: [A lesson', /^mine\.yaml, line \d+: this is no YAML \(/],
    ['a list', whole, '- one\n- two\n', /^mine\.yaml is no lesson: it begins with fields such as title/],
    ['nothing', whole, '', /^mine\.yaml is no lesson/],
    ['a field twice', 'title: A lesson', 'title: A lesson\ntitle: Another', /line 2: this is no YAML \(/],
    ['aliases', 'title: A lesson', 'title: &a A lesson\nlanguage: *a', /repeats itself with \* and &/],
    ['too many lists in lists', 'sources: [nobody]', `sources: ${'['.repeat(40)}${']'.repeat(40)}`, /lists in lists/],
    ['a number as the title', 'title: A lesson', 'title: 12', /line 1, title: has to be text\.$/],
  ])('%s', (_, from, to, sentence) => {
    const said = refused(changed(from, to));
    expect(said).toMatch(sentence);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('and where its translation is wrong, of that file', () => {
    expect(prepare(whole, 'language: de\ntitle: Eine Stunde\n').lesson).toMatchObject({
      language: 'de',
      title: 'Eine Stunde',
    });
    expect(refused(whole, 'language: de\ntitel: Eine Stunde\n')).toMatch(
      /^mine\.de\.yaml, line 2, titel: is nothing that the lesson itself has/,
    );
    expect(refused(whole, 'language: de\nstops:\n  - minutes: lang\n')).toMatch(
      /^mine\.de\.yaml, line 3, stops 1 minutes: has to be a number\.$/,
    );
  });
});

it('what commands a terminal leaves its texts', () => {
  const { lesson } = prepare(changed('title: A lesson', 'title: "A \\e[31mred\\e[0m \\u202elesson"'));
  expect(lesson.title).toBe('A red lesson');
  expect(refused(changed('minutes: 1', '"minu\\e[2Jtes": 1'))).not.toContain('\x1b');
});
