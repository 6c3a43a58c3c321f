/**
 * The port of the loopback that leads to the guest's ssh, out of what the monitor's `info usernet` prints:
 *
 *     TCP[HOST_FORWARD]  19   127.0.0.1 40123       10.0.2.15    22
 *
 * Null where no port is forwarded.
 */
export function forwardedSshPort(usernet: string): number | null {
  const match = /TCP\[HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)\s+\S+\s+22\b/.exec(usernet);
  return match ? Number(match[1]) : null;
}
