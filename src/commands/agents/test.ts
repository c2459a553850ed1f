/** `homines agents test ID`: five tiny requests, and what they show is kept. */
import { loadGames } from '../../disk/games.ts';
import { readModelId } from '../../agents/offline.ts';
import { clientOf, everyProvider } from '../../model/registry.ts';
import { changeLab, LAB_FILE, readLab } from '../../model/lab-file.ts';
import { limitFrom, RUN_LIMIT_S } from '../../model/limit.ts';
import { probe, type Probe } from '../../model/probe.ts';
import { keyOf } from '../../model/provider.ts';
import { refuseUntrusted } from '../../model/trust.ts';
import { diagnose, shutdownSentence } from '../../model/server.ts';
import { UserError } from '../../core/user-error.ts';
import { aligned, wrap } from '../shared/text-columns.ts';
import { print, printJson, printWait } from '../shared/print.ts';
import { trusting } from '../shared/trusting.ts';

export async function test(typed: string | undefined, asJson: boolean, trusts: boolean): Promise<number> {
  const lab = readLab(process.cwd());
  const known = Object.keys(lab.agents);
  if (typed === undefined)
    throw new UserError(
      `homines agents test needs a model, as in "homines agents test ${known[0] ?? 'openai/MODEL'}".`,
    );
  const providers = everyProvider(lab, process.env, process.cwd());
  const [game] = await loadGames();
  const named = readModelId(
    typed,
    game!,
    providers.map(({ name }) => name),
  );
  const provider = providers.find(({ name }) => name === named.provider)!;
  await trusting(trusts, () => refuseUntrusted(provider, process.env));
  const client = clientOf(provider, keyOf(provider, process.env));
  const limitMs = limitFrom(process.env, RUN_LIMIT_S);
  const limit = (): AbortSignal => AbortSignal.timeout(limitMs);
  printWait(`Asking ${typed} five short questions; ${limitMs / 1000} s at most, Ctrl-C stops.`);
  const tried = await probe(client, named.model, limit());
  if (!tried.ok) throw new UserError(`${await diagnose(provider, client, named.model, tried.http, limit())}.`);
  const id = `${named.provider}/${named.model}`;
  changeLab(process.cwd(), (now) => ({
    ...now,
    agents: { ...now.agents, [id]: { ...now.agents[id], probe: tried.probe } },
  }));
  const warning = shutdownSentence(id, tried.probe.shutdown, Date.now());
  if (asJson) return printJson({ id, address: provider.address, ...tried.probe, warning });
  print(`${id} at ${provider.address}: five requests, ${tried.probe.ms} ms each (median)\n`);
  print(
    aligned(
      FINDINGS.map(([what, meaning]) => [`  ${what}`, tried.probe[what], meaning]),
      3,
    ),
  );
  print(
    `\n${wrap(`yes and no are what was seen in one exchange each; refused: the server does not take the setting. Kept in ${LAB_FILE}.`)}`,
  );
  if (warning !== null) print(`\n${wrap(warning)}`);
  return 0;
}

const FINDINGS: readonly (readonly [what: 'schema' | 'seed' | 'logprobs' | 'system' | 'stop', meaning: string])[] = [
  ['schema', 'a JSON schema binds the answer against the words'],
  ['seed', 'one seed gives the same answer twice'],
  ['logprobs', 'token probabilities come with the answer'],
  ['system', 'a system message is followed'],
  ['stop', 'a stop text of several words ends the answer'],
] satisfies readonly (readonly [keyof Probe, string])[];
