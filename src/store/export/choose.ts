/** Which sessions are exported, and what is refused before anything is written. */
import { nextTurn } from '../../core/breather.ts';
import { nearestName, UserError } from '../../core/user-error.ts';
import { real } from './names.ts';
import { anyDecision, isRehearsal, reading, type StoredSession, type Source } from './reading.ts';

export type SessionSelection = {
  readonly parts: readonly { readonly source: Source; readonly sessions: readonly StoredSession[] }[];
  /** Left out because they have no name. */
  readonly rehearsals: readonly StoredSession[];
  /** Left out because others were asked for. */
  readonly others: readonly StoredSession[];
};

/** Sessions by code or name, rehearsals too where a code names one; without `wanted` every session with a name, or `all`. */
export function chooseSessions(sources: readonly Source[], wanted: readonly string[], all: boolean): SessionSelection {
  const every = sources.flatMap(({ sessions }) => sessions);
  if (every.length === 0)
    throw new UserError(`${filesOf(sources)} ${holds(sources)} no session yet: play or run something first.`);
  for (const name of wanted) if (!every.some((one) => isNamed(one, name))) throw noSession(sources, every, name);
  const isWanted = (one: StoredSession): boolean => wanted.length === 0 || wanted.some((name) => isNamed(one, name));
  const isLeft = (one: StoredSession): boolean => wanted.length === 0 && !all && isRehearsal(one);
  const parts = sources.map((source) => ({
    source,
    sessions: source.sessions.filter((one) => isWanted(one) && !isLeft(one)),
  }));
  const rehearsals = every.filter((one) => isWanted(one) && isLeft(one));
  if (parts.every(({ sessions }) => sessions.length === 0))
    throw new UserError(
      `${filesOf(sources)} ${holds(sources)} only rehearsals (${sessionsSaid(rehearsals.length)} without a name): give a session its name in the lab, or export them with --all.`,
    );
  if (!parts.some(({ source, sessions }) => anyDecision(source, sessions)))
    throw new UserError(
      `Nothing has been answered yet in ${wanted.length === 0 ? `the sessions of ${filesOf(sources)}` : wanted.map((name) => `"${name}"`).join(', ')}${rehearsals.length === 0 ? '' : ' that have a name'}: play or run something first${rehearsals.length === 0 ? '' : ', or export rehearsals with --all'}.`,
    );
  return { parts, rehearsals, others: every.filter((one) => !isWanted(one)) };
}

const isNamed = ({ code, name }: StoredSession, wanted: string): boolean => code === wanted || name === wanted;
const sessionsSaid = (n: number): string => (n === 1 ? 'a session' : `${n.toLocaleString('en')} sessions`);
const filesOf = (sources: readonly Source[]): string => sources.map(({ file }) => file).join(' and ');
const holds = (sources: readonly Source[]): string => (sources.length === 1 ? 'holds' : 'hold');

function noSession(sources: readonly Source[], every: readonly StoredSession[], wanted: string): UserError {
  const nearest = nearestName(
    wanted,
    every.flatMap(({ code, name }) => (name === null ? [code] : [name, code])),
  );
  return new UserError(
    `${filesOf(sources)} ${holds(sources)} no session "${wanted}": "homines sessions" lists what there is.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

/** The same file by two names, or a copy of it, would count everything twice. */
export function refuseTwice(files: readonly string[]): void {
  const places = new Map<string, string>();
  for (const file of files) {
    const place = real(file);
    const before = places.get(place);
    if (before !== undefined)
      throw new UserError(
        before === file
          ? `${file} was named twice; name each database once.`
          : `${before} and ${file} are the same file; name each database once.`,
      );
    places.set(place, file);
  }
}

/** Matches have codes that are unique across files; one that two files hold was copied from one into the other. */
export async function refuseCopies(sources: readonly Source[]): Promise<void> {
  if (sources.length < 2) return;
  const streams = sources.map((source) => ({
    file: source.file,
    source,
    codes: source.db.prepare<[], string>('select code from match order by code').pluck().iterate(),
    now: '',
  }));
  const next = (stream: (typeof streams)[number]): boolean => {
    const { done, value } = reading(stream.source, () => stream.codes.next());
    stream.now = done === true ? '' : value;
    return done !== true;
  };
  try {
    let open = streams.filter(next);
    for (let steps = 1; open.length > 1; steps++) {
      const [least, other] = open.toSorted((one, two) => (one.now < two.now ? -1 : one.now > two.now ? 1 : 0));
      if (least!.now === other!.now)
        throw new UserError(
          `${least!.file} and ${other!.file} both hold the match ${least!.now}: one is a copy of the other, or of a part of it; name only one of them.`,
        );
      if (!next(least!)) open = open.filter((one) => one !== least);
      if (steps % 5000 === 0) await nextTurn();
    }
  } finally {
    for (const { codes } of streams) codes.return?.();
  }
}
