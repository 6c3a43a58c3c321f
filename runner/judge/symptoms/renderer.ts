import type { Symptom } from './symptom.ts';

const logs = ['qemu', 'virgl', 'guest-errors'] as const;
const objectUnknown = {
  logs,
  diagnosis: 'guest and host disagree on an object',
  component: 'renderer',
} as const;
const fatal = {
  logs,
  diagnosis: 'the context is fatal: a command could not be decoded or dispatched',
  component: 'renderer',
} as const;
const noSharedMemory = {
  logs,
  diagnosis: 'the renderer has no way (descriptor or shared memory) to hand that memory to the guest',
  component: 'renderer',
} as const;

/** What virglrenderer and its render server print. */
export const renderer: readonly Symptom[] = [
  { id: 'dispatch-failed', text: 'submit_cmd: vn_dispatch_command failed', ...fatal },
  { id: 'bad-resource', text: 'vkr: failed to import resource: invalid res_id', ...objectUnknown },
  { id: 'bad-object', text: 'vkr: failed to look up object', ...objectUnknown },
  {
    id: 'bad-ring-index',
    text: 'submit_fence: invalid ring_idx %u',
    logs,
    diagnosis: 'a fence names a queue that was never bound',
    component: 'guest-driver',
  },
  { id: 'memory-not-exportable', text: 'mem is not exportable', ...noSharedMemory },
  { id: 'memory-not-mappable', text: 'mem cannot support mappable blob', ...noSharedMemory },
  {
    id: 'udmabuf-import',
    text: 'vkr: missing VK_EXT_external_memory_dma_buf for udmabuf import',
    logs,
    diagnosis: 'VKR_DEBUG=udmabuf (or all) asks for what the host driver lacks',
    component: 'configuration',
  },
  {
    id: 'bad-client-op',
    text: 'invalid client op %d',
    logs,
    diagnosis: 'render server and library disagree on their protocol, or a stream lost its framing',
    component: 'renderer',
  },
  {
    id: 'socket-disconnected',
    text: 'socket disconnected',
    logs,
    diagnosis: "the render server's worker died",
    component: 'renderer',
  },
  {
    id: 'render-server-exec',
    text: 'failed to exec %s: %s',
    logs,
    diagnosis: 'the render server is not where RENDER_SERVER_EXEC_PATH says',
    component: 'configuration',
  },
  {
    id: 'no-render-server',
    text: 'Render server support was not enabled in virglrenderer',
    logs,
    diagnosis: 'virglrenderer was built without its render server',
    component: 'renderer',
  },
  {
    id: 'compile-service',
    text: 'Unable to reach MTLCompilerService',
    logs,
    diagnosis: "Metal's compiler is lost after a fork of the render server",
    component: 'renderer',
  },
  {
    id: 'dma-buf-on-metal',
    text: 'Only external memory handle types',
    logs,
    diagnosis: 'an export as DMA_BUF reached MoltenVK, which has none',
    component: 'renderer',
  },
];
