import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { hasStandards, STANDARDS } from '../../standards.ts';
import type { RunEvent } from '../../../core/openlineage/run-event.ts';

const STANDARD = pathToFileURL(`${STANDARDS}/openlineage/`);
const RUN_EVENT = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
if (hasStandards) {
  ajv.addSchema(JSON.parse(readFileSync(new URL('OpenLineage.json', STANDARD), 'utf8')));
  for (const file of readdirSync(new URL('facets/', STANDARD))) {
    ajv.addSchema(JSON.parse(readFileSync(new URL(`facets/${file}`, STANDARD), 'utf8')));
  }
}

/**
 * What the official schemas find wrong with an event. That of an event leaves facets open: each is checked by the
 * schema that it names.
 */
export function eventProblems(event: RunEvent): readonly unknown[] {
  if (!hasStandards) return [];
  const facets = [
    event.run.facets,
    event.job.facets,
    ...event.inputs.map((input) => input.facets),
    ...event.outputs.flatMap((output) => [output.facets, output.outputFacets]),
  ].flatMap((group) => Object.entries(group));
  const found: unknown[] = [];
  const expectValid = (schema: string, value: unknown) => {
    const validate = ajv.getSchema(schema);
    if (validate === undefined) found.push(`no schema ${schema}`);
    else if (!validate(value)) found.push(validate.errors);
  };
  expectValid(RUN_EVENT, event);
  for (const [key, facet] of facets) {
    expectValid(facet._schemaURL, facet);
    // The key that a facet stands under is fixed by its schema document.
    expectValid(facet._schemaURL.replace(/#.*/, ''), { [key]: facet });
  }
  return found;
}
