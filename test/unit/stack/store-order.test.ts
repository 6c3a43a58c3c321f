import { describe, expect, it } from 'vitest';
import type { VmTarget } from '../../../runner/plan/target.ts';
import { wantsStoreOrder } from '../../../runner/stack/store-order.ts';
import { host } from '../../../vmimages/targets/host.ts';
import { kvmArm64With16k } from '../../../vmimages/targets/kvm-arm64.ts';
import { tcgArm64With16kOnMac } from '../../../vmimages/targets/mac.ts';
import { tcgArm64With4k, tcgArm64With16k } from '../../../vmimages/targets/tcg-arm64.ts';

const x86Guest: VmTarget = { ...tcgArm64With16k, arch: 'x86_64' };
const asItIs: VmTarget = { ...tcgArm64With16k, orderedStores: false };

describe('wantsStoreOrder', () => {
  it.each([
    ['an emulated arm64 guest on x86-64', tcgArm64With16k, 'linux', 'x64', true],
    ['with either page size', tcgArm64With4k, 'linux', 'x64', true],
    ['not on arm64, which has the instructions', tcgArm64With16k, 'linux', 'arm64', false],
    ['not under KVM', kvmArm64With16k, 'linux', 'x64', false],
    ['not on a Mac', tcgArm64With16kOnMac, 'darwin', 'x64', false],
    ['not for an x86-64 guest, which expects what the host does', x86Guest, 'linux', 'x64', false],
    ['not where the target says so', asItIs, 'linux', 'x64', false],
    ['not without a VM', host, 'linux', 'x64', false],
  ] as const)('%s', (_, target, platform, arch, wanted) => {
    expect(wantsStoreOrder(target, platform, arch)).toBe(wanted);
  });
});
