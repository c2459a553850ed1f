/** Who may come in: seats by number, labels of a roster, secrets of browsers. */
import { newCode } from '../core/ids.ts';
import type { EventRow, LogRow, ParticipantRow, Store } from '../core/log.ts';
import { hashOfSecret } from '../core/room-code.ts';
import { UserError } from '../core/user-error.ts';
import { readLabel } from '../lab/participants.ts';
import type { Joined, Joining, JoinRefusal } from './room.ts';
import type { RoomParts } from './room-parts.ts';
import { languageOf } from './game-language.ts';

export type EntranceParts = RoomParts & { readonly store: Pick<Store, 'openParticipant'> };

/** Takes a seat, or says why not; on disk when it resolves. */
export type Entrance = (who: Joining) => Promise<Joined>;

/** The entrance of this room. */
export function newEntrance({ plan, session, ledger, log, store, clock }: EntranceParts): Entrance {
  /** Numbers, labels and secrets of those whose rows are on their way to the disk. */
  const taking = { numbers: new Set<number>(), labels: new Set<string>(), secrets: new Map<string, Promise<Joined>>() };

  const labelOf = (typed: string | null): { readonly label: string | null } | { readonly refused: JoinRefusal } => {
    let label: string | null;
    try {
      label = typed === null ? null : readLabel(typed, 'label');
    } catch (error) {
      if (error instanceof UserError) return { refused: 'label unreadable' };
      throw error;
    }
    if (plan.roster === null) return { label };
    if (label === null) return { refused: 'label needed' };
    const said = label.toLocaleLowerCase();
    const line = plan.roster.find((one) => one.label === label || one.label.toLocaleLowerCase() === said);
    return line === undefined ? { refused: 'not on the roster' } : { label: line.label };
  };

  /** Decides before it awaits anything: others decide in the same moment. */
  const sit = (who: Joining, secret: string): Promise<Joined> => {
    const refuse = (refused: JoinRefusal): Promise<Joined> => Promise.resolve({ refused });
    const known = ledger.secrets.get(secret);
    if (known !== undefined) return Promise.resolve({ member: known.member });
    if (ledger.state() === 'ended') return refuse('ended');
    if (ledger.people.size + taking.numbers.size >= plan.most) return refuse('full');
    const said = labelOf(who.label);
    if ('refused' in said) return refuse(said.refused);
    const { label } = said;
    const used = (one: string): boolean =>
      taking.labels.has(one) || [...ledger.people.values()].some(({ member }) => member.label === one);
    if (label !== null && used(label)) return refuse('label taken');
    const number =
      1 + Math.max(0, ...taking.numbers, ...[...ledger.people.values()].map(({ member }) => member.number));
    taking.numbers.add(number);
    if (label !== null) taking.labels.add(label);
    return take(who, secret, label, number).finally(() => {
      taking.numbers.delete(number);
      if (label !== null) taking.labels.delete(label);
    });
  };

  const take = async (who: Joining, secret: string, label: string | null, number: number): Promise<Joined> => {
    const now = clock();
    const treatment = plan.roster?.find((one) => one.label === label)?.treatment ?? null;
    const fresh: ParticipantRow = { code: newCode(), session, label, treatment, joinedAt: now };
    const row = label === null ? fresh : await store.openParticipant({ ...fresh, label });
    const event: EventRow = {
      ...{ session, match: null, participant: row.code, kind: 'joined', at: now },
      body: { number, secret, language: plan.language ?? languageOf(who.language), told: who.told },
    };
    const before: LogRow[] = label === null ? [{ table: 'participant', row }] : [];
    if (label !== null) ledger.take([{ table: 'participant', row }]);
    await log.keep([...before, { table: 'event', row: event }]);
    const member = ledger.people.get(row.code)?.member;
    if (member === undefined) throw new Error(`${row.code} has joined and is not among the people of its room`);
    return { member };
  };

  return (who) => {
    const secret = hashOfSecret(who.secret);
    const before = taking.secrets.get(secret);
    if (before !== undefined) return before;
    const now = log.alone(() => sit(who, secret)).finally(() => taking.secrets.delete(secret));
    taking.secrets.set(secret, now);
    return now;
  };
}
