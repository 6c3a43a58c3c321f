import type { StackFacts } from './schema.ts';

/** The versions in play, in one line; parts that are absent or unknown are left out. */
export function stackLine(stack: StackFacts): string {
  const pages = stack.guestPageSize === null ? '' : ` (${stack.guestPageSize / 1024} KiB pages)`;
  const parts = [
    stack.accelerator,
    stack.orderedStores === false ? 'stores not ordered' : null,
    stack.accelerator === 'tcg' && stack.boundedRingSleep === false ? 'rings sleep unbounded' : null,
    stack.qemu && `QEMU ${stack.qemu}`,
    stack.virglrenderer && `virglrenderer ${stack.virglrenderer}`,
    stack.hostDriver,
    stack.guestKernel && `kernel ${stack.guestKernel}${pages}`,
    stack.guestMesa && `guest Mesa ${stack.guestMesa}`,
    stack.deviceName,
  ];
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}
