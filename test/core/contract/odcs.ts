import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { hasStandards, STANDARDS } from '../../standards.ts';
import { API_VERSIONS, type Edition } from '../../../core/contract/edition.ts';

const STANDARD = join(STANDARDS, 'odcs');

const SCHEMAS: Readonly<Record<Edition, string>> = {
  '3.0': 'schema/odcs-json-schema-v3.0.2.json',
  '3.1': 'schema/odcs-json-schema-v3.1.0.json',
  '3.2': 'schema-reconstructed/odcs-json-schema-v3.2.0.reconstructed.json',
};

export type OfficialDocument = {
  readonly name: string;
  readonly edition: Edition;
  readonly document: unknown;
};

/** The documents of a folder of the saved standard, with the edition that each declares. */
export function officialDocuments(folder: string): OfficialDocument[] {
  if (!hasStandards) return [];
  const directory = join(STANDARD, folder);
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.odcs.yaml'))
    .sort()
    .map((name) => {
      const document: unknown = parse(readFileSync(join(directory, name), 'utf8'), { schema: 'core' });
      return { name, edition: editionOf(document), document };
    });
}

/** The official JSON Schema's verdict. Formats are annotations in draft 2019-09. */
export function officialVerdict(edition: Edition): (document: unknown) => boolean {
  const ajv = new Ajv2019({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(join(STANDARD, SCHEMAS[edition]), 'utf8')));
  return (document) => validate(document) === true;
}

function editionOf(document: unknown): Edition {
  const version =
    typeof document === 'object' && document !== null && 'apiVersion' in document ? document.apiVersion : '';
  return API_VERSIONS[String(version)] ?? '3.2';
}
