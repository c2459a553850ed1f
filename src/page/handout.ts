/** The hand-out of a lesson as one HTML file: two pages of A4, the class against published people and theory, questions, sources. */
import { shapeOf } from '../core/agent-signs.ts';
import { localTime } from '../core/format.ts';
import { fill } from '../core/template.ts';
import type { ClassRows } from '../lessons/class-answers.ts';
import { figureNotes, figureOf, intervalWords, type LessonBar, type LessonFigure } from '../lessons/figure.ts';
import type { LessonStop } from '../lessons/lesson.ts';
import { type FigureGroup, GROUPS } from '../lessons/stops.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import { lessonWords } from '../lessons/words.ts';
import { escaped, lookOf } from './charts.ts';
import { documentOf, marked } from './html.ts';

/** A session in which the lesson was run. `at`: Unix milliseconds. */
export type TaughtSession = { readonly name: string | null; readonly at: number; readonly rows: ClassRows };

const STYLE = `
@page{size:A4;margin:14mm}
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:182mm;padding:8mm 0;font:10pt/1.35 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#1b1b1b;background:#fff;overflow-wrap:anywhere}
h1{font-size:18pt;line-height:1.2;margin:0 0 2mm}h2{font-size:12pt;margin:5mm 0 1.5mm;border-top:.3mm solid #c8c8c0;padding-top:2.5mm}h3{font-size:10.5pt;margin:3mm 0 1mm}
p{margin:0 0 1.8mm}.lead{font-size:11.5pt}.small{font-size:8.5pt;color:#3c3c38}.note{margin:2mm 0 0}
table{width:100%;border-collapse:collapse;font-size:9.5pt;font-variant-numeric:tabular-nums}
td{padding:.7mm 2mm .7mm 0;vertical-align:middle}td:first-child{width:32%;padding-left:3mm}td:last-child{width:36%}
th{text-align:left;padding:1.6mm 0 .4mm;font-weight:600}
.bar{position:relative;display:block;height:3.2mm;background:#eeeee9;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.bar i{position:absolute;left:0;top:0;bottom:0;background:#1b1b1b;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.published i{background:#8f8f88}.bar b{position:absolute;top:1.3mm;height:.6mm;background:#b8641a;print-color-adjust:exact;-webkit-print-color-adjust:exact}
ol,ul{margin:0;padding-left:5.5mm}li{margin:0 0 1.5mm}.write{height:10mm;border-bottom:.2mm solid #b5b5ae}
.second{break-before:page}h2,h3{break-after:avoid}tr,li{break-inside:avoid}
@media print{body{padding:0;max-width:none}}
@media screen{.second{margin-top:12mm}}
`.trim();

type Reveal = LessonStop & { readonly kind: 'reveal' };

/** The page. `session`: null before the lesson was run: lines are left blank for what the class will do. */
export function handoutAsHtml(prepared: PreparedLesson, session: TaughtSession | null, version: string): string {
  const { lesson } = prepared;
  const said = lessonWords(lesson.language).handout;
  const reveals = lesson.stops.filter((stop): stop is Reveal => stop.kind === 'reveal');
  const figure = together(reveals.map((stop) => figureOf(stop, prepared, session?.rows ?? null)));
  const whose =
    session === null
      ? said.yours
      : fill(session.name === null ? said.rehearsal : said.class, {
          session: session.name ?? '',
          date: localTime(session.at).slice(0, 10),
        });
  const body = [
    `<section><h1>${escaped(lesson.title)}</h1>`,
    `<p class="lead">${escaped(lesson.sentence)}</p>`,
    `<h2>${escaped(said.found)}</h2>`,
    `<p class="small">${escaped(whose)}</p>`,
    figureAsHtml(figure, lesson.language),
    ...figureNotes(figure, GROUPS, lesson.language).map((note) => `<p class="small note">${escaped(note)}</p>`),
    '</section>',
    `<section class="second"><h2>${escaped(said.why)}</h2>`,
    ...lesson.handout.text.map((words) => `<p>${escaped(words)}</p>`),
    `<h2>${escaped(said.questions)}</h2>`,
    `<ol>${lesson.handout.questions.map((words) => `<li>${escaped(words)}<div class="write"></div></li>`).join('')}</ol>`,
    `<h2>${escaped(said.sources)}</h2>`,
    `<ul class="small">${lesson.sources.map((words) => `<li>${escaped(words)}</li>`).join('')}</ul>`,
    `<h2>${escaped(said.licence)}</h2>`,
    `<p class="small">${escaped(lesson.handout.licence)}</p>`,
    `<p class="small">${escaped(fill(said.made, { version }))}</p></section>`,
  ];
  return documentOf({ language: lesson.language, title: lesson.title, style: STYLE, body: body.join('\n') });
}

/** Several figures as one: a question that is shown again stands once, with every bar that it has anywhere. */
function together(figures: readonly LessonFigure[]): LessonFigure {
  const rows = Map.groupBy(
    figures.flatMap((figure) => figure.rows),
    ({ label }) => label,
  );
  return {
    rows: [...rows.values()].map((same) => {
      const bars = new Map(same.flatMap((row) => row.bars.map((bar) => [`${bar.kind} ${bar.label}`, bar] as const)));
      const order = (group: FigureGroup): number => GROUPS.indexOf(group);
      return { ...same[0]!, bars: [...bars.values()].toSorted((a, b) => order(a.group) - order(b.group)) };
    }),
  };
}

function figureAsHtml({ rows }: LessonFigure, language: string): string {
  const said = lessonWords(language);
  const blank = (asked: 'share' | 'mean'): string =>
    `<tr><td>${escaped(said.groups.class)}</td><td></td><td>${escaped(asked === 'mean' ? said.handout.blankMean : said.handout.blank)}</td></tr>`;
  return `<table><tbody>${rows
    .map(({ label, bars, asksClass }) => {
      const nobody = asksClass !== null && !bars.some(({ group }) => group === 'class');
      return `<tr><th colspan="3">${escaped(label)}</th></tr>${nobody ? blank(asksClass) : ''}${bars.map((bar) => barAsHtml(bar, language)).join('')}`;
    })
    .join('')}</tbody></table>`;
}

const barAsHtml = (bar: LessonBar, language: string): string => {
  const { group, label, who, share, value, interval } = bar;
  const part = (at: number): string => (100 * at).toFixed(1);
  const around =
    interval === null ? '' : `<b style="left:${part(interval[0])}%;width:${part(interval[1] - interval[0])}%"></b>`;
  return `<tr><td>${who === null ? '' : `${marked(shapeOf(who))} `}${escaped(label)}</td><td><span class="bar ${group}"><i style="width:${part(share)}%${who === null || who === 'human' ? '' : `;background:${lookOf(who).color}`}"></i>${around}</span></td><td>${escaped(value)}${interval === null ? '' : ` <span class="small">(${escaped(intervalWords(bar, language))})</span>`}</td></tr>`;
};
