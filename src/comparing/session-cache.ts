/**
 * What was folded of a session, kept between runs: of each match who sat there and what was observed, so that it is neither read
 * nor folded again. Valid as long as the log proves that none of the rows it was made of has changed (`LogReader.proof`), for
 * this very program. A session that goes on is read from where it was kept.
 */
import { deserialize, serialize } from 'node:v8';
import { type KeptObservation, keptObservation } from '../analysis/compare/kept-observation.ts';
import type { MatchObservation } from '../analysis/compare/observations.ts';
import type { StoredAnswer } from '../core/log.ts';
import type { LogProof, LogReader } from '../core/log-reader.ts';
import type { CallFacts, LoggedMatch, SessionEntry, StoredMatch } from '../core/stored-rows.ts';
import type { FileCache } from '../disk/file-cache.ts';
import { placeOf } from '../disk/folder.ts';

/** What of a match is the same for many of a session; `like`: the code of one with the same game, settings and seats. */
type Kind = Pick<StoredMatch, 'wording' | 'presentation' | 'ending'> & { readonly like: string };

/** The matches of a session in their order. */
export type KeptSession = {
  /** How far the log went when this was made. */
  readonly rows: readonly number[];
  readonly codes: readonly string[];
  readonly startedAt: readonly number[];
  readonly participants: readonly StoredMatch['participants'][];
  readonly kinds: readonly Kind[];
  readonly kindOf: readonly number[];
  /** -1: of one that had not been finished. */
  readonly observedOf: readonly number[];
  readonly observations: readonly KeptObservation[];
  /** The calls to models in a match, by its place. */
  readonly calls: ReadonlyMap<number, readonly CallFacts[]>;
};

/** What has been seen of a session: its last match, and those among the earlier ones that had not ended. */
export type Seen = { readonly last: string | null; readonly open: readonly string[] };

/** What becomes of the matches of a session, in their order. */
export type Taking = {
  /** One that was read and has ended. */
  read(match: LoggedMatch<StoredAnswer>): Promise<void> | void;
  /** One that has not. */
  open(match: LoggedMatch<StoredAnswer>): void;
  /** One that was kept: what was observed of it (null: it was not finished), and how its calls ended (null: it had none). */
  again(
    match: StoredMatch,
    observed: KeptObservation | null,
    calls: readonly CallFacts[] | null,
  ): Promise<void> | undefined;
};

/** Notes the same, so that it can be kept. */
type SessionNotes = {
  read(match: LoggedMatch<StoredAnswer>, observed: MatchObservation | null, calls: readonly CallFacts[] | null): void;
  open(match: LoggedMatch<StoredAnswer>): void;
  again(match: StoredMatch, observed: KeptObservation | null, calls: readonly CallFacts[] | null): void;
  /** Ends them, and keeps them unless the log was written to meanwhile. Whether all of the session can be kept. */
  end(): Promise<boolean>;
};

/** Where what was folded of sessions is kept: a cache, and under which program. `least`: of sessions of so many matches. */
export type KeptFolds = { readonly cache: FileCache; readonly program: string; readonly least?: number };

/** The sessions of one log. */
export type SessionCache = {
  /** What was kept of a session, read with `game` alone; null: nothing that is valid. */
  read(session: SessionEntry, game: string | null): KeptSession | null;
  notes(session: SessionEntry, game: string | null): SessionNotes;
  /** What was made of all sessions under a question; null: nothing that is valid. */
  made(question: string): Uint8Array | null;
  /** Keeps what was made of all of them, unless the log was written to meanwhile. */
  keep(question: string, made: () => unknown): Promise<void>;
};

/** The same as it is kept. `rows`: how far the log went. */
type KeptMade = { readonly rows: readonly number[]; readonly bytes: Uint8Array };

/** Sessions of fewer matches are read as quickly as what was kept of them. */
const LEAST_MATCHES = 300;

/** Opens what is kept of a log, which is looked at now; null: nothing can be kept of it. */
export async function openSessions(
  log: LogReader,
  { cache, program, least = LEAST_MATCHES }: KeptFolds,
): Promise<SessionCache | null> {
  const place = placeOf(log.file);
  const fingerprint = await log.fingerprint();
  const proofName = JSON.stringify(['proof', place]);
  const proofKey = JSON.stringify({ places: [place] });
  const before = cache.read(proofName, proofKey);
  const found = await log.proof(before);
  if (found === null) return null;
  const { proof, proven } = found;
  const nameOf = ({ code }: SessionEntry, game: string | null): string =>
    JSON.stringify(['session', place, code, game]);
  const madeName = (question: string): string => JSON.stringify(['made of sessions', place, question]);
  const key = JSON.stringify({ places: [place], program, chain: proof.chain });
  let isProofKept = false;
  /** As long as nobody has written to the log, what was read is what is proven. At once: all sessions together take much room. */
  const keepUnder = async (name: string, value: () => unknown): Promise<void> => {
    if (fingerprint === null || (await log.fingerprint()) !== fingerprint) return;
    if (!isProofKept) cache.keep(proofName, proofKey, proof.bytes);
    isProofKept = true;
    cache.keep(name, key, serialize(value()));
  };

  return {
    read(session, game) {
      if (proven === null) return null;
      const bytes = cache.read(nameOf(session, game), key);
      if (bytes === null) return null;
      const kept: KeptSession = deserialize(bytes);
      return kept.rows.every((row, at) => row <= proven[at]!) ? kept : null;
    },
    made(question) {
      const found = proven === null ? null : cache.read(madeName(question), key);
      if (found === null) return null;
      const { rows, bytes }: KeptMade = deserialize(found);
      return rows.every((row, at) => row <= proven![at]!) ? bytes : null;
    },
    notes(session, game) {
      return newNotes(proof.rows, least, (kept) => keepUnder(nameOf(session, game), () => kept));
    },
    keep: (question, made) =>
      keepUnder(madeName(question), () => ({ rows: proof.rows, bytes: serialize(made()) }) satisfies KeptMade),
  };
}

