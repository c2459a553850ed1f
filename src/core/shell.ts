/** Words as they are typed into a shell. */

/** A word, in quotes where a shell would read more into it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** A command in the pieces between which it may be broken into lines: an option and its value stay together. */
export function commandParts(given: readonly string[]): readonly string[] {
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

/** A command that can be pasted into a shell. */
export const commandLine = (given: readonly string[]): string => given.map(quoted).join(' ');
