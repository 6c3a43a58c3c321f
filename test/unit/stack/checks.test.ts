import { describe, expect, it } from 'vitest';
import type { Target } from '../../../runner/plan/target.ts';
import { type Check, canRun, checkTarget } from '../../../runner/stack/checks.ts';
import type { MachineFacts, TargetFacts } from '../../../runner/stack/facts.ts';
import { shippedTargets } from '../../../vmimages/targets/index.ts';

const linux: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  root: false,
  memoryMiB: 16_384,
  cacheFolder: '/home/somebody/.cache/venus-suite',
  freeBytes: 50 * 1024 ** 3,
  apt: true,
  missingPackages: [],
  glslang: true,
  sandbox: true,
  kvm: 'absent',
  hvf: false,
  vulkanDrivers: [],
};
const mac: MachineFacts = {
  ...linux,
  platform: 'darwin',
  arch: 'arm64',
  hvf: true,
  apt: false,
  sandbox: null,
  cacheFolder: '/Users/somebody/Library/Caches/venus-suite',
  vulkanDrivers: [
    {
      manifest: '/opt/homebrew/share/vulkan/icd.d/MoltenVK_icd.json',
      driver: {
        manifest: '/opt/homebrew/share/vulkan/icd.d/MoltenVK_icd.json',
        library: '/opt/homebrew/lib/libMoltenVK.dylib',
        vendor: 'MoltenVK',
        software: false,
        version: null,
        egl: null,
        nodes: [],
      },
    },
  ],
};
const part = (name: string, built: boolean): TargetFacts['parts'][number] => ({ part: name, name, built });
const allBuilt: TargetFacts = {
  qemu: null,
  storeOrder: null,
  hostDriver: null,
  packed: false,
  absentFiles: [],
  parts: [part('guest-forky-arm64', true), part('probes-arm64', true)],
};
const venusQemu = { path: '/opt/qemu/bin/qemu-system-aarch64', version: '11.1.2', venus: true };

