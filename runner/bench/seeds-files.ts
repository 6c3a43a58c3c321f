import type { CpioEntry } from '../stack/cpio.ts';

/** Where the initramfs keeps what it loads before it goes over to the disk. */
const MODULES = 'usr/lib/modules/venus-suite';

/** A Debian system with systemd and OpenSSH, as one installs it, and what a probe needs. */
export const SEEDS_PACKAGES: readonly string[] = [
  ...['base-files', 'base-passwd', 'bash', 'busybox-static', 'coreutils', 'debianutils', 'grep', 'libc-bin', 'mawk'],
  ...['login', 'mount', 'passwd', 'procps', 'sed', 'util-linux', 'init-system-helpers', 'libpam-modules'],
  ...['systemd', 'systemd-sysv', 'udev', 'dbus', 'kmod', 'iproute2', 'libpam-runtime'],
  // openssh-client holds the scp that runs in the guest.
  ...['openssh-server', 'openssh-sftp-server', 'openssh-client'],
  ...['mesa-vulkan-drivers', 'libvulkan1'],
];

/** What maintainer scripts would have written: packages of a foreign architecture are only unpacked. */
export function systemFiles(authorizedKey: string, hostKey: string): { path: string; mode: number; text: string }[] {
  const text = (path: string, ...lines: string[]) => ({ path, mode: 0o644, text: `${lines.join('\n')}\n` });
  return [
    text('etc/fstab', '/dev/vda / ext4 defaults 0 0'),
    text('etc/hostname', 'seeds'),
    text('etc/machine-id', '6f1d1c0f2ad34d6f9d6a2b9d0c0f5e11'),
    text('etc/systemd/network/10-guest.network', '[Match]', 'Type=ether', '[Network]', 'Address=10.0.2.15/24'),
    text('etc/ssh/sshd_config', 'PermitRootLogin prohibit-password', 'Subsystem sftp /usr/lib/openssh/sftp-server'),
    { path: 'etc/ssh/ssh_host_ed25519_key', mode: 0o600, text: hostKey },
    { path: 'root/.ssh/authorized_keys', mode: 0o600, text: authorizedKey },
  ];
}

/** What `systemctl enable` would have made: the link and what it names. */
export const ENABLED_UNITS: readonly [link: string, unit: string][] = [
  ['etc/systemd/system/multi-user.target.wants/ssh.service', '/usr/lib/systemd/system/ssh.service'],
  [
    'etc/systemd/system/multi-user.target.wants/systemd-networkd.service',
    '/usr/lib/systemd/system/systemd-networkd.service',
  ],
  ['etc/systemd/system/default.target', '/usr/lib/systemd/system/multi-user.target'],
];

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
exec switch_root /root /sbin/init
`;

export const SEEDS_MODULES = { network: ['virtio_blk', 'ext4', 'virtio_net'], gpu: ['virtio_gpu'], late: [] } as const;

/** The initramfs without its modules. */
export function initramfs(busybox: Uint8Array): CpioEntry[] {
  return [
    { kind: 'file', path: 'bin/busybox', mode: 0o755, data: busybox },
    { kind: 'file', path: 'init', mode: 0o755, data: Buffer.from(INIT) },
    { kind: 'dir', path: 'dev', mode: 0o755 },
    { kind: 'dir', path: 'root', mode: 0o755 },
  ];
}
