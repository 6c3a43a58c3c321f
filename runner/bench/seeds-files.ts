import type { CpioEntry } from '../stack/cpio.ts';

/** Where the initramfs keeps what it loads before it goes over to the disk. */
const MODULES = 'usr/lib/modules/venus-suite';

/** Debian's own programs, C library, OpenSSH and Mesa. */
export const SEEDS_PACKAGES: readonly string[] = [
  ...['base-files', 'base-passwd', 'bash', 'busybox-static', 'coreutils', 'libc-bin', 'passwd'],
  // openssh-client holds the scp that runs in the guest.
  ...['openssh-server', 'openssh-sftp-server', 'openssh-client'],
  ...['systemd', 'systemd-sysv', 'udev', 'dbus', 'login', 'util-linux'],
  ...['mesa-vulkan-drivers', 'libvulkan1'],
];

/** Accounts without rights, which the packages' scripts would have made. */
export const ACCOUNTS = `sshd:x:990:65534::/run/sshd:/usr/sbin/nologin
systemd-network:x:991:991::/:/usr/sbin/nologin
messagebus:x:992:992::/:/usr/sbin/nologin
`;

export const GROUPS = `systemd-network:x:991:
messagebus:x:992:
systemd-journal:x:993:
`;

const NETWORK = '[Match]\nType=ether\n\n[Network]\nAddress=10.0.2.15/24\nGateway=10.0.2.2\n';
const UNITS = '/usr/lib/systemd/system';

/** What `systemctl enable` and `set-default` would have made, from `etc/systemd/system`. */
export const SYSTEM_LINKS: readonly [path: string, to: string][] = [
  ['default.target', `${UNITS}/multi-user.target`],
  ['multi-user.target.wants/ssh.service', `${UNITS}/ssh.service`],
  ['multi-user.target.wants/systemd-networkd.service', `${UNITS}/systemd-networkd.service`],
];

/** What maintainer scripts and a person would have written. */
export function systemFiles(authorizedKey: string, hostKey: string): { path: string; mode: number; text: string }[] {
  const config = 'PermitRootLogin prohibit-password\nUsePAM no\nSubsystem sftp /usr/lib/openssh/sftp-server\n';
  return [
    { path: 'etc/hostname', mode: 0o644, text: 'seeds\n' },
    { path: 'etc/fstab', mode: 0o644, text: '/dev/vda / ext4 defaults 0 1\n' },
    { path: 'etc/systemd/network/10-ethernet.network', mode: 0o644, text: NETWORK },
    // A machine that has booted before: without these its first boot would be timed, which builds caches.
    { path: 'etc/machine-id', mode: 0o444, text: `${'5eed'.repeat(8)}\n` },
    { path: 'etc/.updated', mode: 0o644, text: '' },
    { path: 'var/.updated', mode: 0o644, text: '' },
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
exec switch_root /root /usr/lib/systemd/systemd
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
