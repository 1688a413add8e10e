import { describe, expect, test } from 'vitest';
import { policySubject } from '../../../core/governance/policy-subject.ts';
import { filesOfDomain } from '../../../core/spec/files-of-domain.ts';
import type { Mesh } from '../../../core/spec/mesh.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import { upstreamDomains } from '../../../core/spec/upstream-domains.ts';
import { exampleFiles, NOW, resolved, shopFiles } from './meshes.ts';

const meshes = { aviation: exampleFiles('aviation'), minimal: exampleFiles('minimal'), shop: shopFiles() };

/** All that the stacks of a domain are made from. */
function basisOf(mesh: Mesh, name: string) {
  const domain = mesh.domains.find((one) => one.name === name) ?? expect.unreachable();
  return {
    domain,
    upstreams: upstreamDomains(mesh, domain),
    subjects: domain.products.map((product) => policySubject(product, mesh)),
    accounts: mesh.domains.map(({ name: other, accounts, roles }) => ({ other, accounts, roles })),
    environments: mesh.environments,
  };
}

describe('a mesh that is resolved for one domain', () => {
  test.each(Object.entries(meshes))('%s: each domain is what it is in the whole mesh', (_, files) => {
    const whole = resolved(files);
    for (const { name } of whole.domains) {
      const { mesh, diagnostics } = resolveMesh(files, { now: NOW, domain: name });
      expect(diagnostics).toEqual([]);
      expect(mesh && basisOf(mesh, name)).toEqual(basisOf(whole, name));
    }
  });

  test('reads nothing of products that it neither reads nor is granted', () => {
    const paths = [...filesOfDomain(meshes.aviation, 'airports').keys()];
    expect(paths.filter((path) => /\/(operations|insight)\/products\//.test(path))).toEqual([]);
    expect(paths).toContain('domains/operations/domain.yaml');
  });

  test('is not stopped by faults that are not its own', () => {
    const files = shopFiles({ 'domains/board/products/sales/sales.sql': 'SELECT FROM' });
    expect(resolveMesh(files, { now: NOW, domain: 'shop' }).diagnostics).toEqual([]);
    expect(resolveMesh(files, { now: NOW, domain: 'board' }).mesh).toBeUndefined();
  });

  test('still refuses what it may not read', () => {
    const files = shopFiles({ 'domains/shop/products/orders/access/board.yaml': undefined });
    const { mesh, diagnostics } = resolveMesh(files, { now: NOW, domain: 'board' });
    expect(mesh).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain('NoSubscription');
  });

  test('finds a producer whose name the SQL or the subscription hides behind an escape', () => {
    const access = 'domains/shop/products/orders/access/board.yaml';
    const files = shopFiles();
    files.set(access, (files.get(access) ?? '').replace('consumer: board', 'consumer: "\\x62oard"'));
    expect(filesOfDomain(files, 'board').has(access)).toBe(true);
  });
});
