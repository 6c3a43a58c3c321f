import { expect, it } from 'vitest';
import { forwardedSshPort } from '../../../runner/guest/forwarded-port.ts';

const USERNET = `Hub -1 (net0):
  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ
  TCP[HOST_FORWARD]  11       127.0.0.1 35001       10.0.2.15  8080     0     0
  TCP[HOST_FORWARD]  19       127.0.0.1 40123       10.0.2.15    22     0     0
  UDP[236 sec]       50       10.0.2.15   123         1.2.3.4   123     0     0
`;

it('finds the port that leads to ssh among others', () => {
  expect(forwardedSshPort(USERNET)).toBe(40123);
  expect(forwardedSshPort('')).toBeNull();
});
