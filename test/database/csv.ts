/** A second reader of CSV, so that the writer is not its own witness: RFC 4180, the first line names the columns. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [names = [], ...lines] = cells(text);
  return lines.map((line) => {
    if (line.length !== names.length)
      throw new Error(`a line of ${line.length} cells under ${names.length} names: ${line.join('|')}`);
    return Object.fromEntries(names.map((name, index) => [name, line[index] ?? '']));
  });
}

function cells(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '\r' && text[i + 1] === '\n') continue;
    else if (sign === ',' || sign === '\n') {
      line.push(cell);
      cell = '';
      if (sign === '\n') {
        lines.push(line);
        line = [];
      }
    } else cell += sign;
  }
  if (cell !== '' || line.length > 0) throw new Error('the last line is not complete');
  return lines;
}
