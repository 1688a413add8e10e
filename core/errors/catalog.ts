import { RUNTIME_CODES } from './runtime-codes.ts';

export type CatalogEntry = { readonly title: string; readonly explanation: string };

/** Every code that Freehold reports, once. Codes are permanent: they are never renamed or used again. */
export const CATALOG = {
  // Files
  MeshNotFound: {
    title: 'No mesh here',
    explanation:
      'A mesh is a directory with a file `mesh.yaml`. Run the command there, or name it with `-C`.',
  },
  UnexpectedFile: {
    title: 'A file that nothing reads',
    explanation:
      'The name or place of a file decides what it is. A misspelt name would be ignored without a word, so it is reported.',
  },
  UnreadableFile: {
    title: 'A file that cannot be read',
    explanation:
      'The operating system refused to read the file, it is too large to be written by hand, or it is not UTF-8.',
  },
  MissingFile: {
    title: 'A file is missing',
    explanation:
      'Every domain has a `domain.yaml`, and every product a `contract.yaml` and SQL for its tables.',
  },
  InvalidYaml: {
    title: 'Not YAML',
    explanation: 'The file does not follow the syntax of YAML 1.2, so that nothing in it can be checked.',
  },
  DuplicateKey: {
    title: 'A key stands twice',
    explanation: 'Only one of the values would count, and which one is not visible to a reader.',
  },
  UnknownKey: {
    title: 'A key that does not exist',
    explanation:
      'Unknown keys are refused, because a misspelt key would silently leave its default in place.',
  },
  MissingKey: { title: 'A key is missing', explanation: 'The key is required and has no default.' },
  WrongType: {
    title: 'A value of another type',
    explanation:
      'For example a number where text is expected. Quotes make text of a number: `version: "1.0"`.',
  },
  UnknownValue: {
    title: 'A value that is not one of the choices',
    explanation: 'The key takes one of a fixed list of values.',
  },
  InvalidValue: {
    title: 'A value that cannot be',
    explanation: 'The value has the right type but breaks a rule that the message states.',
  },

  // Names and references
  InvalidName: {
    title: 'A name that cannot be used',
    explanation:
      'Meshes, domains and products are named in lower-case letters, digits and single hyphens; tables, columns, steps and sources in lower-case letters, digits and underscores. Both start with a letter.',
  },
  NameTooLong: {
    title: 'A name longer than AWS allows',
    explanation:
      'Names of buckets, roles, functions and state machines are made of mesh, environment, domain and product.',
  },
  AccountLimit: {
    title: 'More than an AWS account may hold',
    explanation:
      'Domains that share an account share its limits, too: administrators of Lake Formation, roles, workgroups, rules. It is a warning from 80 % of a limit on.',
  },
  DuplicateName: {
    title: 'A name is used twice',
    explanation:
      'Names are unique where they are looked up: tables in a domain, columns in a table, steps in a product.',
  },
  UnknownDomain: { title: 'No such domain', explanation: 'The mesh has no domain of that name.' },
  UnknownRole: {
    title: 'No such role',
    explanation:
      'Every domain has engineer, analyst and pipeline, and the roles that its `domain.yaml` lists.',
  },
  UnknownTable: {
    title: 'No such table',
    explanation:
      'SQL names tables of products as `domain.table`. A name without a domain is a step or a source of the same product.',
  },
  UnknownColumn: { title: 'No such column', explanation: 'No input has a column of that name.' },
  UnknownElement: {
    title: 'A promise about something that does not exist',
    explanation: 'The `element` of a service level names `table.column` of the same contract.',
  },
  UnknownClassification: {
    title: 'No such classification',
    explanation: 'Classifications are listed in `mesh.yaml`, from the most open to the most restricted.',
  },

  // Environments
  MissingAccount: {
    title: 'No account for an environment',
    explanation: 'Every domain needs an AWS account in every environment that is not a sandbox.',
  },
  UnknownEnvironment: {
    title: 'No such environment',
    explanation: 'Environments are listed in `mesh.yaml`.',
  },
  LandingFileNotFound: {
    title: 'A file to land does not exist',
    explanation: '`from` is a path below the mesh, or `npm:<package>/<path>` of an installed package.',
  },
  UnreadLanding: {
    title: 'A landed file that no source reads',
    explanation: 'The file lands outside the prefixes of the domain’s sources.',
  },

  // Contracts
  UnsupportedType: {
    title: 'A type that products cannot have',
    explanation: 'Columns are string, boolean, int, bigint, float, double, decimal, date or timestamp.',
  },
  TypeConflict: {
    title: 'Logical and physical type do not agree',
    explanation: 'Both describe one column, and together they name no type that Athena has.',
  },
  InvalidVersion: {
    title: 'Not a semantic version',
    explanation:
      'The version of a contract is `major.minor.patch`; its major number names the product’s stacks and tables.',
  },
  InvalidPromise: {
    title: 'A promise that cannot be measured',
    explanation: 'Latency, freshness, retention and completeness are numbers with a unit of time or a share.',
  },
  MissingPrimaryKey: {
    title: 'Merge without a key',
    explanation:
      '`load: merge` replaces the rows that have the same primary key, so that the contract must name one.',
  },
  MissingPartition: {
    title: 'Partition load without partitions',
    explanation:
      '`load: partition` replaces whole partitions, so that the contract must say how the table is partitioned.',
  },

  // Subscriptions
  ExpiredSubscription: {
    title: 'Access has ended',
    explanation:
      'The last day of the subscription is over, and it grants nothing any more. Its owner removes the file, or whoever still needs the data asks again.',
  },
  PendingSubscription: {
    title: 'A request that waits',
    explanation:
      'Access is asked for and not approved by as many people as the policies want. The file is valid, and grants nothing until they have.',
  },
  InvalidRowFilter: {
    title: 'A row filter that cannot be enforced',
    explanation: 'Lake Formation filters rows by comparisons of the table’s own columns with constants.',
  },
  DuplicateSubscription: {
    title: 'Two subscriptions for one role',
    explanation:
      'A role reads a table through one subscription, so that its columns and rows are in one place.',
  },
  NoSubscription: {
    title: 'Reading without a subscription',
    explanation:
      'SQL may read another domain’s product when the owner has approved a subscription of the consuming domain’s pipeline.',
  },
  ColumnNotSubscribed: {
    title: 'Reading a column outside the subscription',
    explanation: 'The subscription is limited to some columns, and the SQL reads another one.',
  },

  // SQL
  InvalidSql: { title: 'Not SQL', explanation: 'The file does not follow Athena’s syntax.' },
  NotOneSelect: {
    title: 'Not exactly one SELECT',
    explanation: 'A step is one query, which may begin with WITH. Freehold writes the result to its place.',
  },
  UnsupportedSql: {
    title: 'SQL that a step cannot use',
    explanation: 'Inputs are pinned by the run and must be visible in the text of the query.',
  },
  AmbiguousColumn: {
    title: 'A column of more than one input',
    explanation: 'Write the table’s name or alias before the column.',
  },
  UnnamedColumn: {
    title: 'A column without a name',
    explanation: 'Every column that a step puts out has a name: write `AS <name>`.',
  },
  UnknownColumnType: {
    title: 'A type that cannot be inferred',
    explanation: 'The columns of a step are written to files, whose types must be known: write a CAST.',
  },
  ColumnCountMismatch: {
    title: 'Different numbers of columns',
    explanation: 'The parts of a UNION and the column list of a WITH query have the same number of columns.',
  },
  MissingColumn: {
    title: 'The query lacks a column of the contract',
    explanation: 'The file that makes a table puts out each column of the contract.',
  },
  ExtraColumn: {
    title: 'The query has a column that the contract lacks',
    explanation: 'What is published is in the contract: add the column there, or drop it from the query.',
  },
  ColumnTypeMismatch: {
    title: 'The query’s type does not fit the contract',
    explanation: 'Only conversions that lose nothing happen on their own; write any other as a CAST.',
  },
  StepCycle: {
    title: 'Steps that need each other',
    explanation: 'The steps of a product must have an order.',
  },
  ProductCycle: {
    title: 'Products that need each other',
    explanation: 'A product that reads its own result, directly or through others, would run without end.',
  },
  UnusedStep: {
    title: 'A step that nothing reads',
    explanation: 'Its file makes no table of the contract, and no other step reads it.',
  },

  // Governance
  PolicyViolation: {
    title: 'A policy is broken',
    explanation:
      'Policies are documents in `governance/policies` and in the domains’ `policies`. The message says what must be true, the hint what to do about it.',
  },
  InvalidPolicy: {
    title: 'A policy that cannot judge',
    explanation:
      'Expressions and paths of a policy must be readable, and its id must be free: a domain adds policies and replaces none.',
  },
  ContradictingPolicies: {
    title: 'Policies that no product can keep',
    explanation: 'Two policies that apply to the same products leave no value that satisfies both.',
  },
  InvalidWaiver: {
    title: 'A waiver that waives nothing',
    explanation: 'A waiver names one policy that allows exceptions, one product and its offenders.',
  },

  // Ours
  InvariantBroken: {
    title: 'A bug of Freehold',
    explanation: 'Something happened that cannot be. Please open an issue.',
  },
  UnexpectedCase: {
    title: 'A bug of Freehold',
    explanation: 'A case was not handled. Please open an issue.',
  },
  ...RUNTIME_CODES,
} as const satisfies Readonly<Record<string, CatalogEntry>>;

export type DiagnosticCode = keyof typeof CATALOG;
