import { z } from 'zod';
import { type Annotations } from './annotations.ts';
import type { Edition, Vocabulary } from './edition.ts';
import { contractRole } from './people.ts';

/** Keys of a server by type: `*` is required, `+` came with 3.2, `-` is required before 3.2 only. */
const SERVER_KEYS: Readonly<Record<string, string>> = {
  api: 'location*',
  athena: 'stagingDir- schema* catalog regionName workgroup+',
  azure: 'location* format* encoding+ delimiter',
  bigquery: 'project* dataset*',
  clickhouse: 'host* port* database*',
  databricks: 'host catalog* schema*',
  denodo: 'host* port* database',
  dremio: 'host* port* schema',
  duckdb: 'database* schema',
  glue: 'account* database* location format encoding+',
  cloudsql: 'host* port* database* schema*',
  db2: 'host* port* database* schema',
  informix: 'host* port database*',
  custom:
    'account catalog database dataset delimiter endpointUrl format encoding+ host location path port project region regionName schema serviceName stagingDir warehouse stream',
  kafka: 'host* format encoding+',
  kinesis: 'region format encoding+',
  local: 'path* format* encoding+',
  mysql: 'host* port* database*',
  oracle: 'host* port* serviceName*',
  postgresql: 'host* port* database* schema*',
  postgres: 'host* port* database* schema*',
  presto: 'host* catalog schema',
  pubsub: 'project*',
  redshift: 'host database* schema* region account',
  s3: 'location* endpointUrl format encoding+ delimiter',
  sftp: 'location* format encoding+ delimiter',
  snowflake: 'host port account* database* schema* warehouse',
  sqlserver: 'host* port database* schema*',
  synapse: 'host* port* database*',
  trino: 'host* port* catalog* schema*',
  vertica: 'host* port* database* schema*',
};

const SINCE_3_1: Readonly<Record<string, string>> = {
  hive: 'host* port database*',
  impala: 'host* port database*',
  zen: 'host* port database*',
};

const SINCE_3_2: Readonly<Record<string, string>> = {
  btrieve: 'host* port database*',
  exasol: 'host* port schema',
  fastobjects: 'database* host port',
  hana: 'host* port database schema',
  iceberg: 'catalog* catalogUrl* namespace warehouse',
  ingres: 'database* host* port',
  poet: 'database* host port',
  teradata: 'host* port database',
  vectorwise: 'database* host* port',
  versant: 'database* host port',
};

function serverTypes(edition: Edition): Readonly<Record<string, string>> {
  if (edition === '3.0') return SERVER_KEYS;
  return edition === '3.1'
    ? { ...SERVER_KEYS, ...SINCE_3_1 }
    : { ...SERVER_KEYS, ...SINCE_3_1, ...SINCE_3_2 };
}

type ServerKey = { readonly name: string; readonly isRequired: boolean };

function keysOf(edition: Edition, text: string): ServerKey[] {
  return text.split(' ').flatMap((word) => {
    const mark = word.at(-1) ?? '';
    if (!'*+-'.includes(mark)) return [{ name: word, isRequired: false }];
    const name = word.slice(0, -1);
    if (mark === '+') return edition === '3.2' ? [{ name, isRequired: false }] : [];
    return [{ name, isRequired: mark === '*' || edition !== '3.2' }];
  });
}

export function contractServer(vocabulary: Vocabulary, annotations: Annotations) {
  const { edition } = vocabulary;
  const types = serverTypes(edition);
  const common = {
    id: annotations.id,
    server: z.string(),
    type: z.enum(Object.keys(types)),
    description: z.string().optional(),
    environment: z.string().optional(),
    roles: z.array(contractRole(vocabulary, annotations)).optional(),
    customProperties: annotations.customProperties,
  };
  // Which keys belong to a server depends on its type, so the object is loose and the rules follow.
  return z.looseObject(common).superRefine((server, context) => {
    const keys = keysOf(edition, types[server.type] ?? '');
    for (const key of keys) {
      const value = server[key.name];
      if (value === undefined) {
        if (!key.isRequired) continue;
        context.addIssue({
          code: 'custom',
          message: `a server of type ${server.type} needs \`${key.name}\``,
        });
      } else if (!isLegal(edition, server.type, key.name, value)) {
        const message = `is not a ${key.name} of a server of type ${server.type}`;
        context.addIssue({ code: 'custom', path: [key.name], message });
      }
    }
    if (edition === '3.0') return;
    const known = [...Object.keys(common), ...keys.map((key) => key.name)];
    for (const name of Object.keys(server)) {
      if (known.includes(name)) continue;
      context.addIssue({ code: 'unrecognized_keys', keys: [name], input: server });
    }
  });
}

/** 3.0 closed these keys of file servers; 3.1 opened them. */
const FILE_KEYS_3_0: Readonly<Record<string, readonly string[]>> = {
  format: ['parquet', 'delta', 'json', 'csv'],
  delimiter: ['new_line', 'array'],
};

function isLegal(edition: Edition, type: string, name: string, value: unknown): boolean {
  if (name === 'port') return Number.isInteger(value) || (edition === '3.2' && typeof value === 'string');
  // A slip of the 3.0 schema, kept because contracts are held to what is published.
  if (edition === '3.0' && type === 'duckdb' && name === 'schema') return Number.isInteger(value);
  if (typeof value !== 'string') return false;
  if (type === 'sftp' && name === 'location') return value.startsWith('sftp://');
  const isClosed = edition === '3.0' && ['azure', 's3', 'sftp'].includes(type);
  return !isClosed || (FILE_KEYS_3_0[name]?.includes(value) ?? true);
}
