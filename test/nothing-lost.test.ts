/**
 * Nothing is lost: the real program is killed (SIGKILL) after every single keystroke of a whole match and opened again
 * on the same file, over and over. Every choice that the screen had acknowledged is in the file, once; the match goes
 * on where it stood; and it is one match to the end.
 */
import { expect, it } from 'vitest';
import { humanChoices, newLab } from './lab.ts';
import { type Key, open, type Terminal } from './terminal.ts';

/** How a person answers the question on the screen: the keys before Enter, what they show, and what is stored. */
type Turn = {
  readonly asked: RegExp;
  readonly keys: readonly (Key | (string & {}))[];
  readonly shown: RegExp;
  readonly stored: string | number;
};

type Match = {
  readonly game: string;
  readonly args: readonly string[];
  readonly turns: readonly Turn[];
  readonly over: RegExp;
};

/** Two rounds of each are a first and a last one; more of them, all killed alike, where no test may be left out. */
const all = process.env['HOMINES_TEST_ALL'] === '1';
const rounds = all ? [1, 2, 3, 4] : [1, 2];
const riders = all ? ['child', 'alone'] : ['child'];
/** A car's question on the screen, from 0 and from 1. */
const car = (i: number, question: number): RegExp =>
  new RegExp(`(car ${i + 1} of ${riders.length} · )?question ${question} of 3`);
const prices = all ? [16.5, 17, 15.2] : [16.5, 17];

const matches: readonly Match[] = [
  {
    game: 'prisoners-dilemma',
    args: ['--set', `rounds=${rounds.length}`, '--seed', '3', '--against', 'economicus'],
    turns: rounds.map((round) => ({
      asked: new RegExp(`round ${round} of ${rounds.length}[^]*Your (move|answer)`),
      keys: ['d'],
      shown: /\([^ ]\) defect/,
      stored: 'D',
    })),
    over: /Enter why/,
  },
  {
    game: 'autonomous-vehicles',
    args: ['--set', 'first=buy', '--set', 'pedestrians=20', '--set', `riders=${riders.join()}`, '--seed', '3'],
    turns: riders.flatMap((_, i) => [
      { asked: car(i, 1), keys: ['3', '5'], shown: /surely +35$/m, stored: 35 },
      { asked: car(i, 2), keys: ['right'], shown: /surely +0$/m, stored: 0 },
      {
        asked: car(i, 3),
        keys: ['s'],
        shown: /\([^ ]\) swerve/,
        stored: 'swerve',
      },
    ]),
    over: /Enter why/,
  },
  {
    game: 'pricing-duopoly',
    args: ['--set', `rounds=${prices.length}`, '--seed', '3', '--against', 'moralis:0.5'],
    turns: prices.map((price, i) => ({
      asked: new RegExp(`round ${i + 1} of ${prices.length}[^]*Your price`),
      keys: [...String(price).replace('.', ',')],
      shown: new RegExp(`Your price for round ${i + 1}: +${String(price).replace('.', '[.,]')}`),
      stored: price,
    })),
    over: /Enter why/,
  },
];

it.concurrent.each(matches)('$game', async ({ game, args, turns, over }) => {
  using lab = newLab();
  const acknowledged: (string | number)[] = [];
  let kills = 0;

  /** Opens the program where the match stands: a new one until something was chosen, after that by Continue. */
  const resume = async (asked: RegExp): Promise<Terminal> => {
    const again = acknowledged.length > 0;
    const term = open({ db: lab.db, cwd: lab.folder, args: again ? [] : ['play', game, ...args] });
    await term.waitFor(again ? /› Continue/ : /Enter begin/);
    term.press('enter');
    await term.waitFor(asked);
    return term;
  };
  const kill = async (term: Terminal): Promise<void> => {
    term.kill('SIGKILL');
    expect((await term.exit).signal).toBe(9);
    kills += 1;
  };
  // Where the agent has answered beside and the person not yet, nothing of the person's is there.
  const begun = async () => (await lab.kept()).filter((match) => humanChoices(match).length > 0);
  const stored = async () => (await begun()).map(humanChoices);
  const sofar = () => (acknowledged.length > 0 ? [acknowledged] : []);

  for (const [i, turn] of turns.entries()) {
    // Killed after each key that only marks: nothing is stored, nothing is disturbed, the question stands unmarked again.
    for (let pressed = 1; pressed <= turn.keys.length; pressed++) {
      await using term = await resume(turn.asked);
      const before = term.screen();
      term.press(...turn.keys.slice(0, pressed));
      await term.waitFor((screen) => screen !== before && (pressed < turn.keys.length || turn.shown.test(screen)));
      await kill(term);
      expect(await stored()).toEqual(sofar());
    }

    // Killed at the very moment of Enter: the choice is in the file or it is not, and either way nothing else is harmed.
    let there = false;
    {
      await using term = await resume(turn.asked);
      term.press(...turn.keys);
      await term.waitFor(turn.shown);
      term.press('enter');
      await kill(term);
      const now = (await stored())[0] ?? [];
      there = now.length > acknowledged.length;
      expect(now).toEqual(there ? [...acknowledged, turn.stored] : acknowledged);
    }
    if (there) {
      acknowledged.push(turn.stored);
      continue;
    }

    // Killed once the screen has acknowledged it: it is in the file.
    await using term = await resume(turn.asked);
    term.press(...turn.keys);
    await term.waitFor(turn.shown);
    term.press('enter');
    await term.waitFor(turns[i + 1]?.asked ?? over);
    await kill(term);
    acknowledged.push(turn.stored);
    expect(await stored()).toEqual([acknowledged]);
  }

  expect(acknowledged).toEqual(turns.map((turn) => turn.stored));
  expect(kills).toBeGreaterThanOrEqual(turns.reduce((sum, turn) => sum + turn.keys.length + 1, 0));

  // It is over, or what is missing is asked of nobody: opened once more, the lab finishes it.
  const [end] = await begun();
  if (end?.match.ending === null) {
    await using term = open({ db: lab.db, cwd: lab.folder });
    await term.waitFor(/› Continue/);
    term.press('enter');
    await term.waitFor(over);
  }
  const [kept, ...others] = await begun();
  expect(others).toEqual([]);
  expect(kept?.match.ending).toBe('finished');
  expect(humanChoices(kept!)).toEqual(turns.map((turn) => turn.stored));
});
