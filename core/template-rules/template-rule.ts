import type { Retention } from '../cloudformation/template.ts';
import type { NameScope } from '../naming/names.ts';

/** Whose template it is: rules compare with the names and accounts that the mesh gives. */
export type RuleScope = {
  readonly names: NameScope;
  readonly domain: string;
  readonly account: string;
  /** All accounts of the mesh in this environment. */
  readonly accounts: ReadonlySet<string>;
  /**
   * Whether both keys are there with which an environment's data is given up.
   * @default false
   */
  readonly givesUpData?: boolean;
};

/** A resource whose properties hold no intrinsic function any more. */
export type RuleResource = {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: Retention | undefined;
  readonly updateReplacePolicy: Retention | undefined;
  /** Why the properties could not be resolved: then nothing about them is proven. */
  readonly problem: string | undefined;
};

export type RuleTemplate = { readonly scope: RuleScope; readonly resources: readonly RuleResource[] };

/** What breaks a rule: where in the resource, and the value that stands there. */
export type Offence = { readonly at: string; readonly found: string };

/** Resources as they stand in a template, for the mesh `acme`, environment `prod`, domain `sales`. */
export type ExampleResources = Readonly<Record<string, ExampleResource>>;
export type ExampleResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: Retention;
  readonly UpdateReplacePolicy?: Retention;
};

export type RuleExample = {
  readonly name: string;
  readonly expect: 'holds' | 'breaks';
  readonly resources: ExampleResources;
};

/** One sentence that every synthesized template keeps. */
export type TemplateRule = {
  /** Permanent, for example `S3-1`. */
  readonly id: string;
  /** What must be true, in plain words. */
  readonly statement: string;
  readonly fix: string;
  /** The controls or documents that ask for it. */
  readonly source: string;
  readonly types: readonly string[];
  readonly check: (resource: RuleResource, template: RuleTemplate) => readonly Offence[];
  readonly examples: readonly RuleExample[];
};
