import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZip } from '../../../../sandbox/services/lambda/code/read-zip.ts';
import { zip } from './zip.ts';

describe('a ZIP archive', () => {
  it('gives back the files that were put in', () => {
    const path = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,3}\.js$/);
    fc.assert(
      fc.property(fc.dictionary(path, fc.string({ maxLength: 500 })), (files) => {
        const entries = readZip(zip(files)).map(({ path: name, content }) => [name, content.toString()]);
        expect(Object.fromEntries(entries)).toEqual({ ...files });
      }),
    );
  });

  it.each(['../up.js', '/etc/passwd', 'a/../../b.js', 'a\\b.js'])('with the path %s is refused', (path) => {
    expect(() => readZip(zip({ [path]: 'x' }))).toThrow('leaves the folder');
  });

  it('that is cut or damaged is refused as the caller’s mistake', () => {
    const archive = zip({ 'index.mjs': 'export const handler = 1;', 'b.mjs': 'x'.repeat(1000) });
    fc.assert(
      fc.property(
        fc.nat({ max: archive.length - 1 }),
        fc.nat({ max: 255 }),
        fc.boolean(),
        (at, byte, cut) => {
          const damaged = cut ? archive.subarray(0, at) : Buffer.from(archive);
          if (!cut) damaged[at] = byte;
          try {
            readZip(damaged);
          } catch (error) {
            expect(error).toMatchObject({ code: 'InvalidParameterValueException' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
