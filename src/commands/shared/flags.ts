/** Flags that several verbs share, and how their values are read. */
import { join } from 'node:path';
import type { By } from '../../analysis/compare/samples.ts';
import { type Belief, readNumber } from '../../core/game.ts';
import { isAddress } from '../../core/database-address.ts';
import { keepPassword } from '../../disk/database-password.ts';
import { UserError } from '../../core/user-error.ts';
import { ASKS } from '../../match/agent.ts';
import { list, many, on, text, wasTyped } from './verb.ts';
import { oneTyped } from './one-typed.ts';

/** Under the folder you stand in. */
export const DEFAULT_DB = join('data', 'lab.sqlite');

export const db = text('FILE', `the database, a file or postgres://… (default: ${DEFAULT_DB})`, readDatabase);
export const by = text('WHAT', 'how people are grouped: session (default), treatment or all', readBy);
export const databases = many('FILE', `a database, again for further ones (default: ${DEFAULT_DB})`);
/** The databases that were named, or the one of this folder. */
export const dbsOf = (named: readonly string[] | undefined): readonly string[] =>
  // Before the verb only one can be named, and it comes as it is.
  named === undefined || named.length === 0 ? [DEFAULT_DB] : [named].flat().map(readDatabase);
export const json = on('print one JSON document and nothing else');
export const fresh = on('computed anew: nothing kept of earlier comparisons is read, and nothing is kept');
/** The same where no command is typed. */
export const isFreshHere = (): boolean => !/^(0|no|false|off)?$/i.test(process.env['HOMINES_FRESH'] ?? '');
export const preset = text('NAME', 'a named set of settings, by name or code', (typed) => typed);
export const set = list('key=value', 'settings over the preset, several or repeated');
export const seed = text('N', 'the seed of everything drawn: same seed, same draws', readSeed);

/** What --resume and --again take where no session is named. */
export const LAST = 'last';

/** Questions at once with one key, unless said otherwise. Ours. */
export const AT_ONCE = 8;
const MOST_AT_ONCE = 1000;
export const concurrency = text('N', `questions to models at once with one key (default: ${AT_ONCE})`, readConcurrency);
export const maxSessionCost = text('USD', 'stop before the calls of the session cost more', readMaxCost);
export const maxCalls = text('N', 'stop before the session has more calls', readMaxCalls);
export const yes = on('do not wait for Enter before models are asked');
export const trust = on(
  'servers that this folder names may be asked, with the keys that it names: kept, and not asked again',
);

export const ask = text(
  'HOW',
  'how models are asked whose ids do not say (?ask=HOW): json (reasons, then the answer), words (the bare answer), decision (the probability of every option) or grid (those, and numbers on a grid of few)',
  oneTyped('way of asking', ASKS),
);

/** Throws a UserError where a way of asking was typed and no model sits at the table; one of the environment is for those that do. */
export function refuseAsk(models: number): void {
  if (models === 0 && wasTyped('ask'))
    throw new UserError('--ask is for language models, and none sits here: leave it out.');
}

function readConcurrency(typed: string): number {
  const count = wholeNumber(typed);
  if (count === null || count < 1 || count > MOST_AT_ONCE)
    throw new UserError(
      `How many questions at once is a whole number from 1 to ${MOST_AT_ONCE}, such as --concurrency 8; got "${typed}".`,
    );
  return count;
}

function readMaxCalls(typed: string): number {
  const count = wholeNumber(typed);
  if (count === null || count < 1)
    throw new UserError(
      `How many calls at most is a whole number of 1 or more, such as --max-calls 500; got "${typed}".`,
    );
  return count;
}

function readMaxCost(typed: string): number {
  const usd = readNumber(typed);
  if (usd === null || usd <= 0)
    throw new UserError(`A cap in USD is a number above 0, such as --max-cost 2.50; got "${typed}".`);
  return usd;
}

/** The name of a database: a file that stays, and that is found again by its name; or the address of one of PostgreSQL, whose password is kept apart. */
function readDatabase(typed: string): string {
  if (isAddress(typed.trim())) return keepPassword(typed.trim());
  if (/^:|^file:/i.test(typed.trim()))
    throw new UserError(
      `A database is a file, so that every choice is kept, such as --db ${DEFAULT_DB}; got "${typed}".`,
    );
  if (typed !== typed.trim() || typed === '')
    throw new UserError(
      `The name of a database has no blanks at its ends, such as --db ${DEFAULT_DB}; got "${typed}".`,
    );
  return typed;
}

/** A seed is a whole number from 0 on. */
function readSeed(typed: string): number {
  const number = wholeNumber(typed);
  if (number === null)
    throw new UserError(
      `A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, such as --seed 42; got "${typed}".`,
    );
  return number;
}

/** How many: a whole number from 1 on. */
export function readMatches(typed: string): number {
  const count = wholeNumber(typed);
  if (count === null || count < 1)
    throw new UserError(`How many matches is a whole number of 1 or more, such as --matches 100; got "${typed}".`);
  return count;
}

/** κ, a weight from 0 to 1. Throws a UserError for anything else. */
export function readKappa(typed: string): number {
  const kappa = readNumber(typed);
  if (kappa === null || kappa < 0 || kappa > 1)
    throw new UserError(`κ is a weight from 0 to 1, such as --kappa 0.5; got "${typed}".`);
  return kappa;
}

/** The rival's price, 0 or more, in the units of the settings. Throws a UserError for anything else. */
export function readRival(typed: string): number {
  const price = readNumber(typed);
  if (price === null || price < 0)
    throw new UserError(`The rival's price is a number of 0 or more, such as --rival 1.6; got "${typed}".`);
  return price;
}

/** uniform, like-minded, or probabilities separated by commas (by semicolons where decimals have commas). */
export function readBeliefs(typed: string): Belief {
  const plain = typed.trim().toLowerCase();
  if (plain === 'uniform' || plain === 'like-minded') return { kind: plain };
  const parts = plain.split(plain.includes(';') ? ';' : ',');
  const numbers = parts.map((part) => readNumber(part));
  if (parts.length === 1 && numbers[0] === null)
    throw new UserError(
      `Beliefs are uniform, like-minded, or probabilities from 0 to 1 such as 0.5,0.5,0.5; got "${typed}".`,
    );
  const wrong = numbers.findIndex((number) => number === null || number < 0 || number > 1);
  if (wrong >= 0)
    throw new UserError(
      `Each belief is a probability from 0 to 1, such as --beliefs 0.5,0.5,0.5; got "${parts[wrong]}" in "${typed}".`,
    );
  return { kind: 'given', numbers: numbers.filter((number) => number !== null) };
}

/** A whole number from 0 on; null: something else. */
export function wholeNumber(typed: string): number | null {
  const number = /^\d+$/.test(typed.trim()) ? Number(typed) : null;
  return number !== null && Number.isSafeInteger(number) ? number : null;
}

/** What a session is called. */
export function readName(typed: string): string {
  const name = typed.trim();
  if (name === '' || name.length > 100)
    throw new UserError(`A session's name has 1 to 100 letters, such as --session "class of 24 Nov"; got "${typed}".`);
  return name;
}

const BY: readonly By[] = ['session', 'treatment', 'all'];

/** How people are grouped, whatever the case of its letters. Throws a UserError for anything else. */
function readBy(typed: string): By {
  const found = BY.find((one) => one === typed.trim().toLowerCase());
  if (found === undefined)
    throw new UserError(`People are grouped by ${BY.join(', ')}, such as --by treatment; got "${typed}".`);
  return found;
}
