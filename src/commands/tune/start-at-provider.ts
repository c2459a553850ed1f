/** `homines tune start --on PROVIDER`: what it costs and what is proved first, then a run that goes to a provider's cards. */
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
import { type JobPlan, planJob } from '../../jobs/job-plan.ts';
import { openTuner } from '../../jobs/open.ts';
import { writeRows } from '../../jobs/rows-file.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { TuningProvider } from '../../jobs/tuning-provider.ts';
import { servedAs } from '../../trainer/base-model.ts';
import { freeRunName, makeRun, refuseName } from '../../trainer/run-made.ts';
import { agentWords } from '../../trainer/run-planned.ts';
import { trainsHere, type ProviderRun, type Tuner } from '../../tune/run-folder.ts';
import { appendEvents } from '../../tune/run-read.ts';
import { flagName } from '../shared/flag-name.ts';
import { print, printJson } from '../shared/print.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { trusting } from '../shared/trusting.ts';
import { waitLine } from '../shared/wait-line.ts';
import { agreedPlan } from './agreed-plan.ts';
import { launched } from './launched.ts';
import type { StartFlags } from './run-flags.ts';

/** What is typed for a training on this computer alone. */
const ONLY_HERE = ['layers', 'steps', 'maxLength', 'looks', 'asked', 'patience', 'device', 'thinking'] as const;
/** What some providers take and others do not. */
const TAKEN_BY_SOME = ['epochs', 'lr', 'rank', 'batch', 'seed'] as const;

/** Says what it costs, asks, writes the run's folder, brings it to the provider and watches it. Gives the exit code. */
export async function startAtProvider(on: Tuner, flags: StartFlags, data: string, model: string): Promise<number> {
  refuseOptions(on, flags);
  const lab = process.cwd();
  const stopped = catchSignals();
  try {
    const provider = await trusting(flags.trust ?? false, () => openTuner(on, lab, process.env));
    const plan = await planned(lab, provider, flags, data, model, stopped.signal);
    const run = runOf(lab, provider, flags, plan);
    await agreedPlan(run.name, plan, flags.yes ?? false);
    if (trainsHere(run)) {
      const { tinkerPython } = await import('./tinker.ts');
      await tinkerPython(flags.yes ?? false);
      stopped.done();
      return await trainedFromHere(made(lab, run, data, plan), run, flags);
    }
    const folder = made(lab, run, data, plan);
    const job = await launched({ folder, run }, provider, flags.yes ?? false, stopped.signal);
    if (flags.detach ?? false) {
      if (flags.json ?? false) return printJson({ folder, job, run });
      print(
        wrap(
          `${run.name} trains at ${TUNER_FACTS[on].label} from now on (job ${job}): "${byHand(`tune watch ${run.name}`)}" shows how far it is and seats what comes of it, "${byHand(`tune stop ${run.name}`)}" cancels it.`,
        ),
      );
      return 0;
    }
    stopped.done();
    return (await import('./watch.ts')).watched(folder, run, flags.json ?? false, flags.trust ?? false);
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    return stopped.exitCode();
  } finally {
    stopped.done();
  }
}

/** Begins the program that trains with a provider's cards, and watches it. Gives the exit code. */
async function trainedFromHere(folder: string, run: ProviderRun, flags: StartFlags): Promise<number> {
  const { beginTinker } = await import('./tinker.ts');
  const { yes = false, detach = false, json = false, trust = false, tokenizer = null } = flags;
  const pid = await beginTinker({ folder, run }, { env: process.env, sure: yes, trust, tokenizer });
  if (!detach) return (await import('./watch.ts')).watched(folder, run, json, trust);
  if (json) return printJson({ folder, pid, run });
  print(
    wrap(
      `${run.name} trains at ${TUNER_FACTS[run.on].label} from now on, by a program here (process ${pid}): "${byHand(`tune watch ${run.name}`)}" shows how far it is and seats what comes of it, "${byHand(`tune stop ${run.name}`)}" stops it.`,
    ),
  );
  return 0;
}

/** Refuses what was typed and a provider does not take. */
function refuseOptions(on: Tuner, flags: StartFlags): void {
  const { label, takes } = TUNER_FACTS[on];
  const typed = (names: readonly (keyof StartFlags)[]) => names.find((name) => flags[name] !== undefined);
  const stray = typed(ONLY_HERE) ?? typed(TAKEN_BY_SOME.filter((name) => !takes.includes(name)));
  if (stray === undefined) return;
  throw new UserError(
    `${label} takes no --${flagName(stray)}; of how it trains it takes ${takes.map((name) => `--${name}`).join(', ')}: leave it out, or train with --on local.`,
  );
}

async function planned(
  lab: string,
  provider: TuningProvider,
  flags: StartFlags,
  data: string,
  model: string,
  signal: AbortSignal,
): Promise<JobPlan> {
  const { name, epochs, tokenizer, price, hourly, maxCost } = flags;
  if (name !== undefined) refuseName(lab, name);
  const wait = waitLine();
  try {
    return await planJob({
      ...{ lab, set: data, tuning: provider, base: model, epochs: epochs ?? null, tokenizer: tokenizer ?? null },
      ...{ price: price ?? null, hourly: hourly ?? null, most: maxCost ?? null, named: name !== undefined },
      heldOut: { sent: TUNER_FACTS[provider.tuner].heldOut, looks: 0 },
      ...{ now: Date.now(), env: process.env, signal },
      progress: (what, done, of) => wait.draw(`${what}: ${done.toLocaleString('en')} of ${of.toLocaleString('en')}`),
    });
  } finally {
    wait.clear();
  }
}

/** The run as its folder will say it. */
function runOf(lab: string, { tuner, provider }: TuningProvider, flags: StartFlags, plan: JobPlan): ProviderRun {
  const { set } = plan.data;
  // Fireworks puts a path before a model's name.
  const base = servedAs(plan.base.name.replace(/^accounts\/[^/]+\/models\//, ''));
  const name = flags.name ?? freeRunName(lab, servedAs(`${agentWords(set)}-${base}`));
  const { hash, agent, control, labels, rows } = set;
  return {
    ...{ version: 1, name, createdAt: Date.now(), homines: version(), on: tuner },
    data: { hash, agent, control, labels, train: rows.train, heldOut: rows.heldOut },
    provider: { name: provider.name, address: provider.address },
    base: {
      ...{ given: plan.base.name, kind: 'provider', path: `${tuner}/${plan.base.name}` },
      name: base === name ? servedAs(`base-${base}`) : base,
    },
    options: {
      ...{ epochs: plan.epochs, lr: flags.lr ?? null, rank: flags.rank ?? null, batch: flags.batch ?? null },
      seed: flags.seed ?? 1,
    },
    price: plan.price,
  };
}

/** The run's folder, with the files that are sent. */
function made(lab: string, run: ProviderRun, data: string, { proofs, files }: JobPlan): string {
  const [labels, ...others] = proofs;
  if (labels === undefined) throw new Error('A plan begins with the proof of its labels.');
  const folder = makeRun(lab, run, data, labels);
  appendEvents(
    folder,
    others.map((proof) => ({ kind: 'proof', at: proof.at, proof })),
  );
  writeRows(folder, files);
  return folder;
}
