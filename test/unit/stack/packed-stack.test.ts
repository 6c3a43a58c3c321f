import { expect, it } from 'vitest';
import { packedCommand, packedEnv } from '../../../runner/stack/packed-stack.ts';

const tree = (lavapipe: boolean) => ({ root: '/b/root', lavapipe, paths });
const paths = {
  renderServer: '/usr/libexec/virgl_render_server',
  vulkanDriver: '/usr/share/vulkan/icd.d/lvp_icd.json',
};

it('names nothing of the machine: every file that a library is told of lies in the tree', () => {
  const env = packedEnv(tree(true));
  const named = Object.entries(env).filter(([name, value]) => value.startsWith('/') && name !== 'HOME');
  expect(named.map(([name]) => name)).toEqual(
    expect.arrayContaining(['VK_DRIVER_FILES', '__EGL_VENDOR_LIBRARY_FILENAMES']),
  );
  for (const [, value] of named) expect(value).toMatch(/^\/b\/root\/usr\//);
});

it('without the software drivers leaves the choice to the machine', () => {
  const env = packedEnv(tree(false));
  expect(env).not.toHaveProperty('VK_DRIVER_FILES');
  expect(env).not.toHaveProperty('LIBGL_ALWAYS_SOFTWARE');
  expect(env).toHaveProperty('SDL_VIDEODRIVER', 'offscreen');
});

it('puts the environment before the program', () => {
  expect(packedCommand('/b', ['qemu', '-M', 'a=b'], { X: '1', Y: 'a b' })).toEqual([
    '/b/run-in-stack',
    'X=1',
    'Y=a b',
    'qemu',
    '-M',
    'a=b',
  ]);
});
