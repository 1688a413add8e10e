import { type BodyCodec, restJson, type TextCodec, textCodec, xml } from './codecs.ts';
import { CLIENTS } from './clients.ts';
import { compileRoutes, type Route } from './rest-routes.ts';
import { readServiceSchema, type ServiceSchema } from './schema.ts';

/** All that the gateway knows of a service. */
export type ServiceModel = ServiceSchema & {
  readonly name: string;
  readonly xmlNamespace?: string;
  readonly rest?: RestModel;
};

export type RestModel = {
  readonly format: 'json' | 'xml';
  readonly routes: readonly Route[];
  readonly body: BodyCodec;
  readonly text: TextCodec;
};

const models = new Map<string, Promise<ServiceModel>>();

/** The model of a service by its signing name; `undefined` where the gateway has no client of it. */
export async function loadServiceModel(name: string): Promise<ServiceModel | undefined> {
  if (!Object.hasOwn(CLIENTS, name)) return undefined;
  const known = models.get(name) ?? readModel(name);
  models.set(name, known);
  return await known;
}

async function readModel(name: string): Promise<ServiceModel> {
  const client = CLIENTS[name];
  const schema = readServiceSchema(await client?.load());
  return {
    ...schema,
    name,
    ...(client?.xmlNamespace !== undefined && { xmlNamespace: client.xmlNamespace }),
    ...(client?.rest !== undefined && { rest: restModel(name, client.rest, schema, client.xmlNamespace) }),
  };
}

function restModel(
  name: string,
  format: 'json' | 'xml',
  schema: ServiceSchema,
  namespace: string | undefined,
): RestModel {
  return {
    format,
    routes: compileRoutes([...schema.operations.values()], { bucketInPath: name === 's3' }),
    body: format === 'json' ? restJson : xml(namespace),
    text: textCodec(format === 'json' ? 'epoch-seconds' : 'date-time'),
  };
}
