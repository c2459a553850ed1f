/** A locked lab in a real terminal: real keys, real signals, a real restart. */
import { describe, expect, it } from 'vitest';
import { expectWhole, humanChoices, newLab } from './lab.ts';
import { open, type Opening } from './terminal.ts';

const LOCKED: Opening = { args: ['play', 'pricing-duopoly', '--explain', 'never', '--locked', 'pear'] };

describe('a locked lab', () => {
  it('keeps a participant at the questions through kill and restart, and opens with the word', async () => {
    using lab = newLab();
    const first = open({ ...LOCKED, db: lab.db, cols: 60, rows: 20 });
    expectWhole(await first.waitFor(/Enter (begin|read on)/), 60);
    first.press('escape');
    await first.waitFor(/call the experimenter/);
    for (let page = 0; page < 5 && !/for round 1/.test(first.screen()); page++) {
      first.press('enter');
      await first.waitFor(/for round 1|Enter begin|Enter read on/);
    }
    first.press('1', '5', 'enter');
    await first.waitFor(/for round 2/);
    // Ctrl-C leads to the word and ends nothing.
    first.press('ctrl-c');
    expectWhole(await first.waitFor(/This is for the experimenter/), 60);
    first.press('x', 'x', 'x', 'enter');
    await first.waitFor(/That is not the word/);
    first.press('escape');
    await first.waitFor(/for round 2/);
    first.kill('SIGKILL');
    await first.exit;

    // Whoever opens the lab next, without any flag, finds it locked where it stood.
    const second = open({ db: lab.db });
    expectWhole(await second.waitFor(/This was interrupted/), 80);
    second.press('q', 'ctrl-c');
    await second.waitFor(/This is for the experimenter/);
    second.press('escape');
    await second.waitFor(/This was interrupted/);
    second.press('enter');
    await second.waitFor(/for round 2/);
    second.press('1', '6', 'enter');
    await second.waitFor(/for round 3/);
    // A signal from outside still ends it in good order.
    second.kill('SIGTERM');
    expect((await second.exit).code).toBe(143);
    expect(second.buffer()).toBe('normal');

    await using third = open({ db: lab.db });
    await third.waitFor(/This was interrupted/);
    third.press('enter');
    for (let round = 3; round <= 10; round++) {
      await third.waitFor(new RegExp(`for round ${round}:`));
      third.press('1', '5', 'enter');
    }
    await third.waitFor(/result/);
    third.press('enter');
    expectWhole(await third.waitFor(/Thank you/), 80);
    third.press('q', 'escape');
    await third.waitFor(/call the experimenter if/);
    third.press('n');
    await third.waitFor(/The next person/);
    third.press('p', 'e', 'a', 'r', 'enter');
    await third.waitFor(/Pass the keyboard/);
    third.press('enter');
    await third.waitFor(/instructions/);
    third.press('ctrl-c');
    await third.waitFor(/This is for the experimenter/);
    third.press('p', 'e', 'a', 'r', 'enter');
    await third.waitFor(/q quit/);
    third.press('q');
    expect((await third.exit).code).toBe(0);
    const kept = await lab.kept();
    expect(kept).toHaveLength(1);
    expect(kept[0]!.match.ending).toBe('finished');
    expect(humanChoices(kept[0]!)).toEqual([15, 16, 15, 15, 15, 15, 15, 15, 15, 15]);
  });

  it('is refused where the screen is not drawn, in a sentence', async () => {
    using lab = newLab();
    await using term = open({ args: [...LOCKED.args!, '--plain'], db: lab.db });
    await term.waitFor(/A locked lab needs the drawn screen/);
    expect((await term.exit).code).toBe(2);
  });
});
