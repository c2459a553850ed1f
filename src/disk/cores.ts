/** How many threads of this program can run at the same time. */
import { availableParallelism } from 'node:os';

export const cores = (): number => availableParallelism();
