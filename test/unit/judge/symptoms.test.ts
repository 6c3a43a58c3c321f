import { describe, expect, it } from 'vitest';
import { LOGS } from '../../../runner/guest/logs.ts';
import { symptomOf, symptoms } from '../../../runner/judge/symptoms/index.ts';

describe('symptoms', () => {
  it('have ids of their own and name logs that there are', () => {
    expect(new Set(symptoms.map(({ id }) => id)).size).toBe(symptoms.length);
    for (const { logs } of symptoms) expect(LOGS).toEqual(expect.arrayContaining([...logs]));
  });

  it.each(symptoms.map((symptom) => [symptom.text, symptom] as const))(
    '%s is found in a line of its log',
    (text, { id, logs }) => {
      const printed = text
        .replaceAll('%d', '-3')
        .replaceAll('%u', '12')
        .replaceAll('%x', '10c')
        .replaceAll('%s', 'a thing');
      for (const log of logs) expect(symptomOf(log, `virgl_render_server[24]: ${printed} and more`)?.id).toBe(id);
    },
  );

  it.each([
    ['guest-stderr', 'MESA-VIRTIO: debug: stuck in ring seqno wait with iter at 2048', 'stuck-in-wait'],
    [
      'dmesg',
      '[    9.2] [drm:virtio_gpu_dequeue_ctrl_func] *ERROR* response 0x1200 (command 0x10c)',
      'create-blob-refused',
    ],
    ['guest-errors', 'virtio_gpu_virgl_process_cmd: ctrl 0x10c, error 0x1200', 'command-rejected'],
    ['qemu', 'qemu-system-aarch64: Assertion failed: (isv), function hvf_handle_exception', 'hvf-isv'],
    ['virgl', 'ring_submit_cmd: vn_dispatch_command failed', 'dispatch-failed'],
  ])('%s: %s', (log, line, id) => expect(symptomOf(log, line)?.id).toBe(id));

  it.each([
    ['dmesg', '[    1.0] [drm] features: +virgl +edid +resource_blob +host_visible'],
    ['dmesg', '[    9.2] *ERROR* response 0x1200 (command 0x10d)'],
    ['qemu', 'libEGL warning: Not allowed to force software rendering when API explicitly selects a hardware device.'],
    ['virgl', 'gl_version 46 - core profile enabled'],
    ['guest-stderr', 'the host said: response 0x1200 (command 0x10c)'],
    ['console', 'stuck in fence wait with iter at 1'],
  ])('%s: “%s” is none', (log, line) => expect(symptomOf(log, line)).toBeNull());
});
