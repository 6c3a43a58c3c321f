// What a new probe begins with: a program that crosses the whole stack and passes, to be turned into the real one.

/** `area/name` of a probe. */
export interface ProbeId {
  area: string;
  name: string;
}

const TITLE = 'A fill of 64 KiB is read back whole';
const CATCHES = 'work that never reaches the host, or results that never come back';

export function program({ area, name }: ProbeId): string {
  return `/* ${TITLE}. */
#include "buffer.h"
#include "commands.h"

#define WORDS 16384u
#define VALUE 0x5eed1e55u

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer = create_host_buffer(&device, WORDS * sizeof(uint32_t), VK_BUFFER_USAGE_TRANSFER_DST_BIT);

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdFillBuffer(commands, buffer.handle, 0, VK_WHOLE_SIZE, VALUE);
   full_barrier(commands);
   run_commands(&device, commands);
   check_words("the filled words", buffer.map, WORDS, constant_word, VALUE);

   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "${area}/${name}",
   .title = "${TITLE}",
   .run = run,
};
`;
}

export function caseEntry({ name }: ProbeId): string {
  return `{ name: '${name}', title: '${TITLE}', catches: '${CATCHES}' }`;
}

export function suiteFile(id: ProbeId): string {
  const title = `${id.area.charAt(0).toUpperCase()}${id.area.slice(1)}`;
  return `import type { Suite } from '../runner/plan/case.ts';

export const ${id.area}: Suite = { area: '${id.area}', title: '${title}', cases: [${caseEntry(id)}] };
`;
}

/** One program that the area's list cannot hold, since its neighbours are built in another way. */
export function mesonExecutable({ area, name }: ProbeId): string {
  return `executable('${name}', '${name}.c', dependencies: vulkan_probe_dep, install: true, install_dir: probes_dir / '${area}')\n`;
}

export function mesonFile({ area, name }: ProbeId): string {
  return `foreach name : [
  '${name}',
]
  executable(name, name + '.c', dependencies: vulkan_probe_dep, install: true, install_dir: probes_dir / '${area}')
endforeach
`;
}
