import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { approve } from '../../../cli/commands/approve.ts';
import { endAccess } from '../../../cli/commands/end-access.ts';
import { type AccessRequest, request } from '../../../cli/commands/request.ts';
import { ASKED, copyOfAviation, NOW, readMesh, STRIKES, written } from './access-mesh.ts';

const ask = async (root: string, change: Partial<AccessRequest> = {}) =>
  written(await request(root, { ...ASKED, ...change }));

const filesOf = (root: string): readonly string[] => readdirSync(join(root, STRIKES, 'access'));

describe('mesh request', () => {
  it('writes exactly what is asked for, who asked and when, approved by nobody', async () => {
    const root = copyOfAviation();
    const { file, owner, subscription } = await ask(root);
    expect(owner).toBe('safety-team@example.com');
    expect(subscription).toMatchObject({
      state: 'pending',
      classification: 'internal',
      approvals: { needed: 1, policies: ['access-approved'] },
    });
    expect(readFileSync(join(root, file), 'utf8')).toMatchInlineSnapshot(`
      "consumer: airports
      roles: [analyst]
      table: strikes
      purpose: Wildlife at airports.
      columns: [strike_date, species]
      rows: origin_state = 'Texas'
      expires: 2026-12-22
      requestedBy: ana@example.com
      requestedOn: 2026-11-22
      approvedBy: []
      "
    `);
  });

  it('leaves the mesh valid, with a warning that says what the request waits for', async () => {
    const root = copyOfAviation();
    const { file } = await ask(root);
    const { mesh, diagnostics } = await readMesh(root);
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        code: 'PendingSubscription',
        message:
          'the request of airports waits for an approval (policy access-approved); until then it grants nothing',
        span: { file },
      },
    ]);
    const strikes = mesh?.domains.flatMap(({ products }) => products).find(({ name }) => name === 'strikes');
    expect(strikes?.subscriptions.map(({ consumer }) => consumer)).toEqual(['insight', 'insight']);
    expect(strikes?.dormant.map(({ name }) => name)).toEqual(['airports']);
  });

  it('writes the same file when it is asked for twice, and leaves nothing else there', async () => {
    const root = copyOfAviation();
    const first = await ask(root);
    const text = readFileSync(join(root, first.file), 'utf8');
    const second = await ask(root);
    expect([first.isUnchanged, second.isUnchanged]).toEqual([false, true]);
    expect(readFileSync(join(root, second.file), 'utf8')).toBe(text);
    expect(filesOf(root)).toEqual(['airports.yaml', 'insight-texas.yaml', 'insight.yaml']);
  });

  it('names all columns of today, so that one that is added later is not asked for', async () => {
    const { file, subscription } = await ask(copyOfAviation(), {
      table: 'airports.airport-names',
      consumer: 'safety',
      columns: [],
      rows: undefined,
    });
    expect(file).toBe('domains/airports/products/airport-names/access/safety.yaml');
    expect(subscription.columns).toEqual(['faa_name', 'iata', 'in_register']);
  });

  it('gives open data to whoever asks, since the law wants no approval', async () => {
    const root = copyOfAviation();
    const { subscription } = await ask(root, {
      table: 'airports.airport_names',
      consumer: 'safety',
      columns: ['iata'],
      rows: undefined,
    });
    expect(subscription).toMatchObject({ state: 'live', approvals: { needed: 0 } });
    expect((await readMesh(root)).diagnostics).toEqual([]);
  });

  it('puts a request for other roles into another file', async () => {
    const root = copyOfAviation();
    await ask(root);
    expect((await ask(root, { roles: ['engineer'] })).file).toBe(`${STRIKES}/access/airports-engineer.yaml`);
  });

  it('asks again in the file of a request that was denied, keeping what people wrote there', async () => {
    const root = copyOfAviation();
    const { file } = await ask(root);
    const path = join(root, file);
    writeFileSync(path, `# Discussed in the board of May.\n${readFileSync(path, 'utf8')}`);
    const named = { target: 'safety.strikes', consumer: 'airports', directory: root };
    await endAccess(root, { ...named, as: 'denied', by: 'bo@example.com', reason: 'Too much.', now: NOW });
    expect(readFileSync(path, 'utf8')).toContain('reason: Too much.');
    await ask(root, { columns: ['species'] });
    expect(readFileSync(path, 'utf8')).toMatchInlineSnapshot(`
      "# Discussed in the board of May.
      consumer: airports
      roles: [analyst]
      table: strikes
      purpose: Wildlife at airports.
      columns: [species]
      rows: origin_state = 'Texas'
      expires: 2026-12-22
      requestedBy: ana@example.com
      requestedOn: 2026-11-22
      approvedBy: []
      "
    `);
  });

  it('asks for a change of live access only where that is said, and takes its approvals away', async () => {
    const root = copyOfAviation();
    const change = { consumer: 'insight', roles: ['analyst', 'pipeline'], columns: ['species'] };
    await expect(ask(root, change)).rejects.toThrow(/insight\.yaml/);
    const { file, subscription } = await ask(root, { ...change, replaces: true });
    expect(file).toBe(`${STRIKES}/access/insight.yaml`);
    expect(subscription).toMatchObject({ state: 'pending', approvedBy: [], columns: ['species'] });
  });

  it('refuses roles of two files, since none of them could say both', async () => {
    const roles = ['analyst', 'texas-analyst'];
    const asked = ask(copyOfAviation(), { consumer: 'insight', roles, replaces: true });
    await expect(asked).rejects.toMatchObject({
      code: 'AlreadyRequested',
      hint: expect.stringContaining('--roles'),
    });
  });

  it('refuses with the place and a suggestion, and writes nothing', async () => {
    const root = copyOfAviation();
    const columns = ['specie', 'strike_date'];
    const rows = 'strike_dat > 5';
    const refused = await request(root, { ...ASKED, columns, rows, roles: ['analist'] });
    expect(refused).toMatchObject({
      kind: 'refused',
      isDenied: false,
      diagnostics: [
        { code: 'UnknownRole', hint: 'did you mean "analyst"?' },
        { code: 'UnknownColumn', hint: 'did you mean "species"?' },
        { code: 'InvalidRowFilter' },
      ],
    });
    expect(filesOf(root)).toEqual(['insight-texas.yaml', 'insight.yaml']);
  });

  it('refuses what the law denies, whoever approves', async () => {
    const root = copyOfAviation();
    const refused = await request(root, { ...ASKED, columns: ['operator'], days: 181 });
    expect(refused).toMatchObject({
      kind: 'refused',
      isDenied: true,
      diagnostics: [{ code: 'PolicyViolation' }],
    });
    expect(filesOf(root)).toEqual(['insight-texas.yaml', 'insight.yaml']);
    expect(await request(root, { ...ASKED, columns: ['operator'], days: 180 })).toMatchObject({
      kind: 'asked',
    });
  });

  it.each([
    [{ table: 'safety.strike' }, 'there is no table "strike"'],
    [{ table: 'safty.strikes' }, 'there is no domain "safty"'],
    [{ consumer: 'airport' }, 'there is no domain "airport"'],
  ])('refuses %j', async (change, message) => {
    await expect(request(copyOfAviation(), { ...ASKED, ...change })).rejects.toThrow(message);
  });

  it('is approved, and read from then on', async () => {
    const root = copyOfAviation();
    await ask(root);
    const named = { target: 'safety.strikes', consumer: 'airports', directory: root };
    await approve(root, { ...named, by: 'bo@example.com', now: NOW });
    const { mesh, diagnostics } = await readMesh(root);
    expect(diagnostics).toEqual([]);
    const strikes = mesh?.domains.flatMap(({ products }) => products).find(({ name }) => name === 'strikes');
    expect(strikes?.subscriptions.map(({ name }) => name)).toContain('airports');
  });
});
