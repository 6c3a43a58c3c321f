import { describe, expect, it } from 'vitest';
import { type QemuInput, qemuArgs, venusObstacle } from '../../../runner/guest/qemu-args.ts';
import type { VmTarget } from '../../../runner/plan/target.ts';
import { qemuProgram } from '../../../runner/stack/qemu-program.ts';
import { kvmArm64With16k } from '../../../vmimages/targets/kvm-arm64.ts';
import { kvmX8664 } from '../../../vmimages/targets/kvm-x86_64.ts';
import { hvfArm64With16k } from '../../../vmimages/targets/mac.ts';
import { tcgArm64With16k } from '../../../vmimages/targets/tcg-arm64.ts';
import { tcgX8664 } from '../../../vmimages/targets/tcg-x86_64.ts';
import { tcgArm64With16kTrixie, tcgX8664Trixie } from '../../../vmimages/targets/trixie.ts';

const paths = { console: '/run/console.log', guestErrors: '/run/guest-errors.log', qmp: '/tmp/t/qmp' };
const built = { ...paths, kernel: '/cache/kernel', initrd: '/tmp/t/initrd' };
const argsOf = (target: VmTarget, over: Partial<QemuInput> = {}): string =>
  qemuArgs({ target, paths: built, platform: 'linux', exitWithParent: false, extra: [], ...over }).join(' ');

describe('qemuArgs', () => {
  it('is the command line that is known to work, under TCG on Linux', () => {
    expect(argsOf(tcgArm64With16k)).toBe(
      '-nodefaults -no-user-config -machine virt,memory-backend=mem1 ' +
        '-object memory-backend-memfd,id=mem1,size=2048M,share=on -m 2048M ' +
        '-smp 2 -accel tcg,thread=multi -cpu neoverse-n1 ' +
        '-device virtio-gpu-gl-pci,venus=on,blob=on,hostmem=1G -vga none -display sdl,gl=on ' +
        '-kernel /cache/kernel -initrd /tmp/t/initrd ' +
        '-append console=ttyAMA0 panic=-1 loglevel=6 printk.devkmsg=on log_buf_len=4M cryptomgr.notests ' +
        '-no-reboot -chardev file,id=console,path=/run/console.log -serial chardev:console ' +
        '-qmp unix:/tmp/t/qmp,server=on,wait=off -d guest_errors -D /run/guest-errors.log ' +
        '-netdev user,id=net0,restrict=on,hostfwd=tcp:127.0.0.1:0-:22 ' +
        '-device virtio-net-pci,netdev=net0,romfile= -device virtio-rng-pci',
    );
  });

  it('takes memory that macOS can share, its accelerator and its display', () => {
    const args = argsOf(hvfArm64With16k, { platform: 'darwin', exitWithParent: true });
    expect(args).toContain('-object memory-backend-shm,id=mem1,size=2048M,share=on');
    expect(args).toContain('-accel hvf -cpu host');
    expect(args).toContain('-display cocoa,gl=es');
    expect(args).toContain('-run-with exit-with-parent=on');
    expect(args).not.toContain('memfd');
  });

  it('boots an x86-64 guest on its own machine, CPU and console', () => {
    const args = argsOf(tcgX8664);
    expect(args).toContain('-machine q35,memory-backend=mem1 ');
    expect(args).toContain('-accel tcg,thread=multi -cpu Nehalem ');
    expect(args).toContain('-append console=ttyS0 tsc=nowatchdog panic=-1 ');
    expect(args).not.toMatch(/ttyAMA0|neoverse|virt,/);
  });

  it('differs between releases only in what keeps the older QEMU from getting stuck, after the words of every kernel', () => {
    const own = 'log_buf_len=4M cryptomgr.notests';
    const withTick = (args: string): string => args.replace(own, `${own} nohz=off highres=off`);
    const inOneThread = (args: string): string => args.replace('thread=multi', 'thread=single');
    expect(argsOf(tcgX8664Trixie)).toBe(inOneThread(withTick(argsOf(tcgX8664))));
    expect(argsOf(tcgArm64With16kTrixie)).toBe(withTick(argsOf(tcgArm64With16k)));
  });

  it('takes KVM with the host’s CPU', () => {
    expect(argsOf(kvmX8664)).toContain('-machine q35,memory-backend=mem1 ');
    expect(argsOf(kvmX8664)).toContain('-accel kvm -cpu host');
    expect(argsOf(kvmArm64With16k)).toContain('-accel kvm -cpu host');
  });

  it('boots a disk image that is never written, with commas in its path', () => {
    const image = {
      kind: 'disk' as const,
      disk: '/vm/a,b.qcow2',
      format: 'qcow2' as const,
      ssh: { user: 'root', key: '/k' },
    };
    const args = argsOf({ ...tcgArm64With16k, image }, { paths });
    expect(args).toContain('-drive file=/vm/a,,b.qcow2,format=qcow2,if=none,id=disk0,snapshot=on');
    expect(args).not.toMatch(/-kernel|-append/);
  });

  it("appends the target's arguments, then the person's", () => {
    const args = argsOf({ ...tcgArm64With16k, qemuArgs: ['-name', 'a'] }, { extra: ['-name', 'b'] });
    expect(args.endsWith('-name a -name b')).toBe(true);
  });

  it('leaves venus out where QEMU would refuse to start, so that a stage can tell why', () => {
    const gpu = { ...tcgArm64With16k.gpu, hostmem: null };
    expect(argsOf({ ...tcgArm64With16k, gpu })).toContain('-device virtio-gpu-gl-pci,venus=off,blob=on -vga none');
    expect(venusObstacle(gpu)).toContain('hostmem');
    expect(venusObstacle(tcgArm64With16k.gpu)).toBeNull();
  });

  it('gives a VM no GPU where the target has none', () => {
    const gpu = { ...tcgArm64With16k.gpu, device: null };
    expect(argsOf({ ...tcgArm64With16k, gpu })).not.toContain('virtio-gpu');
    expect(venusObstacle(gpu)).toContain('no GPU');
  });

  it('loads the plugin that keeps the order of stores and loads, and only where there is one', () => {
    expect(argsOf(tcgArm64With16k, { storeOrder: '/cache/a,b/store-order.so' })).toContain(
      ' -plugin /cache/a,,b/store-order.so',
    );
    expect(argsOf(tcgArm64With16k)).not.toContain('-plugin');
  });

  it("runs the architecture's program", () => {
    expect(qemuProgram(tcgArm64With16k)).toBe('qemu-system-aarch64');
    expect(qemuProgram(tcgX8664)).toBe('qemu-system-x86_64');
  });
});
