/** A tuning report, and the figure of several runs, as one HTML page each: the pages of reports, without network. */
import { type DoseDocument, doseBlocks, doseFigure, doseWords } from '../evaluation/dose.ts';
import type { TuningReport } from '../evaluation/document.ts';
import { reportSections, runCalled } from '../evaluation/report-sections.ts';
import { drawPointsChart } from './chart-points.ts';
import { escaped } from './charts.ts';
import { blocksAsHtml, page } from './html.ts';
import { sectionsAsHtml } from './report.ts';

/** How a page came about. `at`: the time, as it is written. */
export type MadeBy = { readonly version: string; readonly at: string; readonly command: string };

/** The whole report; its figures are kept in the page for programs. */
export async function tuningReportAsHtml(report: TuningReport, made: MadeBy): Promise<string> {
  const title = `Tuning report: ${report.run.name}`;
  const { set } = report;
  const body = [
    `<h1>${escaped(title)}</h1>`,
    `<p>${escaped(`${runCalled(report)}. Trained on answers of ${set.agent} from ${report.run.base.name}; made on ${made.at} with homines ${made.version}.`)}</p>`,
    await sectionsAsHtml(reportSections(report)),
    `<section><h2>How this was made</h2><pre>${escaped(made.command)}</pre></section>`,
  ];
  return page(title, body.join('\n'), { made, report });
}

/** The figure of several runs with its numbers. */
export async function doseAsHtml(document: DoseDocument, made: MadeBy): Promise<string> {
  const title = 'κ trained and κ measured';
  const words = doseBlocks(document).filter(({ kind }) => kind !== 'points');
  const body = [
    `<h1>${escaped(title)}</h1>`,
    `<p>Made on ${escaped(made.at)} with homines ${escaped(made.version)}.</p>`,
    `<figure>${await doseSvg(document)}<figcaption><p>${escaped(doseWords(document))}</p></figcaption></figure>`,
    blocksAsHtml(words.slice(1)),
    `<section><h2>How this was made</h2><pre>${escaped(made.command)}</pre></section>`,
  ];
  return page(title, body.join('\n'), { made, document });
}

/** The figure alone, as an SVG element. */
export const doseSvg = (document: DoseDocument): Promise<string> =>
  drawPointsChart(doseFigure(document), 'κ as it was trained and as it is measured');
