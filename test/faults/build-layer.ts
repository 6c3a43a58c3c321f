import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

const sources = join(import.meta.dirname, 'layer');

/** Names the fault in the environment of whatever loads the layer. */
export const FAULT_VARIABLE = 'VENUS_SUITE_FAULT';
/** Names a file that holds the fault's name, which can change while a VM runs. */
export const FAULT_FILE_VARIABLE = 'VENUS_SUITE_FAULT_FILE';

/**
 * Builds the layer of planted faults, with its manifest, for `--host-layer`.
 * @param headers a folder that holds vulkan/vk_layer.h.
 */
export async function buildFaultLayer(folder: string, headers: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const library = 'libVkLayer_fault.so';
  const flags = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-O1', '-shared', '-fPIC'];
  const parts = await Promise.all(
    [sources, join(sources, 'faults')].map(async (dir) =>
      (await readdir(dir)).filter((name) => name.endsWith('.c')).map((name) => join(dir, name)),
    ),
  );
  await execa('cc', [
    ...flags,
    '-fvisibility=hidden',
    '-isystem',
    headers,
    '-o',
    join(folder, library),
    ...parts.flat(),
  ]);
  const manifest = {
    file_format_version: '1.2.0',
    layer: {
      name: 'VK_LAYER_VENUS_SUITE_fault',
      type: 'GLOBAL',
      library_path: `./${library}`,
      api_version: '1.3.0',
      implementation_version: '1',
      description: `One planted fault, named by ${FAULT_VARIABLE}`,
    },
  };
  await writeFile(join(folder, 'VkLayer_fault.json'), JSON.stringify(manifest, null, 2));
  return folder;
}
