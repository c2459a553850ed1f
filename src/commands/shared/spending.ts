/** A cap in USD: whether what the calls cost is known, and what a session has spent of it. */
import type { LogQuestions } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import type { BudgetedModels, Limits } from '../../model/budget.ts';
import { countedSoFar } from '../../model/cost.ts';

/** A cap in money needs to know what the calls cost: throws a UserError that names the model whose price is not known. */
export function refuseUnpriced({ cost }: Limits, { seats }: Pick<BudgetedModels, 'seats'>): void {
  if (cost === null) return;
  const unpriced = [...seats.values()].find(({ price }) => price === null);
  if (unpriced !== undefined)
    throw new UserError(
      `--max-cost needs the price of ${unpriced.id}: write it into homines.config.json (providers, ${unpriced.provider}, prices, "${unpriced.connection.model}": in and out, USD a million tokens), or cap the calls with --max-calls.`,
    );
}

/** What a session's calls are counted as for a cap in USD; 0 where there is none. */
export const countedFor = async (
  { cost }: Limits,
  log: Pick<LogQuestions, 'matches' | 'calls'>,
  session: string,
  { seats }: Pick<BudgetedModels, 'seats'>,
): Promise<number> =>
  cost === null
    ? 0
    : countedSoFar(
        log,
        session,
        (provider, model) =>
          [...seats.values()].find((seat) => seat.provider === provider && seat.connection.model === model)?.price ??
          null,
      );
