import { expect, it } from 'vitest';
import { exampleSubject } from '../../../core/governance/example-subject.ts';
import type { Check } from '../../../core/governance/policy.ts';
import { compilePrimitive } from '../../../core/governance/run-primitive.ts';

const SUBJECT = exampleSubject({
  title: '',
  promises: { freshnessHours: 24, retentionDays: null },
  subscriptions: [
    { name: 'a', expires: '2026-01-01', roles: ['analyst', '*'], approvedBy: [], approvals: 0 },
    { name: 'b', expires: '2026-01-02', roles: ['pipeline'] },
    { name: 'c', expires: 'some day', roles: [], classification: null },
  ],
});

const offenders = (check: Check) => compilePrimitive(check)?.({ subject: SUBJECT, today: '2026-01-02' });

it.each<[Check, string[]]>([
  [{ required: 'title' }, ['title']],
  [{ required: ['domain', 'subscriptions[].approvedBy'] }, ['a']],
  [{ required: 'publication' }, ['publication']],
  [{ oneOf: { path: 'status', values: ['draft', 'active'] } }, []],
  [{ oneOf: { path: 'status', values: ['retired'] } }, ['status']],
  [{ oneOf: { path: 'subscriptions[].consumer', valuesAt: 'mesh.classifications' } }, ['a', 'b', 'c']],
  [{ atMost: { path: 'promises.freshnessHours', value: 24 } }, []],
  [{ atMost: { path: 'promises.freshnessHours', value: 23.9 } }, ['promises.freshnessHours']],
  [{ atLeast: { path: 'promises.freshnessHours', value: 24 } }, []],
  [{ atLeast: { path: 'promises.retentionDays', value: 1 } }, ['promises.retentionDays']],
  [{ length: { path: 'subscriptions[].roles', atLeast: 1, atMost: 1 } }, ['a', 'c']],
  [{ length: { path: 'promises.freshnessHours', atLeast: 0 } }, ['promises.freshnessHours']],
  [{ excludes: { path: ['domain', 'subscriptions[].roles[]'], text: '*' } }, ['a.*']],
  [{ excludes: { path: 'promises.freshnessHours', text: '*' } }, ['promises.freshnessHours']],
  [{ notPast: 'subscriptions[].expires' }, ['a', 'c']],
  [{ approvals: { open: 0, internal: 0, confidential: 1, restricted: 1 } }, []],
  [{ approvals: { open: 0, internal: 1, confidential: 1, restricted: 1 } }, ['a']],
  [{ approvals: { open: 0, internal: 1, confidential: 1, restricted: 2 } }, ['a', 'c']],
])('%j finds %j', (check, expected) => {
  expect(offenders(check)).toEqual(expected);
});

it.each<Check>([
  { required: 'titel' },
  { required: 'title[].name' },
  { required: 'publication.rows' },
  { oneOf: { path: 'status', valuesAt: 'mesh.colours' } },
  { approvals: { open: 0, intern: 1, confidential: 1, restricted: 2 } },
])('%j cannot be evaluated, and says so', (check) => {
  expect(() => offenders(check)).toThrow();
});

it('leaves expressions to the others', () => {
  expect(compilePrimitive({ cel: '[]' })).toBeUndefined();
});
