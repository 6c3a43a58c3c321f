/** Milliseconds since 1970, to the microsecond, and never set back while the process runs. */
export function wallClock(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000) / 1000;
}
