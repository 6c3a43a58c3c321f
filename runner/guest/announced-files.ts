import { isSafeFileName, parseProtocol } from '../judge/protocol.ts';
import { LIMITS } from './guest.ts';

/** Names that a protocol stream announces, each once; names that could leave their folder are none. */
export function announcedFiles(protocol: string): string[] {
  const names = parseProtocol(protocol).events.flatMap((event) => (event.event === 'file' ? [event.name] : []));
  return [...new Set(names)].filter(isSafeFileName).slice(0, LIMITS.files);
}
