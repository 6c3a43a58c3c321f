import type { CpioEntry } from '../stack/cpio.ts';

/** Where the initramfs keeps what it loads before it goes over to the disk. */
const MODULES = 'usr/lib/modules/venus-suite';

/** Debian's own programs, C library, OpenSSH and Mesa. */
export const SEEDS_PACKAGES: readonly string[] = [
  ...['base-files', 'base-passwd', 'bash', 'busybox-static', 'coreutils', 'libc-bin', 'passwd'],
  // openssh-client holds the scp that runs in the guest.
  ...['openssh-server', 'openssh-sftp-server', 'openssh-client'],
  ...['mesa-vulkan-drivers', 'libvulkan1'],
];

/** The account without rights that sshd demands; the package's script would have made it. */
export const SSHD_ACCOUNT = 'sshd:x:990:65534::/run/sshd:/usr/sbin/nologin\n';

/**
 * The system's init: mounts, network, ssh server and nothing else, so it boots sooner than a distribution does. A
 * service manager needs what maintainer scripts write, and they do not run in packages of a foreign architecture.
 */
const SYSTEM_INIT = `#!/bin/bash
export PATH=/usr/sbin:/usr/bin
mount() { busybox mount "$@"; }
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
mount -o remount,rw /
busybox hostname seeds
busybox ip link set lo up
busybox ip address add 10.0.2.15/24 dev eth0
busybox ip link set eth0 up
mkdir -p /run/sshd
/usr/sbin/sshd -D &
while :; do wait; sleep 1; done
`;

/** What maintainer scripts and a person would have written. */
export function systemFiles(authorizedKey: string, hostKey: string): { path: string; mode: number; text: string }[] {
  const config = 'PermitRootLogin prohibit-password\nUsePAM no\nSubsystem sftp /usr/lib/openssh/sftp-server\n';
  return [
    { path: 'usr/local/sbin/init', mode: 0o755, text: SYSTEM_INIT },
    { path: 'etc/ssh/sshd_config', mode: 0o644, text: config },
    { path: 'etc/ssh/ssh_host_ed25519_key', mode: 0o600, text: hostKey },
    { path: 'root/.ssh/authorized_keys', mode: 0o600, text: authorizedKey },
  ];
}

/** Loads what the disk, the network and the GPU need, then hands over to the system on the disk. */
const INIT = `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
for step in network gpu; do
  while read -r module; do insmod "/${MODULES}/$module.ko"; done <"/${MODULES}/$step"
done
until [ -b /dev/vda ]; do sleep 0.05; done
mount -t ext4 /dev/vda /root
umount /dev
exec switch_root /root /usr/local/sbin/init
`;

export const SEEDS_MODULES = { network: ['virtio_blk', 'ext4', 'virtio_net'], gpu: ['virtio_gpu'], late: [] };

/** The initramfs without its modules. */
export function initramfs(busybox: Uint8Array): CpioEntry[] {
  return [
    { kind: 'file', path: 'bin/busybox', mode: 0o755, data: busybox },
    { kind: 'file', path: 'init', mode: 0o755, data: Buffer.from(INIT) },
    { kind: 'dir', path: 'dev', mode: 0o755 },
    { kind: 'dir', path: 'root', mode: 0o755 },
  ];
}
