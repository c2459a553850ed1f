/** What the pages' own part of the script defines, which stands before ours in one file. */
declare const enliven: ((main: HTMLElement, mark: (text: string) => void) => void) | undefined;
