import module from 'node:module';

// The sources are stripped of their types once, not at every start. Node 20, which runs the compiled package, lacks it.
module.enableCompileCache?.();

const { enterBundle } = await import('./commands/enter-bundle.ts');
if (await enterBundle()) {
  const { main } = await import('./commands/main.ts');
  await main(process.argv.slice(2));
}
