import { afterEach, describe, expect, it } from 'vitest';
import { lessonNames } from '../disk/lesson-files.ts';
import { handsOf } from '../lessons/stops.ts';
import { bench, type Bench } from './bench.test-data.ts';
import { expectWhole } from '../../test/whole-screen.ts';
import { keyLine } from './keys.ts';
import { viewOf } from './plain/views.ts';
import { shownOf } from './screens/index.ts';

function whole(lab: Bench): void {
  expectWhole(lab.state());
  expect(keyLine(shownOf(lab.state()).hints, 58)).toMatch(/^(Enter|c |g |↑↓|up|0 to 9)/);
}

const begun = async (name: string, given: Parameters<typeof bench>[0] = {}): Promise<Bench> => {
  const lab = await bench(given);
  await lab.open('Lessons');
  whole(lab);
  await lab.keys(...Array.from({ length: lessonNames().indexOf(name) }, () => '↓'), 'Enter');
  whole(lab);
  return lab;
};

afterEach(() => {
  delete process.env['HOMINES_ASCII'];
});

describe.each(lessonNames())('%s', (name) => {
  it.each([
    ['en', '0'],
    ['en', '1'],
    ['de', '0'],
    ['de', '1'],
  ])(
    'in %s with HOMINES_ASCII=%s every stop is whole, with hands and without, and is read aloud',
    async (language, ascii) => {
      process.env['HOMINES_ASCII'] = ascii;
      const lab = await begun(name, { language: language === 'en' ? null : language });
      await lab.keys('r');
      const { stops } = lab.state().lesson!.prepared.lesson;
      for (const [at, stop] of stops.entries()) {
        expect(lab.state().lesson!.stop).toBe(at);
        whole(lab);
        const aloud = viewOf(lab.state());
        expect(aloud.says[0]).toContain(stop.title);
        expect(aloud.says.join('\n')).toContain(stop.text[0] ?? '');
        const asked = handsOf(stop);
        if (asked !== null) {
          await lab.keys('t');
          whole(lab);
          for (const [i] of asked.options.entries()) {
            await lab.keys(String(7 - i), 'Enter');
            whole(lab);
          }
          expect(lab.text()).toContain(String(asked.options.reduce((sum, _, i) => sum + 7 - i, 0)));
        }
        if (stop.kind === 'reveal')
          for (const { group } of stop.order) {
            expect(viewOf(lab.state()).asks).toContain('Enter uncover');
            await lab.keys('Enter');
            whole(lab);
            if (group === 'theory') expect(lab.text(120, 60)).toMatch(/theory|Theorie/);
          }
        if (at < stops.length - 1) await lab.keys('→');
      }
      await lab.keys('Enter');
      if (lab.state().screen.at === 'instructions') await lab.keys('Escape', 'Escape');
      expect(lab.state().screen.at).toBe('home');
      expect(lab.state().notice).toContain(`lesson ${name}`);
    },
  );
});

describe('where it is kept', () => {
  it('a rehearsal stays one; with a class there is a session named for the lesson, and a second one for a second class', async () => {
    const lab = await begun('would-you-buy-it');
    await lab.keys('r');
    expect(lab.state().current.name).toBeNull();
    const rehearsal = lab.state().current.code;
    for (const second of ['', ' \\(2\\)']) {
      await lab.keys('Escape');
      await lab.open('Lessons');
      await lab.keys('↓', '↓', 'Enter', 'c');
      // The day is that of the place where it is taught.
      expect(lab.state().current.name).toMatch(new RegExp(`^Would you buy it\\?, 1[45] Nov${second}$`));
      expect(lab.state().current.code).not.toBe(rehearsal);
    }
  });

  it('in a session that has a name it is that session’s, once', async () => {
    const lab = await bench();
    await lab.keys('t', ...'Monday', 'Enter');
    await lab.open('Lessons');
    await lab.keys('Enter');
    expect(lab.text()).toContain('in the session "Monday"');
    await lab.keys('c');
    expect(lab.state().current.name).toBe('Monday');
    await lab.keys('→', 'Escape');
    await lab.open('Lessons');
    await lab.keys('Enter');
    expect(lab.text()).toContain('g: it was left at stop 2 of 9');
    expect(lab.text()).toMatch(/named "Known or\s+unknown" and the day/);
    await lab.keys('g');
    expect(lab.state()).toMatchObject({ lesson: { stop: 1 }, current: { name: 'Monday' } });
  });

  it('a lesson that came to its end is not gone on with', async () => {
    const lab = await begun('person-or-program');
    await lab.keys('r', '→', '→', '→', '→', '→');
    expect(lab.state().lesson!.stop).toBe(5);
    await lab.keys('Enter');
    await lab.open('Lessons');
    await lab.keys('↓', 'Enter');
    expect(lab.text()).not.toContain('g: it was left');
  });

  it('a match at a stop comes back to the stop, and what it gave stands in the figure', async () => {
    const lab = await begun('known-or-unknown');
    await lab.keys('c', '→', '→', '→', '→', 'Enter', 'Enter', 'd', 'Enter');
    expect(lab.screen('result')).toBeDefined();
    await lab.keys('Escape');
    expect(lab.screen('lesson')).toBeDefined();
    expect(lab.text()).toContain('Played here so far: 1 match.');
    // The next one, at the same table.
    await lab.keys('Enter', 'Enter');
    await lab.keys('n', 'Enter');
    await lab.keys('c', 'Enter', 'Escape', '→', 'Enter');
    expect(lab.text()).toMatch(/played[^\n]*1 of 2/);
    expect(lab.text()).not.toContain('95 %');
    expect(lab.store.of('tally')).toEqual([]);
  });

  it('Enter on an empty count, and a key that does nothing here, say why', async () => {
    const lab = await begun('known-or-unknown');
    await lab.keys('Enter');
    expect(lab.state().notice).toContain('Press c (with a class) or r (rehearse)');
    await lab.keys('r', '←');
    expect(lab.state().notice).toBe('This is the first stop.');
    await lab.keys('t');
    expect(lab.state().notice).toBe('No hands are asked for at this stop.');
    await lab.keys('→', 't', 'Enter');
    expect(lab.text()).toContain('How many hands for "cooperate"? Type a number, 0 if there were none.');
  });
});
