/** Words as they are typed into a shell: quoted where the shell would read more into them. An option and its value stay together. */
export function commandLine(given: readonly string[]): readonly string[] {
  const parts: string[] = [];
  for (let i = 0; i < given.length; i++) {
    const word = quoted(given[i]!);
    const value = given[i + 1];
    if (word.startsWith('--') && value !== undefined && !value.startsWith('--')) {
      parts.push(`${word} ${quoted(value)}`);
      i += 1;
    } else parts.push(word);
  }
  return parts;
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
