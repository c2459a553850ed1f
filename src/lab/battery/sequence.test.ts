/** A battery with the lab's functions alone: its rows, its order, and that nothing is lost or asked twice wherever it is cut. */
import { describe, expect, it } from 'vitest';
import { rng } from '../../core/rng.ts';
import { UserError } from '../../core/user-error.ts';
import { loadGames } from '../../disk/games.ts';
import { choicesOf } from '../../analysis/preferences/match-choices.ts';
import { replay } from '../../match/replay.ts';
import type { Listener, LiveMatch } from '../live-match.ts';
import { type MemoryStore, memoryStore } from '../memory-store.test-data.ts';
import { openParticipants, type Participants } from '../participants.ts';
import { batteryOf, gamesIn, tablesOf } from './protocols.ts';
import { EIGHTEEN } from './size.ts';
import {
  begunSequence,
  holdSequence,
  isOver,
  nextMatchOf,
  opensBlock,
  readAgain,
  type Sequence,
  sequenceWith,
  unfinishedSequence,
} from './sequence.ts';
import { type BatterySetting, usualBattery } from './setting.ts';

const games = await loadGames();
let time = 1_700_000_000_000;
const clock = (): number => (time += 10);
const usual: BatterySetting = { ...usualBattery(games, 'last'), seed: 7 };
const placeOf = (store: MemoryStore) => ({ store, clock, games });

/** Answers every question by lot, until `stop` says no more: then it is left, or the program is gone. */
async function played(match: LiveMatch, stop: () => 'left' | 'killed' | null, asked: string[] = []) {
  const listener: Listener = {
    asked({ seat, decision }) {
      queueMicrotask(() => {
        const how = stop();
        if (how === 'left') return match.leave();
        if (how === 'killed') return;
        asked.push(`${match.match.code} ${seat} ${decision.key}`);
        const { input } = decision;
        const chance = rng(1, match.match.code, seat, decision.key);
        const answer = input.kind === 'choice' ? chance.pick(input.options).value : 10 * chance.below(11);
        match.answer(seat, { answer, shownAt: clock() });
      });
    },
    thinking: () => undefined,
    said: () => undefined,
    answered: () => undefined,
  };
  return match.play(listener);
}

/** All that is left of a battery, from where it stands. */
async function throughAll(store: MemoryStore, participants: Participants, from: Sequence, asked: string[] = []) {
  let sequence = from;
  while (!isOver(sequence)) {
    await played(await nextMatchOf(placeOf(store), participants, sequence), () => null, asked);
    sequence = await readAgain(placeOf(store), sequence);
  }
  return sequence;
}

async function whole(setting: BatterySetting = usual) {
  const store = memoryStore();
  const participants = await openParticipants(store, '1', clock(), 'study');
  const sequence = await throughAll(store, participants, await begunSequence(placeOf(store), participants, setting));
  return { store, participants, sequence };
}

describe('the battery of these games', () => {
  it('is six published sets of payoffs each of dilemma, trust and ultimatum, none of them an experiment or a lesson', () => {
    const { protocols } = batteryOf(games);
    expect(protocols).toHaveLength(EIGHTEEN);
    const counts = Map.groupBy(protocols, ({ game }) => game);
    expect([...counts].map(([game, mine]) => [game, mine.length])).toEqual([
      ['prisoners-dilemma', 6],
      ['trust', 6],
      ['ultimatum', 6],
    ]);
    expect(protocols.map(({ preset }) => preset)).not.toContain('trento');
  });
});

