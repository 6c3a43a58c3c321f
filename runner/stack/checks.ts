import { formatBytes } from '../base/text.ts';
import type { Target, VmTarget } from '../plan/target.ts';
import type { MachineFacts, TargetFacts } from './facts.ts';
import { installCommand } from './prerequisites.ts';
import { qemuProgram } from './qemu-program.ts';

/** One thing that `doctor` looked at. `missing`: the target cannot run until it is mended. */
export interface Check {
  status: 'ok' | 'warn' | 'missing';
  /** What was looked at, and how it is: a sentence without a full stop. */
  what: string;
  /** The command or the step that mends it. */
  mend: string | null;
}

/** What a build writes at its peak, both parts together. Bytes. */
const BUILD_SPACE = 3 * 1024 ** 3;
const GPU_DRIVER = "Install the GPU vendor's driver, or use --host-driver lavapipe";
const NODE_ARCH = { arm64: 'arm64', x86_64: 'x64' } as const;

/** All checks of a target on a machine. Looks at nothing but its arguments. */
export function checkTarget(target: Target, machine: MachineFacts, facts: TargetFacts): Check[] {
  const platform = checkPlatform(target, machine);
  if (platform.status === 'missing') return [platform];
  return [
    platform,
    ...(target.kind === 'vm' ? [checkAccelerator(target, machine), ...checkPageSize(target, machine)] : []),
    ...(target.kind === 'vm' ? checkMemory(target, machine) : []),
    ...(target.hostStack === 'system'
      ? checkSystemStack(target, machine, facts)
      : facts.packed
        ? [ok('the bundle brings the host stack, which needs no sandbox')]
        : [checkSandbox(machine)]),
    ...facts.absentFiles.map(
      (path): Check => missing(`${path} does not exist`, `Mend the path in the target ${target.name}`),
    ),
    ...checkHostDriver(facts),
    ...checkParts(target, machine, facts),
    ...checkStoreOrder(facts),
  ];
}

/** Whether the target can run, perhaps after a build that needs no further step. */
export function canRun(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status !== 'missing');
}

const ok = (what: string): Check => ({ status: 'ok', what, mend: null });
const warn = (what: string, mend: string | null): Check => ({ status: 'warn', what, mend });
const missing = (what: string, mend: string | null): Check => ({ status: 'missing', what, mend });

function checkPlatform(target: Target, { platform, arch }: MachineFacts): Check {
  const name = `${platform} on ${arch}`;
  if ((target.platforms as readonly string[]).includes(platform)) return ok(name);
  return missing(`it runs on ${target.platforms.join(' and ')} only, and this is ${name}`, null);
}

function checkAccelerator(target: VmTarget, machine: MachineFacts): Check {
  const native = NODE_ARCH[target.arch] === machine.arch;
  if (target.accel === 'tcg') return ok('TCG emulates the guest CPU anywhere');
  if (!native) {
    return missing(
      `${target.accel.toUpperCase()} runs only guests of the machine's own architecture: the guest is ${target.arch}, the machine ${machine.arch}`,
      'Use a tcg target',
    );
  }
  if (target.accel === 'hvf') {
    return machine.hvf
      ? ok('HVF is there')
      : missing('this Mac offers no HVF (kern.hv_support is not 1)', 'Use a tcg target');
  }
  if (machine.kvm === 'absent') {
    return missing('there is no /dev/kvm', 'Load the kvm module, allow nested virtualization, or use a tcg target');
  }
  if (machine.kvm === 'denied')
    return missing('/dev/kvm may not be opened', 'Run: sudo usermod -aG kvm "$USER" (then log in again)');
  return ok('/dev/kvm can be opened; whether a stock kernel boots on it shows only at boot');
}

function checkPageSize(target: VmTarget, { platform, arch }: MachineFacts): Check[] {
  if (target.accel !== 'hvf' || target.image.kind !== 'built' || target.image.kernel !== 'arm64') return [];
  if (platform !== 'darwin' || arch !== 'arm64') return [];
  return [
    warn(
      'the guest has 4 KiB pages and HVF maps only what is aligned to 16 KiB: misplaced blobs are lost without a word',
      'This target shows that defect on purpose; for work use hvf-arm64-16k',
    ),
  ];
}

function checkMemory(target: VmTarget, { memoryMiB }: MachineFacts): Check[] {
  if (memoryMiB >= target.memoryMiB * 1.5) return [];
  return [
    warn(
      `the guest takes ${target.memoryMiB} MiB and the machine has ${memoryMiB} MiB`,
      'Lower memoryMiB in a target of your own',
    ),
  ];
}

