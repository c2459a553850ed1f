/** Proofs 4 and 5 of a served run: what the server reads, and that the tuned name is not its base. Kept in the run's events. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { call, type CallResult, chatExchange, type ModelConnection, type Said } from '../../model/call.ts';
import { decisionExchange } from '../../model/decision/exchange.ts';
import type { DecisionQuestion, DecisionReading } from '../../model/decision/protocol.ts';
import { lettersOf } from '../../model/decision/letters.ts';
import { PROTOCOLS } from '../../model/decision/protocols.ts';
import { newDialect } from '../../model/dialect.ts';
import { changeLab, readLab } from '../../model/lab-file.ts';
import { keepSeated } from '../../model/seated-here.ts';
import { rateLimiter } from '../../model/rate-limiter.ts';
import { clientOf } from '../../model/registry.ts';
import type { ServerName } from '../../trainer/server-names.ts';
import { type AliveAnswer, aliveAt, aliveLooks, type AliveRow } from '../../tune/alive-proof.ts';
import { type Proof, tunedStanding } from '../../tune/proof.ts';
import { gameOfRow, rowQuestionOf } from '../../tune/row-question.ts';
import type { TuneRow } from '../../tune/row.ts';
import { askedIn } from '../../tune/row-words.ts';
import { adapterDigest, appendEvent, digestIn, type FoundRun, proofsIn, readEvents } from '../../tune/run-read.ts';
import { RUN_FILES, TUNED, tunedId, type TuningEvent } from '../../tune/run-folder.ts';
import { readTrainingSet } from '../../tune/set-read.ts';
import { type ServedText, templateProof, trainedTexts } from '../../tune/template-proof.ts';
import { readBefore } from '../../tune/trainer-forms.ts';
import { jsonIn } from '../../disk/text-file.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { waitLine } from '../shared/wait-line.ts';
import { renderedFile } from './served.ts';
import { factsOf } from './seat.ts';

/** Rows of each answer form whose text is compared, beside those that are asked in it anyway. */
const READ_EACH = 4;
/** Milliseconds for one answer. */
const LIMIT_MS = 120_000;

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
  const { set, train, heldOut } = readTrainingSet(join(folder, RUN_FILES.data));
  const looks = rowsAt(train.filter(isAsked), heldOut.filter(isAsked));
  const trained = looks[0]?.rows.filter(({ split }) => split === 'train') ?? [];
  if (looks.every(({ rows }) => rows.length === 0))
    throw new UserError(`${folder} has no rows to ask: its data were taken away.`);
  const client = clientOf({ name: TUNED, address }, null);
  const connect = (model: string): ModelConnection => ({
    ...{ client, model, limiter: rateLimiter(1), dialect: newDialect(['response_format']) },
  });
  const [tuned, base] = [connect(run.name), connect(run.base.name)];
  const dialect = readLab(lab).agents[tunedId(run.name)]?.decision?.dialect ?? null;
  const seen = reader(server, address, lab, run.name);
  const wait = waitLine();
  const since = performance.now();
  let done = 0;
  const served: ServedText[] = [];
  const rows: AliveRow[] = [];
  const toRead = trained.length === 0 ? [] : extra(train, trained);
  let of = toRead.length;
  const progress = (): void => {
    const left = ((performance.now() - since) / Math.max(1, done)) * (of - done);
    const time = done === 0 ? '' : `, ${Math.ceil(left / 1000)} s left`;
    wait.draw(`Proving that ${run.name} is what was trained: ${done} of ${of} questions${time}`);
  };
  const said = <Said>(result: CallResult<Said>): Said => {
    signal.throwIfAborted();
    if (result.kind === 'answer') return result.said;
    throw new UserError(
      `${tunedId(run.name)} could not be proved, its server stopped answering (${result.why}): "${byHand(`tune serve ${run.name}`)}" tries again.`,
    );
  };
  const write = async (connection: ModelConnection, row: TuneRow, tokens = tokensFor(row)): Promise<string> => {
    const extras = { temperature: 0, max_completion_tokens: tokens };
    const answer: Said = said(
      await call(connection, chatExchange(connection, readBefore(row), extras), LIMIT_MS, signal, noRow),
    );
    return answer.kind === 'text' ? answer.text : '';
  };
  const decide = async (connection: ModelConnection, question: DecisionQuestion): Promise<readonly number[]> => {
    const exchange = decisionExchange(connection, PROTOCOLS[dialect!], question, PROTOCOLS[dialect!].settings({}));
    const reading: DecisionReading = said(await call(connection, exchange, LIMIT_MS, signal, noRow));
    if (reading.kind === 'probabilities') return reading.probabilities;
    throw new UserError(`${tunedId(run.name)} could not be proved: its server told no probabilities.`);
  };
  const agreement = !run.data.control && set.lambda === null;
  let alive: Proof | null = null;
  try {
    for (const look of looks) {
      of += look.rows.length;
      for (const row of look.rows) {
        progress();
        rows.push(await asked(row));
        done += 1;
      }
      const { proof, decides } = aliveAt(rows, agreement, Date.now(), look.part);
      alive = proof;
      if (decides) break;
    }
    for (const row of toRead) {
      progress();
      const { text } = await seen.around(row, () => write(tuned, row, 1));
      if (text !== null) served.push({ id: row.id, text });
      done += 1;
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
    other === null ? alive! : { ...alive!, passed: false, fault: alive!.fault ?? other },
  ];
  for (const proof of proofs) appendEvent(folder, { kind: 'proof', at, proof });
  return proofs;

  /** Puts a row to both names, twice each. */
  async function asked(row: TuneRow): Promise<AliveRow> {
    const question = dialect === null ? null : await questionOf(row);
    const ask = async (connection: ModelConnection): Promise<AliveAnswer> =>
      question === null ? write(connection, row) : decide(connection, question);
    const asTrained = row.answerForm === 'decision' && dialect === 'systemone';
    const first = asTrained ? await seen.around(row, () => ask(tuned)) : { made: await ask(tuned), text: null };
    if (first.text !== null && row.split === 'train') served.push({ id: row.id, text: first.text });
    // Each comes first as often, so that nothing that grows with time is between the names.
    const b1 = await ask(base);
    const b2 = await ask(base);
    const t2 = await ask(tuned);
    const pairs = { base: [b1, b2], tuned: [first.made, t2] } as const;
    const right = question === null ? -1 : question.options.findIndex(({ label }) => label === labelIn(row));
    return {
      ...{ id: row.id, split: row.split, ...pairs, right: right < 0 ? null : right },
      written: row.split === 'held-out' ? null : await written(row, pairs),
    };
  }

  /** What both write to a row as it was trained; a letter is read from probabilities, JSON is not asked for: it takes minutes. */
  async function written(row: TuneRow, pairs: Pick<AliveRow, 'base' | 'tuned'>): Promise<AliveRow['written']> {
    switch (row.answerForm) {
      case 'json':
        return null;
      case 'decision':
        return typeof pairs.base[0] === 'string'
          ? { base: pairs.base[0], tuned: String(pairs.tuned[0]), right: row.completion }
          : { base: letterOf(pairs.base[0]), tuned: letterOf(pairs.tuned[0]), right: row.completion };
      case 'words': {
        const { made, text } = await seen.around(row, () => write(tuned, row));
        if (text !== null) served.push({ id: row.id, text });
        return { base: await write(base, row), tuned: made, right: row.completion };
      }
    }
  }
}

