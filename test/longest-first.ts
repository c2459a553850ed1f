/**
 * The order of the files of tests: those that start programs first, and of them those that wait longest, so that none of them runs
 * alone at the end; what computes fills the cores while others wait, and comes last. Vitest knows how long a file took only where it
 * ran before, and a fresh checkout knows nothing.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, in this order, as they took on two cores; whoever adds one that takes a quarter of a minute adds its name. */
export const LONGEST = [
  // The whole bootstrap, where every test must run.
  'kappa-of-134-people',
  'tune-providers-killed',
  'tune-providers',
  'analysis-scripts',
  'store/postgres',
  'jobs/seat',
  'evaluation/report',
  'compare',
  'model/live',
  'journeys',
  'tune-runs',
  'jobs/openai',
  'commands',
  'model/resume',
  'model/run',
  'model/profile',
  'handout-pages',
  'battery-terminal',
  'nothing-lost',
  'lessons-terminal',
  'tune-providers-terminal',
  'model/agents-command',
  'tune-start',
  'participants',
  'outside-text',
  'robots/class',
  'web/one-phone',
  'web/two-phones',
  'store/processes',
  'host-terminal',
].map((name) => `test/${name}.test.ts`);

/** Projects in this order: a worker begins anew where the next file is another project's. */
const PROJECTS = ['programs', 'drawn', 'pure'];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const place = ({ project, moduleId }: TestSpecification): number => {
      const name = relative(project.config.root, moduleId).replaceAll('\\', '/');
      const at = LONGEST.indexOf(name);
      return PROJECTS.indexOf(project.name) * 1000 + (at < 0 ? LONGEST.length : at);
    };
    return usual.toSorted((one, other) => place(one) - place(other));
  }
}
