/**
 * Log lines of a process that ends in the midst of its work: its ring goes away under the renderer, which decodes what
 * is left of it.
 */
export const cutOff: readonly string[] = [
  'vkr: ring_submit_cmd: vn_dispatch_command failed',
  'vkr: failed to look up object',
];
