/** Language models at a table: theory sits where one cannot, and no call is made beyond what the session may cost. */
import { agentChosen } from '../agents/index.ts';
import type { Agent } from '../match/agent.ts';
import { unaskableHere } from '../match/askable-seats.ts';
import type { Models } from '../model/agent.ts';
import type { AnyGame } from '../core/game.ts';
import type { CallRow } from '../core/log.ts';
import { isLost } from '../core/no-answer.ts';
import { UserError } from '../core/user-error.ts';
import { countedCostOf } from '../model/cost.ts';
import type { Price } from '../model/provider.ts';
import type { LiveModels } from './live-match.ts';
import {
  type AtHand,
  isModelId,
  type LanguageModels,
  type MatchEstimate,
  providerOf,
  theoryFor,
  usdWords,
} from './models.ts';
import { choiceOf, othersOf, type SetUp } from './set-up.ts';
import { opponentsOf, seatOf, type TableSetting } from './table-setting.ts';

/**
 * The table as it can be played now: where a model cannot sit down, for want of a key or a server, the theory agent of its
 * label does, and `instead` says why. `models`: undefined where there are none to be had.
 */
export function playableTable(
  { instead: _, ...choice }: TableSetting,
  models: LanguageModels | undefined,
  atHand: AtHand,
): TableSetting {
  const seats = choice.against.map((id) => ({
    id,
    theory: theoryFor(id, atHand),
    away: isModelId(id) ? whyAway(id, choice.game, models, atHand) : null,
  }));
  const reasons = seats.flatMap(({ theory, away }) => {
    if (away === null) return [];
    const who = theory === 'baseline' ? 'The stand-in' : 'Theory';
    return [`${who} plays (${theory}): ${away.replace(/, or choose theory agents.*/, '')}.`];
  });
  if (reasons.length === 0) return choice;
  const against = seats.map(({ id, theory, away }) => (away === null ? id : theory));
  return { ...choice, instead: { against, why: [...new Set(reasons)].join(' ') } };
}

/**
 * What cannot be asked of the models at this table, in a sentence; null: everything can. One that cannot sit down for
 * another reason, for want of a key or a server, is not looked at.
 */
export function unaskableAt(choice: TableSetting, models: Models): string | null {
  const { game, config } = choice;
  const seats = opponentsOf(choice).map((id): Pick<Agent, 'unaskable'> => {
    if (!isModelId(id)) return {};
    try {
      return agentChosen(id, game, models);
    } catch (error) {
      if (error instanceof UserError) return {};
      throw error;
    }
  });
  return unaskableHere(game, config, seats.toSpliced(seatOf(choice), 0, {}));
}

/** Why this model cannot sit down, without a full stop; null: nothing is known against it. */
function whyAway(id: string, game: AnyGame, models: LanguageModels | undefined, { providers }: AtHand): string | null {
  if (models === undefined) return 'Language models cannot sit down here';
  try {
    agentChosen(id, game, models.models);
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(/\.$/, '');
    throw error;
  }
  return providers.find(({ name }) => name === providerOf(id))?.away ?? null;
}

/** The providers of the models that were chosen for this table, each once. */
export const providersAt = ({ against }: Pick<TableSetting, 'against'>): readonly string[] => [
  ...new Set(against.filter(isModelId).map(providerOf)),
];

/** Which table an estimate is of: the same text for the same players and settings. */
export const tableOf = (form: SetUp): string =>
  JSON.stringify([form.game.name, othersOf(form), form.preset, form.role, form.settings]);

/** What one match at this table takes; null where the table cannot be played. What nobody knows is null within it. */
export async function estimateOf(form: SetUp, models: LanguageModels): Promise<MatchEstimate | null> {
  const choice = choiceOf(form);
  if ('problem' in choice) return null;
  try {
    return await models.estimate(choice);
  } catch (error) {
    if (error instanceof UserError) return { questions: 0, cost: null, seconds: null };
    throw error;
  }
}

export type Spending = {
  /** What the session's calls have cost so far, in USD, as the log says; null: a price is not known. */
  counted(usd: number | null): void;
  /** About what one question will cost, in USD, before any has been answered: so much is set aside for each that is out. */
  expects(usd: number): void;
  /** The models as they sit at a table: every call is counted, and none is made that the cap may not bear. */
  readonly live: LiveModels;
};

/** Counts what calls cost against the cap of a session. `changed` hears the sum, in USD; null once a price is not known. */
export function spending(models: LanguageModels, changed: (usd: number | null) => void): Spending {
  let sum: number | null = 0;
  /** What the cap counts, USD: what a server says it used, upwards only, and where it says nothing about as much as the bytes. */
  let capped = 0;
  /** The most that a call has cost, or could have: the next one is expected to cost no more. */
  let dearest = 0;
  /** Questions that are out. */
  let out = 0;
  const cap = `cap of ${usdWords(models.cap)}`;
  const counted = (usd: number | null): void => {
    capped = Math.max(capped, usd ?? 0);
    changed((sum = usd));
  };
  const priceOf = ({ provider, model }: CallRow): Price | null => {
    try {
      return models.models.seat(`${provider}/${model}`, provider, model).price;
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  };
  return {
    counted,
    expects: (usd) => void (dearest = Math.max(dearest, usd)),
    live: {
      models: models.models,
      spent: () =>
        capped >= models.cap || capped + dearest > models.cap
          ? `the session's ${cap} is reached, and --max-cost raises it`
          : null,
      asks() {
        out += 1;
        return () => void (out -= 1);
      },
      crowded: () =>
        capped + (out + 1) * dearest > models.cap
          ? `what is being asked now may use up the session's ${cap}, and --max-cost raises it`
          : null,
      heard(call: CallRow) {
        const { cost, tokensIn, outcome } = call;
        const price = priceOf(call);
        const here = price === null ? (cost ?? 0) : Math.max(cost ?? 0, countedCostOf(price, call));
        capped += here;
        dearest = Math.max(dearest, here);
        if (cost !== null && sum !== null) changed((sum += cost));
        else if (cost === null && (tokensIn !== null || !isLost(outcome))) changed((sum = null));
      },
    },
  };
}
