import { join } from 'node:path';

/**
 * Looks whether the bundle that this runner belongs to is whole; outside of one there is nothing to do.
 * @returns whether a command may run; the process's exit status is set where not.
 */
export async function enterBundle(): Promise<boolean> {
  try {
    const { bundle, bundleLayout } = await import('../base/bundle.ts');
    if (!bundle) return true;
    // Its Node runs under the bundle's own loader, which is what the kernel calls the program.
    if (process.platform === 'linux') process.execPath = join(bundle.folder, bundleLayout.node);
    const [{ checkBundle }, { cacheRoot }] = await Promise.all([
      import('../base/check-bundle.ts'),
      import('../base/paths.ts'),
    ]);
    checkBundle(bundle, cacheRoot());
    return true;
  } catch (error) {
    const [{ showError }, { ExitCode }] = await Promise.all([import('./show-error.ts'), import('../base/errors.ts')]);
    showError(error);
    process.exitCode = ExitCode.infra;
    return false;
  }
}
