/** A run or a profile is played by one program at a time. */
import type { Hold, Store } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';

/** Holds the session of a run until it is released. Rejects with a UserError where another program is playing it. */
export async function heldSession(store: Store, code: string): Promise<Hold> {
  const hold = await store.hold(code);
  if (hold === null)
    throw new UserError(
      `Another program is playing session ${code} of ${store.file} at this moment: wait until it has ended, or stop it there with Ctrl-C; both would ask everything twice.`,
    );
  return hold;
}
