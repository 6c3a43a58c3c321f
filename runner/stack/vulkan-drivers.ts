import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const LINUX = [
  '/etc/vulkan/icd.d',
  '/usr/local/etc/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/usr/share/vulkan/icd.d',
];
const DARWIN = ['/opt/homebrew/share/vulkan/icd.d', '/opt/homebrew/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

/** The manifests of Vulkan drivers that the machine's loader would read: those that a variable names, else its folders'. */
export function findVulkanDrivers(env: NodeJS.ProcessEnv = process.env): string[] {
  const named = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES'];
  if (named) return named.split(delimiter).filter((path) => existsSync(path));
  const folders = [join(homedir(), '.local/share/vulkan/icd.d'), ...(process.platform === 'darwin' ? DARWIN : LINUX)];
  return folders.flatMap((folder) => {
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name));
  });
}
