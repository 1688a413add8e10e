import { resolve } from 'node:path';
import { runProgram } from '../cli/program.ts';

// `mesh … | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const code = await runProgram(process.argv.slice(2), resolve(import.meta.dirname, '..'));
// What is written is flushed first; nothing else is worth waiting for.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