function target(name: string): Target {
  const found = shippedTargets.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no target ${name}`);
  return found;
}

function missing(checks: Check[]): Check[] {
  return checks.filter(({ status }) => status === 'missing');
}

describe('on Linux x64 without KVM', () => {
  it('the default target runs', () => {
    expect(canRun(checkTarget(target('tcg-arm64-16k'), linux, allBuilt))).toBe(true);
  });

  it('needs no sandbox where a bundle brings the host stack', () => {
    const bare = { ...linux, sandbox: null };
    expect(canRun(checkTarget(target('tcg-arm64-16k'), bare, allBuilt))).toBe(false);
    expect(canRun(checkTarget(target('tcg-arm64-16k'), bare, { ...allBuilt, packed: true }))).toBe(true);
  });

  it('says so where QEMU cannot be made to keep the order of stores and loads, and the target runs all the same', () => {
    const facts = { ...allBuilt, storeOrder: { plugin: null, reason: '-plugin: invalid option' } };
    const checks = checkTarget(target('tcg-arm64-16k'), linux, facts);
    expect(canRun(checks)).toBe(true);
    expect(checks.find(({ status }) => status === 'warn')?.what).toContain('-plugin: invalid option');
  });

  it('a target that is not built runs too, and says that the first run builds it', () => {
    const facts = { ...allBuilt, parts: [part('guest-forky-arm64', false)] };
    const checks = checkTarget(target('tcg-arm64-16k'), linux, facts);
    expect(canRun(checks)).toBe(true);
    expect(checks.find(({ status }) => status === 'warn')?.mend).toContain('image build --target tcg-arm64-16k');
  });

  it('missing packages matter only where something must be built', () => {
    const machine = { ...linux, missingPackages: ['mmdebstrap', 'zstd'] };
    expect(canRun(checkTarget(target('tcg-arm64-16k'), machine, allBuilt))).toBe(true);
    const [check] = missing(checkTarget(target('tcg-arm64-16k'), machine, { ...allBuilt, parts: [part('x', false)] }));
    expect(check?.mend).toBe('Run: sudo apt-get install -y --no-install-recommends mmdebstrap zstd');
  });

  it('a full disk matters only where something must be built', () => {
    const machine = { ...linux, freeBytes: 1024 ** 3 };
    expect(canRun(checkTarget(target('tcg-arm64-16k'), machine, allBuilt))).toBe(true);
    const [check] = missing(checkTarget(target('tcg-arm64-16k'), machine, { ...allBuilt, parts: [part('x', false)] }));
    expect(check?.what).toContain('1.0 GiB free');
  });

  it('a sandbox that cannot be made stops every target with a tree', () => {
    expect(canRun(checkTarget(target('host'), { ...linux, sandbox: false }, allBuilt))).toBe(false);
    const [check] = missing(checkTarget(target('host'), { ...linux, sandbox: null }, allBuilt));
    expect(check?.mend).toContain('apt-get install -y --no-install-recommends bubblewrap');
  });

  it('the KVM target names both architectures, even where /dev/kvm is there', () => {
    const [check] = missing(checkTarget(target('kvm-arm64-16k'), { ...linux, kvm: 'openable' }, allBuilt));
    expect(check?.what).toMatch(/arm64.*x64/);
  });

  it('Mac targets say only that they need a Mac', () => {
    const checks = checkTarget(target('hvf-arm64-16k'), linux, { ...allBuilt, qemu: venusQemu });
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({ status: 'missing', what: expect.stringContaining('darwin only') });
  });
});

describe('on Linux arm64', () => {
  const arm = { ...linux, arch: 'arm64' };

  it('with KVM the KVM target runs', () => {
    expect(canRun(checkTarget(target('kvm-arm64-16k'), { ...arm, kvm: 'openable' }, allBuilt))).toBe(true);
  });

  it('with a /dev/kvm of somebody else it says which group to join', () => {
    const [check] = missing(checkTarget(target('kvm-arm64-16k'), { ...arm, kvm: 'denied' }, allBuilt));
    expect(check?.mend).toContain('usermod -aG kvm');
  });

  it('without it, it says so', () => {
    const [check] = missing(checkTarget(target('kvm-arm64-16k'), arm, allBuilt));
    expect(check?.what).toBe('there is no /dev/kvm');
  });
});

describe('the host driver', () => {
  const preview = {
    choice: null,
    uses: { default: "the stack's own lavapipe", text: 'NVIDIA H200 (…)' },
    passedOver: ['a: b'],
  };
  const seen = (hostDriver: TargetFacts['hostDriver']): Check[] =>
    checkTarget(target('tcg-arm64-16k'), linux, { ...allBuilt, hostDriver }).filter(({ what }) =>
      /host.driver/.test(what),
    );

  it('is told with what --host-driver auto would take, and what was passed over', () => {
    expect(seen(preview)[0]?.what).toBe(
      "host driver: the stack's own lavapipe; --host-driver auto would take NVIDIA H200 (…); passed over: a: b",
    );
    expect(seen({ ...preview, choice: 'auto' })[0]?.what).toBe('host driver: NVIDIA H200 (…); passed over: a: b');
  });

  it('keeps the target from running where one is asked for that is not there', () => {
    const checks = seen({
      choice: 'system',
      uses: null,
      passedOver: ['--host-driver system: there is no /dev/nvidia0'],
    });
    expect(checks).toMatchObject([{ status: 'missing', what: expect.stringContaining('there is no /dev/nvidia0') }]);
  });
});

describe('on a Mac', () => {
  it('with a QEMU that has Venus the HVF target runs', () => {
    expect(canRun(checkTarget(target('hvf-arm64-16k'), mac, { ...allBuilt, qemu: venusQemu }))).toBe(true);
  });

  it('a QEMU without Venus is named, with its version', () => {
    const [check] = missing(
      checkTarget(target('hvf-arm64-16k'), mac, { ...allBuilt, qemu: { ...venusQemu, venus: false } }),
    );
    expect(check?.what).toContain('/opt/qemu/bin/qemu-system-aarch64 11.1.2 has no Venus');
  });

  it('no QEMU, no HVF and no MoltenVK are three findings', () => {
    const machine = { ...mac, hvf: false, vulkanDrivers: [] };
    expect(missing(checkTarget(target('hvf-arm64-16k'), machine, allBuilt))).toHaveLength(3);
  });

  it('emulation needs no HVF', () => {
    expect(
      canRun(checkTarget(target('tcg-arm64-16k-mac'), { ...mac, hvf: false }, { ...allBuilt, qemu: venusQemu })),
    ).toBe(true);
  });

  it('with 4 KiB pages runs and warns of blobs that HVF does not map', () => {
    const checks = checkTarget(target('hvf-arm64-4k'), mac, { ...allBuilt, qemu: venusQemu });
    expect(canRun(checks)).toBe(true);
    expect(checks.find(({ status }) => status === 'warn')?.what).toContain('16 KiB');
  });

  it('what only Linux can build comes as a bundle, and it says which', () => {
    const facts = { ...allBuilt, qemu: venusQemu, parts: [part('guest-forky-arm64', false)] };
    const [check] = missing(checkTarget(target('hvf-arm64-16k'), mac, facts));
    expect(check?.mend).toContain('On a Linux machine');
    expect(check?.mend).toContain('venus-suite bundle --target hvf-arm64-16k');
  });

  it('Linux targets say only that they need Linux', () => {
    expect(checkTarget(target('tcg-arm64-16k'), mac, allBuilt)).toHaveLength(1);
  });
});

it('a file that the target names and that is not there is missing by its path', () => {
  const [check] = missing(
    checkTarget(target('tcg-arm64-16k'), linux, { ...allBuilt, absentFiles: ['/nowhere/bzImage'] }),
  );
  expect(check?.what).toBe('/nowhere/bzImage does not exist');
});
