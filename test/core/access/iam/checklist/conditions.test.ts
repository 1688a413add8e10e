import { compilePolicy } from '../../../../../core/access/iam/compile-policy.ts';
import { A, NO, YES, allow, deny, having, holdsPoints, own, when } from './holds-points.ts';

holdsPoints([
  [
    '5: operators and keys must all hold, of the values one, and under a negation none',
    [
      ['one of the values', when({ StringEquals: { k: ['a', 'b'] } }), YES, having({ k: 'b' })],
      ['two keys', when({ StringEquals: { k: 'a', l: 'a' } }), NO, having({ k: 'a', l: 'b' })],
      [
        'two operators',
        when({ StringEquals: { k: 'a' }, Bool: { t: 'true' } }),
        NO,
        having({ k: 'a', t: 'false' }),
      ],
      ['negated, none', when({ StringNotEquals: { k: ['a', 'b'] } }), YES, having({ k: 'c' })],
      ['negated, one', when({ StringNotEquals: { k: ['a', 'b'] } }), NO, having({ k: 'b' })],
    ],
  ],
  [
    '6: a key that is absent',
    [
      ['does not equal', when({ StringEquals: { k: 'a' } }), NO],
      ['differs', when({ StringNotEquals: { k: 'a' } }), YES],
      ['passes IfExists', when({ StringEqualsIfExists: { k: 'a' } }), YES],
      ['is Null', when({ Null: { k: 'true' } }), YES],
      ['is not not Null', when({ Null: { k: 'false' } }), NO],
      ['is not absent when there', when({ Null: { k: 'false' } }), YES, having({ k: 'x' })],
    ],
  ],
  [
    '7: ForAllValues and ForAnyValue',
    [
      ['all of none', when({ 'ForAllValues:StringEquals': { k: 'a' } }), YES],
      ['all of an empty list', when({ 'ForAllValues:StringEquals': { k: 'a' } }), YES, having({ k: [] })],
      ['all but one', when({ 'ForAllValues:StringEquals': { k: 'a' } }), NO, having({ k: ['a', 'b'] })],
      ['any of none', when({ 'ForAnyValue:StringEquals': { k: 'a' } }), NO],
      ['any of several', when({ 'ForAnyValue:StringEquals': { k: 'a' } }), YES, having({ k: ['b', 'a'] })],
      ['any of none, negated', when({ 'ForAnyValue:StringNotEquals': { k: 'a' } }), NO],
    ],
  ],
  [
    '8: several values under an operator for one are not defined',
    [
      ['no allow', when({ StringEquals: { k: 'a' } }), NO, having({ k: ['a', 'a'] })],
      ['no allow, negated', when({ StringNotEquals: { k: 'z' } }), NO, having({ k: ['a', 'b'] })],
      [
        'a deny all the same',
        own(allow(), deny({ Condition: { StringEquals: { k: 'z' } } })),
        'unsupported',
        having({ k: ['a', 'b'] }),
      ],
    ],
  ],
  [
    '9: names of keys ignore case, those of tags too',
    [
      ['a key', when({ StringEquals: { 'AWS:SOURCEVPC': 'a' } }), YES, having({ 'aws:SourceVpc': 'a' })],
      [
        'a tag',
        when({ StringEquals: { 'aws:principaltag/DOMAIN': 'a' } }),
        YES,
        having({ 'aws:PrincipalTag/domain': 'a' }),
      ],
    ],
  ],
  [
    '10: ARNs are compared part by part',
    [
      [
        'a star in a part',
        when({ ArnEquals: { k: 'arn:aws:iam::*:role/x' } }),
        YES,
        having({ k: `arn:aws:iam::${A}:role/x` }),
      ],
      [
        'not over parts',
        when({ ArnLike: { k: 'arn:aws:*:role/x' } }),
        NO,
        having({ k: `arn:aws:iam::${A}:role/x` }),
      ],
      [
        'colons in the last',
        when({ ArnLike: { k: 'arn:aws:s3:::a*' } }),
        YES,
        having({ k: 'arn:aws:s3:::a:b' }),
      ],
      ['negated', when({ ArnNotLike: { k: 'arn:aws:s3:::a*' } }), NO, having({ k: 'arn:aws:s3:::a' })],
    ],
  ],
  [
    '11: StringLike has wildcards, StringEquals has none',
    [
      ['like', when({ StringLike: { k: 'a*c?' } }), YES, having({ k: 'abbcd' })],
      ['a literal star', when({ StringEquals: { k: 'a*' } }), NO, having({ k: 'ab' })],
      ['a literal star that is there', when({ StringEquals: { k: 'a*' } }), YES, having({ k: 'a*' })],
      ['case', when({ StringLike: { k: 'A*' } }), NO, having({ k: 'a' })],
      ['no case', when({ StringEqualsIgnoreCase: { k: 'AB' } }), YES, having({ k: 'ab' })],
    ],
  ],
  [
    '12: numbers, dates, booleans, binaries and addresses',
    [
      ['a number', when({ NumericLessThanEquals: { k: '10' } }), YES, having({ k: '10.0' })],
      ['no number', when({ NumericLessThan: { k: '10' } }), NO, having({ k: 'few' })],
      [
        'a date and seconds',
        when({ DateLessThan: { k: '2030-01-01T00:00:00Z' } }),
        YES,
        having({ k: '1700000000' }),
      ],
      [
        'a later date',
        when({ DateLessThan: { k: '2026-01-01' } }),
        NO,
        having({ k: '2026-01-01T00:00:00Z' }),
      ],
      ['a boolean', when({ Bool: { k: true } }), YES, having({ k: 'TRUE' })],
      ['a binary', when({ BinaryEquals: { k: 'eA==' } }), NO, having({ k: 'eB==' })],
      ['an address', when({ IpAddress: { k: '10.0.0.0/8' } }), YES, having({ k: '10.9.9.9' })],
      ['an address outside', when({ IpAddress: { k: '10.0.0.0/9' } }), NO, having({ k: '10.128.0.0' })],
      [
        'an address of version 6',
        when({ IpAddress: { k: '2001:db8::/32' } }),
        YES,
        having({ k: '2001:db8::1' }),
      ],
      [
        'an address of the other version',
        when({ NotIpAddress: { k: '0.0.0.0/0' } }),
        YES,
        having({ k: '::1' }),
      ],
    ],
  ],
  [
    '13: variables',
    [
      ['a value', when({ StringEquals: { k: '${l}' } }), YES, having({ k: 'a', l: 'a' })],
      ['a default', when({ StringEquals: { k: "${l, 'a'}" } }), YES, having({ k: 'a' })],
      [
        'a value before a default',
        when({ StringEquals: { k: "${l, 'a'}" } }),
        NO,
        having({ k: 'a', l: 'b' }),
      ],
      ['text, not a pattern', when({ StringLike: { k: '${l}' } }), NO, having({ k: 'ab', l: '*' })],
      ['a star that is meant', when({ StringLike: { k: '${*}' } }), NO, having({ k: 'a' })],
      ['a question mark that is meant', when({ StringLike: { k: '${?}' } }), YES, having({ k: '?' })],
      ['a dollar', when({ StringEquals: { k: '${$}{l}' } }), YES, having({ k: '${l}', l: 'a' })],
      ['no value matches nothing', own(allow({ Resource: 'arn:aws:s3:::${l}/*' })), NO],
      [
        'several values are no value',
        own(allow({ Resource: 'arn:aws:s3:::${l}/*' })),
        NO,
        having({ l: ['lake', 'x'] }),
      ],
      [
        'none before 2012',
        {
          identity: [
            {
              name: 'p',
              policy: compilePolicy({ Statement: [allow({ Condition: { StringEquals: { k: '${l}' } } })] }),
            },
          ],
        },
        YES,
        having({ k: '${l}', l: 'a' }),
      ],
    ],
  ],
]);
