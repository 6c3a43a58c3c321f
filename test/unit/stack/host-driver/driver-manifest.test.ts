import { describe, expect, it } from 'vitest';
import { deviceNodesOf, missingNode } from '../../../../runner/stack/host-driver/device-nodes.ts';
import {
  isSoftware,
  librariesOf,
  parseDriverManifest,
  vendorOf,
} from '../../../../runner/stack/host-driver/driver-manifest.ts';

const PATH = '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json';
const manifest = (library: string, path = PATH) =>
  parseDriverManifest(JSON.stringify({ ICD: { library_path: library } }), path);

describe('parseDriverManifest', () => {
  it("reads a Vulkan driver's", () => {
    const text = JSON.stringify({
      file_format_version: '1.0.1',
      ICD: { library_path: 'libGLX_nvidia.so.0', api_version: '1.4.312', library_arch: '64' },
    });
    expect(parseDriverManifest(text, PATH)).toEqual({
      path: PATH,
      library: 'libGLX_nvidia.so.0',
      apiVersion: '1.4.312',
      bits: '64',
    });
  });

  it.each([
    ['{"ICD": ', /nvidia_icd\.json is not JSON: /],
    ['[]', /nvidia_icd\.json has no object “ICD”/],
    ['null', /has no object “ICD”/],
    ['{"ICD": {"library_path": 7}}', /has no “ICD\.library_path”/],
    ['{"layer": {}}', /has no object “ICD”/],
  ])('%s: names the file and what is wrong', (text, message) => {
    expect(() => parseDriverManifest(text, PATH)).toThrow(message);
  });
});

describe('librariesOf', () => {
  it('a bare name lies beside the manifest or where the dynamic linker looks', () => {
    expect(librariesOf(manifest('libGLX_nvidia.so.0'), 'x86_64-linux-gnu', ['/usr/lib64'])).toEqual([
      '/usr/local/nvidia/lib64/libGLX_nvidia.so.0',
      '/usr/local/nvidia/lib/x86_64-linux-gnu/libGLX_nvidia.so.0',
      '/usr/local/nvidia/lib/libGLX_nvidia.so.0',
      '/usr/lib64/libGLX_nvidia.so.0',
    ]);
  });

  it('a relative path begins at the manifest, as MoltenVK writes it', () => {
    const molten = manifest('../../../lib/libMoltenVK.dylib', '/opt/homebrew/share/vulkan/icd.d/MoltenVK_icd.json');
    expect(librariesOf(molten, '', ['/x'])).toEqual(['/opt/homebrew/lib/libMoltenVK.dylib']);
  });

  it('an absolute path is that file and no other', () => {
    expect(librariesOf(manifest('/home/a/libvulkan_lvp.so'), 'g', ['/x'])).toEqual(['/home/a/libvulkan_lvp.so']);
  });
});

it.each([
  ['libGLX_nvidia.so.0', 'nvidia', false],
  ['/usr/lib/libEGL_nvidia.so.580.159.04', 'nvidia', false],
  ['libvulkan_radeon.so', 'radeon', false],
  ['libvulkan_lvp.so', 'lvp', true],
  ['libvk_swiftshader.so', 'vk_swiftshader', true],
  ['../lib/libMoltenVK.dylib', 'MoltenVK', false],
])('%s is of %s', (library, vendor, software) => {
  expect(vendorOf(library)).toBe(vendor);
  expect(isSoftware(vendor)).toBe(software);
});

describe('device nodes', () => {
  const present = [
    'null',
    'nvidia0',
    'nvidia1',
    'nvidiactl',
    'nvidia-uvm',
    'nvidia-caps',
    'dri/card0',
    'dri/renderD128',
  ];

  it("are the vendor's own, or the render nodes", () => {
    expect(deviceNodesOf('nvidia', present)).toEqual([
      '/dev/nvidia0',
      '/dev/nvidia1',
      '/dev/nvidiactl',
      '/dev/nvidia-uvm',
    ]);
    expect(deviceNodesOf('radeon', present)).toEqual(['/dev/dri/renderD128']);
  });

  it('without a device there is nothing to open: the control node alone is none', () => {
    expect(missingNode('nvidia', ['nvidiactl'])).toMatch(/no \/dev\/nvidia0/);
    expect(missingNode('intel', ['dri/card0'])).toMatch(/no \/dev\/dri\/renderD128/);
    expect([missingNode('nvidia', present), missingNode('intel', present)]).toEqual([null, null]);
  });

  it('of a vendor that nobody knows nothing is asked for', () => {
    expect(missingNode('MoltenVK', [])).toBeNull();
  });
});
