/**
 * Whom a person trusts: which addresses may be sent questions, and the value of which variable goes with them. A folder's
 * settings may come from anybody, so what they name is used only after a person has seen it and said so, once. That is kept
 * outside the folder, by a hash of what was shown: whatever names another address or another variable is asked about anew.
 */
import { createHash } from 'node:crypto';
import { UserError } from '../core/user-error.ts';
import { isKeyName } from '../disk/environment.ts';
import { personalRecord } from './personal-record.ts';
import { builtIn, type Provider } from './provider.ts';

/** What would be sent where: questions to this address, and the value of this variable if there is one. */
export type Sending = Pick<Provider, 'name' | 'address' | 'keyName'>;

/** A server that nobody has trusted yet was to be asked. */
export class Untrusted extends UserError {
  readonly sending: Sending;
  constructor(sending: Sending) {
    super(
      `${sending.name} is not trusted yet: the settings of this folder would send ${sentWords(sending)} to ${sending.address}; if that is right say so once with --trust, or choose theory agents such as economicus.`,
    );
    this.sending = sending;
  }
}

const trusted = personalRecord('trusted');

/** Whether a person has said that this may be sent. What the person's own environment names needs no saying. */
export function isTrusted(sending: Sending, env: NodeJS.ProcessEnv): boolean {
  const own = builtIn(env);
  if (sending.address === own.address && sending.keyName === own.keyName) return true;
  return trusted.has(hashOf(sending), env);
}

/** Throws Untrusted where nobody has said that this may be sent. */
export function refuseUntrusted(sending: Sending, env: NodeJS.ProcessEnv): void {
  if (!isTrusted(sending, env)) throw new Untrusted(sending);
}

/** Keeps that a person has said so: on disk for every folder that names the same, or, where that fails, for this process. */
export function keepTrust(sendings: readonly Sending[], env: NodeJS.ProcessEnv, now = Date.now()): void {
  for (const sending of sendings.filter((one) => !isTrusted(one, env))) {
    const { address, keyName } = sending;
    const text = JSON.stringify({ address, key: keyName ?? null, at: new Date(now).toISOString() });
    trusted.keep(hashOf(sending), `${text}\n`, env);
  }
}

const hashOf = ({ address, keyName }: Sending): string =>
  createHash('sha256')
    .update(JSON.stringify([address, keyName ?? null]))
    .digest('hex');

/** "questions and the value of TOGETHER_API_KEY". */
export const sentWords = ({ keyName }: Pick<Sending, 'keyName'>): string =>
  keyName === undefined ? 'questions, without a key,' : `questions and the value of ${keyName}`;

/** What a person should know before saying yes: each in a sentence. */
export function warningsOf({ address, keyName }: Sending): readonly string[] {
  const unlike = keyName !== undefined && !looksLikeModelKey(keyName);
  const open = keyName !== undefined && isUnencrypted(address);
  return [
    ...(unlike
      ? [`${keyName} does not look like the key of a model server: its value would leave this computer.`]
      : []),
    ...(open ? [`${address} is not encrypted: whoever is on the way can read the key.`] : []),
  ];
}

/** Names of other services' secrets, which no model server has to know. */
const OTHERS =
  /^(AWS|GITHUB|GH|GITLAB|CI|DOCKER|SSH|GPG|STRIPE|SLACK|TWILIO|PG|MYSQL|POSTGRES|REDIS)_|SECRET|PASS|PRIVATE/;

const looksLikeModelKey = (name: string): boolean => isKeyName(name) && !OTHERS.test(name);

/** Whether an address is http on another computer. */
function isUnencrypted(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname);
}

/** Whether a host, as URLs have it, is this computer: an address of the loopback, or localhost; no name that only looks so. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(hostname);
