import { describe, expect, it } from 'vitest';
import { Workspace } from './cli.ts';

// The whole catalogue runs on the default target; here what differs between targets: whether they boot, and their
// pages, versions, pictures and window system.
const CASES = ['drm/blob-placement', 'sync/fence-empty', 'graphics/triangle', 'graphics/cube', 'wsi'];
const trixie = { profile: 'lavapipe-mesa25.0', qemu: /^10\./, guestMesa: /^25\./, swapchain: 'fail' };
const forky = { profile: 'lavapipe-mesa26.1', qemu: /^11\./, guestMesa: /^26\./, swapchain: 'pass' };

describe.each([
  { target: 'tcg-arm64-4k', pageSize: 4096, ...forky },
  { target: 'tcg-x86_64', pageSize: 4096, ...forky },
  { target: 'tcg-arm64-16k-trixie', pageSize: 16384, ...trixie },
  { target: 'tcg-x86_64-trixie', pageSize: 4096, ...trixie },
])('$target', ({ target, pageSize, profile, qemu, guestMesa, swapchain }) => {
  it('boots its own chain, and every result is as expected there', async () => {
    await using space = await Workspace.create();
    const { exitCode, stderr } = await space.run(['run', ...CASES, '--target', target, '--json']);
    expect(exitCode, stderr).toBe(0);
    const { header, results } = await space.record();
    expect(header.stack).toMatchObject({ profile, guestPageSize: pageSize });
    expect(header.stack.qemu).toMatch(qemu);
    expect(header.stack.guestMesa).toMatch(guestMesa);
    const outcomeOf = (id: string) => results.find((result) => result.id === id)?.outcome;
    expect(outcomeOf('drm/blob-placement')).toBe(pageSize === 4096 ? 'fail' : 'pass');
    expect(outcomeOf('wsi/swapchain-advertised')).toBe(swapchain);
    expect(outcomeOf('graphics/cube')).toBe('pass');
  });
});
