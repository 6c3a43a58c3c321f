import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Attempt, chooseDriver } from '../../../../runner/stack/host-driver/choose-driver.ts';
import { findDrivers, type Machine } from '../../../../runner/stack/host-driver/find-drivers.ts';
import { planPlacing } from '../../../../runner/stack/host-driver/plan-placing.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'venus-suite-driver-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(path: string, text: string | object = ''): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof text === 'string' ? text : JSON.stringify(text));
  return full;
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

const icd = (library: string, more: object = {}) => ({
  file_format_version: '1.0.0',
  ICD: { library_path: library, ...more },
});

/** A machine of which only what lies in the test's folder is looked at. */
function machine({ devices = ['nvidia0', 'nvidiactl'], env = {} as Record<string, string> } = {}): Machine {
  const only = env['VK_DRIVER_FILES'] ?? join(root, 'nv/share/vulkan/icd.d');
  return {
    platform: 'linux',
    home: root,
    gnu: 'x86_64-linux-gnu',
    devices,
    folders: [join(root, 'usr/lib')],
    env: { __EGL_VENDOR_LIBRARY_DIRS: join(root, 'nowhere'), ...env, VK_DRIVER_FILES: only },
  };
}

/** NVIDIA's driver as it is mounted into containers. */
function nvidia(): void {
  file('nv/share/vulkan/icd.d/nvidia_icd.json', icd('libGLX_nvidia.so.0', { api_version: '1.4.312' }));
  file('nv/share/glvnd/egl_vendor.d/10_nvidia.json', icd('libEGL_nvidia.so.0'));
  file('nv/share/glvnd/egl_vendor.d/05_mesa.json', icd('libEGL_mesa.so.0'));
  for (const name of ['GLX_nvidia', 'EGL_nvidia']) {
    file(`nv/lib64/lib${name}.so.580.159.04`);
    link(`nv/lib64/lib${name}.so.0`, `lib${name}.so.580.159.04`);
  }
  file('nv/lib64/libEGL_mesa.so.0');
}

const works: Attempt = ({ vendor }) =>
  Promise.resolve({ device: { name: `a ${vendor}`, driver: vendor, version: '1', cpu: false } });

describe('findDrivers', () => {
  it('finds the library, its version, the EGL of the same vendor and the device nodes', () => {
    nvidia();
    const [found] = findDrivers(machine());
    expect(found).toEqual({
      manifest: join(root, 'nv/share/vulkan/icd.d/nvidia_icd.json'),
      driver: {
        manifest: join(root, 'nv/share/vulkan/icd.d/nvidia_icd.json'),
        library: join(root, 'nv/lib64/libGLX_nvidia.so.0'),
        vendor: 'nvidia',
        software: false,
        version: '580.159.04',
        egl: {
          manifest: join(root, 'nv/share/glvnd/egl_vendor.d/10_nvidia.json'),
          library: join(root, 'nv/lib64/libEGL_nvidia.so.0'),
        },
        nodes: ['/dev/nvidia0', '/dev/nvidiactl'],
      },
    });
  });

  it('says of each manifest that cannot be used why', () => {
    const folder = 'nv/share/vulkan/icd.d';
    file(`${folder}/a.json`, '{');
    file(`${folder}/b.json`, icd('libabsent.so'));
    file(`${folder}/c.json`, icd('libvulkan_c.so', { library_arch: '32' }));
    file(`${folder}/notes.txt`);
    expect(findDrivers(machine()).map((entry) => ('problem' in entry ? entry.problem : 'fine'))).toEqual([
      expect.stringContaining(`${folder}/a.json is not JSON`),
      expect.stringMatching(/b\.json names libabsent\.so, which is not there$/),
      expect.stringMatching(/c\.json is for 32-bit programs$/),
    ]);
  });
});