const noRow = async (): Promise<void> => undefined;

/** Choices: a plain question may be one that any model answers alike. */
const isAsked = ({ kind }: TuneRow): boolean => kind === 'choice';

/** So many rows, evenly over all: every game, form and method is among them. */
function spread<Of>(rows: readonly Of[], most: number): readonly Of[] {
  const count = Math.min(most, rows.length);
  return Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}

/** The rows that each look asks beside those before it, evenly over what is left, and its part of the chances. */
function rowsAt(
  train: readonly TuneRow[],
  heldOut: readonly TuneRow[],
): readonly { readonly rows: readonly TuneRow[]; readonly part: number }[] {
  const taken = new Set<TuneRow>();
  return aliveLooks(train.length, heldOut.length).map((look) => {
    const more = (all: readonly TuneRow[], by: number): readonly TuneRow[] =>
      spread(
        all.filter((row) => !taken.has(row)),
        by - all.filter((row) => taken.has(row)).length,
      );
    const rows = [...more(train, look.trained), ...more(heldOut, look.heldOut)];
    for (const row of rows) taken.add(row);
    return { rows, part: look.part };
  });
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

/** A row as a typed decision; null: a number is asked, or nothing is known of where the row came from. */
async function questionOf(row: TuneRow): Promise<DecisionQuestion | null> {
  const asked = row.decision === null ? await againAsDecision(row) : row;
  const decision = asked?.decision ?? null;
  if (asked === null || decision === null || decision.options.length < 2) return null;
  const options = decision.options.map((label) => ({ value: label, label }));
  return { messages: asked.prompt, instruction: decision.instruction, options };
}

async function againAsDecision({ source }: TuneRow) {
  if (source === null) return null;
  const question = rowQuestionOf(await gameOfRow(source), source);
  return question.request.decision.input.kind === 'choice' ? askedIn(question, 'decision') : null;
}

/** The label of a row's answer, however it is written there. */
function labelIn({ answerForm, completion, decision }: TuneRow): string {
  switch (answerForm) {
    case 'words':
      return completion.trim();
    case 'decision':
      return decision?.options[lettersOf(decision.options).indexOf(completion)] ?? '';
    case 'json': {
      const read = answered.safeParse(jsonIn(completion));
      return read.success ? String(read.data.answer).trim() : '';
    }
  }
}

const answered = z.object({ answer: z.union([z.string(), z.number()]) });

/** The letter of the likeliest option. */
const letterOf = (answer: AliveAnswer): string =>
  typeof answer === 'string' ? answer : lettersOf(answer)[answer.indexOf(Math.max(...answer))]!;

/** Tokens in which an answer as it was trained fits, with some to spare; a base would go on. */
const tokensFor = ({ completion }: TuneRow): number => 4 + Math.ceil(completion.length / 2);

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
