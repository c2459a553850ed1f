import { afterEach, describe, expect, it } from 'vitest';
import { bench, type Bench } from './bench.test-data.ts';
import { expectWhole } from '../../test/whole-screen.ts';
import { configOf } from '../lab/set-up.ts';
import { linesOf } from '../lab/set-up-lines.ts';

const whole = (lab: Bench): void => expectWhole(lab.state());

const configAt = (lab: Bench): unknown => {
  const result = configOf(lab.screen('set-up').form);
  if ('problem' in result) throw new Error(result.problem);
  return result.config;
};

async function walk(lab: Bench, ...keys: readonly string[]): Promise<void> {
  whole(lab);
  for (const key of keys) {
    await lab.keys(key);
    whole(lab);
  }
}

afterEach(() => {
  delete process.env['HOMINES_ASCII'];
});

describe.each(['0', '1'])('with HOMINES_ASCII=%s every screen is whole', (ascii) => {
  const open = (): Promise<Bench> => {
    process.env['HOMINES_ASCII'] = ascii;
    return bench();
  };

  it('from home to the reasons of the dilemma, and back through the sessions', async () => {
    const lab = await open();
    await walk(
      lab,
      'Enter',
      '↓',
      '→',
      '→',
      's',
      '↓',
      'Escape',
      'd',
      'Enter',
      'Enter',
      'i',
      'Escape',
      'c',
      'Enter',
      'Enter',
      'a',
      'f',
      '→',
      'h',
      'Escape',
    );
    await walk(
      lab,
      'Escape',
      'Escape',
      '↑',
      'Enter',
      't',
      'x',
      'Escape',
      'Enter',
      'Enter',
      '→',
      '→',
      'e',
      'Escape',
      'Escape',
      'n',
    );
  });

  it('through the market', async () => {
    const lab = await open();
    await lab.open('Price duopoly');
    await walk(lab, 'Enter', 'Enter');
    if (lab.state().screen.at === 'instructions') await walk(lab, 'Enter');
    for (let round = 0; round < 10; round++)
      await walk(lab, 'Tab', '1', '5', 'Tab', '1', '6', 'Tab', '1', '7', ',', '5', 'Enter');
    await walk(lab, 'Enter', '↓', '←', 'a', 'f');
  });

  it('through the vehicles', async () => {
    const lab = await open();
    await lab.open('Vehicles');
    await walk(lab, 'Enter', 'Enter');
    for (let item = 0; item < 8; item++) {
      if (lab.state().play!.ask!.decision.input.kind === 'choice')
        await walk(lab, 's', 'Enter', '8', 'Enter', 'x', 'Enter');
      else await walk(lab, '8', 'Enter', 'x', 'Enter', 's', 'Enter');
    }
    await walk(lab, 'Enter', 'a', '↓', 'f', 'r', '→');
  });

  it('through a table of ten, nine of them people', async () => {
    const lab = await open();
    await lab.open('Public good');
    const label = (): string => linesOf(lab.screen('set-up').form)[lab.screen('set-up').line]!.label;
    while (label() !== 'Players') await walk(lab, '↓');
    while (lab.screen('set-up').form.game.seats(configAt(lab)).most < 10) await walk(lab, '→');
    while (label() !== '+ a person') await walk(lab, '↑');
    for (let people = 0; people < 8; people++) await walk(lab, '→');
    await walk(lab, 'Enter', 'w', 'Escape', 'Enter');
    if (lab.state().screen.at === 'instructions') await walk(lab, 'Enter');
    for (let player = 0; player < 9; player++) await walk(lab, 'Enter', 'i', 'Escape', '1', String(player), 'Enter');
    expect(lab.state().screen.at).toBe('result');
    for (let player = 0; player < 9; player++) await walk(lab, 'Tab');
    await walk(lab, 'Enter', 'Tab', 'e', 'Escape', 'Enter', 'a', 'Escape', 'Enter');
  });

  it('through a guess, two people and leaving', async () => {
    const lab = await open();
    await lab.open('Guess who');
    await walk(lab, 'Enter', 'Enter');
    for (let round = 0; round < 5; round++) await walk(lab, 'c', 'Enter');
    await walk(
      lab,
      'Enter',
      'Enter',
      'e',
      '5',
      'Enter',
      'Enter',
      'Escape',
      'Enter',
      '→',
      '→',
      '→',
      'Enter',
      'Enter',
      'Enter',
      'c',
      'Enter',
      'Enter',
      'Escape',
    );
  });

  it('with every line of every table, wherever the cursor stands', async () => {
    const lab = await open();
    for (let game = 0; game < 3; game++) {
      await walk(lab, ...Array.from({ length: game }, () => '↓'), 'Enter');
      for (let line = 0; line < linesOf(lab.screen('set-up').form).length; line++) await walk(lab, '→', '↓');
      await walk(lab, 's');
      for (let setting = 0; setting < 10; setting++) await walk(lab, '↓');
      await walk(lab, 'Escape', 'Escape');
    }
  });
});
