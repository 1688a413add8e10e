import { offence, records, texts } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

const KEYS = ['domain', 'zone'] as const;

export const tagsAsOwnDomain: TemplateRule = {
  id: 'L-7',
  statement: 'What a domain tags carries its own `domain` and a `zone`, and no second value of either',
  fix: 'associate `domain` and `zone`, with one value each',
  source: 'the domain’s own access is by tags, so that a foreign tag would open or close a foreign door',
  types: ['AWS::LakeFormation::TagAssociation'],
  check: ({ properties }, { scope }) => {
    const tags = new Map(
      records(properties['LFTags']).map((tag) => [tag['TagKey'], texts(tag['TagValues'])]),
    );
    return [
      ...KEYS.filter((key) => tags.get(key)?.length !== 1).map((key) =>
        offence(`LFTags.${key}`, tags.get(key)),
      ),
      ...(tags.get('domain') ?? [])
        .filter((value) => value !== scope.domain)
        .map((value) => offence('LFTags.domain', value)),
    ];
  },
  examples: [
    { name: 'its own', expect: 'holds', resources: tagged({ domain: ['sales'], zone: ['products'] }) },
    {
      name: 'another domain’s',
      expect: 'breaks',
      resources: tagged({ domain: ['sales-eu'], zone: ['products'] }),
    },
    { name: 'no zone', expect: 'breaks', resources: tagged({ domain: ['sales'] }) },
  ],
};

function tagged(tags: Readonly<Record<string, readonly string[]>>): ExampleResources {
  const LFTags = Object.entries(tags).map(([TagKey, TagValues]) => ({ TagKey, TagValues }));
  return { Tags: { Type: 'AWS::LakeFormation::TagAssociation', Properties: { LFTags } } };
}
