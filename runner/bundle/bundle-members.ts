import { bundleLayout } from '../base/bundle.ts';
import type { HostTarget, Target, VmTarget } from '../plan/target.ts';
import { ensureLauncher, launcherMembers } from '../stack/launcher.ts';
import type { Member } from '../stack/member.ts';
import { probesEntry, probesOrigin } from '../stack/probes.ts';
import type { Progress } from '../stack/progress.ts';
import { ringSleepPart, wantsRingSleep } from '../stack/ring-sleep.ts';
import { storeOrderPart, wantsStoreOrder } from '../stack/store-order.ts';
import { appMembers } from './app-members.ts';
import { hostParts } from './host-parts.ts';
import { macLauncher } from './mac-launcher.ts';
import { nodeBinary, npmMembers } from './npm-members.ts';
import type { Platform } from './npm-packages.ts';
import { guestParts, requireEntry, wholePart } from './part-members.ts';

/** The command at the top of an unpacked bundle. */
const COMMAND = 'venus-suite';
const NODE = `${bundleLayout.node}.program`;

export interface BundleContent {
  targets: readonly Target[];
  platform: Platform;
  /** Linux only: whether the software drivers come with it. */
  lavapipe: boolean;
}

/** All members of a bundle but its manifest, of parts that are built. Paths below the bundle's folder. */
export async function bundleMembers(content: BundleContent, progress: Progress): Promise<Member[]> {
  const app = [...appMembers(), ...(await npmMembers(content.platform, progress))];
  const guests = [...guestParts(builtImages(content.targets)), ...probes(content.targets)];
  const members = [...app, ...guests, ...(await platformMembers(content, app, progress))];
  return [...members, readMe(content)];
}

async function platformMembers(content: BundleContent, app: readonly Member[], progress: Progress): Promise<Member[]> {
  if (content.platform.os === 'darwin') return [macLauncher(COMMAND)];
  const launcher = await ensureLauncher(progress);
  const node: Member = {
    kind: 'file',
    path: NODE,
    mode: 0o755,
    content: await nodeBinary(content.platform.cpu, progress),
  };
  const native = [node, ...app.filter(({ path }) => /\.(node|so)(\.\d+)*$/.test(path))];
  const vms = content.targets.filter((target): target is VmTarget => target.kind === 'vm');
  const releases = new Set(content.targets.flatMap(({ hostStack }) => (hostStack === 'system' ? [] : [hostStack])));
  const stacks = [...releases].toSorted().map((release) =>
    hostParts({
      release,
      guests: [...new Set(vms.filter(({ hostStack }) => hostStack === release).map(({ arch }) => arch))],
      lavapipe: content.lavapipe,
      also: native,
      launcher,
    }),
  );
  const [first] = stacks;
  if (!first) throw new Error('a bundle for Linux has no host stack');
  const script = `${bundleLayout.app}/bin/venus-suite.js`;
  return [
    node,
    ...launcherMembers(launcher, bundleLayout.node, { ...first.runtime, start: { program: NODE } }),
    ...launcherMembers(launcher, COMMAND, { ...first.runtime, start: { program: NODE, argument: script } }),
    ...stacks.flatMap(({ members }) => members),
    ...helpers(vms),
    ...wholePart(requireEntry(probesEntry('host', probesOrigin('host')))),
  ];
}

function builtImages(targets: readonly (VmTarget | HostTarget)[]) {
  return targets.flatMap((target) => (target.kind === 'vm' && target.image.kind === 'built' ? [target.image] : []));
}

function probes(targets: readonly Target[]): Member[] {
  const archs = new Set(targets.flatMap((target) => (target.kind === 'vm' ? [target.arch] : [])));
  return [...archs].flatMap((arch) => wholePart(requireEntry(probesEntry(arch, probesOrigin(arch)))));
}

/** What is loaded into QEMU and into the render server. */
function helpers(targets: readonly VmTarget[]): Member[] {
  const parts = [
    ...targets.filter((target) => wantsStoreOrder(target)).map(storeOrderPart),
    ...targets.filter((target) => wantsRingSleep(target)).map(ringSleepPart),
  ];
  const entries = new Map(parts.map(requireEntry).map((entry) => [entry.folder, entry]));
  return [...entries.values()].flatMap(wholePart);
}

function readMe({ targets, platform }: BundleContent): Member {
  const names = targets.map(({ name }) => name);
  const text = `venus-suite for ${platform.os}-${platform.cpu}, with what these targets need: ${names.join(', ')}.

    ./venus-suite doctor --target ${names[0]}
    ./venus-suite run --target ${names[0]}
    ./venus-suite --help

Nothing here is written to: runs go to the folder that you start from, caches to your own. app/docs/bundle.md says more.
`;
  return { kind: 'file', path: 'README.txt', mode: 0o644, content: Buffer.from(text) };
}
