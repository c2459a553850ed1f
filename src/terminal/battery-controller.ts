/** A battery at the keyboard: begun or gone on with, protocol after protocol, told only after the last. */
import type { StoreApi } from 'zustand/vanilla';
import type { Block } from '../core/blocks.ts';
import type { Hold } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import {
  begunSequence,
  holdSequence,
  isOver,
  nextMatchOf,
  readAgain,
  type Sequence,
  type SequencePlace,
  sequenceWith,
  samePeople,
  unfinishedSequence,
} from '../lab/battery/sequence.ts';
import { type BatterySetting, listedTables } from '../lab/battery/setting.ts';
import type { LiveMatch } from '../lab/live-match.ts';
import type { Participants } from '../lab/participants.ts';
import type { LabState, Screen } from './state.ts';

export type BatteryController = {
  /** What the battery's first screen is: its instructions, or the page of one that was interrupted in this session. */
  opened(setting: BatterySetting): Promise<Screen>;
  /** Its instructions, for whoever sits at the keyboard now. */
  instructions(setting: BatterySetting): Promise<Screen>;
  /** Whoever sits at the keyboard begins; where that is refused, the screen that stands. */
  begun(): Promise<Screen>;
  /** The match of the protocol that comes next. */
  next(): Promise<LiveMatch>;
  /** After a match of it: what comes then. */
  after(): Promise<Screen>;
  /** After a mishap: where it stood, as it is on disk; of one that has not begun, or is not set any more, its instructions. */
  again(setting?: BatterySetting): Promise<Screen>;
  /** Somebody else sits down. */
  another(): Promise<Screen>;
  /** The battery that this match belongs to goes on; false: it belongs to none. */
  adopt(match: string): Promise<boolean>;
  /** It is left as it stands. */
  left(): void;
};

export function batteryController(
  place: SequencePlace,
  participants: Participants,
  state: StoreApi<LabState>,
): BatteryController {
  let hold: Hold | null = null;
  const left = (): void => {
    hold?.release();
    hold = null;
  };

  /** This sequence is gone through here, and by no other window. */
  const takes = async (setting: BatterySetting, sequence: Sequence): Promise<void> => {
    const { battery } = state.getState();
    const same = battery?.sequence?.number === sequence.number && battery.sequence.session === sequence.session;
    if (!same || hold === null) {
      left();
      hold = await holdSequence(place.store, sequence);
      if (hold === null)
        throw new UserError('This battery is gone through in another window: go on there, or leave it there first.');
    }
    state.setState({ battery: { setting, sequence }, current: participants.current });
  };

  const instructions = async (setting: BatterySetting): Promise<Screen> => {
    const tables = await listedTables(place.games, setting);
    state.setState({ battery: { setting, sequence: null }, current: participants.current });
    return { at: 'battery', stage: 'instructions', first: 0, tables };
  };

  const now = (): NonNullable<LabState['battery']> => {
    const { battery } = state.getState();
    if (battery === null) throw new Error('no battery is set');
    return battery;
  };
  const going = (): Sequence => {
    const { sequence } = now();
    if (sequence === null) throw new Error('no battery has begun');
    return sequence;
  };

  return {
    left,
    instructions,
    async opened(setting) {
      const { current } = participants;
      // Whoever was introduced has an own battery; else the latest that was interrupted goes on.
      const said = current.people.filter(({ label }) => label !== null).map(({ code }) => code);
      const open = await unfinishedSequence(
        place,
        current.code,
        ({ people }) => said.length === 0 || samePeople(people, said),
      );
      if (open === null) return instructions(setting);
      await participants.goOn(current, open.people);
      await takes(setting, open);
      return { at: 'battery', stage: 'interrupted', first: 0 };
    },
    async begun() {
      const { setting } = now();
      await takes(setting, await begunSequence(place, participants, setting));
      return { at: 'battery', stage: 'next', first: 0 };
    },
    next: () => nextMatchOf(place, participants, going()),
    async after() {
      const { setting } = now();
      const sequence = await readAgain(place, going());
      await takes(setting, sequence);
      if (!isOver(sequence)) return { at: 'battery', stage: 'next', first: 0 };
      left();
      const told = sequence.explained ? await toldTo(place, sequence) : [];
      return { at: 'battery', stage: 'over', first: 0, told, seat: 0 };
    },
    async again(set) {
      const { battery } = state.getState();
      const setting = battery?.setting ?? set;
      if (setting === undefined) throw new Error('no battery is set');
      if (!battery?.sequence) return instructions(setting);
      await takes(setting, await readAgain(place, battery.sequence));
      return { at: 'battery', stage: 'interrupted', first: 0 };
    },
    another() {
      left();
      const { setting } = now();
      participants.nextPerson();
      return instructions(setting);
    },
    async adopt(match) {
      const sequence = await sequenceWith(place, match);
      if (sequence === null) return false;
      const { settings, protocols, against, language, explained, seed } = sequence;
      await takes({ battery: { settings, protocols }, against, language, explained, seed, order: null }, sequence);
      return true;
    },
  };
}

/** What each of the people is told at the end; statistics are loaded when it comes to that. */
async function toldTo({ store }: SequencePlace, sequence: Sequence): Promise<readonly (readonly Block[])[]> {
  const { reviewBlocks, reviewOf } = await import('../lab/battery/review.ts');
  return Promise.all(
    sequence.people.map(async (_, seat) => reviewBlocks(sequence, seat, await reviewOf(store, sequence, seat))),
  );
}
