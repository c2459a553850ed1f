import { describe, expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import type { AnyGame } from '../core/game.ts';
import { readAgent } from '../agents/index.ts';
import { rng } from '../core/rng.ts';
import { readConfig } from '../core/settings.ts';
import { roleNamed } from '../commands/shared/role-named.ts';
import { seatsTyped } from '../core/seat-groups.ts';
import { filledSeats, type TableSetting } from './table-setting.ts';
import { choiceOf, commandOf, defaults, formOf, ownKeys, type SetUp, swapped, withConfig } from './set-up.ts';
import { linesOf, moralisSentence, OWN } from './set-up-lines.ts';
import { commandParts } from '../core/shell.ts';

const games = await loadGames();

/** What `homines play` makes of the words of a command. */
function typed(
  game: AnyGame,
  words: readonly string[],
): Pick<TableSetting, 'config' | 'against' | 'explain' | 'role' | 'seed'> {
  const after = (flag: string): readonly string[] => words.flatMap((word, i) => (words[i - 1] === flag ? [word] : []));
  const role = roleNamed(game, after('--role')[0]);
  const explain = after('--explain')[0];
  const config = readConfig(game, { preset: after('--preset')[0], more: role.config ?? {}, sets: after('--set') });
  const named = seatsTyped(after('--against')[0] ?? 'moralis:0.5');
  return {
    config,
    against: named[0] === 'guess' ? named : filledSeats(game, config, named),
    role: role.name,
    explain: explain === 'last' || explain === 'never' ? explain : 'each',
    seed: after('--seed')[0] === undefined ? null : Number(after('--seed')[0]),
  };
}

const played = (form: SetUp): TableSetting => {
  const choice = choiceOf(form);
  if ('problem' in choice) throw new Error(choice.problem);
  return choice;
};

/** The default table, and every table one or two changes away from it. */
function tables(game: AnyGame): readonly SetUp[] {
  const first = linesOf(defaults(game)).flatMap((line) => line.options.map((o) => o.set));
  const second = first.flatMap((form) => linesOf(form).flatMap((line) => line.options.map((o) => o.set)));
  // Every fifth of the second changes: all lines are among them, each from several tables.
  const some = second.filter((__, i) => i % 5 === 0);
  return [defaults(game), ...first, ...some, { ...defaults(game), seed: 42 }, { ...defaults(game), kappa: 0.333 }];
}

describe.each(games.map((game) => [game.name, game] as const))('the table of %s', (_, game) => {
  const all = tables(game);

  it('has every line filled, one option of each in force, and a sentence for each option', () => {
    for (const form of all) {
      for (const line of linesOf(form)) {
        expect(line.at, `${line.label}: ${JSON.stringify(form.settings)}`).toBeGreaterThanOrEqual(0);
        for (const option of line.options) expect(option.sentence, `${line.label} ${option.label}`).not.toBe('');
      }
    }
  });

  it('marks the option that was chosen', () => {
    for (const form of all.slice(0, 60))
      for (const [i, line] of linesOf(form).entries())
        for (const [place, option] of line.options.entries()) {
          if (option.label === OWN) continue;
          const after = linesOf(option.set).find((l) => l.label === line.label);
          expect(
            after?.options[after.at]?.label,
            `${i} ${line.label} ${place} ${JSON.stringify(option.set.settings)}`,
          ).toBe(option.label);
        }
  });

  it('marks the reading that plays, and offers none that cannot', () => {
    const form = defaults(game);
    const readings = [form, ...linesOf(form).flatMap(({ options }) => options.map(({ set }) => set))].flatMap((one) => {
      const line = linesOf(one).find(({ label }) => label === 'Reading');
      return line === undefined ? [] : [one, ...line.options.map(({ set }) => set)];
    });
    expect(readings.length > 0).toBe(game.name === 'pricing-duopoly');
    for (const one of readings) {
      const line = linesOf(one).find(({ label }) => label === 'Reading')!;
      const { config, against } = played(one);
      const state = game.setup(config, rng(1, 'setup'), 2);
      const [decision] = game.pending(state);
      const first = (id: string) =>
        game.theory!(game.observe(state, 0), decision!, readAgent(id, game).taste!, { kind: 'uniform' }).answer;
      expect(first(against[0]!)).toBe(first(`moralis:${one.kappa}/${line.options[line.at]!.label}`));
    }
  });

  it('is set by the command that it shows', () => {
    for (const form of all) {
      const choice = played(form);
      const { config, against, explain, role, seed } = choice;
      expect(typed(game, commandOf(form))).toEqual({ config, against, explain, role, seed });
    }
  });

  it('is found again from what was chosen', () => {
    for (const form of all) {
      const choice = played(form);
      const again = formOf(choice);
      expect(played(again).config).toEqual(choice.config);
      expect({ ...played(again), config: null, preset: null }).toEqual({ ...choice, config: null, preset: null });
      expect(linesOf(again).map((l) => l.options[l.at]?.label)).toEqual(
        linesOf(form).map((l) => l.options[l.at]?.label),
      );
    }
  });

  it('is bare for the defaults: moralis:0.5 and nothing else', () => {
    expect(commandOf(defaults(game))).toEqual(['play', game.name, '--against', 'moralis:0.5']);
    expect(played(defaults(game)).config).toEqual(readConfig(game, { more: roleNamed(game, undefined).config ?? {} }));
  });
});

describe('settings of one’s own', () => {
  const game = games.find((g) => g.name === 'prisoners-dilemma')!;
  const form = withConfig(defaults(game), readConfig(game, { sets: ['T=99', 'R=81'] }));

  it('stand under "type my own", in the command, and give way to a preset', () => {
    expect(ownKeys(form).toSorted()).toEqual(['R', 'T']);
    const line = linesOf(form).find((l) => l.label === game.presetsLabel)!;
    expect(line.options[line.at]!.label).toBe(OWN);
    expect(commandOf(form)).toEqual([
      ...['play', game.name, '--against', 'moralis:0.5'],
      ...['--set', 'T=99', '--set', 'R=81'],
    ]);
    expect(played(form).preset).toBeNull();
    expect(ownKeys(line.options[1]!.set)).toEqual([]);
  });

  it('may make a table that cannot be played: a sentence says why', () => {
    const wrong = choiceOf({ ...form, settings: { T: 1 } });
    expect('problem' in wrong && wrong.problem).toMatch(/T > R > P > S/);
  });

  it('swap with the role', () => {
    expect(played(swapped(defaults(game))!).role).toBe('second');
    expect(played(swapped(swapped(defaults(game))!)!).role).toBe('first');
    expect(swapped(defaults(games.find((g) => g.roles.length === 1)!))).toBeNull();
  });

  it('offer no role where both choose at once', () => {
    const labels = (set: SetUp) => linesOf(set).map(({ label }) => label);
    const together = { ...defaults(game), settings: { timing: 'together' } };
    expect(labels(defaults(game))).toContain('Your role');
    expect(labels(together)).not.toContain('Your role');
    expect(swapped(together)).toBeNull();
  });
});

it('quotes what a shell would read more into', () => {
  expect(
    commandParts(['homines', 'play', '--set', "words=it's here", '--set', 'items=20/child,5/alone/required']),
  ).toEqual(['homines', 'play', `--set 'words=it'\\''s here'`, '--set items=20/child,5/alone/required']);
});

it('explains κ in one line', () => {
  expect(moralisSentence(0.25)).toContain('75 % of its weight on its own payoff');
});

it('beliefs that follow from a design, and that somebody declined, are the same by hand', () => {
  const game = games.find(({ name }) => name === 'prisoners-dilemma')!;
  const design = ['method=strategy', 'roles=drawn'];
  for (const [sets, asked] of [
    [design, true],
    [[...design, 'askBeliefs=no'], false],
  ] as const) {
    const form = withConfig(defaults(game), readConfig(game, { sets }));
    expect(played(form).config).toMatchObject({ askBeliefs: asked });
    expect(typed(game, commandOf(form)).config).toEqual(played(form).config);
  }
});
