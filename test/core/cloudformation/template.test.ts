import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRules } from '../../../core/cloudformation/check-rules.ts';
import { conditionLookup } from '../../../core/cloudformation/conditions.ts';
import { resourceGraph, topologicalOrder } from '../../../core/cloudformation/dependency-graph.ts';
import { diffProperties } from '../../../core/cloudformation/diff-properties.ts';
import {
  givenParameters,
  resolveParameters,
  ssmParameterNames,
} from '../../../core/cloudformation/parameters.ts';
import { referencesOf } from '../../../core/cloudformation/references.ts';
import { parseTemplate } from '../../../core/cloudformation/template.ts';

const scope = { ref: () => undefined, attribute: () => undefined, mapping: () => undefined };
const thing = (more: object = {}) => ({ Type: 'AWS::SNS::Topic', ...more });

describe('parseTemplate', () => {
  it('refuses parts that it does not know, by name', () => {
    expect(() => parseTemplate({ Resources: {}, Transform: 'X' })).toThrow('Transform');
    expect(() => parseTemplate({ Resources: { A: thing({ UpdatePolicy: {} }) } })).toThrow('UpdatePolicy');
  });
});

describe('referencesOf', () => {
  it('finds Ref, GetAtt and Sub, but not the own variables of a Sub', () => {
    const value = {
      A: { Ref: 'One' },
      B: [{ 'Fn::GetAtt': ['Two', 'Arn'] }, { 'Fn::GetAtt': 'Three.Arn' }],
      C: { 'Fn::Sub': ['${Four.Arn}${!Not}${Own}', { Own: { Ref: 'Five' } }] },
    };
    expect([...referencesOf(value)].sort()).toEqual(['Five', 'Four', 'One', 'Three', 'Two']);
  });
});

describe('resourceGraph', () => {
  const graphOf = (Resources: object) => {
    const template = parseTemplate({ Resources });
    return resourceGraph(template, new Set(Object.keys(template.Resources)));
  };

  it('follows references and DependsOn', () => {
    const graph = graphOf({
      A: thing({ DependsOn: ['B'], Properties: { X: { Ref: 'C' }, Y: { Ref: 'AWS::Region' } } }),
      B: thing(),
      C: thing({ DependsOn: 'B' }),
    });
    expect(topologicalOrder(graph)).toEqual(['B', 'C', 'A']);
  });

  it('names a circle, and a dependency that does not exist', () => {
    const circle = {
      A: thing({ DependsOn: 'B' }),
      B: thing({ DependsOn: 'C' }),
      C: thing({ DependsOn: 'B' }),
    };
    expect(() => graphOf(circle)).toThrow('circular dependency: B → C → B');
    expect(() => graphOf({ A: thing({ DependsOn: 'Z' }) })).toThrow('there is no resource Z');
  });

  it('puts every node after what it needs, in any graph without circles', () => {
    const edges = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = new Map<string, Set<string>>(
          Array.from({ length: 10 }, (_, node) => [`n${node}`, new Set()]),
        );
        for (const [left, right] of pairs) if (left > right) graph.get(`n${left}`)?.add(`n${right}`);
        const order = topologicalOrder(graph);
        expect(order).toHaveLength(10);
        for (const [node, needed] of graph) {
          for (const id of needed) expect(order.indexOf(id)).toBeLessThan(order.indexOf(node));
        }
      }),
    );
  });
});

describe('diffProperties', () => {
  const createOnly = ['Name', 'TableInput.Name'];

  it('tells updates from replacements by create-only paths', () => {
    const before = { Name: 'a', TableInput: { Name: 't', Columns: [1] }, Tags: [] };
    expect(diffProperties(before, structuredClone(before), createOnly)).toEqual({ kind: 'unchanged' });
    const update = { ...before, TableInput: { Name: 't', Columns: [1, 2] } };
    expect(diffProperties(before, update, createOnly)).toEqual({ kind: 'update', changed: ['TableInput'] });
    const replaced = { ...before, TableInput: { Name: 'u', Columns: [1] } };
    expect(diffProperties(before, replaced, createOnly)).toMatchObject({
      kind: 'replace',
      because: ['TableInput.Name'],
    });
  });

  it('finds nothing between equal properties, and something between different ones', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (properties) => {
        expect(diffProperties(properties, structuredClone(properties), createOnly).kind).toBe('unchanged');
        expect(diffProperties(properties, { ...properties, more: 1, Name: 'x' }, createOnly).kind).not.toBe(
          'unchanged',
        );
      }),
    );
  });
});

describe('parameters', () => {
  const template = parseTemplate({
    Parameters: {
      BootstrapVersion: {
        Type: 'AWS::SSM::Parameter::Value<String>',
        Default: '/cdk-bootstrap/hnb659fds/version',
      },
      Size: { Type: 'Number', Default: 3, AllowedValues: [3, 4] },
      Names: { Type: 'CommaDelimitedList', Default: 'a, b' },
    },
    Resources: {},
  });

  it('are given or default, and SSM parameters are looked up', () => {
    const given = givenParameters(template, { Size: '4' });
    expect(ssmParameterNames(template, given)).toEqual(['/cdk-bootstrap/hnb659fds/version']);
    const ssm = new Map([['/cdk-bootstrap/hnb659fds/version', '30']]);
    expect(resolveParameters(template, given, ssm)).toEqual({
      BootstrapVersion: '30',
      Size: '4',
      Names: ['a', 'b'],
    });
    expect(() => resolveParameters(template, given, new Map())).toThrow('there is no SSM parameter');
  });

  it('refuse values that are not allowed, and names that are not declared', () => {
    expect(() => givenParameters(template, { Size: '5' })).toThrow('"5" is not one of 3, 4');
    expect(() => givenParameters(template, { Sise: '3' })).toThrow('declares no such parameter');
  });
});

describe('conditions and rules', () => {
  it('resolve through each other, and refuse a circle', () => {
    const template = parseTemplate({
      Conditions: {
        A: { 'Fn::Equals': ['x', 'x'] },
        B: { 'Fn::Not': [{ Condition: 'A' }] },
        C: { 'Fn::Not': [{ Condition: 'C' }] },
      },
      Resources: {},
    });
    const condition = conditionLookup(template, scope);
    expect([condition('A'), condition('B')]).toEqual([true, false]);
    expect(() => condition('C')).toThrow('circular: C → C');
  });

  it("hold CDK's check of the bootstrap version", () => {
    const Assert = { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'BootstrapVersion' }] }] };
    const Assertions = [{ Assert, AssertDescription: 'bootstrap version 6 required' }];
    const template = parseTemplate({ Rules: { CheckBootstrapVersion: { Assertions } }, Resources: {} });
    const scopeOf = (version: string) => ({ ...scope, condition: () => false, ref: () => version });
    expect(() => checkRules(template, scopeOf('30'))).not.toThrow();
    expect(() => checkRules(template, scopeOf('2'))).toThrow('bootstrap version 6 required');
  });
});
