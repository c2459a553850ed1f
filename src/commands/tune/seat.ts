/** A served run takes its seat: provider, agents and what their server honours in the lab's file, trusted since we started it. */
import { UserError } from '../../core/user-error.ts';
import type { DecisionFound } from '../../model/decision/found.ts';
import { findDecision } from '../../model/decision/find.ts';
import { newDialect } from '../../model/dialect.ts';
import { changeLab, type LabFile, readLab, type TunedFacts } from '../../model/lab-file.ts';
import { explain } from '../../model/call.ts';
import type { Provider } from '../../model/provider.ts';
import { rateLimiter } from '../../model/rate-limiter.ts';
import { clientOf } from '../../model/registry.ts';
import { keepSeated } from '../../model/seated-here.ts';
import { keepTrust } from '../../model/trust.ts';
import { standingWords, tunedStanding } from '../../tune/proof.ts';
import { digestIn, type FoundRun, proofsIn, readEvents } from '../../tune/run-read.ts';
import { TUNED, tunedId } from '../../tune/run-folder.ts';
import { waitLine } from '../shared/wait-line.ts';

/** The first answer of a model that lies on a processor is slow; milliseconds. */
const FIRST_MS = 120_000;

/** Tokens of an answer: twice what the longest reasons in a training set take. A small model that was not tuned never ends by itself. */
export const ANSWER_TOKENS = 256;

/** What is known of a run's model, as its agent has it. */
export function factsOf({ folder, run }: FoundRun, server: string): TunedFacts {
  const events = readEvents(folder);
  const standing = tunedStanding(proofsIn(events));
  return {
    run: run.name,
    data: run.data.hash,
    digest: digestIn(events),
    agent: run.data.control ? `control of ${run.data.agent}` : run.data.agent,
    standing: standingWords(standing),
    proven: standing.kind === 'tuned model',
    server,
  };
}

/**
 * Seats the models of runs and their bases as `tuned/NAME`, told what to expect, asked for words unless somebody chose
 * otherwise. How the server gives probabilities is found out once for a model and its server. Throws a UserError where the
 * lab's file cannot be written or the server does not answer.
 */
export async function seatRuns(
  lab: string,
  runs: readonly FoundRun[],
  served: { readonly address: string; readonly server: string },
  signal: AbortSignal,
): Promise<LabFile> {
  const provider: Provider = { name: TUNED, address: served.address };
  changeLab(lab, (now) => ({ ...now, providers: { ...now.providers, [TUNED]: { address: served.address } } }));
  keepTrust([provider], process.env);
  for (const one of runs) {
    const { run } = one;
    const id = tunedId(run.name);
    const facts = factsOf(one, served.server);
    const before = readLab(lab).agents[id];
    const known = before?.tuned?.digest === facts.digest && before.tuned.server === served.server;
    const decision = (known ? before.decision : undefined) ?? (await decisionOf(provider, run.name, signal));
    // The base stands behind the same server, with the same tokens: what is known of one is known of both.
    const seated = { ask: 'words', expects: true, settings: { max_completion_tokens: ANSWER_TOKENS } } as const;
    const base = tunedId(run.base.name);
    keepSeated(lab, id, facts, process.env);
    changeLab(lab, (now) => ({
      ...now,
      agents: {
        ...now.agents,
        [base]: { ...seated, ...now.agents[base], decision },
        [id]: { ...seated, ...now.agents[id], decision, tuned: facts },
      },
    }));
  }
  return readLab(lab);
}

/** How a served model gives probabilities; asked once in words before, so that its first slow answer is behind it. */
async function decisionOf(provider: Provider, model: string, signal: AbortSignal): Promise<DecisionFound> {
  const wait = waitLine();
  wait.draw(`Asking ${provider.name}/${model} for its first answer: on a processor that takes seconds to a minute`);
  try {
    return await foundDecision(provider, model, signal);
  } finally {
    wait.clear();
  }
}

async function foundDecision(provider: Provider, model: string, signal: AbortSignal): Promise<DecisionFound> {
  const client = clientOf(provider, null);
  const limit = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(FIRST_MS)]);
  const answer = await client.send(
    { model, messages: [{ role: 'user', content: 'Say yes.' }], max_completion_tokens: 1 },
    limit(),
  );
  signal.throwIfAborted();
  if (answer.trouble !== null)
    throw new UserError(`${provider.name}/${model} is served but does not answer: ${explain(answer)}.`);
  const sought = {
    connection: { client, model, limiter: rateLimiter(1), dialect: newDialect() },
    ...{ settings: {}, chats: true, limitMs: FIRST_MS },
  };
  const finding = await findDecision(sought, signal);
  if (finding.kind === 'found') return finding.found;
  throw new UserError(`${provider.name}/${model} could not be asked for probabilities: ${finding.why}.`);
}
