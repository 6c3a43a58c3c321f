import picomatch from 'picomatch';

/**
 * A matcher for case ids: `*` stays within an area, `**` does not, wherever it stands. picomatch takes `**` for
 * a globstar only where it is a whole segment, and `**@no_fence_feedback` would name nothing.
 */
export function idMatcher(glob: string): (id: string) => boolean {
  const matches = picomatch(glob.replaceAll(/(?<=^|\/)\*\*(?=[^/*])/g, '**/*'), { nonegate: true });
  return (id) => id === glob || matches(id);
}

/** Whether a text is a glob, not an exact id. */
export function isGlob(text: string): boolean {
  return picomatch.scan(text).isGlob;
}
