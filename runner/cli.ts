import { enableCompileCache } from 'node:module';

// The sources are stripped of their types once, not at every start.
enableCompileCache();

const { main } = await import('./commands/main.ts');
await main(process.argv.slice(2));
