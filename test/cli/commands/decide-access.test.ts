import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { approve } from '../../../cli/commands/approve.ts';
import { endAccess } from '../../../cli/commands/end-access.ts';
import { request } from '../../../cli/commands/request.ts';
import { ASKED, copyOfAviation, NOW, STRIKES, written } from './access-mesh.ts';

/** A mesh in which airports have asked for a table of which one column is restricted. */
async function asked(change: Partial<typeof ASKED> = {}) {
  const contract = readFileSync(join(copyOfAviation(), STRIKES, 'contract.yaml'), 'utf8');
  const root = copyOfAviation({
    [`${STRIKES}/contract.yaml`]: contract.replace(
      /(name: operator[\s\S]*?classification: )confidential/,
      '$1restricted',
    ),
  });
  const { file } = written(await request(root, { ...ASKED, ...change }));
  const text = () => readFileSync(join(root, file), 'utf8');
  const named = { target: 'safety.strikes', consumer: 'airports', directory: root, now: NOW };
  return {
    root,
    text,
    change: (from: string, to: string) => writeFileSync(join(root, file), text().replace(from, to)),
    approve: async (by: string) => await approve(root, { ...named, by }),
    end: async (as: 'denied' | 'revoked', reason = 'No need.') =>
      await endAccess(root, { ...named, as, reason, by: 'bo@example.com' }),
  };
}

describe('mesh approve', () => {
  it('puts a name into the file, once', async () => {
    const mesh = await asked();
    expect(await mesh.approve('bo@example.com')).toMatchObject({
      isUnchanged: false,
      subscription: { state: 'live' },
    });
    const text = mesh.text();
    expect(text).toContain('approvedBy: [bo@example.com]\n');
    expect(await mesh.approve('BO@example.com')).toMatchObject({ isUnchanged: true });
    expect(mesh.text()).toBe(text);
  });

  it('refuses who asked', async () => {
    const mesh = await asked();
    await expect(mesh.approve('Ana@Example.com')).rejects.toMatchObject({ code: 'OwnRequest' });
    expect(mesh.text()).toContain('approvedBy: []');
  });

  it('says that restricted data needs another person, and that who asked is none', async () => {
    const mesh = await asked({ columns: ['operator'] });
    const state = async (by: string) => {
      const approved = await mesh.approve(by);
      return approved.kind === 'approved' ? approved.subscription.state : approved.kind;
    };
    expect(await state('bo@example.com')).toBe('pending');
    mesh.change('[bo@example.com]', '[bo@example.com, ana@example.com, Bo@example.com]');
    expect(await state('bo@example.com')).toBe('pending');
    expect(await state('cy@example.com')).toBe('live');
  });

  it('does not count two approvals of restricted data where the file does not say who asked', async () => {
    const mesh = await asked({ columns: ['operator'] });
    mesh.change('requestedBy: ana@example.com\n', '');
    await mesh.approve('bo@example.com');
    const approved = await mesh.approve('cy@example.com');
    expect(approved).toMatchObject({ subscription: { state: 'pending', approvers: ['bo@example.com'] } });
  });

  it('refuses what the law denies by now', async () => {
    const mesh = await asked({ columns: ['cost_total'] });
    mesh.change('expires: 2026-12-22', 'expires: 2027-12-22');
    expect(await mesh.approve('bo@example.com')).toMatchObject({ kind: 'refused', isDenied: true });
    expect(mesh.text()).toContain('approvedBy: []');
  });

  it('keeps comments and the order of keys', async () => {
    const mesh = await asked();
    mesh.change(
      'columns: [strike_date, species]',
      '# Only these two.\ncolumns:\n  - strike_date # the day\n  - species',
    );
    const before = mesh.text();
    await mesh.approve('bo@example.com');
    expect(mesh.text()).toBe(before.replace('approvedBy: []', 'approvedBy: [bo@example.com]'));
  });
});

describe('mesh deny', () => {
  it('records who denied it and why; it grants nothing, and cannot be approved', async () => {
    const mesh = await asked();
    await mesh.end('denied', 'The figures are enough.');
    expect(mesh.text()).toContain(
      'approvedBy: []\ndenied:\n  by: bo@example.com\n  on: 2026-11-22\n  reason: The figures are enough.\n',
    );
    await expect(mesh.approve('cy@example.com')).rejects.toMatchObject({ code: 'NotPending' });
    expect(await mesh.end('denied')).toMatchObject({ isUnchanged: true });
  });

  it('leaves live access to revoke', async () => {
    const mesh = await asked();
    await mesh.approve('bo@example.com');
    await expect(mesh.end('denied')).rejects.toMatchObject({ hint: expect.stringContaining('mesh revoke') });
  });
});

describe('mesh revoke', () => {
  it('ends live access and keeps the record of who had approved it', async () => {
    const mesh = await asked();
    await expect(mesh.end('revoked')).rejects.toMatchObject({ hint: expect.stringContaining('mesh deny') });
    await mesh.approve('bo@example.com');
    expect(await mesh.end('revoked')).toMatchObject({ isUnchanged: false, broken: [] });
    expect(mesh.text()).toMatch(/approvedBy: \[bo@example.com\]\nrevoked:\n {2}by: bo@example.com/);
  });

  it('names the SQL that reads what it no longer may', async () => {
    const root = copyOfAviation();
    const target = `${STRIKES}/access/insight.yaml`;
    const by = 'bo@example.com';
    const ended = await endAccess(root, {
      target,
      directory: root,
      as: 'revoked',
      reason: 'Over.',
      by,
      now: NOW,
    });
    expect(ended.broken).toEqual(['domains/insight/products/strike-rates/strikes_by_airport.sql']);
  });
});
