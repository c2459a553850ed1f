/** Language models in a room: one budget for all of it, and nobody sits down who cannot answer when the room opens. */
import type { Store } from '../../core/log.ts';
import { isAddress } from '../../core/database-address.ts';
import { listed } from '../../core/format.ts';
import { UserError } from '../../core/user-error.ts';
import type { LiveModels } from '../../lab/live-match.ts';
import { type AtHand, isModelId } from '../../lab/models.ts';
import { playableTable, providersAt, spending } from '../../lab/model-seats.ts';
import type { RoomPlan } from '../../room/room.ts';
import { liveModels, type LiveRequest } from '../shared/live-models.ts';

/** So often it is read what other programs that host the same room have spent, milliseconds: so long each may go on past the cap. */
const AGAIN_MS = 5000;

export type RoomModels = {
  readonly live: LiveModels;
  /** Everything that screens say of them. */
  atHand(): AtHand;
  /**
   * What the session's calls have cost so far counts, and what the questions of this plan are expected to cost. On a database that
   * other programs may host the same room with, what their calls cost counts too, until what this gives is called.
   */
  begin(session: string, plan: Pick<RoomPlan, 'tables'>): Promise<() => void>;
  /** Rejects with a UserError where a model of this plan may not be asked, or cannot answer now. */
  check(plan: RoomPlan): Promise<void>;
};

/** The models of the folder that the room is opened in. */
export function roomModels(asked: LiveRequest & { readonly store: Store }): RoomModels {
  const house = liveModels({ ...asked, forClass: true });
  const cost = spending(house, () => undefined);
  return {
    live: cost.live,
    atHand: () => house.atHand(),
    async begin(session, { tables }) {
      const soFar = async (): Promise<void> => cost.counted((await asked.store.callSums(session)).cost);
      await soFar();
      // A whole class may ask before the first call has told what one costs.
      for (const table of tables.filter((one) => one.against.some(isModelId))) {
        const { questions, cost: usd } = await house.estimate(table);
        if (usd !== null && questions > 0) cost.expects(usd / questions);
      }
      if (!isAddress(asked.store.file)) return () => undefined;
      // A database that cannot be reached now is told of by what the room stores.
      const again = setInterval(() => void soFar().catch(() => undefined), AGAIN_MS).unref();
      return () => clearInterval(again);
    },
    async check({ tables }) {
      const providers = [...new Set(tables.flatMap(providersAt))];
      if (providers.length === 0) return;
      const strangers = house.untrusted(providers);
      if (strangers.length > 0)
        throw new UserError(
          `Nobody has said that ${listed(strangers.map(({ name, address }) => `${name} (${address})`))} may be asked, with the key that this folder names: add --trust, or name an agent of theory.`,
        );
      const atHand = await house.look(providers, AbortSignal.timeout(5000));
      for (const table of tables) {
        const why = playableTable(table, house, atHand).instead?.why;
        if (why !== undefined) throw new UserError(`${why.replace(/\.$/, '')}: mend that, or name an agent of theory.`);
      }
    },
  };
}
