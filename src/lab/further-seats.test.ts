import { describe, expect, it } from 'vitest';
import type { AnyGame } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { seatsTyped, tallied } from '../core/seat-groups.ts';
import { loadGames } from '../disk/games.ts';
import { furtherSeats } from './further-seats.ts';
import { NONE_AT_HAND } from './models.ts';
import { choiceOf, commandOf, defaults, formOf, type FormLine, type SetUp, withConfig } from './set-up.ts';
import { linesOf } from './set-up-lines.ts';

const games = await loadGames();
const large = games.filter((game) => game.forSeats !== undefined);
const tableOfTen = (game: AnyGame): SetUp => withConfig(defaults(game), game.config.parse(game.forSeats!(10)));
const othersAt = (form: SetUp): readonly string[] => {
  const choice = choiceOf(form);
  if ('problem' in choice) throw new Error(choice.problem);
  return choice.against;
};
const lineOf = (form: SetUp, label: string): FormLine => linesOf(form).find((line) => line.label === label)!;
const mark = (form: SetUp, label: string, option: string): SetUp =>
  lineOf(form, label).options.find((one) => one.label === option)!.set;

it('there is a game whose settings say how many play', () => expect(large.length).toBeGreaterThan(0));

describe.each(large.map((game) => ({ name: game.name, game })))('$name at a table of ten', ({ game }) => {
  it('takes a line for each kind and none for each seat', () => {
    expect(furtherSeats(tableOfTen(game), NONE_AT_HAND).map(({ label }) => label)).toEqual([
      ...['+ economicus', '+ baseline', '+ a person'],
    ]);
  });

  it('counts each kind, and whoever is first takes the seats that are left', () => {
    const people = mark(tableOfTen(game), '+ a person', '6');
    expect(tallied(othersAt(people))).toEqual([
      ['moralis:0.5', 3],
      ['human', 6],
    ]);
    // The first kind changes with its line and its κ, and leaves the others as they are.
    expect(tallied(othersAt(mark(people, 'Against', 'economicus')))).toEqual([
      ['economicus', 3],
      ['human', 6],
    ]);
    expect(tallied(othersAt(mark(people, 'how moral (κ)', '0.25')))).toEqual([
      ['moralis:0.25', 3],
      ['human', 6],
    ]);
    // No more than there are seats: one stays with the first kind.
    expect(lineOf(people, '+ economicus').options.map(({ label }) => label)).toEqual(['0', '1', '2']);
  });

  it('however it is set, ten sit down, and the command and the stored table set the same', () => {
    const chance = rng(7, 'tables');
    for (let walk = 0; walk < 40; walk++) {
      let form = tableOfTen(game);
      for (let step = 0; step < 6; step++) {
        const lines = linesOf(form).filter(({ label }) => label === 'Against' || label.startsWith('+ '));
        const option = chance.pick(chance.pick(lines).options);
        form = option.set;
      }
      const others = othersAt(form);
      expect(others.length, others.join()).toBe(9);
      const command = commandOf(form);
      const typed = seatsTyped(command[command.indexOf('--against') + 1]!);
      expect(typed.length === 1 ? others.map(() => typed[0]) : typed).toEqual(others);
      const choice = choiceOf(form);
      if ('problem' in choice) throw new Error(choice.problem);
      expect(othersAt(formOf(choice))).toEqual(others);
      expect(linesOf(formOf(choice)).map((line) => line.options[line.at]?.label)).toEqual(
        linesOf(form).map((line) => line.options[line.at]?.label),
      );
    }
  });
});
