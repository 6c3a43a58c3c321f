import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../runner/base/paths.ts';

const sources = join(import.meta.dirname, 'layer');
const preloadSources = join(import.meta.dirname, 'preload');
const librarySources = join(import.meta.dirname, 'guest-library');
const hostProcessSources = join(import.meta.dirname, 'host-process');

/** Names the fault in the environment of whatever loads a layer, or what stands in for the guest's kernel. */
export const FAULT_VARIABLE = 'VENUS_SUITE_FAULT';
/** Names a file that holds the fault's name, which can change while a VM runs. */
export const FAULT_FILE_VARIABLE = 'VENUS_SUITE_FAULT_FILE';

const LAYER = 'VK_LAYER_VENUS_SUITE_fault';
const LIBRARY = 'libVkLayer_fault.so';
const FLAGS = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-O1', '-shared', '-fPIC'];
/** In the guest. */
const GUEST_FOLDER = 'usr/lib/venus-suite-faults';
const PRELOAD = 'libkernel_fault.so';
const OLD_LIBRARIES = `${GUEST_FOLDER}/old`;
/** In the folder of the host's layer. */
export const HOST_PROCESS_LIBRARY = 'libprocess_fault.so';

/** The environment of a probe that has a fault between itself and Venus. */
export const guestLayerEnv = (fault: string): Record<string, string> => ({
  VK_LAYER_PATH: `/${GUEST_FOLDER}`,
  VK_INSTANCE_LAYERS: LAYER,
  [FAULT_VARIABLE]: fault,
});

/** The environment of a probe to which the guest's kernel shows a fault. */
export const guestKernelEnv = (fault: string): Record<string, string> => ({
  LD_PRELOAD: `/${GUEST_FOLDER}/${PRELOAD}`,
  [FAULT_VARIABLE]: fault,
});

/** The environment of a probe that finds libraries of another age before the guest's own. */
export const guestLibraryEnv: Readonly<Record<string, string>> = { LD_LIBRARY_PATH: `/${OLD_LIBRARIES}` };

/**
 * Builds the host's layer of planted faults, with its manifest, for `--host-layer`, and beside it the library that breaks
 * QEMU or the render server from inside.
 * @param headers a folder that holds vulkan/vk_layer.h.
 * @returns the folder.
 */
export async function buildFaultLayer(folder: string, headers: string): Promise<string> {
  await buildLayer('cc', folder, headers, 'host');
  await execa('cc', [...FLAGS, '-o', join(folder, HOST_PROCESS_LIBRARY), ...(await programsOf(hostProcessSources))]);
  return folder;
}

/**
 * Builds what an arm64 guest needs for faults of its own, for `--overlay`.
 * @param headers a folder that holds vulkan/vk_layer.h.
 * @returns the folder.
 */
export async function buildGuestParts(overlay: string, headers: string): Promise<string> {
  const folder = join(overlay, GUEST_FOLDER);
  const compiler = 'aarch64-linux-gnu-gcc';
  await buildLayer(compiler, folder, headers, 'guest');
  const include = ['-I', join(packageRoot, 'guest-programs', 'include')];
  await execa(compiler, [...FLAGS, ...include, '-o', join(folder, PRELOAD), ...(await programsOf(preloadSources))]);
  const old = join(overlay, OLD_LIBRARIES);
  await mkdir(old, { recursive: true });
  const libdrm = ['-Wl,-soname,libdrm.so.2', '-o', join(old, 'libdrm.so.2'), join(librarySources, 'libdrm.c')];
  await execa(compiler, [...FLAGS, ...libdrm]);
  return overlay;
}

async function programsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith('.c')).map((name) => join(folder, name));
}

async function buildLayer(
  compiler: string,
  folder: string,
  headers: string,
  faults: 'host' | 'guest',
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const programs = [...(await programsOf(sources)), ...(await programsOf(join(sources, faults)))];
  const flags = [...FLAGS, '-fvisibility=hidden', '-isystem', headers];
  await execa(compiler, [...flags, '-o', join(folder, LIBRARY), ...programs]);
  const manifest = {
    file_format_version: '1.2.0',
    layer: {
      name: LAYER,
      type: 'GLOBAL',
      library_path: `./${LIBRARY}`,
      api_version: '1.3.0',
      implementation_version: '1',
      description: `One planted fault, named by ${FAULT_VARIABLE}`,
    },
  };
  await writeFile(join(folder, 'VkLayer_fault.json'), JSON.stringify(manifest, null, 2));
  return folder;
}
