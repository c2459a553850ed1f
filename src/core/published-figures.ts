/**
 * Published aggregates that may stand beside a game: figures from another game or market, with their own source and n.
 * They are printed under a caption that says what is different there, never drawn as a sample and never tested.
 */
import { memo } from './memo.ts';

/** One published study, as its game brings it. */
export type PublishedResult = {
  /** Authors, journal and year, with the licence of the data where it asks for one. */
  readonly source: string;
  /** What is different there: always said. */
  readonly caption: string;
  /**
   * `value` as it is printed, unit included; `n`: people, decisions or runs behind it, null where it is not reported.
   */
  readonly figures: readonly { readonly label: string; readonly value: string; readonly n: number | null }[];
};

/** How far a reader may take a band for what people would do here; the rule stands in data/reference/README.md. */
export type Confidence = 'high' | 'middling' | 'low';

/** Who published it, and what must be said of it wherever it is shown. */
type PublishedSource = {
  /** In a few words, to stand beside a band: "134 people in Trento". */
  readonly who: string;
  /** Authors, journal and year. */
  readonly source: string;
  /** Of the data: "CC BY 4.0". */
  readonly licence: string;
  /** What is different there from the settings at hand: always said. */
  readonly differs: string;
  readonly confidence: Confidence;
};

/**
 * What was answered in one respect. `people`: one number a person, 0 to 1, the mean of what its `each` answers count. `counts`: what
 * a paper prints, where nothing tells which answers are of one person.
 */
export type PublishedAnswers =
  | { readonly kind: 'people'; readonly shares: readonly number[]; readonly each: number }
  | { readonly kind: 'counts'; readonly yes: number; readonly of: number };

/** A published experiment as a game brings it, by its own measures: what was answered, and no statistics. */
export type PublishedExperiment = PublishedSource & {
  readonly answers: readonly { readonly measure: string; readonly given: PublishedAnswers }[];
};

/**
 * What people did in a published experiment, by measures of the game that brings it: a grey band behind rows of its figures,
 * beside a class, models and theory. Never a sample of ours, and never one side of a test.
 */
export type PublishedPeople = PublishedSource & {
  /** `at` and its 95 % `interval` on the scale of the measure; `n`: people, or answers where nothing tells whose they are. */
  readonly bands: readonly {
    readonly measure: string;
    readonly at: number;
    readonly interval: readonly [low: number, high: number];
    readonly n: number;
    readonly of: 'people' | 'answers';
    /** How the interval was made. */
    readonly by: string;
  }[];
};

/** Who sits in the other seats at hand; null: nobody, or it is not known. */
export type Others = 'people' | 'programs' | null;

/**
 * The label by the rule of data/reference: high where the game has the same form and the same incentives up to scale, middling
 * where only the form is the same, else low; one step less where people met people there and meet programs here.
 */
export function confidenceOf(same: {
  readonly form: boolean;
  readonly incentives: boolean;
  readonly others: boolean;
}): Confidence {
  if (!same.form) return 'low';
  const steps = ['low', 'middling', 'high'] as const;
  return steps[(same.incentives ? 2 : 1) - (same.others ? 0 : 1)]!;
}

/** One published study with the name of the game that it stands beside. */
export type PublishedStudy = PublishedResult & { readonly game: string };

/** A row of a table of data/reference by its columns' names. */
export type ReferenceRow = Readonly<Record<string, string | undefined>>;

/** The rows of a table of data/reference by the file's name; none where the file is not there. */
export type ReferenceTable = (file: string) => readonly ReferenceRow[];

/** The text of a file of data/reference by its name; null where it is not there. */
export type ReadReference = (file: string) => string | null;

/** A table as rows by column, from text with commas between cells. The files of data/reference quote nothing. */
function rowsIn(csv: string): readonly ReferenceRow[] {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

/** The tables of data/reference, each read when it is first asked for and then kept. */
export function referenceTables(read: ReadReference): ReferenceTable {
  return memo((file: string) => rowsIn(read(file) ?? ''));
}

/** A share of 0 to 1 in a cell as it is printed: "48 %". */
export const shareIn = (cell: string | undefined): string => `${Math.round(Number(cell) * 100)} %`;

/** A count in a cell; null where the cell is empty or missing: it is not reported. */
export const countIn = (cell: string | undefined): number | null =>
  cell === undefined || cell === '' ? null : Number(cell);

type Publishing = { readonly name: string; published?(table: ReferenceTable): readonly PublishedResult[] };

/** What has been published beside these games, in their order; a study whose file is not there is left out. */
export function publishedBeside(games: readonly Publishing[], table: ReferenceTable): readonly PublishedStudy[] {
  return games.flatMap((game) =>
    (game.published?.(table) ?? [])
      .filter(({ figures }) => figures.length > 0)
      .map((study) => ({ game: game.name, ...study })),
  );
}
