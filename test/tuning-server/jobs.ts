/** Tuning jobs of an account: checked, queued, run step by step, and ended, all by the clock. */
import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import { learnerFrom, type Learner } from './learner.ts';
import { checkedRows, type RowProblem } from './rows.ts';
import { Refused } from './section.ts';
import type { Base, PlaceFacts } from './place.ts';

/** checking: the files are validated; waiting: there is no card yet. */
export type JobState = 'checking' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** What becomes of a job; left out: it succeeds. */
export type JobFate = {
  /** It fails at this share of its steps, 0 to 1; 1: after all of them. */
  readonly failsAt?: number;
  readonly why?: string;
  /** In the provider's own form; "server_error" where it is left out. */
  readonly code?: string;
  /** Somebody else cancels it at this share of its steps. */
  readonly cancelledAt?: number;
  /** So long after it was made the provider knows it no more. */
  readonly lostAfterMs?: number;
  readonly steps?: number;
};

/** How long everything takes, in milliseconds of the server's clock. */
export type Pace = {
  checkMs: number;
  waitMs: number;
  stepMs: number;
  /** After the last step: the weights are put away, the evaluation of safety is made. */
  endMs: number;
  /** A job stands in the list so long after it was made. */
  listedAfterMs: number;
  /** Cards that are rented take so long to start, and to wake up. */
  startMs: number;
};

export type Hyper = {
  readonly epochs: number;
  readonly lr: number | null;
  readonly rank: number | null;
  readonly batch: number;
  readonly seed: number | null;
};

export type NewJob = {
  readonly base: string;
  readonly train: string;
  readonly heldOut: string | null;
  /** What the tuned model's name is to have in it. */
  readonly suffix: string | null;
  /** Metadata, tags, a display name: whatever the caller marks it by, kept as it came. */
  readonly marks: Readonly<Record<string, string>>;
  /** Left out: as the provider takes them. */
  readonly hyper?: Partial<Hyper>;
  /** Ids that the caller may choose. */
  readonly id?: string;
};

export type Job = {
  readonly id: string;
  readonly base: Base;
  readonly order: NewJob;
  readonly hyper: Hyper;
  readonly createdAt: number;
  readonly fate: JobFate;
  readonly problems: readonly RowProblem[];
  readonly rows: number;
  /** Of all rows once; what is billed is this times the epochs. */
  readonly rowTokens: number;
  readonly steps: number;
  /** What the tuned model is called when there is one. */
  readonly model: string;
  /** When it was asked to stop. */
  stoppedAt: number | null;
  /** Its training set, learned. */
  readonly learner: () => Learner;
};

/** A job as it stands. */
export type JobNow = {
  readonly state: JobState;
  readonly step: number;
  /** Unix milliseconds. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Null: there is none (yet). */
  readonly model: string | null;
  readonly why: string | null;
  readonly code: string | null;
  /** What is billed; null as long as it runs. */
  readonly billedTokens: number | null;
  readonly usd: number | null;
};

export type JobHappening =
  | { readonly kind: 'said'; readonly at: number; readonly text: string; readonly level: 'info' | 'error' }
  | { readonly kind: 'step'; readonly at: number; readonly step: number; readonly of: number; readonly loss: number }
  | {
      readonly kind: 'checkpoint';
      readonly at: number;
      readonly id: string;
      readonly step: number;
      readonly model: string;
    };

export type Jobs = {
  /** All that were ever made, oldest first. */
  readonly all: readonly Job[];
  readonly fates: JobFate[];
  order(job: NewJob): Job;
  /** Throws *unknown* where there is none of it, or the provider lost it. */
  get(id: string): Job;
  /** Those that are listed by now, newest first. */
  list(): readonly Job[];
  now(job: Job): JobNow;
  /** What happened so far, oldest first. */
  happenings(job: Job): readonly JobHappening[];
  /** Throws *conflict* for one that has ended. */
  cancel(id: string): Job;
  /** The job whose tuned model this is, succeeded or a checkpoint of it; null: there is none. */
  of(model: string): Job | null;
};

export type JobRules = {
  /** Why no new jobs are taken; null: they are. */
  closed: string | null;
  /** Jobs that may be under way at once. */
  mostActive: number;
};

