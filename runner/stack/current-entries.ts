import type { Target } from '../plan/target.ts';
import { contentKey } from './content-key.ts';
import { guestEntry } from './guest-image.ts';
import { hostEntry } from './host-stack.ts';
import { probesEntry, probesOrigin } from './probes.ts';
import { ringSleepPart, wantsRingSleep } from './ring-sleep.ts';
import { storeOrderPart, wantsStoreOrder } from './store-order.ts';

/** A part that a target needs from the cache. */
export interface NeededEntry {
  part: 'host stack' | 'guest image' | 'probes' | 'QEMU plugin' | 'render server library';
  name: string;
  inputs: unknown;
  key: string;
}

/** What a target needs from the cache with today's recipes and sources. */
export function entriesOf(target: Target): NeededEntry[] {
  const need = (part: NeededEntry['part'], { name, inputs }: { name: string; inputs: unknown }): NeededEntry => ({
    part,
    name,
    inputs,
    key: contentKey(inputs),
  });
  const needed: NeededEntry[] = [];
  if (target.hostStack !== 'system') needed.push(need('host stack', hostEntry(target.hostStack)));
  if (target.kind === 'host') {
    needed.push(need('probes', probesEntry('host', probesOrigin('host'))));
    return needed;
  }
  if (target.image.kind === 'built') needed.push(need('guest image', guestEntry(target.image)));
  if (target.image.kind === 'built' || target.image.probes === undefined) {
    needed.push(need('probes', probesEntry(target.arch, probesOrigin(target.arch))));
  }
  if (wantsStoreOrder(target)) needed.push(need('QEMU plugin', storeOrderPart(target)));
  if (wantsRingSleep(target)) needed.push(need('render server library', ringSleepPart()));
  return needed;
}
