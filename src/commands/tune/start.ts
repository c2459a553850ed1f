/** `homines tune start`: a run of a training set and a model: checked, prepared, begun. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError, unknown } from '../../core/user-error.ts';
import { fromHere } from '../../disk/folder.ts';
import { version } from '../../disk/version.ts';
import { type ModelSize, fetchedModel, hubModel, modelSize } from '../../trainer/base-model.ts';
import { freeBytes, gigabytes, whyNoEnvironment } from '../../trainer/environment.ts';
import { makeRun } from '../../trainer/run-made.ts';
import { durationWords, runNeeds } from '../../trainer/run-needs.ts';
import { plannedRun, type RunPlanned, type RunWanted } from '../../trainer/run-planned.ts';
import { severalForms } from '../../trainer/several-forms.ts';
import { startTrainer } from '../../trainer/trainer-process.ts';
import { proveLabels } from '../../tune/labels-proof.ts';
import type { Proof } from '../../tune/proof.ts';
import { RUNS_FOLDER, TUNERS, type LocalRun } from '../../tune/run-folder.ts';
import { flagName } from '../shared/flag-name.ts';
import { print, printJson, printProblem, printWait } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import type { StartFlags } from './run-flags.ts';
import { agreedTo, environmentAgreed } from './agreed.ts';
import { isGemini } from './vertex-folder.ts';

/** Where a run is trained. */
export const PLACES = ['local', 'files', ...TUNERS] as const;
export type TuningPlace = (typeof PLACES)[number];

/** What is said of a training that is paid for. */
const AT_PROVIDERS = ['price', 'hourly', 'maxCost', 'tokenizer'] as const;

/** Checks everything, writes the run's folder, begins the training and watches it. Gives the exit code. */
export async function start(flags: StartFlags, data: string | undefined): Promise<number> {
  const place = placeOf(flags.on);
  const { model } = flags;
  if (data === undefined || model === undefined)
    throw new UserError(
      `homines tune start needs a training set and a model, as in "${byHand('tune start sets/economicus --model FOLDER')}".`,
    );
  if (place !== 'local' && place !== 'files')
    return (await import('./start-at-provider.ts')).startAtProvider(place, flags, data, model);
  const stray = AT_PROVIDERS.find((name) => flags[name] !== undefined);
  if (stray !== undefined)
    throw new UserError(
      `--${flagName(stray)} is for a training that is paid for: say at which provider, as in --on openai, or leave it out.`,
    );
  if (place === 'files' && isGemini(model) && !existsSync(model))
    return (await import('./vertex.ts')).forVertex(flags, data, model);
  const { name, epochs, lr, rank, layers, batch, steps, maxLength, looks, asked, patience, seed, device, thinking } =
    flags;
  const given = { epochs, lr, rank, layers, batch, steps, maxLength, looks, asked, patience, seed, device, thinking };
  const options: RunWanted['options'] = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const begun = await preparedRun(process.cwd(), { data, model, name: name ?? null, options }, flags.yes ?? false);
  const { run, folder, python } = begun;
  if (place === 'files') {
    if (flags.json ?? false) return printJson({ folder, run });
    print(
      wrap(
        `${fromHere(folder)} is ready. "./run.sh" in it trains, here or on another computer that it is copied to; "${byHand(`tune resume ${run.name}`)}" trains it here.`,
      ),
    );
    return 0;
  }
  const pid = await startTrainer(folder, python);
  if (flags.detach ?? false) {
    if (flags.json ?? false) return printJson({ folder, pid, run });
    print(
      wrap(
        `${run.name} trains by itself from now on (process ${pid}): "${byHand(`tune watch ${run.name}`)}" shows how far it is, "${byHand(`tune stop ${run.name}`)}" stops it.`,
      ),
    );
    return 0;
  }
  return (await import('./watch.ts')).watched(folder, run, flags.json ?? false);
}

function placeOf(typed: string | undefined): TuningPlace {
  const place = PLACES.find((one) => one === (typed ?? 'local'));
  if (place === undefined) throw unknown('place to train on', typed ?? '', PLACES);
  return place;
}

export type PreparedRun = { readonly run: LocalRun; readonly folder: string; readonly python: string };

/**
 * A run's folder, ready to be begun. Everything is checked before anything is written, the environment and a hub's model are fetched where they are missing
 * (asked for unless `sure`), and what it will take is said on stderr. Throws a UserError for whatever is in the way. Used by everything that begins runs.
 */
async function preparedRun(lab: string, wanted: RunWanted, sure: boolean): Promise<PreparedRun> {
  const planned = plannedRun(lab, wanted, version());
  const problem = whyNoEnvironment();
  if (problem !== null) throw new UserError(problem);
  // As far as files tell by now: the set, and an adapter.
  refuseFull(lab, planned.set.bytes + 1e8);
  const labels = await provenLabels(planned);
  const python = await environmentAgreed(sure);
  const size = await sizeOf(planned, python, sure);
  const needs = runNeeds(planned.run, size, planned.set.lettersPerRow, planned.set.bytes);
  refuseFull(lab, needs.bytes);
  const { run, set } = planned;
  printProblem(
    wrap(
      `${run.name}: ${counted(run.data.train, 'row')}, ${Math.round(needs.tokens / 1000).toLocaleString('en')} thousand tokens, ${gigabytes(needs.bytes)} of disk; ${needs.seconds === null ? 'how long it takes is not known' : `${durationWords(needs.seconds)} on this processor, by our estimate`}.`,
    ),
  );
  const told = severalForms(set.set, size.parameters);
  if (told !== null) printProblem(wrap(told));
  return { run, folder: makeRun(lab, run, set.folder, labels), python };
}

/** Proof one. A set that fails it is not trained; labels that are not ours prove nothing and are trained, marked so. */
async function provenLabels({ set: { folder, set } }: RunPlanned): Promise<Proof> {
  let told = 0;
  const labels = await proveLabels(folder, (done, of) => {
    if (done > 0 && Date.now() - told > 1000) {
      told = Date.now();
      printWait(`Solving rows again: ${done} of ${of}.`);
    }
  });
  if (!labels.passed && set.labels === 'ours')
    throw new UserError(
      `${folder} is not trained: its labels are not those of its utility (${labels.fault ?? labels.figure}); make the set again with "${byHand('tune data')}".`,
    );
  return labels;
}

/** What the model is, by the library that is to read it; one of a hub is fetched first. */
async function sizeOf({ model }: RunPlanned, python: string, sure: boolean): Promise<ModelSize> {
  if (model.kind !== 'hub') return modelSize(python, model.path);
  const found = await hubModel(python, model.path);
  if (found.folder !== null) return modelSize(python, found.folder);
  await agreedTo(
    `${model.path} is not on this computer: ${gigabytes(found.bytes)} to fetch from its hub, which stay there for every program that asks it.`,
    sure,
  );
  let told = 0;
  const folder = await fetchedModel(python, model.path, (line) => {
    if (Date.now() - told < 5000) return;
    told = Date.now();
    printWait(line.slice(0, 100));
  });
  return modelSize(python, folder);
}

function refuseFull(lab: string, bytes: number): void {
  const free = freeBytes(join(lab, RUNS_FOLDER));
  if (free < bytes)
    throw new UserError(
      `The run's folder needs ${gigabytes(bytes)} and ${gigabytes(free)} are free in ${lab}: make room, or begin the run in a folder on another disk.`,
    );
}