describe('a battery that is gone through', () => {
  it('stores eighteen matches in the order that it says, each with its place, neutral, beliefs and a full plan', async () => {
    const { store, participants, sequence } = await whole();
    const matches = await store.matches({ session: participants.current.code });
    expect(matches).toHaveLength(18);
    expect(store.of('event').flatMap((e) => (e.kind === 'protocol' ? [[e.match, e.body]] : []))).toEqual(
      matches.map(({ code }, at) => [code, { battery: 1, place: at + 1, of: 18 }]),
    );
    const tables = tablesOf(games, batteryOf(games).settings, sequence.protocols);
    for (const [at, match] of matches.entries()) {
      const { of, config } = tables[at]!;
      expect(match).toMatchObject({ game: of.name, config, disclosed: false, ending: 'finished', presentation: null });
      expect(config).toMatchObject({ method: 'strategy', roles: 'drawn', askBeliefs: true, neutral: true });
      const rows = await store.decisions(match.code);
      const mine = rows.filter(({ seat }) => seat === 0);
      const nodes = of.plans!(config).nodes.map(({ key }) => key);
      expect(mine.map(({ key }) => key)).toEqual([...nodes.map((key) => `belief_${key}`), ...nodes]);
      const [choice] = choicesOf({ game: of, match, played: replay(of, config, match.seed, 2, rows) }, 0);
      expect(choice).toMatchObject({
        ...{ method: 'strategy', roles: 'drawn', information: 'not disclosed', belief: { kind: 'stated' } },
      });
    }
    const configs = new Set(matches.map(({ game, config }) => game + JSON.stringify(config)));
    expect(configs.size).toBe(18);
  });

  it('shows the options of the first choice as its order says, in half of each block the other way round', async () => {
    const { store, sequence } = await whole();
    for (const [at, match] of sequence.matches.entries()) {
      const shown = (await store.decisions(match!.code)).find(({ seat, options }) => seat === 0 && options !== null);
      const sorted = [...shown!.options!].sort();
      expect(shown!.options!.join() !== sorted.join()).toBe(sequence.protocols[at]!.turned);
    }
    expect(sequence.protocols.filter(({ turned }) => turned)).toHaveLength(9);
  });

  it('says who opens a block, and draws two different protocols to be paid', async () => {
    const { sequence } = await whole();
    expect(sequence.protocols.map((_, at) => at).filter((at) => opensBlock(sequence, at))).toEqual([0, 6, 12]);
    for (let number = 1; number <= 60; number++) {
      const store = memoryStore();
      const participants = await openParticipants(store, '1', clock(), 'study');
      const { paid } = await begunSequence(placeOf(store), participants, { ...usual, seed: number });
      expect(paid.choices).not.toBe(paid.beliefs);
      for (const place of Object.values(paid)) expect(place).toBeGreaterThanOrEqual(1);
      for (const place of Object.values(paid)) expect(place).toBeLessThanOrEqual(18);
    }
  });

  it('gives the same matches for the same seed and participant, on any day', async () => {
    const facts = ({ sequence }: Awaited<ReturnType<typeof whole>>) => ({ ...sequence.protocols, ...sequence.paid });
    expect(facts(await whole())).toEqual(facts(await whole()));
    expect(facts(await whole({ ...usual, order: 5 }))).not.toEqual(facts(await whole()));
  });
});

describe('a battery that is interrupted', () => {
  it.each(Array.from({ length: 24 }, (_, i) => i))(
    'goes on where it stood after kills and leaves at moments by lot, nothing lost, nothing asked twice: %i',
    async (lot) => {
      const store = memoryStore();
      const chance = rng(lot, 'cuts');
      let participants = await openParticipants(store, '1', clock(), 'study');
      const people = lot % 3 === 0 ? 2 : 1;
      const setting = { ...usual, against: people === 2 ? 'human' : 'moralis:0.5' };
      let sequence = await begunSequence(placeOf(store), participants, setting);
      const [codes, order] = [sequence.people, sequence.protocols];
      const asked: string[] = [];
      let cuts = 0;
      while (!isOver(sequence)) {
        let left = chance.below(14);
        const how = chance.pick(['left', 'killed'] as const);
        while (!isOver(sequence)) {
          const match = await nextMatchOf(placeOf(store), participants, sequence);
          let cut = false;
          // A killed program resolves nothing: what it had begun has settled by then.
          const killed = Promise.withResolvers<void>();
          const stop = () => {
            if (left-- > 0) return null;
            cut = true;
            if (how === 'killed') setTimeout(killed.resolve, 8);
            return how;
          };
          await Promise.race([played(match, stop, asked), killed.promise]);
          if (cut) break;
          sequence = await readAgain(placeOf(store), sequence);
        }
        store.killed();
        cuts += 1;
        participants = await openParticipants(store, '1', clock(), 'study');
        const found = await unfinishedSequence(placeOf(store), participants.current.code);
        sequence = found ?? (await readAgain(placeOf(store), sequence));
      }
      expect(cuts).toBeGreaterThan(3);
      expect(asked).toHaveLength(new Set(asked).size);
      const matches = await store.matches({ session: participants.current.code });
      expect(matches.map(({ game }) => game)).toEqual(order.map(({ game }) => game));
      expect(sequence.people).toEqual(codes);
      expect(new Set(matches.flatMap(({ seats }) => seats.flatMap(({ participant }) => participant ?? [])))).toEqual(
        new Set(codes),
      );
      const human = store.of('decision').filter((row) => {
        const match = matches.find(({ code }) => code === row.match);
        return match?.seats[row.seat]?.kind === 'human';
      });
      expect(human).toHaveLength(people * (6 * 6 + 2 * 6 * 4));
      expect(human.every(({ revision }) => revision === 0)).toBe(true);
    },
  );

  it('is found by its people, by its matches, and by nobody while another window goes through it', async () => {
    const store = memoryStore();
    const participants = await openParticipants(store, '1', clock(), 'study');
    await participants.introduce(0, { label: 'p07', treatment: null });
    const begun = await begunSequence(placeOf(store), participants, usual);
    const match = await nextMatchOf(placeOf(store), participants, begun);
    await played(match, () => 'left');
    const session = participants.current.code;
    expect(await sequenceWith(placeOf(store), match.match.code)).toMatchObject({ number: 1, at: 0 });
    expect(await unfinishedSequence(placeOf(store), session)).toMatchObject({ number: 1 });
    const hold = await holdSequence(store, begun);
    expect(await unfinishedSequence(placeOf(store), session)).toBeNull();
    hold?.release();
    const later = await openParticipants(store, '1', clock(), 'study');
    await later.introduce(0, { label: 'p07', treatment: null });
    expect(await begunSequence(placeOf(store), later, { ...usual, seed: 99 })).toMatchObject({
      ...{ number: 1, seed: 7, protocols: begun.protocols },
    });
  });
});

