import type { CaseSpec, Suite } from '../runner/plan/case.ts';

const buffers: readonly CaseSpec[] = [
  {
    name: 'fill',
    title: 'vkCmdFillBuffer writes the bytes that it was asked to and no others',
    catches: 'fills that are dropped, shifted or too long',
  },
  {
    name: 'update',
    title: 'vkCmdUpdateBuffer writes the bytes that it was given, up to 65536 at once',
    catches: 'data in the command stream that is cut, or read after the caller has changed it',
  },
  {
    name: 'copy-unaligned',
    title: 'vkCmdCopyBuffer moves regions at any byte and of any size, and nothing else',
    catches: 'copies that are rounded to words; regions of one command that are lost',
  },
];

const images: readonly CaseSpec[] = [
  {
    name: 'buffer-to-image-pitch',
    title: 'Copies to an image take the rows and layers of the buffer at the pitch they are told',
    catches: 'bufferRowLength, bufferImageHeight or offsets that are lost on the way',
  },
  {
    name: 'image-to-buffer-pitch',
    title: 'Copies from an image write rows and layers at the pitch they are told, and nothing between',
    catches: 'read-backs that are sheared, or that write between the rows',
  },
  {
    name: 'blit',
    title: 'Blits scale and mirror by the nearest filter, pixel for pixel',
    catches: 'corners that are sorted on the way, so that a mirror is lost; a target offset that is dropped',
  },
  {
    name: 'resolve',
    title: 'A resolve brings the samples of a rectangle to the place asked for, and changes nothing else',
    catches: 'multisampled images that are made with one sample; offsets or layers that are dropped',
  },
  {
    name: 'mips-layers',
    title: 'Each level of each layer of an image keeps its own texels',
    catches: 'subresources that share memory or are taken for each other',
  },
  {
    name: '3d',
    title: 'A box is copied between 3D images, slice by slice',
    catches: 'the third dimension of offsets and extents that is lost',
  },
  {
    name: 'clear-color',
    title: 'vkCmdClearColorImage sets the levels and layers of its range to exactly the colour',
    catches: 'ranges that are widened; integer colours that go through a float',
  },
  {
    name: 'clear-depth',
    title: 'vkCmdClearDepthStencilImage sets the depth of the layers of its range',
    catches: 'depth that is cleared to another value or layer, or read back in another format',
  },
];

export const transfer: Suite = {
  area: 'transfer',
  title: 'Fills, copies, blits, resolves and clears, read back byte for byte',
  cases: [...buffers, ...images],
};