const CHECKPOINTS = 2;

export function jobsOf(
  clock: Clock,
  files: Files,
  facts: PlaceFacts,
  bases: readonly Base[],
  pace: Pace,
  rules: JobRules,
): Jobs {
  const all: Job[] = [];
  const fates: JobFate[] = [];

  const ends = (state: JobState): boolean => ['succeeded', 'failed', 'cancelled'].includes(state);
  const isLost = ({ createdAt, fate }: Job): boolean => clock.now() >= createdAt + (fate.lostAfterMs ?? Infinity);

  const now = (job: Job): JobNow => {
    const { createdAt, fate, steps, problems } = job;
    const until = Math.min(clock.now(), job.stoppedAt ?? Infinity);
    const checkedAt = createdAt + pace.checkMs;
    const startedAt = checkedAt + pace.waitMs;
    const step = Math.max(0, Math.min(steps, Math.floor((until - startedAt) / pace.stepMs)));
    const at = (share: number): number =>
      startedAt + Math.ceil(share * steps) * pace.stepMs + (share === 1 ? pace.endMs : 0);
    const stand = (state: JobState, more: Partial<JobNow> = {}): JobNow => {
      const tokens = billed(job, state, step);
      return {
        ...{ state, step, startedAt: until >= startedAt && problems.length === 0 ? startedAt : null },
        ...{ endedAt: null, model: null, why: null, code: null, billedTokens: tokens },
        usd: tokens === null ? null : (tokens / 1e6) * job.base.usdPerMillion,
        ...more,
      };
    };
    if (problems.length > 0 && until >= checkedAt)
      return stand('failed', {
        ...{ step: 0, endedAt: checkedAt, code: 'invalid_training_file' },
        why: `The training file has an invalid format: line ${problems[0]!.line}: ${problems[0]!.problem}`,
      });
    const failsAt = fate.failsAt === undefined ? Infinity : at(fate.failsAt);
    if (until >= failsAt)
      return stand('failed', {
        ...{ step: Math.ceil(fate.failsAt! * steps), endedAt: failsAt },
        ...{ why: fate.why ?? 'The job failed on our side.', code: fate.code ?? 'server_error' },
      });
    const cancelledAt = fate.cancelledAt === undefined ? Infinity : at(fate.cancelledAt);
    if (until >= cancelledAt) return stand('cancelled', { endedAt: cancelledAt });
    if (until >= at(1)) return stand('succeeded', { step: steps, endedAt: at(1), model: job.model });
    if (job.stoppedAt !== null && clock.now() >= job.stoppedAt) return stand('cancelled', { endedAt: job.stoppedAt });
    return stand(until < checkedAt ? 'checking' : until < startedAt ? 'waiting' : 'running');
  };

  const active = (): number => all.filter((job) => !isLost(job) && !ends(now(job).state)).length;

  const get = (id: string): Job => {
    const job = all.find((one) => one.id === id);
    if (job === undefined || isLost(job)) throw new Refused('unknown', `No such job: ${id}`, { param: 'id' });
    return job;
  };

  return {
    ...{ all, fates, get, now },
    order(order) {
      if (rules.closed !== null) throw new Refused('closed', rules.closed);
      const base = bases.find(({ name }) => name === order.base);
      if (base === undefined || !base.tunable)
        throw new Refused('bad', `Model ${order.base} is not available for fine-tuning or does not exist.`, {
          param: 'model',
        });
      if (base.retired !== null) throw new Refused('bad', base.retired, { param: 'model' });
      if (active() >= rules.mostActive)
        throw new Refused('quota', `You have ${rules.mostActive} jobs under way, which is the most of your account.`, {
          retryAfter: 60,
        });
      const train = files.get(order.train);
      if (order.heldOut !== null) files.get(order.heldOut);
      const rejected = files.state(train) === 'rejected' ? train.fate.rejected : undefined;
      if (rejected !== undefined) throw new Refused('bad', `File ${train.id} was rejected: ${rejected}`);
      const checked = checkedRows(train.content, facts.tokenizer, base.rules);
      const problem = checked.problems[0];
      if (problem !== undefined && facts.checks === 'at once')
        throw new Refused('bad', `Invalid training file: line ${problem.line}: ${problem.problem}`, {
          param: 'training_file',
        });
      const hyper: Hyper = {
        ...{ epochs: 3, lr: null, rank: null, batch: Math.max(1, Math.ceil(checked.rows.length / 250)), seed: null },
        ...order.hyper,
      };
      const fate = fates.shift() ?? {};
      let learned: Learner | null = null;
      const id = order.id ?? facts.jobId(all.length + 1);
      const job: Job = {
        ...{ id, base, order, hyper, createdAt: clock.now(), fate, problems: checked.problems },
        rows: checked.rows.length,
        rowTokens: checked.rows.reduce((sum, { tokens }) => sum + tokens, 0),
        steps: fate.steps ?? Math.max(1, Math.ceil((checked.rows.length * hyper.epochs) / hyper.batch)),
        model: facts.modelName(id, order),
        stoppedAt: null,
        learner: () => (learned ??= learnerFrom(checked.rows.map(({ turns }) => turns))),
      };
      all.push(job);
      return job;
    },
    list: () => all.filter((job) => !isLost(job) && clock.now() >= job.createdAt + pace.listedAfterMs).toReversed(),
    happenings(job) {
      const { state, step, endedAt, why, startedAt } = now(job);
      const told: JobHappening[] = [
        { kind: 'said', at: job.createdAt, text: `Created fine-tuning job: ${job.id}`, level: 'info' },
      ];
      const say = (at: number, text: string, level: 'info' | 'error' = 'info'): void =>
        void told.push({ kind: 'said', at, text, level });
      if (state === 'failed' && job.problems.length > 0)
        for (const { line, problem } of job.problems) say(endedAt ?? 0, `line ${line}: ${problem}`, 'error');
      else if (state !== 'checking') say(job.createdAt + pace.checkMs, 'Files validated, moving job to queued state');
      if (startedAt !== null) {
        say(startedAt, 'Fine-tuning job started');
        for (let one = 1; one <= step; one += 1) {
          const at = startedAt + one * pace.stepMs;
          told.push({ kind: 'step', at, step: one, of: job.steps, loss: lossAt(one, job.steps) });
          const part = checkpointAt(one, job.steps);
          if (part !== null)
            told.push({
              kind: 'checkpoint',
              at,
              id: `${job.id}-c${part}`,
              step: one,
              model: `${job.model}:ckpt-step-${one}`,
            });
        }
      }
      if (endedAt !== null && job.problems.length === 0)
        say(
          endedAt,
          state === 'succeeded' ? 'The job has successfully completed' : (why ?? 'The job was cancelled'),
          state === 'failed' ? 'error' : 'info',
        );
      return told;
    },
    cancel(id) {
      const job = get(id);
      const { state } = now(job);
      if (ends(state)) throw new Refused('conflict', `Job ${id} has ${state} already.`, { status: 400 });
      job.stoppedAt ??= clock.now();
      return job;
    },
    of: (model) =>
      all.find(
        (job) =>
          !isLost(job) &&
          now(job).state === 'succeeded' &&
          (model === job.model || model.startsWith(`${job.model}:ckpt-`)),
      ) ?? null,
  };
}

/** Of a job that succeeded all its tokens, of a cancelled one those that were trained, of a failed one none. */
function billed({ rowTokens, hyper, steps }: Job, state: JobState, step: number): number | null {
  if (state === 'succeeded') return rowTokens * hyper.epochs;
  if (state === 'cancelled') return Math.round((rowTokens * hyper.epochs * step) / steps);
  return state === 'failed' ? 0 : null;
}

/** Which checkpoint is made at this step; null: none. */
function checkpointAt(step: number, steps: number): number | null {
  for (let part = 1; part <= CHECKPOINTS; part += 1) if (step === Math.ceil((part * steps) / CHECKPOINTS)) return part;
  return null;
}

/** It falls from 2.5 towards 0.2, with a little unrest. */
const lossAt = (step: number, steps: number): number =>
  Number((0.2 + 2.3 * Math.exp((-4 * step) / steps) + 0.05 * Math.abs(Math.sin(step * 12.9898))).toFixed(4));