describe('several participants of a session', () => {
  it('have numbers, orders and seeds of their own, from one stored seed', async () => {
    const store = memoryStore();
    const participants = await openParticipants(store, '1', clock(), 'study');
    const all: Sequence[] = [];
    for (let i = 0; i < 18; i++) {
      all.push(await begunSequence(placeOf(store), participants, { ...usual, seed: i === 0 ? 5 : null }));
      participants.nextPerson();
    }
    expect(all.map(({ number, order, seed }) => [number, order, seed])).toEqual(
      Array.from({ length: 18 }, (_, i) => [i + 1, i + 1, 5]),
    );
    const places = all.flatMap(({ protocols }) => protocols.map(({ game, preset }, at) => `${game} ${preset} ${at}`));
    expect(new Set(places).size).toBe(18 * 18);
    expect(new Set(all.flatMap(({ protocols }) => protocols.map(({ seed }) => seed))).size).toBeGreaterThan(320);
  });

  it('have a number each where two programs begin at once', async () => {
    const store = memoryStore();
    const open = () => openParticipants(store, '1', clock(), 'study');
    const both = [await open(), await open()];
    const begun = await Promise.all(both.map((one) => begunSequence(placeOf(store), one, usual)));
    expect(begun.map(({ number }) => number).sort()).toEqual([1, 2]);
  });

  it('who began as two go on as these two, whoever is named first, and not alone or with somebody else', async () => {
    const store = memoryStore();
    const named = async (...labels: readonly string[]) => {
      const people = await openParticipants(store, '1', clock(), 'study');
      for (const [seat, label] of labels.entries()) await people.introduce(seat, { label, treatment: null });
      return people;
    };
    const pair: BatterySetting = { ...usual, against: 'human' };
    const both = await named('a1', 'a2');
    const begun = await begunSequence(placeOf(store), both, pair);
    await played(await nextMatchOf(placeOf(store), both, begun), () => 'left');
    const again = await begunSequence(placeOf(store), await named('a2', 'a1'), pair);
    expect(again).toMatchObject({ number: 1, people: begun.people });
    const refused = 'a1 is in the middle of a battery in this session that a1 and a2 began: seat exactly them,';
    await expect(begunSequence(placeOf(store), await named('a1', 'zz'), pair)).rejects.toThrow(refused);
    await expect(begunSequence(placeOf(store), await named('a1'), usual)).rejects.toThrow(refused);
  });

  it('go through it once each', async () => {
    const { store } = await whole();
    const participants = await openParticipants(store, '1', clock(), 'study');
    await participants.introduce(0, { label: 'p08', treatment: null });
    const done = await throughAll(store, participants, await begunSequence(placeOf(store), participants, usual));
    expect(done.number).toBe(2);
    await expect(begunSequence(placeOf(store), participants, usual)).rejects.toThrow(
      'p08 has been through all 18 protocols in this session: seat somebody else, with a label of their own.',
    );
  });
});

describe('what cannot be', () => {
  const tables = (protocols: readonly { game: string; preset: string }[]) => () =>
    tablesOf(games, batteryOf(games).settings, protocols);

  it('a protocol that is not there is named, with what there is', () => {
    expect(tables([{ game: 'dictator', preset: 'x' }])).toThrow(
      /Unknown game of the battery "dictator"; choose .*trust/,
    );
    expect(tables([{ game: 'trust', preset: 'hgh' }])).toThrow(
      /Unknown preset of trust "hgh"; .* Did you mean "high"\?/,
    );
  });

  it('a language that is not spoken is named, with those that are', async () => {
    await expect(gamesIn(games, batteryOf(games), 'fr')).rejects.toThrow(UserError);
    await expect(gamesIn(games, batteryOf(games), 'fr')).rejects.toThrow(
      /not spoken in "fr": .* speaks en, de; choose one/,
    );
  });
});
