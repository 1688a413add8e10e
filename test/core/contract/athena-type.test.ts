import { describe, expect, test } from 'vitest';
import { athenaType, parsePhysicalType } from '../../../core/contract/athena-type.ts';

describe('the type of a column in Athena', () => {
  test.each([
    [{ logicalType: 'string' }, 'string'],
    [{ logicalType: 'string', physicalType: 'VARCHAR(36)' }, 'string'],
    [{ logicalType: 'string', physicalType: 'NVARCHAR2' }, 'string'],
    [{ logicalType: 'integer' }, 'bigint'],
    [{ logicalType: 'integer', physicalType: 'int' }, 'int'],
    [{ logicalType: 'integer', physicalType: 'decimal(20,0)' }, 'decimal(20,0)'],
    [{ logicalType: 'integer', logicalTypeOptions: { format: 'i32' } }, 'int'],
    [{ logicalType: 'integer', logicalTypeOptions: { format: 'u32' } }, 'bigint'],
    [{ logicalType: 'number' }, 'double'],
    [{ logicalType: 'number', logicalTypeOptions: { format: 'f32' } }, 'float'],
    [{ logicalType: 'number', physicalType: 'DECIMAL( 10 , 2 )' }, 'decimal(10,2)'],
    [{ logicalType: 'date' }, 'date'],
    [{ logicalType: 'date', physicalType: 'timestamp' }, 'timestamp'],
    [{ logicalType: 'timestamp', physicalType: 'timestamp(6)' }, 'timestamp'],
    [{ logicalType: 'boolean' }, 'boolean'],
    [{ physicalType: 'bigint' }, 'bigint'],
  ] as const)('%j is %s', (property, type) => {
    expect(athenaType(property)).toEqual({ type });
  });

  test.each([
    [{ logicalType: 'array' }, 'UnsupportedType'],
    [{ logicalType: 'time' }, 'UnsupportedType'],
    [{ logicalType: 'integer', logicalTypeOptions: { format: 'u64' } }, 'UnsupportedType'],
    [{ physicalType: 'geometry' }, 'UnsupportedType'],
    [{}, 'UnsupportedType'],
    [{ logicalType: 'string', physicalType: 'bigint' }, 'TypeConflict'],
    [{ logicalType: 'timestamp', physicalType: 'date' }, 'TypeConflict'],
  ] as const)('%j is refused as %s', (property, code) => {
    expect(athenaType(property)).toMatchObject({ code });
  });

  test('a decimal has at most 38 digits', () => {
    expect(parsePhysicalType('decimal(38,10)')).toBe('decimal(38,10)');
    expect(parsePhysicalType('decimal(39,10)')).toBeUndefined();
    expect(parsePhysicalType('decimal(4,5)')).toBeUndefined();
  });
});
