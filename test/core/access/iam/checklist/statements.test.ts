import { A, B, NO, ROLE, SESSION, YES, allow, deny, holdsPoints, named, own } from './holds-points.ts';

holdsPoints([
  [
    '1: a deny anywhere wins, and nothing is allowed by itself',
    [
      ['nothing said', {}, NO],
      ['an allow', own(allow()), YES],
      ['a deny after an allow', own(allow(), deny()), 'explicit-deny'],
      ['a deny of the boundary', { ...own(allow()), boundary: named(allow(), deny()) }, 'explicit-deny'],
      ['a deny of the session', { ...own(allow()), session: [named(allow(), deny())] }, 'explicit-deny'],
      [
        'a deny of the resource',
        { ...own(allow()), resource: named(deny({ Principal: '*' })) },
        'explicit-deny',
      ],
      ['a deny of the organisation', { ...own(allow()), scps: [[named(allow(), deny())]] }, 'explicit-deny'],
    ],
  ],
  [
    '2: actions ignore case and have wildcards',
    [
      ['other case', own(allow({ Action: 'S3:gETobject' })), YES],
      ['a star', own(allow({ Action: 's3:*Obj*' })), YES],
      ['a question mark', own(allow({ Action: 's3:?etObject' })), YES],
      ['a question mark is one letter', own(allow({ Action: 's3:GetObject?' })), NO],
      ['another service', own(allow({ Action: 's4:*' })), NO],
    ],
  ],
  [
    '3: resources respect case and stay within their parts',
    [
      ['other case', own(allow({ Resource: 'arn:aws:s3:::LAKE/*' })), NO],
      ['a star in the last part', own(allow({ Resource: 'arn:aws:s3:::lake*' })), YES],
      ['a star over two parts', own(allow({ Resource: 'arn:aws:*:lake/*' })), 'no identity'],
      ['the name that another begins with', own(allow({ Resource: 'arn:aws:s3:::lak/*' })), NO],
    ],
  ],
  [
    '4: NotAction, NotResource and NotPrincipal are complements',
    [
      ['NotAction of another', own({ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' }), YES],
      ['NotAction of this', own({ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }), NO],
      ['NotResource of another', own({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x/*' }), YES],
      ['NotResource of this', own({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::lake/*' }), NO],
      [
        'NotPrincipal of another',
        { ...own(allow()), resource: named({ ...deny(), NotPrincipal: { AWS: B } }) },
        'explicit-deny',
      ],
      [
        'NotPrincipal of this session, its role and account',
        { ...own(allow()), resource: named({ ...deny(), NotPrincipal: { AWS: [SESSION, ROLE, A] } }) },
        YES,
      ],
    ],
  ],
]);
