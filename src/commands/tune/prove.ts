/** Proofs 4 and 5 of a served run: what the server reads, and that the tuned name is not its base. Kept in the run's events. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { jsonIn } from '../../disk/text-file.ts';
import type { ModelConnection } from '../../model/call.ts';
import { newDialect } from '../../model/dialect.ts';
import { changeLab, readLab } from '../../model/lab-file.ts';
import { rateLimiter } from '../../model/rate-limiter.ts';
import { clientOf } from '../../model/registry.ts';
import { keepSeated } from '../../model/seated-here.ts';
import type { ServerName } from '../../trainer/server-names.ts';
import { type Proof, tunedStanding } from '../../tune/proof.ts';
import type { TuneRow } from '../../tune/row.ts';
import { RUN_FILES, TUNED, tunedId, type TuningEvent } from '../../tune/run-folder.ts';
import { adapterDigest, appendEvent, digestIn, type FoundRun, proofsIn, readEvents } from '../../tune/run-read.ts';
import { readTrainingSet } from '../../tune/set-read.ts';
import { type ServedText, templateProof, trainedTexts } from '../../tune/template-proof.ts';
import { readBefore } from '../../tune/trainer-forms.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { waitLine } from '../shared/wait-line.ts';
import { aliveAsked, type AliveAsking, aliveRows, LIMIT_MS, spread, write } from './alive-asked.ts';
import { factsOf } from './seat.ts';
import { renderedFile } from './served.ts';

/** Rows of each answer form whose text is compared, beside those that are asked in it anyway. */
const READ_EACH = 4;

/** Whether a run's model has to be proved: it has not been since it was trained, or its adapter is another since. */
export function isUnproved(folder: string): boolean {
  const events = readEvents(folder);
  const finished = events.findLastIndex(({ kind }) => kind === 'finished');
  const alive = events.findLastIndex((event) => event.kind === 'proof' && event.proof.name === 'alive');
  if (alive < 0 || alive < finished) return true;
  // Last, since it reads all of the adapter.
  return tunedStanding(proofsIn(events)).kind !== 'not a tuned model' && otherAdapter(folder, events) !== null;
}

/** Why the adapter that lies in a run's folder is not the one that its training ended with; null: it is, or none lies there. */
function otherAdapter(folder: string, events: readonly TuningEvent[]): string | null {
  const then = digestIn(events);
  const now = adapterDigest(folder);
  if (then === null || now === null || then === now) return null;
  return `the adapter in its folder is not the one with which its training ended (SHA-256 ${now.slice(0, 12)} now, ${then.slice(0, 12)} then)`;
}

export type ProveRequest = {
  readonly found: FoundRun;
  /** Where it answers, /v1 included. */
  readonly address: string;
  readonly server: ServerName;
  /** The lab folder. */
  readonly lab: string;
  readonly signal: AbortSignal;
};

/**
 * Asks the tuned name and its base the same questions, and keeps both proofs. Shows how far it is. Throws a UserError where
 * the rows or the trainer's texts are not there, or the server stops answering.
 */
export async function prove({ found, address, server, lab, signal }: ProveRequest): Promise<readonly Proof[]> {
  const { folder, run } = found;
  const texts = trainedTexts(folder);
  const data = readTrainingSet(join(folder, RUN_FILES.data));
  const looks = aliveRows(data);
  const trained = looks[0]?.rows.filter(({ split }) => split === 'train') ?? [];
  if (looks.every(({ rows }) => rows.length === 0))
    throw new UserError(`${folder} has no rows to ask: its data were taken away.`);
  const client = clientOf({ name: TUNED, address }, null);
  const connect = (model: string): ModelConnection => ({
    ...{ client, model, limiter: rateLimiter(1), dialect: newDialect(['response_format']) },
  });
  const seen = reader(server, address, lab, run.name);
  const wait = waitLine();
  const since = performance.now();
  const served: ServedText[] = [];
  const toRead = trained.length === 0 ? [] : extra(data.train, trained);
  const progress = (done: number, of: number): void => {
    const left = ((performance.now() - since) / Math.max(1, done)) * (of - done);
    const time = done === 0 ? '' : `, ${Math.ceil(left / 1000)} s left`;
    wait.draw(`Proving that ${run.name} is what was trained: ${done} of ${of} questions${time}`);
  };
  let asked = 0;
  const asking: AliveAsking = {
    ...{ tuned: connect(run.name), base: connect(run.base.name), looks, atOnce: 1, signal },
    decision: readLab(lab).agents[tunedId(run.name)]?.decision ?? null,
    before: readBefore,
    agreement: !run.data.control && data.set.lambda === null,
    async around(row, work) {
      const { made, text } = await seen.around(row, work);
      if (text !== null && row.split === 'train') served.push({ id: row.id, text });
      return made;
    },
    progress: (done, of) => progress((asked = done), of + toRead.length),
    lost: (_, why) =>
      new UserError(
        `${tunedId(run.name)} could not be proved, its server stopped answering (${why}): "${byHand(`tune serve ${run.name}`)}" tries again.`,
      ),
  };
  let alive: Proof;
  try {
    alive = await aliveAsked(asking);
    for (const row of toRead) {
      progress((asked += 1), asked + toRead.length);
      await asking.around(row, () => write(asking, 'tuned', row, 1));
    }
  } finally {
    wait.clear();
    seen.close();
  }
  const at = Date.now();
  const other = otherAdapter(folder, readEvents(folder));
  const proofs = [
    templateProof(texts, served, server, at),
    // What was proved has to be what the run's rows and reports name by its digest.
    other === null ? alive : { ...alive, passed: false, fault: alive.fault ?? other },
  ];
  for (const proof of proofs) appendEvent(folder, { kind: 'proof', at, proof });
  return proofs;
}

