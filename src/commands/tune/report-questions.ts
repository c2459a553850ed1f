/** What is said before the questions of a tuning report are put: how many they are, and how long they take or what they cost. */
import { counted, lasting } from '../../core/format.ts';
import { isMissing, type Measured, type MeasurePlan, usualTime } from '../../evaluation/measure.ts';
import { LAB_FILE, readLab } from '../../model/lab-file.ts';
import { LETTERS_A_TOKEN } from '../shared/call-estimates.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';

/** How many questions a plan has. */
export const questionsIn = ({ calls }: MeasurePlan): number => Object.values(calls).reduce((sum, n) => sum + n, 0);

/** How many questions, and how long a model on this computer may take for them. */
export function tellHere(plan: MeasurePlan, { subjects, size }: Pick<Measured, 'subjects' | 'size'>): void {
  const { words, json, decision, plain } = plan.calls;
  printProblem(
    wrap(
      `${counted(questionsIn(plan), 'question')} to ${counted(subjects.length, 'model')} (${size.name}: ${words} in words, ${json} in JSON, ${decision} decisions, ${plain} off topic): about ${lasting(usualTime(plan))} with a model of 135 million parameters on two processor cores. Ctrl-C keeps what was answered; the same command goes on.`,
    ),
  );
}

/** Tokens of an answer, about. */
const TOKENS_OUT = { words: 8, json: 120, decision: 1, plain: 48 } as const;

/** How many questions, and what they cost at a provider where the lab's file has prices. */
export function tellThere(
  plan: MeasurePlan,
  { rows, subjects, size }: Pick<Measured, 'rows' | 'subjects' | 'size'>,
  lab: string,
): void {
  const letters = rows.reduce((sum, { prompt }) => sum + prompt.reduce((all, one) => all + one.content.length, 0), 0);
  const each = letters / Math.max(1, rows.length) / LETTERS_A_TOKEN;
  const { providers } = readLab(lab);
  let [tokens, usd]: [number, number | null] = [0, 0];
  for (const { subject, parts, offTopic } of plan.subjects) {
    const cut = subject.model.indexOf('/');
    const price = providers[subject.model.slice(0, cut)]?.prices?.[subject.model.slice(cut + 1)];
    const missing = parts.flatMap(({ questions }) => questions.filter(isMissing));
    const calls = missing.reduce((sum, one) => sum + one.calls, 0);
    const out = missing.reduce(
      (sum, one) => sum + one.calls * TOKENS_OUT[one.form],
      offTopic.length * TOKENS_OUT.plain,
    );
    tokens += calls * each;
    if (calls + offTopic.length === 0) continue;
    usd = usd === null || price === undefined ? null : usd + (calls * each * price.in + out * price.out) / 1e6;
  }
  const cost =
    usd === null
      ? `for how much is not known: ${LAB_FILE} has no prices for all of them (providers, prices)`
      : `about ${usd < 0.01 ? 'a cent or less' : `${usd.toFixed(2)} USD`}`;
  printProblem(
    wrap(
      `${counted(questionsIn(plan), 'question')} to ${counted(subjects.length, 'model')} (${size.name}), about ${Math.ceil(tokens / 1000)} thousand tokens, ${cost}. Ctrl-C keeps what was answered; the same command goes on.`,
    ),
  );
}
