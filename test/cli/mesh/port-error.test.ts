import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { portError } from '../../../cli/mesh/port-error.ts';
import { openSandbox } from '../../../sandbox/index.ts';

const taken = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' });

it('says that another program has the port, and which port is next', async () => {
  const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const error = await portError(taken, port);
  server.close();
  expect(error).toMatchObject({
    code: 'PortTaken',
    message: `port ${port} is taken by another program`,
    hint: expect.stringContaining(`--port ${port + 1}`),
  });
});

it('says that another mesh’s sandbox has it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-port-'));
  const sandbox = await openSandbox({ directory });
  const { port } = new URL(sandbox.endpoint);
  const error = await portError(taken, Number(port));
  await sandbox.close();
  rmSync(directory, { recursive: true });
  expect(error).toMatchObject({ message: `port ${port} is taken by the sandbox of another mesh` });
});

it('leaves every other error as it is', async () => {
  const other = new Error('something else');
  expect(await portError(other, 4566)).toBe(other);
});
