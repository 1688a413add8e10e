import {
  A,
  B,
  BY_ALL,
  FULL,
  LINKED,
  NO,
  READ,
  ROLE,
  SESSION,
  USER,
  WRITE,
  YES,
  allow,
  as,
  deny,
  holdsPoints,
  named,
  own,
  root,
  service,
  to,
  user,
} from './holds-points.ts';

holdsPoints([
  [
    '14: in one account either side, across accounts both',
    [
      ['identity', own(allow()), YES],
      ['resource', to({ AWS: ROLE }), YES],
      ['identity, across', own(allow()), 'no resource', { resourceAccount: B }],
      ['resource, across', to({ AWS: ROLE }), NO, { resourceAccount: B }],
      ['both, across', { ...own(allow()), ...to({ AWS: ROLE }) }, YES, { resourceAccount: B }],
      ['the account, across', { ...own(allow()), ...to({ AWS: A }) }, YES, { resourceAccount: B }],
    ],
  ],
  [
    '15: a grant to the role is capped, one to its session, a user or everybody is not',
    [
      ['the role', { ...to({ AWS: ROLE }), boundary: WRITE }, 'no boundary'],
      ['the role in a session', { ...to({ AWS: ROLE }), session: [WRITE] }, 'no session'],
      ['the session', { ...to({ AWS: SESSION }), boundary: WRITE }, YES],
      ['everybody', { ...to('*'), boundary: WRITE }, YES],
      ['a user', { ...to({ AWS: USER }), boundary: WRITE }, YES, as(user)],
    ],
  ],
  [
    '16: boundary and session intersect with what is granted',
    [
      ['all three', { ...own(allow()), boundary: READ, session: [READ] }, YES],
      ['not the boundary', { ...own(allow()), boundary: WRITE, session: [READ] }, 'no boundary'],
      ['not the session', { ...own(allow()), boundary: READ, session: [WRITE] }, 'no session'],
      ['a session without policies allows nothing', { ...own(allow()), session: [] }, 'no session'],
      ['they grant nothing', { boundary: FULL, session: [FULL] }, NO],
    ],
  ],
  [
    '17: service control policies',
    [
      ['every level', { ...own(allow()), scps: [[FULL], [WRITE, READ]] }, YES],
      ['but one level', { ...own(allow()), scps: [[FULL], [WRITE]] }, 'no scp'],
      ['a level without any', { ...own(allow()), scps: [[FULL], []] }, 'no scp'],
      ['root too', { scps: [[WRITE]] }, 'no scp', as(root)],
      ['not the management account', { ...own(allow()), scps: [[WRITE]], managementAccount: A }, YES],
      [
        'not service-linked roles',
        { ...own(allow()), scps: [[WRITE]] },
        YES,
        as({ kind: 'role', arn: LINKED, sessionArn: SESSION, accountId: A }),
      ],
      ['not services', { ...to({ Service: 'events.amazonaws.com' }), scps: [[WRITE]] }, YES, as(service)],
    ],
  ],
  [
    '18: resource control policies',
    [
      [
        'a deny',
        { ...own(allow()), rcps: [[named(allow({ Principal: '*' }), deny({ Principal: '*' }))]] },
        'explicit-deny',
      ],
      ['no deny', { ...own(allow()), rcps: [[BY_ALL]] }, YES],
      [
        'services too',
        { ...to('*'), rcps: [[named(deny({ Principal: '*' }))]] },
        'explicit-deny',
        as(service),
      ],
      [
        'not resources of the management account',
        { ...own(allow()), ...to('*'), rcps: [[named(deny({ Principal: '*' }))]], managementAccount: B },
        YES,
        { resourceAccount: B },
      ],
      [
        'of a service that they may not reach',
        { ...own(allow()), rcps: [[named(allow({ Principal: '*' }), deny({ Principal: '*' }))]] },
        'unsupported',
        { action: 'glue:GetTable' },
      ],
    ],
  ],
]);
