/**
 * What a run takes, before it is begun: minutes and bytes. Our estimates: from what training took on two cores of a
 * processor, in proportion to tokens and parameters.
 */
import { availableParallelism } from 'node:os';
import type { LocalRun } from '../tune/run-folder.ts';

/**
 * Seconds a token and a parameter, a step there and back through all layers, on two cores: of what SmolLM2-135M took for a row of 324
 * tokens in the upper layers, .7 s with instructions for numbers of 16 bits and .95 s without, about the mean. Ours, measured in
 * December 2026.
 */
const SECONDS = 1.2 / (324 * 135e6);
const MEASURED_CORES = 2;
/** More cores than so many did not help small models. Ours, not measured. */
const MOST_CORES = 16;
/** English prose with numbers. */
const LETTERS_PER_TOKEN = 3.6;
/** A step takes less where the layers below have no adapter: there and a third of the way back. */
const UPPER_SHARE = 2 / 3;
/** A held-out question takes less than a row: it goes there, and not back. */
const LOOK_SHARE = 0.5;
/** Seconds until the packages are read and the model is loaded. */
const START_S = 30;

export type RunNeeds = {
  /** Tokens that are trained on, over all epochs; rounded by nobody. */
  readonly tokens: number;
  /** On this processor; null: the number of parameters is not known. */
  readonly seconds: number | null;
  /** Bytes that the run's folder has at its end, and meanwhile. */
  readonly bytes: number;
};

/** What a run takes. `letters`: of a row, in the mean. `data`: bytes of its set. */
export function runNeeds(
  { base, data, options }: Pick<LocalRun, 'base' | 'data' | 'options'>,
  size: { readonly parameters: number | null; readonly bytes: number },
  letters: number,
  dataBytes: number,
  cores: number = availableParallelism(),
): RunNeeds {
  const perRow = letters / LETTERS_PER_TOKEN;
  const rows = Math.min(data.train * options.epochs, options.steps === null ? Infinity : options.steps * options.batch);
  const looked = (options.looks + 1) * Math.min(options.asked, data.heldOut) * LOOK_SHARE;
  const share = options.layers === 'upper' ? UPPER_SHARE : 1;
  const speed = MEASURED_CORES / Math.min(cores, MOST_CORES);
  const seconds =
    size.parameters === null ? null : START_S + SECONDS * size.parameters * perRow * (rows * share + looked) * speed;
  // A GGUF file is written out as 32-bit weights; what is served is written once more; adapters are small beside both.
  const whole = base.kind === 'gguf' && size.parameters !== null ? 4 * size.parameters : size.bytes;
  return {
    tokens: rows * perRow,
    seconds,
    bytes: whole * (base.kind === 'gguf' ? 2 : 1) + 0.3 * whole + dataBytes + 5e7,
  };
}

/** How long, in words: "under a minute", "about 12 minutes", "about 3 hours". */
export function durationWords(seconds: number): string {
  if (seconds < 60) return 'under a minute';
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} minute${minutes === 1 ? '' : 's'}`;
  return `about ${Math.round(minutes / 60)} hours`;
}
