/** Which sessions are exported, and what is refused before anything is written. */
import type { LogReader } from '../../core/log-reader.ts';
import { isRehearsal, type SessionEntry } from '../../core/stored-rows.ts';
import { nearestName, UserError } from '../../core/user-error.ts';
import { byHand } from '../../core/shell.ts';

/** A log with those of its sessions that are exported. */
export type LogPart = { readonly log: LogReader; readonly sessions: readonly SessionEntry[] };

/** The sessions that are exported, by log, and those that are not. */
export type SessionSelection = {
  readonly parts: readonly LogPart[];
  /** Left out because they have no name. */
  readonly rehearsals: readonly SessionEntry[];
  /** Left out because others were asked for. */
  readonly others: readonly SessionEntry[];
};

/**
 * Sessions by code or name, rehearsals too where a code names one; without `wanted` every session with a name, or `all`.
 * Rejects with a UserError where a session that is wanted is not there, or nothing is left to export.
 */
export async function chooseSessions(
  logs: readonly LogReader[],
  wanted: readonly string[],
  all: boolean,
): Promise<SessionSelection> {
  const sources: LogPart[] = [];
  for (const log of logs) sources.push({ log, sessions: await log.catalogue() });
  const every = sources.flatMap(({ sessions }) => sessions);
  if (every.length === 0)
    throw new UserError(`${filesOf(logs)} ${holds(logs)} no session yet: play or run something first.`);
  for (const name of wanted) if (!every.some((one) => isNamed(one, name))) throw noSession(logs, every, name);
  const isWanted = (one: SessionEntry): boolean => wanted.length === 0 || wanted.some((name) => isNamed(one, name));
  const isLeft = (one: SessionEntry): boolean => wanted.length === 0 && !all && isRehearsal(one);
  const parts = sources.map(({ log, sessions }) => ({
    log,
    sessions: sessions.filter((one) => isWanted(one) && !isLeft(one)),
  }));
  const rehearsals = every.filter((one) => isWanted(one) && isLeft(one));
  if (parts.every(({ sessions }) => sessions.length === 0))
    throw new UserError(
      `${filesOf(logs)} ${holds(logs)} only rehearsals (${sessionsSaid(rehearsals.length)} without a name): give a session its name in the lab, or export them with --all.`,
    );
  if (!(await anyAnswer(parts)))
    throw new UserError(
      `Nothing has been answered yet in ${wanted.length === 0 ? `the sessions of ${filesOf(logs)}` : wanted.map((name) => `"${name}"`).join(', ')}${rehearsals.length === 0 ? '' : ' that have a name'}: play or run something first${rehearsals.length === 0 ? '' : ', or export rehearsals with --all'}.`,
    );
  return { parts, rehearsals, others: every.filter((one) => !isWanted(one)) };
}

const isNamed = ({ code, name }: SessionEntry, wanted: string): boolean => code === wanted || name === wanted;
const sessionsSaid = (n: number): string => (n === 1 ? 'a session' : `${n.toLocaleString('en')} sessions`);
const filesOf = (logs: readonly LogReader[]): string => logs.map(({ file }) => file).join(' and ');
const holds = (logs: readonly LogReader[]): string => (logs.length === 1 ? 'holds' : 'hold');

/** Whether anything was answered in these sessions. */
async function anyAnswer(parts: readonly LogPart[]): Promise<boolean> {
  for (const { log, sessions } of parts)
    for (const session of sessions)
      for await (const matches of log.played({ session, cells: 'questions' }))
        if (matches.some(({ answers }) => answers.length > 0)) return true;
  return false;
}

function noSession(logs: readonly LogReader[], every: readonly SessionEntry[], wanted: string): UserError {
  const nearest = nearestName(
    wanted,
    every.flatMap(({ code, name }) => (name === null ? [code] : [name, code])),
  );
  return new UserError(
    `${filesOf(logs)} ${holds(logs)} no session "${wanted}": "${byHand('sessions')}" lists what there is.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

/**
 * Matches have codes that are unique across files; one that two files hold was copied from one into the other, and is
 * refused with a UserError.
 */
export async function refuseCopies(logs: readonly LogReader[]): Promise<void> {
  if (logs.length < 2) return;
  const streams = logs.map((log) => ({ file: log.file, codes: oneByOne(log.codes()), now: '' }));
  const next = async (stream: (typeof streams)[number]): Promise<boolean> => {
    const { done, value } = await stream.codes.next();
    stream.now = value ?? '';
    return done !== true;
  };
  let open: typeof streams = [];
  for (const stream of streams) if (await next(stream)) open.push(stream);
  while (open.length > 1) {
    const [least, other] = open.toSorted((one, two) => (one.now < two.now ? -1 : one.now > two.now ? 1 : 0));
    if (least!.now === other!.now)
      throw new UserError(
        `${least!.file} and ${other!.file} both hold the match ${least!.now}: one is a copy of the other, or of a part of it; name only one of them.`,
      );
    if (!(await next(least!))) open = open.filter((one) => one !== least);
  }
}

async function* oneByOne<T>(pieces: AsyncIterable<readonly T[]>): AsyncGenerator<T, undefined> {
  for await (const piece of pieces) yield* piece;
}