/** Further rows of each answer form, whose text alone is compared. */
function extra(train: readonly TuneRow[], asked: readonly TuneRow[]): readonly TuneRow[] {
  const others = train.filter((row) => !asked.includes(row) && row.answerForm !== 'decision');
  const forms = ['words', 'json'] as const;
  return forms.flatMap((form) =>
    spread(
      others.filter(({ answerForm }) => answerForm === form),
      READ_EACH,
    ),
  );
}

type Reader = {
  /** Does something that puts this row to the tuned name, and gives the text that its server reads; null: it does not say. */
  around<Of>(row: TuneRow, work: () => Promise<Of>): Promise<{ readonly made: Of; readonly text: string | null }>;
  close(): void;
};

const read = z.object({ model: z.string(), text: z.string() });
const tokenized = z.object({ tokens: z.array(z.number()) });
const prompted = z.object({ prompt: z.string() });

/**
 * How a server tells what it reads. transformers' own writes it into a file while that is there. vLLM tokenizes and
 * detokenizes a chat, llama.cpp applies its template to one: as their pages say it, not tried by us.
 */
function reader(server: ServerName, address: string, lab: string, name: string): Reader {
  const root = address.replace(/\/v1$/, '');
  const post = async (path: string, body: unknown): Promise<unknown> => {
    try {
      const response = await fetch(`${root}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      return jsonIn(await response.text());
    } catch {
      return null;
    }
  };
  const said = async (row: TuneRow): Promise<string | null> => {
    const messages = readBefore(row);
    if (server === 'llama.cpp') {
      const applied = prompted.safeParse(await post('/apply-template', { messages }));
      return applied.success ? applied.data.prompt : null;
    }
    const tokens = tokenized.safeParse(
      await post('/tokenize', { model: name, messages, add_generation_prompt: true, add_special_tokens: false }),
    );
    if (!tokens.success) return null;
    const text = prompted.safeParse(await post('/detokenize', { model: name, tokens: tokens.data.tokens }));
    return text.success ? text.data.prompt : null;
  };
  if (server !== 'transformers')
    return { around: async (row, work) => ({ made: await work(), text: await said(row) }), close: () => undefined };
  const file = renderedFile(lab);
  writeFileSync(file, '', { mode: 0o600 });
  return {
    async around(_, work) {
      const before = readFileSync(file, 'utf8').length;
      const made = await work();
      const mine = readFileSync(file, 'utf8')
        .slice(before)
        .split('\n')
        .flatMap((line) => {
          const one = read.safeParse(jsonIn(line));
          return one.success && one.data.model === name ? [one.data.text] : [];
        });
      return { made, text: mine.at(-1) ?? null };
    },
    close: () => rmSync(file, { force: true }),
  };
}

/** Proves those of the runs that were not proved since they were trained. What stands in the way is said; they then stay not proven. */
export async function proveMissing(
  lab: string,
  runs: readonly FoundRun[],
  served: { readonly address: string; readonly server: ServerName },
  signal: AbortSignal,
): Promise<void> {
  for (const found of runs) {
    if (!isUnproved(found.folder)) continue;
    try {
      for (const { name, fault } of await prove({ found, ...served, lab, signal }))
        if (fault !== undefined) printProblem(wrap(`${tunedId(found.run.name)}: proof of ${name} failed: ${fault}`));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof UserError)) throw error;
      printProblem(error.message);
    }
    const facts = factsOf(found, served.server);
    const id = tunedId(found.run.name);
    keepSeated(lab, id, facts, process.env);
    changeLab(lab, (now) => ({ ...now, agents: { ...now.agents, [id]: { ...now.agents[id], tuned: facts } } }));
  }
}
