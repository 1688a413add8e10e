import { CLIENTS } from '../../../sandbox/gateway/clients.ts';

/** A client of an SDK package, as the tests use all of them alike. */
export type AnyClient = {
  readonly send: (command: unknown) => Promise<unknown>;
  readonly destroy: () => void;
};

const CONFIG = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  // Some operations put `sync-` or `data-` before the host, which the loopback does not resolve.
  disableHostPrefix: true,
  maxAttempts: 1,
};

export async function clientOf(service: string, endpoint: string, config: object = {}): Promise<AnyClient> {
  const exported = await packageOf(service);
  const [, Client] =
    Object.entries(exported).find(([name]) => name.endsWith('Client') && name !== '__Client') ?? [];
  if (!isConstructor<AnyClient>(Client)) throw new Error(`no client of ${service}`);
  return new Client({ ...CONFIG, endpoint, ...config });
}

export async function commandOf(service: string, operation: string, input: object): Promise<unknown> {
  const Command = (await packageOf(service))[`${operation}Command`];
  if (!isConstructor<unknown>(Command)) throw new Error(`no command ${service}:${operation}`);
  return new Command(input);
}

async function packageOf(service: string): Promise<Readonly<Record<string, unknown>>> {
  // A package's namespace is an object of named exports.
  return (await CLIENTS[service]?.load()) as Readonly<Record<string, unknown>>;
}

function isConstructor<T>(value: unknown): value is new (argument: object) => T {
  return typeof value === 'function';
}
