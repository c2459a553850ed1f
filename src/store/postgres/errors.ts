/** What went wrong with a PostgreSQL database, in one sentence that says what to do. Whatever is not the user's to mend is passed on as it is. */
import { readAddress } from '../../core/database-address.ts';
import { codeOf, inWords, type Sentence } from '../../disk/file-errors.ts';

/** The connection broke, or the server goes down or comes up: worth waiting for, and asking again. */
export const isLost = (error: unknown): boolean => lost.test(codeOf(error)) || absent.test(codeOf(error));

/** Somebody else is at it, or has the last free connection: worth waiting for. */
export const isBusy = (error: unknown): boolean => busy.test(codeOf(error));

/** A row of the same key is there already. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === '23505';

/** The row that this one belongs to is not there. */
export const isOrphan = (error: unknown): boolean => /^2350[23]$/.test(codeOf(error));

const lost = /^(CONNECTION_(CLOSED|DESTROYED)|CONNECT_TIMEOUT|ECONNRESET|EPIPE|08\w{3}|57P0[1235]|25P03|2F003|EPROTO)$/;
const absent = /^(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EAI_AGAIN|ENOENT)$/;
const busy = /^(55P03|40P01|40001|53300)$/;

const another = 'or name another database with --db';

const ofPostgres: readonly Sentence[] = [
  [
    /^(28P01|SASL_SIGNATURE_MISMATCH)$/,
    (at) =>
      `${at} does not let this user in: the password is wrong or missing; put it into the environment as PGPASSWORD, ${another}.`,
  ],
  [
    /^28000$/,
    (at) =>
      `${at} does not let this user in from this computer; ask whoever looks after that server (pg_hba.conf), ${another}.`,
  ],
  [
    /^3D000$/,
    (at) =>
      `There is no database ${readAddress(at).database ?? 'of this name'} at ${at}; make it with "createdb ${readAddress(at).database ?? 'NAME'}", ${another}.`,
  ],
  [
    /^42501$/,
    (at) =>
      `This user has no right to do that in ${at}: whoever plays needs "grant create, connect on database", whoever reads "grant usage on schema homines" and "grant select on all tables in schema homines"; ask whoever looks after that server.`,
  ],
  [
    /^(25006|57P04)$/,
    (at) =>
      `The database ${at} takes no rows (it is a copy that is only read); name the one that is written to with --db.`,
  ],
  [
    /^(53100|53000|53200)$/,
    (at, code) =>
      `The server of ${at} has no ${code === '53200' ? 'memory' : 'room'} left, so nothing more can be kept there; tell whoever looks after it and try again: what was stored before is safe.`,
  ],
  [
    /^53300$/,
    (at) =>
      `The server of ${at} has no connection free; close what else uses it, or let it have more (max_connections).`,
  ],
  [
    busy,
    (at) =>
      `The database ${at} is held by another program; close whatever else works on it (a long change, a copy) and try again, ${another}.`,
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/,
    (at) => `No computer of the name in ${at} is known here; look at the address, ${another}.`,
  ],
  [
    /^(XX00[12]|58030|58P01|SQLITE_CORRUPT_CELL|22P02|22P05)$/,
    (at) => `The database ${at} is damaged; put a backup in its place, ${another}.`,
  ],
  [
    /^(42P01|42703|42883|3F000)$/,
    (at) =>
      `The tables in ${at} are not as homines makes them; somebody changed them: put a backup in their place, ${another}.`,
  ],
  [
    /^(UNABLE_TO_|CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|EPROTO)/,
    (at) =>
      `The server of ${at} cannot show a certificate that is trusted here; ask whoever looks after it, or write sslmode=require into the address.`,
  ],
  [
    /^CONNECTION_ENDED$/,
    (at) => `The database ${at} was closed by this program while something was still asked of it.`,
  ],
  [
    new RegExp(`${lost.source}|${absent.source}`),
    (at) =>
      `The database ${at} does not answer; see whether PostgreSQL runs there and can be reached from this computer, then try again, ${another}: what was stored before is safe.`,
  ],
];

/** The same questions, of which whatever goes wrong with the database is worded, be it in what a cell holds. */
export const wordedAll = <Questions extends object>(questions: Questions, address: string): Questions =>
  new Proxy(questions, {
    get(all, name) {
      const found: unknown = Reflect.get(all, name);
      if (typeof found !== 'function') return found;
      return (...given: readonly unknown[]) => {
        const answer: unknown = Reflect.apply(found, all, given);
        if (!(answer instanceof Promise)) return answer;
        return answer.catch((error: unknown) => {
          throw worded(error, address);
        });
      };
    },
  });

/** Words an error of the database of this address, which has no password in it, or hands it back unchanged. */
export const worded = (error: unknown, address: string): unknown => inWords(ofPostgres, error, address);
