/** What all threads of an export have in common. */

/**
 * Memory of one. Rows live for a moment only: left alone V8 takes several times as much for young objects without
 * being quicker, and with a third of this it is a sixth slower; with little old memory allowed it tidies up earlier.
 */
export const THREAD_MEMORY = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 320 };

/**
 * Sources are no program yet: there all work is done in one thread. Node strips types from what a second thread loads
 * by WebAssembly, and V8 13.6 now and then crashes over freeing its code there.
 */
export const isSource = import.meta.url.endsWith('.ts');
