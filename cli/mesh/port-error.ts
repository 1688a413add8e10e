import { MeshError } from '../../core/errors/mesh-error.ts';

const ANSWER_MILLISECONDS_MAX = 500;

/** Why a port could not be listened at, in words; any other error stays as it is. */
export async function portError(error: unknown, port: number): Promise<unknown> {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'EACCES') {
    return new MeshError(`port ${port} is for the machine's administrator`, {
      code: 'PortTaken',
      hint: 'give one above 1023: bin/mesh serve --port 4567',
      cause: error,
    });
  }
  if (error.code !== 'EADDRINUSE') return error;
  const who = (await isSandbox(port)) ? 'the sandbox of another mesh' : 'another program';
  return new MeshError(`port ${port} is taken by ${who}`, {
    code: 'PortTaken',
    hint: `stop it, or give another port: bin/mesh serve --port ${port + 1} (0 takes any free one)`,
    cause: error,
  });
}

/** The sandbox alone refuses to speak to a web page, whatever it asks for. */
async function isSandbox(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      headers: { origin: 'http://127.0.0.1' },
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS_MAX),
    });
    return answer.status === 403 && (await answer.text()).includes('the sandbox does not speak');
  } catch {
    return false;
  }
}
