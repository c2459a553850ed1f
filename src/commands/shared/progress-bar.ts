/** How far a batch is, on stderr: a line that moves while a terminal looks on. */
import type { BudgetedModels } from '../../model/budget.ts';
import type { RunProgress } from '../../run/run-matches.ts';
import { counted, lasting } from '../../core/format.ts';
import { usd } from '../run/output.ts';
import { barOf, farLine } from './far-line.ts';
import { FIRST_TOLD_MS, TOLD_EVERY_MS, waitLine } from './wait-line.ts';
import { movingLine, tellsPipes } from './moving-line.ts';
import { printProblem } from './print.ts';

/** Of whatever is counted: "[####....] 400 of 1,000 made"; where no line moves, a line after a second and every ten. */
export function countLine() {
  const line = waitLine();
  return {
    draw: (what: string, done: number, of: number): void => line.draw(`${barOf(Math.min(done, of), of)} ${what}`),
    clear: line.clear,
  };
}

/** Of a batch of agents that answer at once, whole on 80 columns up to ten million matches; `before`: matches that were played before. */
export function progressBar(wanted: number, before = 0) {
  const since = performance.now();
  const line = farLine(before);
  return {
    draw({ matches, decisions }: Pick<RunProgress, 'matches' | 'decisions'>): void {
      const speed = Math.round(decisions / ((performance.now() - since) / 1000)).toLocaleString('en');
      line.draw(`${speed} choices/s`, matches, wanted);
    },
    clear: line.clear,
  };
}

/** How far matches with models are. */
type ModelProgress = Pick<RunProgress, 'matches' | 'failures'>;
type Paid = Pick<BudgetedModels, 'spent' | 'paused'>;

/** A pause that is worth telling, and how often it is told, milliseconds. */
const TOLD_FROM_MS = 2000;
const TELL_EVERY_MS = 60_000;

/** Of matches with models: done, failed, tokens, cost, time left. `before`: matches that were played before. */
export function modelBar(wanted: number, before: number, models: Paid) {
  const since = performance.now();
  const line = movingLine();
  let far: ModelProgress | null = null;
  let said = '';
  const again = (): void =>
    line.draw(() =>
      said === ''
        ? modelLine(far, wanted, before, performance.now() - since, models)
        : `${barOf(far?.matches ?? before, wanted)} · ${said}`,
    );
  let toldAt = -Infinity;
  let tellAt = since + FIRST_TOLD_MS;
  /**
   * Where no line moves, whoever looks on is told how far it is after a second, every ten, and after a minute every minute; of a
   * pause when it begins, and every minute.
   */
  const tell = (): void => {
    const pausedMs = models.paused();
    const now = performance.now();
    if (pausedMs <= TOLD_FROM_MS && now >= tellAt && tellsPipes()) {
      tellAt = now + (now - since < TELL_EVERY_MS ? TOLD_EVERY_MS : TELL_EVERY_MS);
      printProblem(modelLine(far, wanted, before, now - since, models));
    }
    if (pausedMs <= TOLD_FROM_MS || now - toldAt < TELL_EVERY_MS) return;
    toldAt = now;
    printProblem(
      `The server asks to wait, ${lasting(pausedMs)} more; ${(far?.matches ?? before).toLocaleString('en')} of ${counted(wanted, 'match', 'matches')} played.`,
    );
  };
  const ticking = process.stderr.isTTY ? setInterval(again, 500) : setInterval(tell, 500);
  return {
    draw(now: ModelProgress): void {
      far = now;
      again();
    },
    /** Something else is waited for. */
    say(text: string): void {
      said = text;
      again();
    },
    clear(): void {
      clearInterval(ticking);
      line.clear();
    },
  };
}

function modelLine(far: ModelProgress | null, wanted: number, before: number, ms: number, models: Paid): string {
  if (far === null) return `${barOf(before, wanted)} · ${lasting(ms)}`;
  const { calls, tokensIn, tokensOut, cost } = models.spent();
  const pausedMs = models.paused();
  const played = far.matches - before;
  const left =
    pausedMs > 2000
      ? `the server asks to wait ${lasting(pausedMs)}`
      : played === 0
        ? `${lasting(ms)} so far`
        : `${lasting((ms * (wanted - far.matches)) / played)} left`;
  return [
    barOf(far.matches, wanted),
    ...(far.failures === 0 ? [] : [`${far.failures.toLocaleString('en')} failed`]),
    `${calls.toLocaleString('en')} calls`,
    `${short(tokensIn + tokensOut)} tokens`,
    ...(cost === null ? [] : [`${usd(cost)} USD`]),
    left,
  ].join(' · ');
}

const short = (count: number): string =>
  count < 10_000 ? count.toLocaleString('en') : `${Number((count / 1000).toPrecision(3))}k`;
