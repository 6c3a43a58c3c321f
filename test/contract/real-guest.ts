import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BootReport, ProbeRequest, StageResult } from '../../runner/guest/guest.ts';
import { QemuGuest } from '../../runner/guest/qemu-guest.ts';
import { builtImage } from '../../runner/guest/vm-image.ts';
import { noStackOptions, type StackOptions } from '../../runner/plan/stack-options.ts';
import type { VmTarget } from '../../runner/plan/target.ts';
import { ensureGuestImage } from '../../runner/stack/guest-image.ts';
import { ensureHostStack } from '../../runner/stack/host-stack.ts';
import { ensureProbes } from '../../runner/stack/probes.ts';
import { ensureRingSleep } from '../../runner/stack/ring-sleep.ts';
import { tcgArm64With16k } from '../../vmimages/targets/tcg-arm64.ts';

/** Programs in the place of probes: scripts, which say in a line what a probe does badly. */
export type Scripts = Readonly<Record<string, string>>;

/** Passes as the sanity probe: the contract tests ask nothing of Vulkan. */
const SANITY = `echo '{"event":"hello","protocol":1,"probe":"protocol/identity"}' >&3
echo '{"event":"check","name":"deviceName","ok":true,"actual":"Virtio-GPU Venus (script)"}' >&3
echo '{"event":"end","outcome":"pass"}' >&3`;

export interface RealGuest extends AsyncDisposable {
  guest: QemuGuest;
  folder: string;
  runDir: string;
  stages: StageResult[];
  boot(): Promise<BootReport>;
}

function writeScripts(folder: string, scripts: Scripts): void {
  for (const [name, body] of Object.entries(scripts)) {
    const path = join(folder, 'probes', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  }
}

/** A real VM of the suite's own image, with these scripts as its probes. */
export async function makeRealGuest(
  scripts: Scripts = {},
  changes: { stack?: Partial<StackOptions>; target?: Partial<VmTarget> } = {},
): Promise<RealGuest> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const runDir = join(folder, 'run');
  mkdirSync(runDir);
  writeScripts(folder, { 'protocol/identity': SANITY, ...scripts });
  const target: VmTarget = { ...tcgArm64With16k, ...changes.target };
  if (target.image.kind !== 'built') throw new Error('a contract guest is a built image');
  const stack: StackOptions = { ...noStackOptions, ...changes.stack };
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const host = await ensureHostStack('forky', progress);
  const built = await ensureProbes(target.arch, progress);
  copyFileSync(join(built.dir, 'supervisor'), join(folder, 'supervisor'));
  cpSync(join(built.dir, 'probes/self'), join(folder, 'probes/self'), { recursive: true });
  const image = builtImage(await ensureGuestImage(target.image, progress), folder, stack);
  const guest = new QemuGuest({
    target,
    host,
    image,
    stack,
    storeOrder: null,
    ringSleep: await ensureRingSleep(() => {}),
    runDir,
  });
  const stages: StageResult[] = [];
  return {
    guest,
    folder,
    runDir,
    stages,
    boot: () => guest.boot((stage) => stages.push(stage)),
    async [Symbol.asyncDispose]() {
      await guest.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A request with bounds that a healthy script does not come near. */
export function request(probe: string, changes: Partial<ProbeRequest> = {}): ProbeRequest {
  return { id: probe, probe, args: [], env: {}, bounds: { alarm: 10_000, kill: 12_000, deadline: 20_000 }, ...changes };
}
