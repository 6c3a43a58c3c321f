import module from 'node:module';

// The sources are stripped of their types once, not at every start. Node 20, which runs the compiled package, lacks it.
module.enableCompileCache?.();

const { main } = await import('./commands/main.ts');
await main(process.argv.slice(2));
