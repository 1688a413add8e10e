import { expect, it } from 'vitest';
import { grants } from '../../../cli/commands/grants.ts';
import { request } from '../../../cli/commands/request.ts';
import { grantsVerdict, renderGrants } from '../../../cli/ui/grants-table.ts';
import { ASKED, copyOfAviation, NOW, STRIKES } from './access-mesh.ts';

it('lists what is granted and what waits, also where SQL reads what it may not yet', async () => {
  const root = copyOfAviation({
    'domains/airports/products/airports/airports.sql': 'SELECT species FROM safety.strikes',
  });
  await request(root, ASKED);
  const declared = await grants(root, { product: 'safety.strikes', now: NOW });
  expect(renderGrants(declared)).toMatchInlineSnapshot(`
    "table           principals                         state     columns  rows                    last day    days left  note
    safety.strikes  airports-analyst                   pending   2 of 15  origin_state = 'Texas'  2026-12-22             waits for an approval (policy access-approved)
    safety.strikes  insight-texas-analyst              live     11 of 15  origin_state = 'Texas'  2027-06-30        220
    safety.strikes  insight-analyst, insight-pipeline  live     11 of 15  all                     2027-06-30        220"
  `);
  expect(grantsVerdict(declared)).toBe('1 pending, 2 live');
});

it('lists what one role reads', async () => {
  const declared = await grants(copyOfAviation(), { principal: 'insight-texas-analyst', now: NOW });
  expect(declared).toMatchObject([
    {
      table: 'safety.strikes',
      rows: "origin_state = 'Texas'",
      state: 'live',
      file: `${STRIKES}/access/insight-texas.yaml`,
    },
  ]);
});

it('lists what ends soon, the soonest first, and nothing that has no access', async () => {
  const root = copyOfAviation();
  await request(root, { ...ASKED, days: 10 });
  const now = new Date('2027-06-25T12:00:00Z');
  expect(await grants(root, { expiringDays: 4, now })).toEqual([]);
  const ending = await grants(root, { expiringDays: 5, now });
  expect(ending.map(({ daysLeft }) => daysLeft)).toEqual([5, 5, 5, 5, 5, 5]);
});

it('knows neither products nor principals that there are not', async () => {
  const root = copyOfAviation();
  await expect(grants(root, { product: 'safety.strike', now: NOW })).rejects.toMatchObject({
    hint: 'did you mean "strikes"?',
  });
  await expect(grants(root, { principal: 'insight-analist', now: NOW })).rejects.toMatchObject({
    hint: 'did you mean "insight-analyst"?',
  });
});
