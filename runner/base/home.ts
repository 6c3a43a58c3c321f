import { homedir, tmpdir } from 'node:os';

// A container may run under a number that is no user's, without $HOME: env-paths fails there as soon as it is loaded.
try {
  homedir();
} catch {
  process.env['HOME'] = tmpdir();
}
