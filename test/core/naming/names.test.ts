import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glueDatabase, roleArn, stateMachinePrefix, stateMachineName } from '../../../core/naming/names.ts';

const scope = { mesh: 'aviation', environment: 'local', region: 'eu-west-1' };
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,2}$/);

describe('names', () => {
  it('keeps the machines of a domain apart from those of a domain whose name begins alike', () => {
    fc.assert(
      fc.property(name, name, name, (domain, other, product) => {
        fc.pre(domain !== other);
        const machine = stateMachineName(scope, other, product, 1);
        expect(machine.startsWith(stateMachinePrefix(scope, domain))).toBe(false);
      }),
    );
  });

  it('spells databases with underscores, one per zone', () => {
    expect(
      ['landing', 'staging', 'products'].map((zone) => glueDatabase('sales-eu', zone as 'landing')),
    ).toEqual(['sales_eu_landing', 'sales_eu_staging', 'sales_eu']);
  });

  it('puts mesh, environment and domain into a role', () => {
    expect(roleArn(scope, 'operations', '123456789012', 'pipeline')).toBe(
      'arn:aws:iam::123456789012:role/aviation-local-operations-pipeline',
    );
  });
});