describe('chooseDriver', () => {
  const lavapipe = (): void => {
    file('nv/share/vulkan/icd.d/lvp_icd.json', icd('libvulkan_lvp.so'));
    file('usr/lib/libvulkan_lvp.so');
  };

  it("auto stays with the stack's own where the machine has lavapipe only", async () => {
    lavapipe();
    const chosen = await chooseDriver('auto', machine(), works);
    expect(chosen).toMatchObject({ driver: null, why: "no vendor's driver works on this machine" });
    expect(chosen.passedOver).toEqual([expect.stringMatching(/lvp_icd\.json: draws on the CPU$/)]);
  });

  it("auto takes the vendor's beside lavapipe, whatever comes first", async () => {
    lavapipe();
    nvidia();
    const chosen = await chooseDriver('auto', machine(), works);
    expect(chosen).toMatchObject({ driver: { vendor: 'nvidia' }, device: { name: 'a nvidia' } });
  });

  it('auto passes over one that does not work, or whose device is a CPU, and says so', async () => {
    nvidia();
    const broken = await chooseDriver('auto', machine(), () => Promise.resolve({ problem: 'it has no device' }));
    expect(broken).toMatchObject({
      driver: null,
      passedOver: [expect.stringMatching(/nvidia_icd\.json: it has no device/)],
    });
    const device = { name: 'llvmpipe', driver: null, version: null, cpu: true };
    const cpu = await chooseDriver('auto', machine(), () => Promise.resolve({ device }));
    expect(cpu).toMatchObject({ driver: null, passedOver: [expect.stringMatching(/its device is a CPU, llvmpipe/)] });
  });

  it('auto takes the first where there is nothing to try it with, and says that', async () => {
    nvidia();
    const chosen = await chooseDriver('auto', machine(), () => Promise.resolve(null));
    expect(chosen).toMatchObject({ driver: { vendor: 'nvidia' }, why: expect.stringMatching(/not tried$/) });
  });

  it('system without a GPU is an error that says what was looked at', async () => {
    nvidia();
    await expect(chooseDriver('system', machine({ devices: [] }), works)).rejects.toThrow(
      /--host-driver system: no vendor's Vulkan driver works.*nvidia_icd\.json: there is no \/dev\/nvidia0/,
    );
  });

  it('one that is named is taken whether it works or not, but not if it is no manifest', async () => {
    lavapipe();
    const path = join(root, 'nv/share/vulkan/icd.d/lvp_icd.json') as `/${string}`;
    const chosen = await chooseDriver(path, machine(), () => Promise.resolve({ problem: 'status 1' }));
    expect(chosen).toMatchObject({ driver: { vendor: 'lvp' }, device: null, passedOver: [`${path}: status 1`] });
    const bad = file('bad.json', 'x') as `/${string}`;
    await expect(chooseDriver(bad, machine(), works)).rejects.toThrow(/^--host-driver: .*bad\.json is not JSON/);
  });
});

describe('planPlacing', () => {
  it("shows a stack with its own root the driver's libraries, but none that the stack has itself", async () => {
    nvidia();
    file('nv/lib64/libEGL.so.1');
    file('nv/lib64/libnvidia-glcore.so.580.159.04');
    file('tree/usr/lib/libEGL.so.1');
    const [found] = findDrivers(machine());
    if (found === undefined || 'problem' in found) throw new Error('not found');
    const stack = { folders: [join(root, 'tree/usr/lib')], ownRoot: true };
    const { shared, links, manifests } = planPlacing(found.driver, stack, []);
    expect(shared).toEqual([{ path: join(root, 'nv/lib64'), writable: false, at: '/run/host-driver/0' }]);
    expect(links).toContainEqual({
      name: 'libnvidia-glcore.so.580.159.04',
      target: '/run/host-driver/0/libnvidia-glcore.so.580.159.04',
    });
    expect(links.map(({ name }) => name)).not.toContain('libEGL.so.1');
    expect(manifests.map(({ name, text }) => [name, JSON.parse(text).ICD])).toEqual([
      ['nvidia_icd.json', { library_path: '/run/host-driver/0/libGLX_nvidia.so.580.159.04', api_version: '1.4.312' }],
      ['egl-10_nvidia.json', { library_path: '/run/host-driver/0/libEGL_nvidia.so.580.159.04' }],
    ]);
  });

  it('follows links to where the files lie, as where alternatives choose the driver', () => {
    file('usr/lib/nvidia/current/libGLX_nvidia.so.580.1');
    link('etc/alternatives/glx', join(root, 'usr/lib/nvidia/current/libGLX_nvidia.so.580.1'));
    link('usr/lib/libGLX_nvidia.so.0', join(root, 'etc/alternatives/glx'));
    file('nv/share/vulkan/icd.d/nvidia_icd.json', icd('libGLX_nvidia.so.0'));
    const [found] = findDrivers(machine());
    if (found === undefined || 'problem' in found) throw new Error('not found');
    const { shared, links } = planPlacing(found.driver, { folders: [], ownRoot: true }, []);
    expect(shared.map(({ path }) => path)).toEqual([join(root, 'usr/lib/nvidia/current')]);
    expect(links).toContainEqual({ name: 'libGLX_nvidia.so.0', target: '/run/host-driver/0/libGLX_nvidia.so.580.1' });
  });

  it('a stack that sees the machine gets the files where they are', () => {
    nvidia();
    const [found] = findDrivers(machine());
    if (found === undefined || 'problem' in found) throw new Error('not found');
    const { shared, manifests } = planPlacing(found.driver, { folders: [], ownRoot: false }, []);
    expect(shared).toEqual([]);
    expect(JSON.parse(manifests[0]?.text ?? '').ICD.library_path).toBe(
      join(root, 'nv/lib64/libGLX_nvidia.so.580.159.04'),
    );
  });
});