/**
 * Takes the matches of a session as they were kept. Those that had not ended are read again, and one of each kind, so that their
 * settings and seats are the same objects as those of matches that are read. Null where one of these is not there.
 */
export async function takeKept(
  log: LogReader,
  session: SessionEntry,
  kept: KeptSession,
  taking: Taking,
): Promise<Seen | null> {
  const { codes, kinds, kindOf, observedOf, observations } = kept;
  const isOpen = (at: number): boolean => kinds[kindOf[at]!]!.ending === null;
  const wanted = new Set([...kinds.map(({ like }) => like), ...codes.filter((_, at) => isOpen(at))]);
  const found = new Map<string, LoggedMatch<StoredAnswer>>();
  for await (const matches of log.played({ session, cells: 'moves', codes: [...wanted] }))
    for (const match of matches) found.set(match.code, match);
  if (found.size < wanted.size) return null;
  const open: string[] = [];
  for (const [at, code] of codes.entries()) {
    const { like, wording, presentation, ending } = kinds[kindOf[at]!]!;
    if (ending === null) {
      const match = found.get(code)!;
      if (match.ending !== null) await taking.read(match);
      else {
        open.push(code);
        taking.open(match);
      }
      continue;
    }
    const { game, version, config, configText, seed, language, seats, disclosed } = found.get(like)!;
    const place = observedOf[at]!;
    const more = taking.again(
      {
        code,
        session,
        game,
        version,
        config,
        configText,
        seed,
        language,
        wording,
        seats,
        participants: kept.participants[at]!,
        disclosed,
        startedAt: kept.startedAt[at]!,
        ending,
        presentation,
        answers: NONE,
      },
      place < 0 ? null : observations[place]!,
      kept.calls.get(at) ?? null,
    );
    if (more !== undefined) await more;
  }
  return { last: codes.at(-1) ?? null, open };
}

const NONE: readonly never[] = [];

/** Empty notes of a session. `keep` takes all of it, unless it cannot be kept, was all kept before, or has fewer matches than `least`. */
function newNotes(rows: LogProof['rows'], least: number, keep: (kept: KeptSession) => Promise<void>): SessionNotes {
  const codes: string[] = [];
  const startedAt: number[] = [];
  const participants: StoredMatch['participants'][] = [];
  const kindOf: number[] = [];
  const observedOf: number[] = [];
  const observations: KeptObservation[] = [];
  const calls = new Map<number, readonly CallFacts[]>();
  const places = new Map<KeptObservation, number>();
  const { kinds, kindFor } = newKinds();
  const known = new Map<MatchObservation, KeptObservation | null>();
  /** Whether anything was read that had not been kept; and whether something of it cannot be kept. */
  let [isNew, isSpoilt] = [false, false];

  const add = (match: StoredMatch, observed: KeptObservation | null, asked: readonly CallFacts[] | null): void => {
    if (isSpoilt) return;
    if (asked !== null) calls.set(codes.length, asked);
    codes.push(match.code);
    startedAt.push(match.startedAt);
    participants.push(match.participants);
    kindOf.push(kindFor(match));
    let place = observed === null ? -1 : places.get(observed);
    if (place === undefined) places.set(observed!, (place = observations.push(observed!) - 1));
    observedOf.push(place);
  };

  return {
    again: add,
    read(match, observed, asked) {
      isNew = true;
      if (match.ending !== 'finished') return add(match, null, asked);
      let kept = observed === null ? null : known.get(observed);
      if (kept === undefined) known.set(observed!, (kept = keptObservation(observed!, match)));
      // What could not be folded is said, and what was told is numbered, anew each time.
      if (kept === null) isSpoilt = true;
      else add(match, kept, asked);
    },
    open(match) {
      add(match, null, null);
    },
    async end() {
      if (!isSpoilt && isNew && codes.length >= least)
        await keep({ rows, codes, startedAt, participants, kinds, kindOf, observedOf, observations, calls });
      return !isSpoilt;
    },
  };
}

/** The first match of a kind. */
type Known = { readonly one: StoredMatch; readonly kind: number };

/** What is the same for many matches, once each. */
function newKinds() {
  const kinds: Kind[] = [];
  const places = new Map<StoredMatch['seats'], Map<unknown, Known[]>>();
  const newMap = (): Map<unknown, Known[]> => new Map();
  const newList = (): Known[] => [];
  return {
    kinds,
    kindFor(match: StoredMatch): number {
      const { code: like, wording, presentation, ending } = match;
      const mine = at(at(places, match.seats, newMap), match.config, newList);
      const found = mine.find(({ one }) => isOfKind(one, match));
      if (found !== undefined) return found.kind;
      const kind = kinds.push({ like, wording, presentation, ending }) - 1;
      mine.push({ one: match, kind });
      return kind;
    },
  };
}

/** Whether two matches with the same settings and seats are of one kind. */
const isOfKind = (one: StoredMatch, other: StoredMatch): boolean =>
  one.game === other.game &&
  one.version === other.version &&
  one.disclosed === other.disclosed &&
  one.language === other.language &&
  one.wording === other.wording &&
  one.ending === other.ending &&
  one.presentation?.rotation === other.presentation?.rotation &&
  one.presentation?.phrasing === other.presentation?.phrasing;

/** The value of a key, made where there is none. */
function at<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
