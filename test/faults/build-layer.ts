import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

const source = join(import.meta.dirname, 'layer', 'drop_fill_buffer.c');

/**
 * Builds the layer that drops vkCmdFillBuffer, with its manifest, for `--host-layer`.
 * @param headers a folder that holds vulkan/vk_layer.h.
 */
export async function buildDropFillBufferLayer(folder: string, headers: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const library = 'libVkLayer_drop_fill_buffer.so';
  const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-O1', '-shared', '-fPIC', '-fvisibility=hidden'];
  await execa('cc', [...flags, '-isystem', headers, '-o', join(folder, library), source]);
  const manifest = {
    file_format_version: '1.2.0',
    layer: {
      name: 'VK_LAYER_VENUS_SUITE_drop_fill_buffer',
      type: 'GLOBAL',
      library_path: `./${library}`,
      api_version: '1.3.0',
      implementation_version: '1',
      description: 'Planted fault: vkCmdFillBuffer does nothing',
    },
  };
  await writeFile(join(folder, 'VkLayer_drop_fill_buffer.json'), JSON.stringify(manifest, null, 2));
  return folder;
}
