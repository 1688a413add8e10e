import { bucketName, domainName } from '../../naming/names.ts';
import { isOwnKey, OWN_KEY, OWN_KEY_ARN } from '../own-key.ts';
import { mustBe, offence, property } from '../property.ts';
import type { ExampleResources, Offence, RuleResource, RuleScope, TemplateRule } from '../template-rule.ts';

const RESULT = 'WorkGroupConfiguration.ResultConfiguration';
const KEY = `${RESULT}.EncryptionConfiguration.KmsKey`;
const RESULTS = 's3://acme-prod-sales-results-111111111111-eu-west-1';

export const enforcesSettings: TemplateRule = {
  id: 'A-1',
  statement:
    'A workgroup keeps its results at its own place with the domain’s key, whatever a client asks for',
  fix: 'enforce the configuration; set `SSE_KMS` and `s3://<results bucket>/<workgroup>/`',
  source: 'Security Hub Athena.1; Control Tower CT.ATHENA.PR.1 and PR.2',
  types: ['AWS::Athena::WorkGroup'],
  check: (workgroup, template) => [
    ...mustBe(workgroup, 'WorkGroupConfiguration.EnforceWorkGroupConfiguration', true),
    ...mustBe(workgroup, `${RESULT}.EncryptionConfiguration.EncryptionOption`, 'SSE_KMS'),
    ...mustBe(workgroup, `${RESULT}.ExpectedBucketOwner`, template.scope.account),
    ...(isOwnKey(property(workgroup.properties, KEY), template)
      ? []
      : [offence(KEY, property(workgroup.properties, KEY))]),
    ...ownPlace(workgroup, template.scope),
  ],
  examples: [
    { name: 'its own place and key', expect: 'holds', resources: workgroupWith(true, `${RESULTS}/analyst/`) },
    { name: 'a client decides', expect: 'breaks', resources: workgroupWith(false, `${RESULTS}/analyst/`) },
    {
      name: 'a place that another workgroup reads',
      expect: 'breaks',
      resources: workgroupWith(true, `${RESULTS}/`),
    },
  ],
};

function ownPlace(workgroup: RuleResource, { names, domain, account }: RuleScope): readonly Offence[] {
  const prefix = domainName(names, domain, '');
  const name = String(workgroup.properties['Name']);
  const own = `s3://${bucketName(names, domain, 'results', account)}/${name.slice(prefix.length)}/`;
  if (!name.startsWith(prefix)) return [offence('Name', name)];
  return mustBe(workgroup, `${RESULT}.OutputLocation`, own);
}

function workgroupWith(EnforceWorkGroupConfiguration: boolean, OutputLocation: string): ExampleResources {
  return {
    ...OWN_KEY,
    Workgroup: {
      Type: 'AWS::Athena::WorkGroup',
      Properties: {
        Name: 'acme-prod-sales-analyst',
        WorkGroupConfiguration: {
          EnforceWorkGroupConfiguration,
          ResultConfiguration: {
            OutputLocation,
            ExpectedBucketOwner: '111111111111',
            EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: OWN_KEY_ARN },
          },
        },
      },
    },
  };
}
