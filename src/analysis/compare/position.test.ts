/** What the place of an option does: found where it is planted, and not hidden by matches with the same answers. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Class, type ClassPlan, playClass } from '../../../test/class.ts';
import { telling, type TellingRule } from '../../../test/telling-agent.ts';
import { blocksAsText } from '../../core/blocks.ts';
import type { AnyGame, Decision } from '../../core/game.ts';
import { FIXED_ORDER } from '../../core/option-order.ts';
import { loadGame } from '../../disk/games.ts';
import { newcombe } from '../stats/rates.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';
import type { Comparison } from './document.ts';
import { conditionBlocks } from './figure-blocks.ts';

let dilemma: AnyGame;
beforeAll(async () => {
  dilemma = await loadGame('prisoners-dilemma');
});

/** The first option in 31 of 40 matches of either order (.775), whatever it is: as one small model answered. */
const firstOften = ({ input }: Decision, _: unknown, who: number) =>
  input.kind === 'number' ? input.min : input.options[Math.floor(who / 2) % 40 < 31 ? 0 : 1]!.value;

const turned = (who: number) => ({ rotation: who, phrasing: null });
const modelled = (given: Partial<ClassPlan>): Promise<Class> =>
  playClass({
    ...{ game: dilemma, name: 'models', people: 80, against: 'economicus', choose: firstOften, config: {} },
    model: { id: 'local/small', wordings: ['w'] },
    ...given,
  });

async function compared(...classes: readonly Class[]): Promise<Comparison> {
  const collector = newCollector([dilemma]);
  for (const { matches } of classes) for (const match of matches) collector.add(match);
  return compare(collector.observations(0), {
    ...{ by: 'session', files: [], sessions: [], treatments: new Map() },
    ...{ rehearsals: 0, models: [], references: [] },
  });
}
const found = ({ treatments }: Comparison, at = 0) => treatments[0]!.groups[at]!;

describe('the position effect', () => {
  test('of a model that says what stands first: .78 in one order, .50 over both, 55 points', async () => {
    const fixed = found(await compared(await modelled({})));
    expect(fixed.measures.find(({ measure }) => measure === 'cooperates first')!.mean).toBeCloseTo(0.775, 9);
    const both = await compared(await modelled({ presentation: turned }));
    const { position, measures } = found(both);
    expect(measures.find(({ measure }) => measure === 'cooperates first')!.mean).toBeCloseTo(0.5, 9);
    expect(position).toEqual({
      matches: { all: 0, turned: 80, game: 0 },
      effects: [
        {
          ...{
            measure: 'cooperates first',
            from: 'answers',
            range: null,
            first: { n: 40, chosen: 31 },
            last: { n: 40, chosen: 9 },
          },
          ...{
            difference: 22 / 40,
            interval: newcombe(31, 40, 9, 40),
            logOdds: null,
            method: 'Newcombe',
            without: null,
          },
        },
      ],
    });
    const text = blocksAsText(conditionBlocks(both.treatments[0]!));
    expect(text).toContain('50 %');
    expect(text).toContain('+55');
    expect(text).toContain('34 to 69');
  });

  test('matches with the same answers in another order are not one', async () => {
    const always = await modelled({ presentation: turned, choose: () => 'C' });
    const [{ answers, seats, config }] = [always.matches[0]!];
    const shared: Class = { ...always, matches: always.matches.map((match) => ({ ...match, answers, seats, config })) };
    const effect = found(await compared(shared)).position!.effects[0]!;
    expect(effect).toMatchObject({ first: { n: 40, chosen: 40 }, last: { n: 40, chosen: 40 }, difference: 0 });
    expect(found(await compared(always)).position).toEqual(found(await compared(shared)).position);
  });

  test('says where orders were drawn by lot, or stood fixed, and of people nothing', async () => {
    const notes = async (given: Partial<ClassPlan>): Promise<string> =>
      blocksAsText(conditionBlocks((await compared(await modelled(given))).treatments[0]!));
    expect(await notes({ presentation: turned })).not.toContain('lot');
    expect(await notes({ config: { order: 'drawn' } })).toContain('by lot in 80 matches');
    expect(await notes({})).toContain(FIXED_ORDER);
    expect(await notes({ presentation: turned })).not.toContain(FIXED_ORDER);
    // Of two models it is said of the one whose options stood still.
    const other = await modelled({
      presentation: turned,
      name: 'turned',
      model: { id: 'local/turned', wordings: ['w'] },
    });
    const two = blocksAsText(conditionBlocks((await compared(await modelled({}), other)).treatments[0]!));
    expect(two.replace(/\s+/g, ' ')).toMatch(/In front of \S+ options stood in one fixed order/);
    expect(two).not.toContain('local/turned options stood');
    const people = await compared(
      await playClass({ ...{ game: dilemma, name: 'c', people: 20, against: 'economicus', choose: firstOften } }),
    );
    expect(found(people).position).toBeNull();
    expect(people.treatments[0]!.fixedOrder).toBe(false);
  });

  test('of several wordings takes each as one cluster', async () => {
    const several = found(
      await compared(
        await modelled({ presentation: turned, model: { id: 'local/small', wordings: ['a', 'b', 'c', 'd'] } }),
      ),
    );
    expect(several).toMatchObject({ unit: 'wording', position: { effects: [{ method: 'Newcombe, clustered' }] } });
  });

  test('of a model that tells its probabilities is the gap between its orders, exact whatever was drawn', async () => {
    const WHOLE = { method: 'strategy', roles: 'drawn' };
    const tells = (rule: TellingRule) =>
      modelled({ config: WHOLE, people: 6, against: 'moralis:0.5', choose: () => '', agent: telling({ rule }) });
    // What stands first has .775, whatever it is: order 1 has defection first.
    const place = found(
      await compared(await tells((_, rotation) => (rotation === 0 ? [0.775, 0.225] : [0.225, 0.775]))),
    );
    expect(place.measures.find(({ measure }) => measure === 'cooperates first')!.mean).toBeCloseTo(0.5, 9);
    expect(place.position!.matches).toEqual({ all: 6, turned: 0, game: 0 });
    expect(place.position!.effects).toHaveLength(3);
    for (const { from, difference, first, interval, without } of place.position!.effects) {
      expect(difference).toBeCloseTo(0.55, 9);
      expect([from, first.n, interval]).toEqual(['probabilities', 1, null]);
      expect(without).toContain('situations');
    }
    // True log-odds θ at each node and 1 for whatever stands first: found within .02, whatever θ is.
    const THETA: Readonly<Record<string, number>> = { first: 1, after_C: -0.5, after_D: 2.2 };
    const planted: TellingRule = ({ key }, rotation) => {
      const p = 1 / (1 + Math.exp(-(THETA[key]! + (rotation === 0 ? 1 : -1))));
      return [p, 1 - p];
    };
    for (const { logOdds } of found(await compared(await tells(planted))).position!.effects)
      expect(Math.abs(logOdds! - 1)).toBeLessThan(0.02);
    const none = found(await compared(await tells(() => [0.6, 0.4])));
    for (const { difference, logOdds } of none.position!.effects)
      expect([difference, logOdds]).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
  });
});
