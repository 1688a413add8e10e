import type { NormalizedSchema } from '@smithy/core/schema';
import { isDeepStrictEqual } from 'node:util';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { CLIENTS } from '../../../sandbox/gateway/clients.ts';
import { membersOf, type OperationSchema } from '../../../sandbox/gateway/schema.ts';
import { loadServiceModel, type ServiceModel } from '../../../sandbox/gateway/service-model.ts';
import { type Gateway, startGateway } from '../../../sandbox/gateway/start-gateway.ts';
import { ARTEFACTS } from './round-trip-artefacts.ts';
import { type AnyClient, clientOf, commandOf } from './sdk-client.ts';
import { sampleValue } from './sample-value.ts';
import { plainOf, withoutMembers } from './plain-value.ts';

const CONCURRENCY_MAX = 8;
const ROOT: Caller = { principal: { kind: 'root' }, accountId: '111122223333', region: '' };

/** What the handlers of the test received and will answer, by `service:operation`. */
const received = new Map<string, unknown>();
const answers = new Map<string, unknown>();
let gateway: Gateway;
const models = new Map<string, ServiceModel>();

beforeAll(async () => {
  const cloud = new Cloud({
    store: new Store(':memory:'),
    directory: '',
    clock: () => new Date(0),
    authorize: () => {},
  });
  for (const name of Object.keys(CLIENTS)) {
    const model = await loadServiceModel(name);
    if (!model) throw new Error(`no model of ${name}`);
    models.set(name, model);
    const operations = [...model.operations.keys()].map((operation) => [
      operation,
      {
        service: name,
        name: operation,
        authorize: () => [],
        handle: async (input: unknown) => {
          const key = `${name}:${operation}`;
          received.set(key, await plainOf(input));
          return answers.get(key) ?? {};
        },
      },
    ]);
    cloud.register({ name, operations: Object.fromEntries(operations) });
  }
  gateway = await startGateway({
    cloud,
    port: 0,
    findKey: (id) => (id === 'AKIATEST' ? { caller: ROOT, secretAccessKey: 'secret' } : undefined),
  });
});

afterAll(async () => await gateway.close());

describe('every operation of every service', () => {
  it.each(Object.keys(CLIENTS))('passes unchanged through the wire: %s', async (service) => {
    const model = models.get(service);
    if (!model) throw new Error(`no model of ${service}`);
    const client = await clientOf(service, gateway.endpoint);
    const failures: string[] = [];
    const queue = [...model.operations.values()];
    const work = async () => {
      for (let next = queue.pop(); next; next = queue.pop())
        failures.push(...(await tryOperation(model, next, client)));
    };
    await Promise.all(Array.from({ length: CONCURRENCY_MAX }, work));
    client.destroy();
    expect(failures.sort()).toEqual([]);
  });

  it('lists no artefact of an operation that does not exist', () => {
    const known = (key: string) => {
      const [service = '', operation] = key.split(':');
      return operation === undefined ? models.has(service) : models.get(service)?.operations.has(operation);
    };
    expect(Object.keys(ARTEFACTS).filter((key) => !known(key))).toEqual([]);
  });
});

async function tryOperation(
  model: ServiceModel,
  operation: OperationSchema,
  client: AnyClient,
): Promise<readonly string[]> {
  const key = `${model.name}:${operation.name}`;
  const common = ARTEFACTS[model.name];
  const artefact = ARTEFACTS[key];
  const input = sampleOf(operation.input, { ...common?.input, ...artefact?.input });
  const output = sampleOf(operation.output, { ...common?.output, ...artefact?.output });
  answers.set(key, streaming(operation, output));
  try {
    const answer: unknown = await client.send(await commandOf(model.name, operation.name, input));
    if (artefact?.refused !== undefined) return [`${key}: was not refused`];
    const [inputMembers, outputMembers] = [
      common?.inputMembers,
      ['$metadata', ...(common?.outputMembers ?? [])],
    ];
    return [
      ...difference(
        `${key} input`,
        await comparable(input, inputMembers),
        withoutMembers(received.get(key), inputMembers),
      ),
      ...difference(
        `${key} output`,
        await comparable(output, outputMembers),
        await comparable(answer, outputMembers),
      ),
    ];
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return name === artefact?.refused ? [] : [`${key}: ${String(error)}`];
  }
}

function sampleOf(schema: NormalizedSchema, meant: Readonly<Record<string, unknown>>): object {
  const names = new Set(membersOf(schema).map(({ name }) => name));
  // Inputs and outputs are structures.
  const sample = sampleValue(schema) as object;
  return { ...sample, ...Object.fromEntries(Object.entries(meant).filter(([name]) => names.has(name))) };
}

async function comparable(value: unknown, except: readonly string[] | undefined): Promise<unknown> {
  return withoutMembers(await plainOf(value), except);
}

/** Handlers answer streams where the model has one. */
function streaming(operation: OperationSchema, output: object): object {
  const stream = membersOf(operation.output).find(
    ({ binding }) => binding.kind === 'payload' && binding.streaming,
  );
  if (!stream) return output;
  const value: unknown = Reflect.get(output, stream.name);
  return { ...output, [stream.name]: Readable.from([value]) };
}

function difference(what: string, expected: unknown, actual: unknown): readonly string[] {
  if (isDeepStrictEqual(expected, actual)) return [];
  const [left, right] = [expected ?? {}, actual ?? {}];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  const first = [...keys].find((key) => !isDeepStrictEqual(Reflect.get(left, key), Reflect.get(right, key)));
  const show = (value: unknown) => JSON.stringify(Reflect.get(Object(value), first ?? ''))?.slice(0, 300);
  return [`${what}: ${first} is ${show(right)}, not ${show(left)}`];
}
