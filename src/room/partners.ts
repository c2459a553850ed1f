/** Those who wait for others to play with, and the matches that begin of them. */
import { rng } from '../core/rng.ts';
import { seatOf } from '../lab/table-setting.ts';
import { type RoomPerson, seatIn } from './ledger.ts';
import type { Matches } from './matches.ts';
import { alonePage } from './page-id.ts';
import { pairing, type Waiting } from './pairing.ts';
import { peopleIn } from './place.ts';
import type { RoomParts } from './room-parts.ts';
import type { Stage } from './stage.ts';
import { standingOf } from './standing.ts';
import type { RoomTables } from './tables.ts';

export type PartnersParts = RoomParts & {
  readonly seed: number;
  readonly tables: RoomTables;
  readonly matches: Matches;
  since(member: string, what: string): number;
  gone(member: string): boolean;
  /** Something could not be done: whoever hosts is told why. */
  failed(error: unknown): void;
};

export type Partners = {
  /** Begins the matches that can begin now. `lots`: whoever waits is drawn, not taken in order. On disk when it resolves. */
  seat(lots?: boolean): Promise<void>;
  /** Whether anybody waits who may have waited long enough. */
  overdue(): boolean;
};

/** Those who wait in this room. */
export function newPartners(parts: PartnersParts): Partners {
  const { plan, session, seed, ledger, log, tables, matches, clock, since, gone, failed } = parts;

  /** Whose match is on its way to the disk. */
  const starting = new Set<string>();

  /** Who waits at which stage. */
  const waiting = (): ReadonlyMap<string, { readonly stage: Stage; readonly people: readonly RoomPerson[] }> => {
    const found = new Map<string, { readonly stage: Stage; readonly people: RoomPerson[] }>();
    if (ledger.state() !== 'running') return found;
    for (const person of ledger.people.values()) {
      if (starting.has(person.member.code)) continue;
      const standing = standingOf(person, ledger, plan);
      if (standing.at !== 'table' || tables.people(standing.stage, person.member) < 2 || gone(person.member.code))
        continue;
      const { stage } = standing;
      const here = found.get(stage.key) ?? { stage, people: [] };
      here.people.push(person);
      found.set(stage.key, here);
    }
    return found;
  };

  const waits = (person: RoomPerson, stage: Stage): Waiting => {
    const { code } = person.member;
    const shared = person.matches.filter((match) => peopleIn(match) > 1);
    return {
      code,
      since: since(code, stage.key),
      met: new Set(shared.flatMap(({ row }) => row.seats.flatMap(({ participant }) => participant ?? []))),
      firsts: shared.filter((match) => seatIn(match, code) === firstSeat(match.stage)).length,
    };
  };
  const firstSeat = (stage: Stage): number => {
    const table = plan.tables[stage.table];
    return stage.stop === null && table !== undefined ? seatOf(table) : 0;
  };

  /** Whether somebody may still come to this stage from an earlier one, or from a match that goes on. */
  const moreFor = (stage: Stage): boolean =>
    [...ledger.people.values()].some((person) => {
      if (gone(person.member.code) || person.matches.some((match) => match.stage.key === stage.key)) return false;
      const standing = standingOf(person, ledger, plan);
      return standing.at === 'match' || standing.at === 'over' || standing.at === 'alone'
        ? true
        : standing.at === 'table' && standing.stage.key !== stage.key;
    });

  const seat = async (lots: boolean): Promise<void> => {
    const work: Promise<void>[] = [];
    for (const { stage, people } of waiting().values()) {
      const index = ledger.at(stage).length;
      const { tables: groups, alone } = pairing(
        people.map((person) => waits(person, stage)),
        {
          ...{
            size: tables.people(stage, people[0]!.member),
            now: clock(),
            patience: plan.patience,
            more: moreFor(stage),
          },
          ...{ fill: plan.instead !== null, lots: lots ? rng(seed, 'lots', stage.key, index) : null },
          coin: rng(seed, 'first', stage.key, index),
        },
      );
      for (const { people: codes, short } of groups) {
        const members = codes.flatMap((code) => ledger.people.get(code)?.member ?? []);
        for (const code of codes) starting.add(code);
        work.push(
          matches.begin(stage, members, short).finally(() => {
            for (const code of codes) starting.delete(code);
          }),
        );
      }
      for (const participant of alone)
        work.push(
          log.keep([
            {
              table: 'event',
              row: {
                ...{ session, match: null, participant, kind: 'read on', at: clock() },
                body: { page: alonePage(stage.key) },
              },
            },
          ]),
        );
    }
    for (const one of await Promise.allSettled(work)) if (one.status === 'rejected') failed(one.reason);
  };

  return {
    seat: (lots = false) => log.alone(() => seat(lots)),
    overdue: () =>
      [...waiting().values()].some(({ stage, people }) =>
        people.some(({ member }) => clock() - since(member.code, stage.key) >= plan.patience),
      ),
  };
}
