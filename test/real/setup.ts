/** Once for all files of tests: the environment, the server, the direct computation. */
import type { TestProject } from 'vitest/node';
import { environment } from './environment.ts';
import { directTiny, servedTiny } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where `transformers serve` answers, without a path. */
    served: string;
    /** Where the direct computation answers. */
    direct: string;
    /** The Python of both. */
    python: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const made = await environment();
  // Each imports its packages for ten seconds.
  const [served, direct] = await Promise.all([servedTiny(made), directTiny(made)]);
  project.provide('served', served.address);
  project.provide('direct', direct.address);
  project.provide('python', made.python);
  return async () => {
    await Promise.all([served.close(), direct.close()]);
  };
}
