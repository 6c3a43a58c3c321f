/** Quotes one word for a POSIX shell. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line for a POSIX shell out of words that it must not interpret. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
