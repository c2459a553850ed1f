import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnyGame } from './game.ts';
import { loadGames } from '../disk/games.ts';
import { settingText } from './format.ts';
import { presetNamed, readConfig, settingsOf } from './settings.ts';

const games = await loadGames();
const byName = games.map((game) => [game.name, game] as const);
const read = (game: AnyGame, ...sets: readonly string[]) => readConfig(game, { sets });

describe.each(byName)('the settings of %s', (_, game) => {
  it('say what they are for and what they take', () => {
    for (const setting of settingsOf(game)) {
      expect(setting.description, setting.key).toMatch(/\w{3}/);
      expect(setting.allowed, setting.key).not.toBe('');
    }
  });

  it('read each default as it is shown', () => {
    const config = readConfig(game, {});
    for (const { key, default: usual } of settingsOf(game))
      expect(read(game, `${key}=${settingText(usual)}`), key).toEqual(config);
  });

  it('read each allowed value of a choice', () => {
    for (const { key, kind, options, default: usual } of settingsOf(game))
      if (kind === 'choice')
        // A setting that is left out where it is as usual reads as nothing.
        for (const option of options ?? [])
          expect([option, usual === option ? undefined : option], `${key}=${option}`).toContain(
            Object(read(game, `${key}=${option}`))[key],
          );
  });

  it('take each preset by its name and its code, whatever the case', () => {
    for (const preset of game.presets) {
      const config = game.config.parse(preset.config);
      for (const name of [preset.name, preset.name.toUpperCase(), preset.code ?? preset.name])
        expect(readConfig(game, { preset: name })).toEqual(config);
    }
    expect(() => presetNamed(game, `${game.presets[0]!.name}x`)).toThrow(`Did you mean "${game.presets[0]!.name}"?`);
  });

  it('with a role, a preset and typed settings: what is typed wins', () => {
    for (const role of game.roles) expect(() => readConfig(game, { more: role.config ?? {} })).not.toThrow();
  });
});

/** A game of which only the settings matter. */
const withConfig = (config: z.ZodType): AnyGame => ({
  ...games[0]!,
  name: 'odd',
  config,
  presets: [{ name: 'small', code: 'odd-1', sentence: '', config: { n: 1 } }],
});

describe('a typed value', () => {
  const game = withConfig(
    z.strictObject({
      n: z.number().gt(0).default(5).describe('a number'),
      whole: z.int().min(1).max(9).default(3),
      word: z.string().default('none'),
      truth: z.boolean().default(false),
      one: z.union([z.number(), z.tuple([z.number(), z.number()])]).default(1),
      many: z.array(z.number().min(0)).default([]),
      few: z
        .array(z.enum(['a', 'b']))
        .min(1)
        .max(2)
        .default(['a']),
      maybe: z.number().nullable().default(null),
    }),
  );

  it.each([
    ['n=2,5', { n: 2.5 }],
    ['n= 2.5 ', { n: 2.5 }],
    ['n=1e3', null],
    ['word=12', { word: '12' }],
    ['word=', { word: '' }],
    ['word=a=b', { word: 'a=b' }],
    ['truth=yes', { truth: true }],
    ['truth=OFF', { truth: false }],
    ['truth=1', { truth: true }],
    ['one=1,2', { one: [1, 2] }],
    ['one=1.2', { one: 1.2 }],
    ['one=1,5;2', { one: [1.5, 2] }],
    ['many=3', { many: [3] }],
    ['many=1,2,3', { many: [1, 2, 3] }],
    ['many=', { many: [] }],
    ['few=a,b', { few: ['a', 'b'] }],
    ['few=b', { few: ['b'] }],
    ['maybe=4', { maybe: 4 }],
    ['maybe=none', { maybe: null }],
  ])('%s', (typed, config) => {
    if (config === null) expect(() => read(game, typed)).toThrow(/^n takes a number above 0; got "1e3"\.$/);
    else expect(read(game, typed)).toMatchObject(config);
  });

  it.each([
    ['n=0', 'n takes a number above 0; got "0".'],
    ['n=', 'n takes a number above 0; got "".'],
    ['whole=10', 'whole takes a whole number from 1 to 9; got "10".'],
    ['truth=perhaps', 'truth takes yes or no; got "perhaps".'],
    ['one=1,2,3', 'one takes a number or 2 values separated by commas, each a number; got "1,2,3".'],
    ['few=a,c', 'few takes one or more separated by commas, each a or b; got "a,c".'],
    ['many=-1', 'many takes any number separated by commas, each a number of 0 or more; got "-1".'],
    [
      'wrod=x',
      'Unknown setting of odd "wrod"; choose n, whole, word, truth, one, many, few, maybe. Did you mean "word"?',
    ],
    ['=3', 'A setting is typed as key=value, such as --set n=…; got "=3".'],
  ])('%s is refused', (typed, sentence) => {
    expect(() => read(game, typed)).toThrow(sentence);
  });

  it('stands over the preset, and the last one counts', () => {
    expect(readConfig(game, { preset: 'ODD-1' })).toMatchObject({ n: 1 });
    expect(readConfig(game, { preset: 'small', more: { whole: 4, n: 2 }, sets: ['n=3', 'n=4'] })).toMatchObject({
      n: 4,
      whole: 4,
    });
  });

  it("a rule over several settings is told in the game's words", () => {
    const ordered = withConfig(
      z
        .strictObject({ low: z.number().default(1), high: z.number().default(2) })
        .refine(({ low, high }) => low < high, { path: ['high'], error: 'must be above low' }),
    );
    expect(() => read(ordered, 'high=0')).toThrow('high=0 must be above low.');
    expect(() => read(ordered, 'low=3')).toThrow('high=2 must be above low.');
  });
});
