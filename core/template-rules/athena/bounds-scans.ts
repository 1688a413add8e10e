import { mustBe, offence, property } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

const CUTOFF = 'WorkGroupConfiguration.BytesScannedCutoffPerQuery';
/** Two terabytes cost ten dollars: more than any query of a mesh should by mistake. */
const BYTES_MAX = 2 * 1024 ** 4;

export const boundsScans: TemplateRule = {
  id: 'A-2',
  statement: 'A workgroup cancels what would scan too much, and reports what it scans',
  fix: 'set `bytesScannedCutoffPerQuery` and `publishCloudWatchMetricsEnabled`',
  source: 'AWS’s guide to data usage controls of Athena',
  types: ['AWS::Athena::WorkGroup'],
  check: (workgroup) => {
    const found = property(workgroup.properties, CUTOFF);
    const isBounded = Number(found) > 0 && Number(found) <= BYTES_MAX;
    return [
      ...(isBounded ? [] : [offence(CUTOFF, found)]),
      ...mustBe(workgroup, 'WorkGroupConfiguration.PublishCloudWatchMetricsEnabled', true),
    ];
  },
  examples: [
    {
      name: 'a tenth of a terabyte',
      expect: 'holds',
      resources: workgroupWith({ BytesScannedCutoffPerQuery: 1e11 }),
    },
    { name: 'no bound', expect: 'breaks', resources: workgroupWith({}) },
  ],
};

function workgroupWith(more: Readonly<Record<string, unknown>>): ExampleResources {
  const WorkGroupConfiguration = { PublishCloudWatchMetricsEnabled: true, ...more };
  return { Workgroup: { Type: 'AWS::Athena::WorkGroup', Properties: { WorkGroupConfiguration } } };
}
