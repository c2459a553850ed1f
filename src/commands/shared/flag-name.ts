/** What a flag is called on the command line, of its key in code: maxCost is max-cost. */
export const flagName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
