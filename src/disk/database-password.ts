/**
 * Passwords that were typed in addresses of databases, kept for this run of the program and its threads, and nowhere else: what
 * is handed on is the address without them.
 */
import { readAddress } from '../core/database-address.ts';

/** What threads share. Loaded where there is an address: who names a file needs no threads. */
const shared = () => process.getBuiltinModule('node:worker_threads');

/** Keeps what was typed; gives the address without its password. Throws a UserError for what is no address. */
export function keepPassword(typed: string): string {
  const { shown, password } = readAddress(typed);
  if (password !== null) shared().setEnvironmentData(shown, password);
  return shown;
}

/** The password for this address: the one that stands in it, or was kept; null: none was typed. */
export function passwordFor(address: string): string | null {
  const { shown, password } = readAddress(address);
  const kept = shared().getEnvironmentData(shown);
  return password ?? (typeof kept === 'string' ? kept : null);
}
