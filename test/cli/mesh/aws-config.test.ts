import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeAwsConfig } from '../../../cli/mesh/aws-config.ts';

const principal = (domain: string, role: string, account: string) => ({
  name: `${domain}-${role}`,
  domain,
  role,
  account,
  arn: `arn:aws:iam::${account}:role/mesh-local-${domain}-${role}`,
});

it('writes a profile per role over its account’s operator, for its owner alone', () => {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-profiles-'));
  const path = writeAwsConfig(
    directory,
    [principal('sales', 'analyst', '111111111111'), principal('sales', 'engineer', '111111111111')],
    {
      endpoint: 'http://127.0.0.1:4566',
      region: 'eu-west-1',
      rootCredentials: (account) => ({ accessKeyId: `ROOT${account}`, secretAccessKey: 'secret' }),
    },
  );
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toMatchInlineSnapshot(`
    "[profile sales-operator]
    aws_access_key_id = ROOT111111111111
    aws_secret_access_key = secret
    region = eu-west-1
    endpoint_url = http://127.0.0.1:4566

    [profile sales-analyst]
    role_arn = arn:aws:iam::111111111111:role/mesh-local-sales-analyst
    source_profile = sales-operator
    region = eu-west-1
    endpoint_url = http://127.0.0.1:4566

    [profile sales-engineer]
    role_arn = arn:aws:iam::111111111111:role/mesh-local-sales-engineer
    source_profile = sales-operator
    region = eu-west-1
    endpoint_url = http://127.0.0.1:4566
    "
  `);
  rmSync(directory, { recursive: true, force: true });
});
