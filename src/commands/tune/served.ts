/** A run's model and its base behind an address of this computer, for whatever part of `tune` asks them. */
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { listed } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { makeFolderOf } from '../../disk/folder.ts';
import { readLab } from '../../model/lab-file.ts';
import { isLoopback } from '../../model/trust.ts';
import { pythonEnvironment } from '../../trainer/environment.ts';
import { keepServer, keptLog, keptServer } from '../../trainer/kept-server.ts';
import { freePort, type ServedFolder, type Serving, startServing, usualServer } from '../../trainer/serving.ts';
import type { ServerName } from '../../trainer/server-names.ts';
import type { FoundRun } from '../../tune/run-read.ts';
import { isAtProvider, RUN_FILES, RUNS_FOLDER, TUNED } from '../../tune/run-folder.ts';
import { waitLine } from '../shared/wait-line.ts';

/** The file of a lab folder into which the server writes what it reads, while that file is there. */
export const renderedFile = (lab: string): string => join(lab, RUNS_FOLDER, 'rendered.jsonl');

export type ServeRequest = {
  /** The lab folder. */
  readonly lab: string;
  readonly runs: readonly FoundRun[];
  readonly port?: number | undefined;
  readonly server?: ServerName | undefined;
  /** Whether it goes on when this program has ended. */
  readonly keep?: boolean;
  readonly signal: AbortSignal;
};

export type ServedRuns = {
  /** Where it answers, /v1 included. */
  readonly address: string;
  readonly server: ServerName;
  /** Seconds until all models were in memory; null: it ran already. */
  readonly seconds: number | null;
  /** Whether it still runs. */
  readonly runs: () => boolean;
  /** Ends it, unless it is kept. */
  stop(): Promise<void>;
};

/**
 * Serves runs and their bases: a server that was kept is used where it has all of them, else one is started, at the port of
 * before where none is named. Says on stderr what it waits for. Throws a UserError where a run has no model yet, names are
 * not told apart, the port is taken, or the server does not start.
 */
export async function serveRuns(request: ServeRequest): Promise<ServedRuns> {
  const { lab, runs, keep = false, signal } = request;
  const models = modelsOf(runs);
  const kept = keptServer(lab);
  if (kept !== null) {
    const missing = models.filter(({ name, model }) =>
      kept.models.every((one) => one.name !== name || one.model !== model),
    );
    if (missing.length > 0 || (request.port !== undefined && new URL(kept.address).port !== String(request.port)))
      throw new UserError(
        `A server of this folder still runs with ${listed(kept.models.map(({ name }) => name))} at ${kept.address}, and one at a time can: "${byHand('tune serve --stop')}" ends it.`,
      );
    return {
      ...{ address: kept.address, server: kept.server, seconds: null },
      runs: () => keptServer(lab) !== null,
      stop: async () => undefined,
    };
  }
  // A run may lie in another folder, and this one have none yet.
  makeFolderOf(keptLog(lab));
  const { python } = await pythonEnvironment();
  const server = request.server ?? usualServer(python);
  const wait = waitLine();
  let serving: Serving;
  try {
    serving = await startServing({
      ...{ python, server, models, keep, signal },
      port: request.port ?? portBefore(lab) ?? (await freePort()),
      thinking: runs.some(({ run }) => !isAtProvider(run) && run.options.thinking),
      log: keptLog(lab),
      rendered: renderedFile(lab),
      hear: (what, seconds) =>
        wait.draw(`Starting the server of ${models[0]!.name}: ${what} (${Math.round(seconds)} s)`),
    });
  } finally {
    wait.clear();
  }
  const { address, pid, links, seconds } = serving;
  if (keep)
    keepServer(lab, { pid, address, server, models: models.map(({ name, model }) => ({ name, model })), links });
  return { address, server, seconds, runs: serving.runs, stop: async () => (keep ? undefined : serving.stop()) };
}

/** The tuned models first, then each base once. Throws a UserError where a run has no model, or two differ under one name. */
function modelsOf(runs: readonly FoundRun[]): readonly ServedFolder[] {
  const tuned = runs.map(({ folder, run }): ServedFolder => {
    const model = join(folder, RUN_FILES.model);
    if (statSync(model, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new UserError(
        `The run ${run.name} has no model yet: "${byHand(`tune watch ${run.name}`)}" shows how far it is, "${byHand(`tune resume ${run.name}`)}" goes on.`,
      );
    return { name: run.name, model, adapter: join(folder, RUN_FILES.adapter) };
  });
  const bases = runs.map(({ folder, run: { name, base } }): ServedFolder => {
    if (base.kind === 'provider')
      throw new UserError(`${name} is at its provider, and nothing of it lies here to be served.`);
    const local = base.kind !== 'hub' && !isAbsolute(base.path) ? join(folder, base.path) : base.path;
    if (base.kind !== 'hub' && statSync(local, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new UserError(`The model that the run was made of is not at ${local} any more: put it there again.`);
    return { name: base.name, model: local };
  });
  const models = new Map<string, ServedFolder>();
  for (const one of [...tuned, ...bases]) {
    const same = models.get(one.name);
    if (same !== undefined && same.model !== one.model)
      throw new UserError(`Two of these models are called ${one.name}: serve their runs one at a time.`);
    if (same === undefined) models.set(one.name, one);
  }
  return [...models.values()];
}

/** The port that was served at before, as the lab's file has it. Throws a UserError where a person has called a server elsewhere so. */
function portBefore(lab: string): number | null {
  const before = readLab(lab).providers[TUNED];
  if (before === undefined) return null;
  const { hostname, port } = new URL(before.address);
  if (isLoopback(hostname) && port !== '') return Number(port);
  throw new UserError(
    `This folder calls the server at ${before.address} "${TUNED}", which is how models of its own tuning are called: "${byHand(`agents remove ${TUNED}`)}", and add that server by another name.`,
  );
}
