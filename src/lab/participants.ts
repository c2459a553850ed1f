/**
 * Whose data comes in: the session and the participants at the keyboard. A session is a rehearsal until it is named.
 * Rows are written with the first match or the first name, so that opening the lab and leaving it writes nothing.
 */
import { newCode, newSeed } from '../core/ids.ts';
import type { EventRow, LogRow, ParticipantRow, SessionRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';

/** A person: the code under which choices are kept, and what the researcher calls this person and this condition. */
export type Participant = Pick<ParticipantRow, 'code' | 'label' | 'treatment'>;

/** Whose data comes in now. */
export type CurrentSession = {
  readonly code: string;
  /** null: a rehearsal. */
  readonly name: string | null;
  /** The people at the keyboard: who chose the table first, then whoever else has sat down. */
  readonly people: readonly [Participant, ...Participant[]];
};

/** The lab goes on with its last session if that was used within this time (ms): a class, its break and its second half. Ours. */
export const GO_ON_WITHIN = 12 * 60 * 60 * 1000;

/** When something happens to a session as a whole, and to which. */
export type Happening = {
  readonly session: string;
  readonly match: null;
  readonly participant: null;
  readonly at: number;
};

/** What is said of a person who sits down; null: nothing. */
export type Introduction = Pick<Participant, 'label' | 'treatment'>;

export type Participants = {
  readonly current: CurrentSession;
  /** The first so many people at the keyboard; whoever is new has a code from now on. */
  people(count: number): readonly Participant[];
  /**
   * The codes of so many people, and the rows that have to be on disk before anything of theirs can be. Whoever has a
   * label is on disk when this resolves. Throws a UserError where a treatment contradicts the stored one.
   */
  sitDown(
    count: number,
    now: number,
  ): Promise<{ readonly codes: readonly string[]; readonly before: readonly LogRow[] }>;
  /** Those rows were committed. */
  written(rows: readonly LogRow[]): void;
  /**
   * Says who sits in this place, from 0. A label that the session knows goes on with that participant; a new one begins
   * another. Throws a UserError where a treatment contradicts the stored one.
   */
  introduce(place: number, introduction: Introduction): Promise<Participant>;
  nextPerson(): CurrentSession;
  startAfresh(now: number): CurrentSession;
  /** Goes on with what a match says: its session, and its people by their codes, who chose the table first. */
  goOn(session: { readonly code: string; readonly name: string | null }, codes: readonly string[]): Promise<void>;
  /** Whether it is clear who the first so many people are: they are new, or were introduced since the last match. */
  areSaid(count: number): boolean;
  /** Whether one of the first so many people has answered anything in this game, in this session. */
  havePlayed(count: number, game: string): Promise<boolean>;
  /** Keeps something that happened to this session as a whole. On disk when this resolves. */
  keep(event: (happening: Happening) => EventRow, now: number): Promise<void>;
  /** Names a session, this one or an earlier one: from then on it is data. On disk when this resolves. */
  nameSession(code: string, name: string, now: number): Promise<void>;
};

/**
 * Continues the latest lab session, or starts one that is not yet written. With a name it is the lab session of that name,
 * which is made, and written, where there is none. A session that is hosted in a room goes on there, and here by name only:
 * whoever tries something at this keyboard is nobody of that class. `now` in Unix milliseconds.
 */
export async function openParticipants(
  store: Store,
  version: string,
  now: number,
  name: string | null = null,
): Promise<Participants> {
  if (name !== null) {
    const code = await store.openSession(name, newSession(version, now));
    return participants(store, version, now, { code, name });
  }
  const latest = (await store.sessions())
    .filter(({ kind, lastAt }) => kind === 'lab' && now - lastAt < GO_ON_WITHIN)
    .toSorted((a, b) => b.lastAt - a.lastAt);
  for (const one of latest) if (!(await isRoom(store, one.code))) return participants(store, version, now, one);
  return participants(store, version, now, null);
}

const isRoom = async (store: Store, session: string): Promise<boolean> =>
  (await store.events(session)).some(({ kind }) => kind === 'hosted');

const newSession = (version: string, now: number): SessionRow => ({
  code: newCode(),
  kind: 'lab',
  seed: newSeed(),
  version,
  startedAt: now,
});

const newParticipant = (): Participant => ({ code: newCode(), label: null, treatment: null });

function participants(
  store: Store,
  version: string,
  opened: number,
  latest: { readonly code: string; readonly name: string | null } | null,
): Participants {
  const onDisk = new Set<string>(latest === null ? [] : [latest.code]);
  let row = newSession(version, opened);
  let current: CurrentSession = {
    code: latest?.code ?? row.code,
    name: latest?.name ?? null,
    people: [newParticipant()],
  };

  /** Whoever was introduced by a label since the last match. */
  const said = new Set<string>();
  const put = (place: number, person: Participant): void => {
    const [first, ...others] = people(place + 1).with(place, person);
    current = { ...current, people: [first!, ...others, ...current.people.slice(place + 1)] };
  };
  const people = (count: number): readonly Participant[] => {
    const [first, ...others] = current.people;
    const missing = Math.max(0, count - current.people.length);
    if (missing > 0)
      current = { ...current, people: [first, ...others, ...Array.from({ length: missing }, newParticipant)] };
    return current.people.slice(0, count);
  };
  const pending = (): readonly LogRow[] => (onDisk.has(current.code) ? [] : [{ table: 'session', row }]);
  const written = (rows: readonly LogRow[]): void => {
    for (const { table, row: stored } of rows)
      if (table === 'session' || table === 'participant') onDisk.add(stored.code);
  };
  const rowOf = (person: Participant, now: number): ParticipantRow => ({
    ...person,
    session: current.code,
    joinedAt: now,
  });

  return {
    get current() {
      return current;
    },
    people,
    written,
    async sitDown(count, now) {
      for (const [place, person] of people(count).entries()) {
        if (person.label === null || onDisk.has(person.code)) continue;
        const session = pending();
        await store.record(session);
        written(session);
        const stored = await store.openParticipant({ ...rowOf(person, now), label: person.label });
        if (person.treatment !== null) agreed(stored, person.treatment);
        onDisk.add(stored.code);
        put(place, identityOf(stored));
      }
      const seated = people(count);
      said.clear();
      const strangers = seated.filter(({ code }) => !onDisk.has(code));
      return {
        codes: seated.map(({ code }) => code),
        before: [
          ...pending(),
          ...strangers.map((person): LogRow => ({ table: 'participant', row: rowOf(person, now) })),
        ],
      };
    },
    async introduce(place, { label, treatment }) {
      const person = people(place + 1)[place]!;
      if (label !== null && label !== person.label) {
        if (current.people.some((other, at) => at !== place && other.label === label))
          throw new UserError(`${label} sits at this keyboard already: give each person a label of their own.`);
        const known = (await store.participants(current.code)).find((one) => one.label === label);
        if (known !== undefined) {
          if (treatment !== null) agreed(known, treatment);
          onDisk.add(known.code);
          put(place, identityOf(known));
        } else put(place, { code: onDisk.has(person.code) ? newCode() : person.code, label, treatment });
      } else if (onDisk.has(person.code)) {
        if (treatment !== null) agreed(person, treatment);
      } else put(place, { ...person, label, treatment });
      if (label !== null) said.add(current.people[place]!.code);
      return current.people[place]!;
    },
    nextPerson: () => (current = { ...current, people: [newParticipant()] }),
    startAfresh(now) {
      row = newSession(version, now);
      return (current = { code: row.code, name: null, people: [newParticipant()] });
    },
    async goOn({ code, name }, codes) {
      const stored = await store.participants(code);
      const [first = newParticipant(), ...others] = codes.map((one): Participant => {
        const known = stored.find((person) => person.code === one);
        return known === undefined ? { code: one, label: null, treatment: null } : identityOf(known);
      });
      for (const one of [code, ...codes]) onDisk.add(one);
      current = { code, name, people: [first, ...others] };
    },
    areSaid: (count) => people(count).every(({ code }) => !onDisk.has(code) || said.has(code)),
    async havePlayed(count, game) {
      for (const { code } of people(count)) {
        if (!onDisk.has(code)) continue;
        const matches = await store.matches({ session: current.code, participant: code, game });
        if (matches.some(({ decisions }) => decisions > 0)) return true;
      }
      return false;
    },
    async keep(event, now) {
      const before = pending();
      const row = event({ session: current.code, match: null, participant: null, at: now });
      await store.record([...before, { table: 'event', row }]);
      written(before);
    },
    async nameSession(code, name, now) {
      const mine = code === current.code;
      const before = mine ? pending() : [];
      const row: EventRow = { session: code, match: null, participant: null, kind: 'named', body: { name }, at: now };
      await store.record([...before, { table: 'event', row }]);
      written(before);
      if (mine) current = { ...current, name };
    },
  };
}

const identityOf = ({ code, label, treatment }: ParticipantRow): Participant => ({ code, label, treatment });

/** Throws a UserError where a person who is stored with another treatment, or without one, is given this one. */
function agreed({ code, label, treatment }: Participant, given: string): void {
  if (treatment === given) return;
  const who = label ?? code.slice(0, 4);
  throw new UserError(
    `${who} has played in this session ${treatment === null ? 'without a treatment' : `under the treatment ${treatment}`}, not under ${given}: leave the treatment out, or begin as another person.`,
  );
}

/** So many letters of a label or a treatment are kept. */
export const LONGEST_LABEL = 40;

/**
 * A participant's label or a treatment's name as it is stored: composed letters, single blanks; null where nothing was
 * typed. Throws a UserError, `what` named in it, for what is too long, holds a comma, or characters that do not print.
 */
export function readLabel(typed: string, what: 'label' | 'treatment'): string | null {
  const text = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (text === '') return null;
  if ([...text].length > LONGEST_LABEL || /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069,]/u.test(text))
    throw new UserError(
      `A ${what} has 1 to ${LONGEST_LABEL} letters, digits or signs and no comma, such as ${what === 'label' ? 'p07' : 'control'}; got ${JSON.stringify(typed.slice(0, 2 * LONGEST_LABEL))}.`,
    );
  return text;
}

/** What a person is called where people are listed: by the label, or the first letters of the code. */
export const called = (code: string, known: readonly Pick<Participant, 'code' | 'label'>[]): string =>
  known.find((one) => one.code === code)?.label ?? code.slice(0, 4);
