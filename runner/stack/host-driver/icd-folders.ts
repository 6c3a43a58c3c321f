import { delimiter, join } from 'node:path';

/** Where a search begins: the platform's name as Node has it, the environment, the person's home. */
export interface SearchPlace {
  platform: string;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
}

/** Where the Vulkan loader looks for drivers' manifests. Entries are files or folders. */
export interface IcdSearch {
  /** VK_DRIVER_FILES, or its older name VK_ICD_FILENAMES: nothing else is looked at. Null where neither is set. */
  only: string[] | null;
  /** VK_ADD_DRIVER_FILES: before the folders. */
  added: string[];
  folders: string[];
}

const MANIFESTS = join('vulkan', 'icd.d');

function pathList(value: string | undefined, fallback: readonly string[] = []): string[] {
  const listed = (value ?? '').split(delimiter).filter(Boolean);
  return listed.length > 0 ? listed : [...fallback];
}

/** The folders of https://github.com/KhronosGroup/Vulkan-Loader/blob/main/docs/LoaderDriverInterface.md, in its order. */
function xdgFolders({ env, home }: SearchPlace): string[] {
  return [
    env['XDG_CONFIG_HOME'] || join(home, '.config'),
    ...pathList(env['XDG_CONFIG_DIRS'], ['/etc/xdg']),
    '/usr/local/etc',
    '/etc',
    env['XDG_DATA_HOME'] || join(home, '.local', 'share'),
    ...pathList(env['XDG_DATA_DIRS']),
    '/usr/local/share',
    '/usr/share',
  ];
}

/** MoltenVK's: Homebrew's on either kind of Mac, and the SDK that `VULKAN_SDK` names. */
function macFolders({ env }: SearchPlace): string[] {
  const prefixes = [...pathList(env['HOMEBREW_PREFIX']), '/opt/homebrew', '/usr/local'];
  const brewed = prefixes.flatMap((prefix) => [prefix, join(prefix, 'opt', 'molten-vk')]);
  return [...pathList(env['VULKAN_SDK']), ...brewed].flatMap((prefix) => [join(prefix, 'share'), join(prefix, 'etc')]);
}

/** Where containers on GPU machines have the vendor's driver mounted, outside of what the loader knows by itself. */
const MOUNTED = ['/usr/local/nvidia/share'];

/** What the loader of a platform would look at; pure. */
export function icdSearch(place: SearchPlace): IcdSearch {
  const { env, platform } = place;
  const only = pathList(env['VK_DRIVER_FILES'] || env['VK_ICD_FILENAMES']);
  const parents = [...xdgFolders(place), ...(platform === 'darwin' ? macFolders(place) : MOUNTED)];
  return {
    only: only.length > 0 ? only : null,
    added: pathList(env['VK_ADD_DRIVER_FILES']),
    folders: [...new Set(parents.map((parent) => join(parent, MANIFESTS)))],
  };
}

/** Where EGL vendors' manifests are looked for (glvnd), those beside a Vulkan driver's own manifest first; pure. */
export function eglSearch(icd: string, { env }: Pick<SearchPlace, 'env'>): string[] {
  const files = pathList(env['__EGL_VENDOR_LIBRARY_FILENAMES']);
  const folders = pathList(env['__EGL_VENDOR_LIBRARY_DIRS'], [
    '/etc/glvnd/egl_vendor.d',
    '/usr/share/glvnd/egl_vendor.d',
  ]);
  const prefix = prefixOf(icd);
  const beside = prefix === null ? [] : [join(prefix, 'share', 'glvnd', 'egl_vendor.d')];
  return [...new Set([...files, ...beside, ...folders])];
}

/** The prefix under which a manifest was installed: `/usr/local/nvidia` of `…/share/vulkan/icd.d/nvidia_icd.json`. */
export function prefixOf(manifest: string): string | null {
  const [, prefix] = /^(.*)\/(?:share|etc)\/(?:vulkan\/icd\.d|glvnd\/egl_vendor\.d)\/[^/]+$/.exec(manifest) ?? [];
  return prefix === undefined ? null : prefix || '/';
}
