/** The fifth proof of a run at a provider: its tuned name and its base are asked there, and what that may take is said before. */
import { join } from 'node:path';
import { lasting } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { usdWords } from '../../jobs/price.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import { call, chatExchange, type ModelConnection } from '../../model/call.ts';
import type { DecisionFound } from '../../model/decision/found.ts';
import type { Price } from '../../model/provider.ts';
import type { Proof } from '../../tune/proof.ts';
import { RUN_FILES, type ProviderRun } from '../../tune/run-folder.ts';
import { appendEvent } from '../../tune/run-read.ts';
import { readTrainingSet } from '../../tune/set-read.ts';
import { readBefore } from '../../tune/trainer-forms.ts';
import { LETTERS_A_TOKEN } from '../shared/call-estimates.ts';
import { waitLine } from '../shared/wait-line.ts';
import { aliveAsked, aliveRows, type AliveRows, LIMIT_MS, mostQuestions } from './alive-asked.ts';

/** Rows under way at the same time. Ours. */
export const AT_ONCE = 4;

export type ProviderProving = {
  readonly run: ProviderRun;
  readonly folder: string;
  /** What the tuned model is called at the table. */
  readonly id: string;
  readonly tuned: ModelConnection;
  readonly base: ModelConnection;
  readonly decision: DecisionFound;
  /** USD a million tokens of each, where the lab's file knows it. */
  readonly price: { readonly tuned: Price | null; readonly base: Price | null };
  readonly say: (sentence: string) => void;
  readonly onScreen: boolean;
  readonly signal: AbortSignal;
};

/**
 * Asks both names, and keeps the proof. Throws a UserError where the base cannot be asked there, or one of them stops answering: the run
 * then stays not proven.
 */
export async function proveAtProvider(proving: ProviderProving): Promise<Proof> {
  const { run, folder, id, say, signal, onScreen } = proving;
  const { label } = TUNER_FACTS[run.on];
  const data = readTrainingSet(join(folder, RUN_FILES.data));
  const looks = aliveRows(data);
  if (looks.every(({ rows }) => rows.length === 0))
    throw new UserError(`${folder} has no rows to ask: its data were taken away.`);
  await refuseNoBase(proving);
  say(takesWords(proving, looks));
  const wait = waitLine();
  const since = performance.now();
  try {
    const proof = await aliveAsked({
      ...proving,
      ...{ looks, atOnce: AT_ONCE, signal },
      before: readBefore,
      agreement: !run.data.control && data.set.lambda === null,
      around: (_, work) => work(),
      progress(done, of) {
        if (onScreen) return;
        const left = ((performance.now() - since) / Math.max(1, done)) * (of - done);
        wait.draw(
          `Proving that ${id} is not its base: ${done} of ${of} rows${done === 0 ? '' : `, ${lasting(left)} left`}`,
        );
      },
      lost: (who, why) =>
        new UserError(
          `${id} could not be proved: ${who === 'tuned' ? 'it' : `its base ${run.base.given}`} gave no answer at ${label} (${why}); "${byHand(`tune serve ${run.name}`)}" tries again.`,
        ),
    });
    appendEvent(folder, { kind: 'proof', at: proof.at, proof });
    return proof;
  } finally {
    wait.clear();
  }
}

/** One question to the base, before anything else is paid for: not every base that is tuned is served. */
async function refuseNoBase({ run, id, base, signal }: ProviderProving): Promise<void> {
  const { label } = TUNER_FACTS[run.on];
  const exchange = chatExchange(base, [{ role: 'user', content: 'Say yes.' }], { max_completion_tokens: 1 });
  const heard = await call(base, exchange, LIMIT_MS, signal, () => undefined);
  signal.throwIfAborted();
  if (heard.kind === 'answer') return;
  throw new UserError(
    `${id} cannot be proved yet: that it is another model than ${run.base.given} is seen by asking both, and ${label} does not answer for the base (${heard.why}). ${
      run.on === 'azure'
        ? `Deploy ${run.base.given} in your resource under that name`
        : `Have ${run.base.given} served there, on ${label}'s own pages`
    }; "${byHand(`tune serve ${run.name}`)}" proves it then.`,
  );
}

/** Tokens of an answer as it was trained, on the average: a label, or a letter. */
const ANSWER_TOKENS = 8;

/** How many questions it may take at most, and what they cost at most: said before. */
function takesWords({ id, price }: ProviderProving, looks: readonly AliveRows[]): string {
  const most = mostQuestions(looks);
  const rows = looks.flatMap((look) => look.rows);
  const letters = rows.reduce(
    (sum, row) => sum + readBefore(row).reduce((all, { content }) => all + content.length, 0),
    0,
  );
  // Half of the questions are put to each, and each row as often as the others, nearly.
  const tokens = (most / 2) * (letters / Math.max(1, rows.length) / LETTERS_A_TOKEN);
  const usd = [price.tuned, price.base].reduce<number | null>(
    (sum, one) =>
      sum === null || one === null ? null : sum + (tokens * one.in + (most / 2) * ANSWER_TOKENS * one.out) / 1e6,
    0,
  );
  const cost =
    usd === null
      ? 'its price is not known, since homines.config.json has none for both'
      : `at most about ${usdWords(usd)}`;
  return `Proving that ${id} is not its base and learned its rows: at most ${most} short questions, half of them to the base, about ${Math.ceil((2 * tokens) / 1000)} thousand tokens; ${cost}.`;
}