function checkSystemStack(target: Target, machine: MachineFacts, { qemu }: TargetFacts): Check[] {
  const mac = machine.platform === 'darwin';
  const found = machine.vulkanDrivers.flatMap((entry) => ('driver' in entry ? [entry.manifest] : []));
  const broken = machine.vulkanDrivers.flatMap((entry) => ('problem' in entry ? [entry.problem] : []));
  const none = ['there is no Vulkan driver on this machine', ...broken].join('; ');
  const drivers =
    found.length > 0
      ? ok(`host Vulkan drivers: ${found.join(', ')}`)
      : missing(none, mac ? 'Run: brew install molten-vk' : 'Run: sudo apt-get install mesa-vulkan-drivers');
  return target.kind === 'vm' ? [checkQemu(target, qemu), drivers] : [drivers];
}

function checkQemu(target: VmTarget, qemu: TargetFacts['qemu']): Check {
  const advice = `Build QEMU with OpenGL and a virglrenderer that has Venus, put it on the PATH or name it as \`qemu\` of ${target.name} in venus-suite.config.ts`;
  if (qemu === null) return missing(`${target.qemu ?? qemuProgram(target)} was not found`, advice);
  if (!qemu.venus) return missing(`${qemu.path} ${qemu.version} has no Venus in virtio-gpu-gl-pci`, advice);
  return ok(`${qemu.path} ${qemu.version} has Venus`);
}

function checkSandbox({ sandbox, root }: MachineFacts): Check {
  if (sandbox === null) return missing('bubblewrap is not installed', `Run: ${installCommand(['bubblewrap'], root)}`);
  if (sandbox) return ok('bubblewrap can run the host stack');
  return missing(
    'bubblewrap may not make a sandbox here',
    root ? 'Give this container CAP_SYS_ADMIN' : 'Allow user namespaces, or run as root',
  );
}

function checkHostDriver({ hostDriver }: TargetFacts): Check[] {
  if (hostDriver === null) return [];
  const { choice, uses, passedOver } = hostDriver;
  if (uses === null) return [missing(passedOver.join('; '), GPU_DRIVER)];
  const looked = passedOver.length > 0 ? `; passed over: ${passedOver.join('; ')}` : '';
  const text = choice === null ? `${uses.default}; --host-driver auto would take ${uses.text}` : uses.text;
  return [ok(`host driver: ${text}${looked}`)];
}

function checkStoreOrder({ storeOrder }: TargetFacts): Check[] {
  if (storeOrder === null) return [];
  if (storeOrder.plugin !== null) return [ok('TCG keeps the order of the guest’s stores and loads, by a plugin')];
  return [
    warn(
      `TCG does not keep the order of the guest’s stores and loads, so that Venus hangs once in a while: ${storeOrder.reason}`,
      'Use a QEMU that was configured with --enable-plugins; docs/known-failures.md has the rest',
    ),
  ];
}

function checkParts(target: Target, machine: MachineFacts, { parts }: TargetFacts): Check[] {
  const absent = parts.filter(({ built }) => !built);
  const checks = parts.filter(({ built }) => built).map(({ part, name }) => ok(`${part} ${name} is built`));
  if (absent.length === 0) return checks;
  const names = absent.map(({ part, name }) => `${part} ${name}`).join(', ');
  if (machine.platform !== 'linux') {
    const step = `On a Linux machine run \`venus-suite bundle --target ${target.name}\`, unpack it here and run the suite from there (docs/bundle.md)`;
    return [...checks, missing(`not built, and only Linux can build it: ${names}`, step)];
  }
  checks.push(
    warn(
      `not built yet: ${names}`,
      `Happens at the first run, or run: venus-suite image build --target ${target.name}`,
    ),
  );
  if (machine.missingPackages.length > 0) {
    const command = installCommand(machine.missingPackages, machine.root);
    checks.push(
      missing(
        `a build needs Debian packages that are not installed: ${machine.missingPackages.join(', ')}`,
        machine.apt ? `Run: ${command}` : 'Install what they hold with the system’s own package manager',
      ),
    );
  }
  if (!machine.glslang && absent.some(({ part }) => part === 'probes')) {
    checks.push(missing('there is no glslangValidator', `Run: ${installCommand(['glslang-tools'], machine.root)}`));
  }
  if (machine.freeBytes < BUILD_SPACE) {
    checks.push(
      missing(
        `${machine.cacheFolder} has ${formatBytes(machine.freeBytes)} free and a build takes up to ${formatBytes(BUILD_SPACE)}`,
        'Run `venus-suite image prune`, or set $VENUS_SUITE_CACHE to a larger disk',
      ),
    );
  }
  return checks;
}
