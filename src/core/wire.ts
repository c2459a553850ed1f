/**
 * What programs that share a log say to each other while people play: that something is new, or that an answer came in at
 * the wrong door. Nothing is kept here: rows of the log stay the only truth, and whoever missed a word reads them.
 */

/** Words under a topic, heard by every program that shares the log, the one that speaks among them. Order is kept within one program. */
export interface Wire {
  /** Says it to whoever hears this topic. `text` has at most `LONGEST_SAID` bytes. Resolves when it is on its way. */
  tell(topic: string, text: string): Promise<void>;
  /**
   * Calls `heard` for everything that is said under this topic from now on, until the function that it resolves with is called;
   * and `missed` when the line was down and is up again: what was said meanwhile is lost, and rows have to be read. Within one
   * program nothing is ever missed.
   */
  hear(topic: string, heard: (text: string) => void, missed?: () => void): Promise<() => void>;
}

/** So many bytes fit into one word on a wire. */
export const LONGEST_SAID = 7000;

/** Throws an Error for a text that is too long to be said. */
export function refuseLong(text: string): void {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LONGEST_SAID) throw new Error(`wire: a text of ${bytes} bytes; at most ${LONGEST_SAID} can be said.`);
}

/** The wire of a log that one program alone plays on: its own parts hear each other. */
export function localWire(): Wire {
  const listeners = new Map<string, Set<(text: string) => void>>();
  return {
    async tell(topic, text) {
      refuseLong(text);
      for (const heard of [...(listeners.get(topic) ?? [])]) queueMicrotask(() => heard(text));
    },
    async hear(topic, heard) {
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(heard));
      return () => {
        all.delete(heard);
        if (all.size === 0) listeners.delete(topic);
      };
    },
  };
}
