/**
 * Catches what is thrown outside of every call that somebody waits for, such as a log that cannot be written any more
 * in the middle of a guest's output: the run must end in order, not leave its VM behind.
 * @returns a function that stops listening.
 */
export function catchStrayErrors(onError: (error: Error) => void): () => void {
  const listener = (error: Error): void => onError(error);
  process.on('uncaughtException', listener);
  return () => process.off('uncaughtException', listener);
}
