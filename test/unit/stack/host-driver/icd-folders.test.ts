import { describe, expect, it } from 'vitest';
import { eglSearch, icdSearch, prefixOf } from '../../../../runner/stack/host-driver/icd-folders.ts';

const linux = { platform: 'linux', home: '/home/a' };
const mac = { platform: 'darwin', home: '/Users/a' };

describe('icdSearch', () => {
  it("takes the loader's folders in its order: configuration before data, the person's before the system's", () => {
    const { only, added, folders } = icdSearch({ ...linux, env: {} });
    expect([only, added]).toEqual([null, []]);
    expect(folders).toEqual([
      '/home/a/.config/vulkan/icd.d',
      '/etc/xdg/vulkan/icd.d',
      '/usr/local/etc/vulkan/icd.d',
      '/etc/vulkan/icd.d',
      '/home/a/.local/share/vulkan/icd.d',
      '/usr/local/share/vulkan/icd.d',
      '/usr/share/vulkan/icd.d',
      '/usr/local/nvidia/share/vulkan/icd.d',
    ]);
  });

  it('follows the XDG variables', () => {
    const env = {
      XDG_CONFIG_HOME: '/c',
      XDG_CONFIG_DIRS: '/c1:/c2',
      XDG_DATA_HOME: '/d',
      XDG_DATA_DIRS: '/d1:/usr/share',
    };
    const { folders } = icdSearch({ ...linux, env });
    expect(folders.slice(0, 3)).toEqual(['/c/vulkan/icd.d', '/c1/vulkan/icd.d', '/c2/vulkan/icd.d']);
    expect(folders).toContain('/d/vulkan/icd.d');
    expect(folders.filter((folder) => folder === '/usr/share/vulkan/icd.d')).toHaveLength(1);
    expect(folders.indexOf('/d1/vulkan/icd.d')).toBeLessThan(folders.indexOf('/usr/local/share/vulkan/icd.d'));
  });

  it('VK_DRIVER_FILES goes before its older name, and either is all there is', () => {
    const env = { VK_DRIVER_FILES: '/a.json:/b', VK_ICD_FILENAMES: '/old.json', VK_ADD_DRIVER_FILES: '/c.json' };
    expect(icdSearch({ ...linux, env })).toMatchObject({ only: ['/a.json', '/b'], added: ['/c.json'] });
    expect(icdSearch({ ...linux, env: { VK_ICD_FILENAMES: '/old.json' } }).only).toEqual(['/old.json']);
    expect(icdSearch({ ...linux, env: { VK_DRIVER_FILES: '' } }).only).toBeNull();
  });

  it("finds MoltenVK where Homebrew puts it on either kind of Mac, and in the SDK's folder first of these", () => {
    const { folders } = icdSearch({ ...mac, env: { VULKAN_SDK: '/Users/a/VulkanSDK/1.4.321.0/macOS' } });
    const sdk = folders.indexOf('/Users/a/VulkanSDK/1.4.321.0/macOS/share/vulkan/icd.d');
    const brewed = folders.indexOf('/opt/homebrew/etc/vulkan/icd.d');
    expect(sdk).toBeGreaterThan(-1);
    expect(brewed).toBeGreaterThan(sdk);
    expect(folders).toEqual(
      expect.arrayContaining([
        '/opt/homebrew/share/vulkan/icd.d',
        '/opt/homebrew/opt/molten-vk/etc/vulkan/icd.d',
        '/opt/homebrew/opt/molten-vk/share/vulkan/icd.d',
        '/usr/local/share/vulkan/icd.d',
      ]),
    );
    expect(folders).not.toContain('/usr/local/nvidia/share/vulkan/icd.d');
    const own = icdSearch({ ...mac, env: { HOMEBREW_PREFIX: '/Users/a/brew' } }).folders;
    expect(own).toContain('/Users/a/brew/opt/molten-vk/share/vulkan/icd.d');
  });
});

describe('eglSearch', () => {
  it("looks beside the driver's manifest before the system's folders, and first at what a variable names", () => {
    const icd = '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json';
    expect(eglSearch(icd, { env: { __EGL_VENDOR_LIBRARY_FILENAMES: '/x.json' } })).toEqual([
      '/x.json',
      '/usr/local/nvidia/share/glvnd/egl_vendor.d',
      '/etc/glvnd/egl_vendor.d',
      '/usr/share/glvnd/egl_vendor.d',
    ]);
    expect(eglSearch('/home/a/icd.json', { env: { __EGL_VENDOR_LIBRARY_DIRS: '/v' } })).toEqual(['/v']);
  });
});

it.each([
  ['/usr/share/vulkan/icd.d/a.json', '/usr'],
  ['/etc/vulkan/icd.d/a.json', '/'],
  ['/usr/local/nvidia/share/glvnd/egl_vendor.d/a.json', '/usr/local/nvidia'],
  ['/home/a/build/a.json', null],
])('the prefix of %s is %s', (manifest, prefix) => {
  expect(prefixOf(manifest)).toBe(prefix);
});
