import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ExecutionPolicyOptions, executionPolicy } from '../../../cli/commands/execution-policy.ts';
import { loadProject, type Project } from '../../../cli/mesh/project.ts';

let project: Project;
beforeAll(async () => {
  const loaded = await loadProject(resolve(import.meta.dirname, '../../../examples/aviation'), 'prod');
  if (!('mesh' in loaded)) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  project = loaded;
});

function written(options: Partial<ExecutionPolicyOptions> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-policy-'));
  const accounts = executionPolicy(project.mesh, project.environment, {
    isClosed: false,
    directory,
    ...options,
  });
  return { directory, accounts };
}

describe('mesh execution-policy', () => {
  it('writes the documents of every account, and says what brings them into force', () => {
    const { directory, accounts } = written();
    const shown = accounts.map(({ account, holds }) => `${account} ${holds.join(', ')}`);
    expect(shown).toMatchInlineSnapshot(`
      [
        "111111111111 platform",
        "222222222222 airports",
        "555555555555 insight",
        "333333333333 operations",
        "444444444444 safety",
      ]
    `);
    for (const { account, policies, commands, updates } of accounts) {
      expect(readdirSync(join(directory, 'prod', account))).toHaveLength(policies.length);
      expect(commands).toHaveLength(policies.length + 1);
      expect(updates).toHaveLength(policies.length);
      for (const [at, { arn, file, name }] of policies.entries()) {
        expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ Version: '2012-10-17' });
        expect(commands[at]).toBe(
          `aws iam create-policy --policy-name ${name} --policy-document 'file://${file}'`,
        );
        expect(commands.at(-1)).toContain(arn);
        expect(updates[at]).toContain(`--policy-arn ${arn} `);
      }
    }
  });

  it('lets the platform’s account deploy into the others, and nobody into the platform’s', () => {
    const bootstraps = written().accounts.map(({ commands }) => commands.at(-1) ?? '');
    const trusting = bootstraps.filter((command) =>
      command.endsWith(' --trust 111111111111 --trust-for-lookup 111111111111'),
    );
    expect(bootstraps.filter((command) => !command.includes('--trust'))).toEqual([
      expect.stringMatching(/^npx cdk bootstrap aws:\/\/111111111111\/eu-west-1 /),
    ]);
    expect(trusting).toHaveLength(bootstraps.length - 1);
  });

  it('writes one account, and names those that there are where it is unknown', () => {
    const [{ account } = { account: '' }] = written().accounts;
    expect(written({ account }).accounts.map((one) => one.account)).toEqual([account]);
    expect(() => written({ account: '999999999999' })).toThrow(
      'no domain of the mesh has the account 999999999999 in prod',
    );
  });

  it('names the databases of domains, and those that link to their producers, where it is closed', () => {
    const insight = project.mesh.domains.find(({ name }) => name === 'insight');
    const account = insight?.accounts['prod'] ?? '';
    const { directory } = written({ account, isClosed: true });
    const catalog = readFileSync(
      join(directory, 'prod', account, 'aviation-prod-execution-catalog.json'),
      'utf8',
    );
    const databases = [...catalog.matchAll(/:database\/(?<name>[^"]+)"/g)].map(
      ({ groups }) => groups?.['name'],
    );
    expect(databases).toMatchInlineSnapshot(`
      [
        "airports",
        "insight",
        "insight_landing",
        "insight_staging",
        "operations",
        "safety",
      ]
    `);
  });
});
