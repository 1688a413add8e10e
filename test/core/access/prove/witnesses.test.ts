import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchTemplate, parseTemplate, templateCodes } from '../../../../core/access/iam/template.ts';
import { witnesses } from '../../../../core/access/prove/witnesses.ts';

const template = (glob: string) => parseTemplate(glob, { variables: false, wildcards: true });
const vectorOf = (text: string, globs: readonly string[]): string =>
  globs.map((glob) => matchTemplate(template(glob), text, () => undefined) === true).join();
const witnessesOf = (text: string, globs: readonly string[]): readonly string[] =>
  witnesses(
    { text, isOpen: true },
    globs.map((glob) => templateCodes(template(glob), () => undefined) ?? []),
  ) ?? [];

describe('witnesses', () => {
  it('tell a name from one that it is the beginning of', () => {
    const globs = ['mesh-sales*', 'mesh-sales-eu/*'];
    const vectors = witnessesOf('mesh-', globs).map((text) => vectorOf(text, globs));
    expect(vectors.toSorted()).toEqual(['false,false', 'true,false', 'true,true']);
  });

  it('stand for every string of an area: none matches in a way of its own', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*', '?'), maxLength: 6 });
    const globs = fc.array(glob, { minLength: 1, maxLength: 4 });
    const strings = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '-', 'z'), maxLength: 8 }), {
      minLength: 20,
      maxLength: 40,
    });
    fc.assert(
      fc.property(globs, strings, (patterns, texts) => {
        const known = new Set(witnessesOf('a', patterns).map((text) => vectorOf(text, patterns)));
        for (const text of texts) expect(known).toContain(vectorOf(`a${text}`, patterns));
      }),
      { numRuns: 150 },
    );
  });
});
