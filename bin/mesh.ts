import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';

// Stripping types and compiling take half of a short command's time; the second start finds them done.
const platformRoot = resolve(import.meta.dirname, '..');
enableCompileCache(join(platformRoot, 'node_modules/.cache/freehold'));
// `mesh … | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const { runProgram } = await import('../cli/program.ts');
process.exitCode = await runProgram(process.argv.slice(2), platformRoot);
