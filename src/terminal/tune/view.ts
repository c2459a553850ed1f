/** A training as it is watched, as one value; and its figures as blocks for a window of any size. */
import type { Block } from '../../core/blocks.ts';
import { lasting } from '../../core/format.ts';
import { agreementWords, type TrainingProgress } from '../../tune/training-progress.ts';

/** Everything that the screen shows. */
export type TrainingView = {
  readonly name: string;
  /** Whose answers it learns: economicus, moralis, or anything else. */
  readonly label: string;
  /** What is trained on what: "economicus, 320 rows, smollm2". */
  readonly of: string;
  /** Looks there are to be, the base's included; 0: nobody looks while it trains. */
  readonly looks: number;
  readonly progress: TrainingProgress;
  /** How it stands, in a few words. */
  readonly state: string;
  readonly stage: 'running' | 'good' | 'bad';
  /** What came out and what to do next; empty while it runs. */
  readonly end: readonly string[];
  /** Of a job at a provider: what was counted and paid so far, or was said before; null: nothing is paid. */
  readonly paid: string | null;
  /** What is to be known at once, such as a provider that does not answer; null: nothing. */
  readonly now: string | null;
  /** The last line of the trainer; empty: there is none. */
  readonly said: string;
};

/** Columns of a chart beside its marks: its axis, and the name of a level. */
const AXIS = 8;
const LEVEL = 8;
/** Columns between two marks. */
const APART = 3;
const BETWEEN = 3;
/** Rows beside which a second chart has no room. */
const TALL = 24;
/** Marks of loss without which a chart says too little. */
const FEW = 6;
const MOST_MARKS = 40;

/** What there is to see, for a body of so many columns and rows. */
export function trainingBlocks(view: TrainingView, width: number, height: number): readonly Block[] {
  const { progress } = view;
  const agreement = view.looks === 0 ? null : agreementChart(view);
  const whole = Math.floor((width - AXIS) / APART);
  const beside = Math.floor((width - (AXIS + APART * view.looks + LEVEL) - BETWEEN - AXIS) / APART);
  const marks = agreement === null ? whole : beside >= FEW ? beside : height >= TALL ? whole : 0;
  const loss = lossChart(progress, Math.min(MOST_MARKS, marks));
  const drawn = [agreement, loss].filter((one) => one !== null);
  const charts: readonly Block[] = drawn.length === 2 && beside >= FEW ? [{ kind: 'row', blocks: drawn }] : drawn;
  return [
    ...view.end.map((text, i): Block => ({ kind: 'text', text, ...(i === 0 ? { strong: true } : {}) })),
    ...(view.now === null ? [] : [{ kind: 'text', text: view.now, strong: true } as const]),
    { kind: 'facts', facts: factsOf(view) },
    ...charts,
    ...proofsOf(progress),
    ...(view.said === '' || height < 14 ? [] : [{ kind: 'text', text: `trainer: ${view.said}` } as const]),
  ];
}

function factsOf({
  progress,
  of,
  state,
  stage,
  looks,
  paid,
}: TrainingView): readonly { readonly label: string; readonly value: string }[] {
  const { steps, doing, device, batch } = progress;
  const now = steps.at(-1);
  const first = steps[0];
  const far = [
    now === undefined || stage !== 'running'
      ? null
      : `step ${now.step}${progress.of === null ? '' : ` of ${progress.of}`}`,
    stage === 'running' ? (doing ?? (progress.left === null ? null : `${lasting(progress.left)} left`)) : null,
    device,
  ].filter((one) => one !== null);
  return [
    { label: 'trains', value: of },
    { label: 'is', value: [state, ...far].join(', ') },
    ...(paid === null ? [] : [{ label: 'paid', value: paid }]),
    ...(looks === 0 ? [] : [{ label: 'held-out', value: agreementWords(progress) ?? 'not asked yet' }]),
    ...(now === undefined || first === undefined
      ? []
      : [
          {
            label: 'loss',
            value: `${first.loss.toFixed(2)} at first, ${now.loss.toFixed(2)} now, which proves nothing`,
          },
        ]),
    ...(batch === null ? [] : [{ label: 'batch', value: `${batch.size} rows at once: ${batch.why}` }]),
  ];
}

function proofsOf({ proofs }: TrainingProgress): readonly Block[] {
  if (proofs.length === 0) return [];
  const facts = proofs.map(({ name, passed, figure, fault }) => ({
    label: name,
    value: passed ? `passed: ${figure}` : `FAILED: ${fault ?? figure}`,
  }));
  return [{ kind: 'facts', facts }];
}

function agreementChart({ progress, label, looks }: TrainingView): Block & { kind: 'series' } {
  const [base] = progress.looks;
  const share = ({ right, asked }: { readonly right: number; readonly asked: number }): number =>
    asked === 0 ? 0 : right / asked;
  return {
    kind: 'series',
    period: 'look',
    periods: Math.max(looks, progress.looks.length),
    from: 0,
    decimals: 2,
    lines: [{ who: { agent: label }, name: 'held-out agreement', points: progress.looks.map(share) }],
    ...(base === undefined || base.step !== 0 ? {} : { levels: [{ at: share(base), label: 'base' }] }),
  };
}

/** The loss, several steps a mark where there are more steps than room. Null: nothing to draw, or no room. */
function lossChart({ steps, of }: TrainingProgress, marks: number): (Block & { kind: 'series' }) | null {
  if (steps.length === 0 || marks < FEW) return null;
  const last = steps.at(-1)?.step ?? 1;
  const each = Math.max(1, Math.ceil((of ?? last) / marks));
  const sums: { sum: number; n: number }[] = [];
  for (const { step, loss } of steps) {
    const at = Math.max(0, Math.ceil(step / each) - 1);
    const sum = (sums[at] ??= { sum: 0, n: 0 });
    sum.sum += loss;
    sum.n += 1;
  }
  return {
    kind: 'series',
    period: 'steps',
    periods: Math.ceil((of ?? last) / each),
    decimals: 2,
    lines: [
      {
        who: { agent: 'other' },
        name: each === 1 ? 'loss, by step' : `loss, by ${each} steps`,
        points: Array.from(sums, (one) => (one === undefined ? null : one.sum / one.n)),
      },
    ],
  };
}
