/** `homines tune report RUN`: what came out, measured where it was not measured yet, on one page and in the terminal. */
import { localTime } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
import { writeText } from '../../disk/write-text.ts';
import { QUICK, STANDARD } from '../../evaluation/report-size.ts';
import type { Block } from '../../core/blocks.ts';
import type { Section } from '../../analysis/report/sections.ts';
import type { TuningReport } from '../../evaluation/document.ts';
import { reportSections } from '../../evaluation/report-sections.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { blocksText } from '../shared/blocks-text.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';
import { commandTyped } from '../shared/command-typed.ts';
import { measuredReport } from './measured-report.ts';

/** What `tune report` takes. */
export type ReportFlags = {
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly quick?: boolean | undefined;
  readonly again?: boolean | undefined;
  readonly control?: string | undefined;
  readonly db?: string | undefined;
};

/** Exit code: 0 all was asked; 1 something was not; else that of the signal. */
export async function report(flags: ReportFlags, names: readonly string[]): Promise<number> {
  const [typed, more] = names;
  if (typed === undefined || more !== undefined)
    throw new UserError(
      `homines tune report is of one run, as in "${byHand('tune report NAME')}"; "${byHand('tune list')}" names them.`,
    );
  const stopped = catchSignals();
  try {
    const { report: found, end } = await measuredReport(typed, {
      ...{
        lab: process.cwd(),
        size: flags.quick === true ? QUICK : STANDARD,
        again: flags.again ?? false,
        signal: stopped.signal,
      },
      control: flags.control === undefined || flags.control === '' ? null : flags.control,
      db: flags.db ?? DEFAULT_DB,
    });
    if (end === 'interrupted') {
      printProblem(wrap('Stopped: what was answered is kept, and the same command asks the rest.'));
      return stopped.exitCode();
    }
    if (end === 'unanswered')
      printProblem(
        wrap('The server had no answer to several questions in a row: the same command asks again what is missing.'),
      );
    if (flags.out !== undefined) await writeTuningReport(found, flags.out);
    if (flags.json === true) printJson(found);
    else {
      printReport(found);
      if (flags.out !== undefined) print(`Wrote ${flags.out}.`);
    }
    return found.unasked > 0 || found.unfinished !== null ? 1 : 0;
  } catch (error) {
    if (stopped.signal.aborted && !(error instanceof UserError)) return stopped.exitCode();
    throw error;
  } finally {
    stopped.done();
  }
}

/** The report as text of at most 80 columns. */
function printReport(found: TuningReport): void {
  print(`Tuning report: ${found.run.name}\n`);
  for (const { heading, parts } of reportSections(found)) {
    print(`${heading}\n${'='.repeat([...heading].length)}\n`);
    for (const part of parts) {
      const said = partText(part);
      if (said !== '') print(`${said}\n`);
    }
  }
}

function partText(part: Section['parts'][number]): string {
  switch (part.kind) {
    case 'blocks':
      return blocksText(part.blocks);
    case 'heading':
      return `${part.words}\n${'-'.repeat([...part.words].length)}`;
    case 'quote':
      return part.paragraphs.map((words) => wrap(words)).join('\n');
    case 'code':
      return part.words;
    case 'picture': {
      const { picture } = part;
      if (picture.kind !== 'paths') return '';
      return blocksText(
        picture.panels.flatMap(({ block, head }): readonly Block[] => [{ kind: 'text', text: head }, looked(block)]),
      );
    }
  }
}

/** Only the periods that have a value, in as many as a terminal is wide: a table beside says at which step each was. */
function looked(block: Block & { readonly kind: 'series' }): Block {
  const kept = block.lines[0]?.points.flatMap((value, at) => (value === null ? [] : [at])) ?? [];
  const every = Math.max(1, Math.ceil(kept.length / MOST_MARKS));
  const shown = kept.filter((_, at) => at % every === 0 || at === kept.length - 1);
  const [first = 1] = kept;
  const isEach = every === 1 && kept.every((at, i) => at === first + i);
  return {
    ...block,
    // Every step has a loss; looks are counted from that at the base on, before the first step.
    ...{ period: isEach ? 'step' : every > 1 ? 'mark' : 'look', periods: shown.length },
    from: isEach ? first : Math.min(first, 1),
    lines: block.lines.map((line) => ({ ...line, points: shown.map((at) => line.points[at] ?? null) })),
  };
}
const MOST_MARKS = 20;

/** Writes the page: whole, or not at all. */
async function writeTuningReport(found: TuningReport, out: string): Promise<void> {
  const { tuningReportAsHtml } = await import('../../page/tuning-report.ts');
  const made = { version: version(), at: localTime(Date.now()), command: commandTyped() };
  writeText(out, await tuningReportAsHtml(found, made));
}
