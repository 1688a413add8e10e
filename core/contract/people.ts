import { z } from 'zod';
import { type Annotations, Scalar } from './annotations.ts';
import type { Vocabulary } from './edition.ts';

export function contractTeam(vocabulary: Vocabulary, annotations: Annotations) {
  const { changedIn, object, openSince } = vocabulary;
  const member = object({
    id: annotations.id,
    username: changedIn('3.1', z.string().optional(), z.string()),
    name: z.string().optional(),
    description: z.string().optional(),
    role: z.string().optional(),
    dateIn: z.string().optional(),
    dateOut: z.string().optional(),
    replacedByUsername: z.string().optional(),
    tags: openSince('3.1', annotations.tags),
    customProperties: openSince('3.1', annotations.customProperties),
    authoritativeDefinitions: openSince('3.1', annotations.authoritativeDefinitions),
  });
  const team = z.strictObject({
    id: annotations.id,
    name: z.string().optional(),
    description: z.string().optional(),
    members: z.array(member).optional(),
    tags: annotations.tags,
    customProperties: annotations.customProperties,
    authoritativeDefinitions: annotations.authoritativeDefinitions,
  });
  const members = z.array(member);
  // The list is the only form of 3.0, and a deprecated one since 3.1.
  return changedIn('3.1', members, z.union([team, members]));
}

export function contractRole({ object }: Vocabulary, annotations: Annotations) {
  return object({
    id: annotations.id,
    role: z.string(),
    description: z.string().optional(),
    access: z.string().optional(),
    firstLevelApprovers: z.string().optional(),
    secondLevelApprovers: z.string().optional(),
    customProperties: annotations.customProperties,
  });
}

export function contractSupport({ changedIn, object, openSince }: Vocabulary, annotations: Annotations) {
  return object({
    id: annotations.id,
    channel: z.string(),
    url: changedIn('3.1', z.string(), z.string().optional()),
    description: z.string().optional(),
    tool: z.string().optional(),
    scope: z.string().optional(),
    invitationUrl: z.string().optional(),
    customProperties: openSince('3.1', annotations.customProperties),
  });
}

export function contractPrice({ object }: Vocabulary, annotations: Annotations) {
  return object({
    id: annotations.id,
    priceAmount: z.number().optional(),
    priceCurrency: z.string().optional(),
    priceUnit: z.string().optional(),
  });
}

export function slaProperty({ object, openSince }: Vocabulary, annotations: Annotations) {
  return object({
    id: annotations.id,
    property: z.string(),
    value: Scalar,
    valueExt: Scalar.optional(),
    unit: z.string().optional(),
    element: z.string().optional(),
    driver: z.string().optional(),
    description: openSince('3.1', z.string().optional()),
    scheduler: openSince('3.1', z.string().optional()),
    schedule: openSince('3.1', z.string().optional()),
    customProperties: openSince('3.2', annotations.customProperties),
    authoritativeDefinitions: openSince('3.2', annotations.authoritativeDefinitions),
  });
}
