import { ensureHostStack } from '../../runner/stack/host-stack.ts';

/** A folder that holds vulkan/vk_layer.h: that of the host stack which the layer is loaded into. */
export async function vulkanHeaders(): Promise<string> {
  const { sysroot } = await ensureHostStack('forky', () => {});
  if (!sysroot) throw new Error('the host stack forky keeps no headers');
  return sysroot.include;
}
