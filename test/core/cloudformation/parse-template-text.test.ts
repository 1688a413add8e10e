import { describe, expect, it } from 'vitest';
import { parseTemplateText } from '../../../core/cloudformation/parse-template-text.ts';

const valueIn = (value: string) =>
  parseTemplateText(`Resources:\n  A:\n    Type: T\n    Properties:\n      Value: ${value}\n`).Resources['A']
    ?.Properties?.['Value'];

describe('parseTemplateText', () => {
  it.each([
    ['!Ref A', { Ref: 'A' }],
    ['!Sub "${A}-b"', { 'Fn::Sub': '${A}-b' }],
    ['!GetAtt A.Endpoint.Port', { 'Fn::GetAtt': ['A', 'Endpoint.Port'] }],
    ['!GetAtt [A, Arn]', { 'Fn::GetAtt': ['A', 'Arn'] }],
    ['!If [C, !Ref A, !Sub "x"]', { 'Fn::If': ['C', { Ref: 'A' }, { 'Fn::Sub': 'x' }] }],
    ['2010-09-09', '2010-09-09'],
  ])('reads the short form %s', (text, value) => {
    expect(valueIn(text)).toEqual(value);
  });

  it('reads JSON, and says what is wrong with a text that is neither', () => {
    expect(parseTemplateText('{"Resources":{}}')).toEqual({ Resources: {} });
    expect(() => parseTemplateText('{"Resources":')).toThrow('is no JSON');
    expect(() => parseTemplateText('Resources: [')).toThrow('is no YAML');
    expect(() => parseTemplateText('Resources: !Wrong x')).toThrow('!Wrong');
  });
});
