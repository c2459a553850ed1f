/** Once for all files of tests: the environment, the tiny model, and a Python that is warm. */
import type { TestProject } from 'vitest/node';
import { environment } from '../real/environment.ts';
import { warmPython } from './warm-python.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder in which the tiny model's folder lies. */
    models: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { python, models } = await environment();
  project.provide('python', python);
  project.provide('models', models);
  const warm = await warmPython(python);
  project.provide('warm', warm.at);
  return warm.close;
}
