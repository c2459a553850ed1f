/** Once for all files of tests: the environment, and the tiny model. */
import type { TestProject } from 'vitest/node';
import { environment } from '../real/environment.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder in which the tiny model's folder lies. */
    models: string;
  }
}

export default async function setUp(project: TestProject): Promise<void> {
  const { python, models } = await environment();
  project.provide('python', python);
  project.provide('models', models);
}
