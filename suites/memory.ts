import { type CaseSpec, type Suite, vnPerf } from '../runner/plan/case.ts';

const mapping: readonly CaseSpec[] = [
  {
    name: 'types',
    title: 'Every memory type gives 1 MiB that holds what the device wrote, or is out of memory',
    catches: 'a memory type that is advertised and has no memory behind it on the host',
  },
  {
    name: 'map-odd-sizes',
    title: 'Mapped memory of 1 to 131268 bytes holds a pattern to its last byte',
    catches: 'blobs whose size or place is not aligned to a page of guest or host',
  },
  {
    name: 'map-many',
    title: 'A hundred interleaved odd mappings have addresses of their own and keep their contents',
    catches: 'blobs at offsets of 4 KiB that reach into their neighbours',
  },
  {
    name: 'map-tail',
    title: "The last page of a mapping can be written to the allocation's end and read to the page's end",
    catches: "a host's side of a mapping that is shorter than the guest's page (SIGBUS)",
  },
  {
    name: 'map-vector',
    title: 'Wide vectors, block moves and atomics do to a mapping what they do to ordinary memory',
    catches: 'a mapping that became MMIO, which ends HVF: Assertion failed: (isv)',
  },
  {
    name: 'remap',
    title: 'What was written to memory stays while it is mapped and unmapped 1,000 times',
    catches: 'a mapping that is a copy, or that is lost when it is undone',
  },
];

const coherence: readonly CaseSpec[] = [
  {
    name: 'coherent-device-to-host',
    title: "The device's writes to coherent memory reach a mapping that was there before",
    catches: 'host memory that is copied instead of shared',
  },
  {
    name: 'coherent-host-to-device',
    title: "The host's writes to coherent memory that stays mapped reach the device",
    catches: 'host memory that is copied instead of shared',
  },
  {
    name: 'dedicated-image',
    title: 'The device sees what the host wrote to a linear image in dedicated, mapped memory',
    catches: "a row pitch or an offset that is not the host driver's",
  },
  {
    name: 'optimal-image',
    title: 'A tiled image in each memory type that takes it gives back what was copied into it',
    catches: 'an image that is bound to the wrong memory',
  },
  {
    name: 'zeroed',
    title: 'Fresh memory holds nothing that an earlier process wrote',
    catches: "blobs that are handed on with another process's contents",
  },
  {
    name: 'store-order',
    title: "A sequentially consistent load does not pass the store before it, which Venus' rings rest on",
    catches: 'an accelerator that lets it pass: once in a while a ring is not woken and its process hangs',
  },
];

const limits: readonly CaseSpec[] = [
  {
    name: 'host-pointer-alignment',
    title: 'The alignment for imported host pointers is a power of two and at least the page size',
    catches: "a limit of the host driver's that no guest page can meet",
  },
  {
    name: 'huge',
    title: 'More mapped memory than the window (hostmem) holds is out of memory, and small mappings go on working',
    catches: 'a guest driver or renderer that dies, or stays broken, when the window is full',
    // The guest's kernel asks for the blob before it looks for a place; finding none, Venus may free the memory first.
    expectedLog: [
      'response 0x120[03] \\(command 0x(10c|102)\\)',
      'ctrl 0x(10c|102), error 0x120[03]',
      'virgl blob create error',
      'resource does not exist',
      'RESOURCE_CREATE_BLOB failed: .*No space left on device',
      'proxy: (invalid reply for|failed to get) blob',
    ],
  },
  {
    name: 'fragment',
    title: 'The window can be used again after 400 steps of mapping random sizes and freeing in random order',
    catches: 'places in the window that are never given back',
  },
  {
    name: 'allocation-count',
    title: 'Live mapped allocations, 520 of them, succeed or end in a clean error, and there is room afterwards',
    catches: "the host's end of descriptors, memory regions or hypervisor slots, which takes the machine along",
    timeoutS: 30,
  },
  {
    name: 'free-order',
    title: 'The renderer outlives 40 rounds of allocating, using and freeing in awkward orders',
    catches: 'memory that is freed on the host before it is unmapped',
  },
  {
    name: 'async-alloc',
    title: 'Allocations that nothing waits for, 200 of them, are all there when work uses them',
    catches: "work that overtakes its memory's allocation",
    variants: vnPerf('no_async_mem_alloc'),
  },
];

const sharing: readonly CaseSpec[] = [
  {
    name: 'export-dma-buf',
    title: 'Exportable memory becomes a dma-buf of its size, or the driver is out of something',
    catches: 'memory that is advertised as exportable and cannot be (mem is not exportable)',
  },
  {
    name: 'import-back',
    title: 'Memory that is exported and imported again is the same bytes for host and device',
    catches: 'an import that is a copy, or that the renderer refuses (failed to import resource)',
  },
];

export const memory: Suite = {
  area: 'memory',
  title: 'Allocation, mapping and coherence of host memory in the guest',
  cases: [...mapping, ...coherence, ...limits, ...sharing],
};
