/**
 * Published aggregates that may stand beside a game: figures from another game or market, with their own source and n.
 * They are printed under a caption that says what is different there, never drawn as a sample and never tested.
 */

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

/** A share of 0 to 1 in a cell as it is printed: "48 %". */
export const shareIn = (cell: string | undefined): string => `${Math.round(Number(cell) * 100)} %`;

/** A count in a cell; null where the cell is empty or missing: it is not reported. */
export const countIn = (cell: string | undefined): number | null =>
  cell === undefined || cell === '' ? null : Number(cell);

type Publishing = { readonly name: string; published?(table: ReferenceTable): readonly PublishedResult[] };

/** What has been published beside these games, in their order; a study whose file is not there is left out. */
export function publishedBeside(games: readonly Publishing[], read: ReadReference): readonly PublishedStudy[] {
  const table: ReferenceTable = (file) => rowsIn(read(file) ?? '');
  return games.flatMap((game) =>
    (game.published?.(table) ?? [])
      .filter(({ figures }) => figures.length > 0)
      .map((study) => ({ game: game.name, ...study })),
  );
}
