import type { CatalogEntry } from './catalog.ts';
import { COMMAND_CODES } from './command-codes.ts';

/** Codes of commands, runs and functions: what happens after the files of a mesh are valid. */
export const RUNTIME_CODES = {
  ...COMMAND_CODES,

  // Runs
  RunUpToDate: {
    title: 'Nothing to do',
    explanation: 'Neither an input nor the product has changed since its last run.',
  },
  RunInProgress: { title: 'A run is under way', explanation: 'A product has one run at a time.' },
  WaitingForUpstreams: {
    title: 'Waiting for inputs',
    explanation: 'Not all products that this one reads have published since its last run.',
  },
  LeaseLost: {
    title: 'The run was replaced',
    explanation: 'Another run took the product over after this one stalled.',
  },
  ChecksFailed: {
    title: 'Checks failed',
    explanation: 'The data breaks its contract, so that readers keep the previous snapshot.',
  },
  AuditMissing: {
    title: 'A table was not audited',
    explanation: 'Nothing is published without an audit of every table.',
  },
  AuditTooLong: {
    title: 'An audit longer than a query may be',
    explanation: 'The contract has too many rules for one scan.',
  },
  AnswerMissing: {
    title: 'A query without an answer',
    explanation: 'An audit scan answers exactly one row.',
  },
  FilesNotAudited: {
    title: 'Files that no audit saw',
    explanation:
      'The staged files hold other rows than those that were audited, so that they are not published.',
  },
  StagedFilesMissing: {
    title: 'Staged files are missing',
    explanation: 'The run wrote no files of the table.',
  },
  StagingTableTaken: {
    title: 'A staging table is taken',
    explanation: 'A table of that name belongs to another run.',
  },
  QueryTooLarge: { title: 'A query longer than Athena takes', explanation: 'Split the step into two.' },
  QueryIncomplete: {
    title: 'A query with an open input',
    explanation: 'A placeholder has no value in this run.',
  },
  LoadUnsupported: {
    title: 'A load that cannot be published',
    explanation: 'The publisher does not offer this load.',
  },
  CommitContended: {
    title: 'A table that keeps changing',
    explanation: 'Other commits came first each time. Nothing was changed; running it again is safe.',
  },

  // Tables
  TableMissing: {
    title: 'A table does not exist',
    explanation: 'The stack of the product makes it; deploy it first.',
  },
  TableElsewhere: {
    title: 'A table lies elsewhere',
    explanation: 'Its location is not the one that the product writes to.',
  },
  TableNotIceberg: {
    title: 'Not an Iceberg table',
    explanation: 'Something else made a table of this name.',
  },
  IcebergUnreadable: {
    title: 'Unreadable table metadata',
    explanation: 'The files of the table are not as Iceberg defines them.',
  },
  SnapshotNotFound: { title: 'No such snapshot', explanation: 'It has expired, or never was.' },
  DeleteFilesUnsupported: {
    title: 'Delete files',
    explanation: 'Another engine deleted rows in a way that is not supported.',
  },
  SchemaChangeRefused: {
    title: 'A change that a table cannot follow',
    explanation:
      'Columns may be added, dropped, renamed and widened. Anything else needs a new major version.',
  },
  ColumnTypeUnknown: {
    title: 'A type that Iceberg does not have',
    explanation: 'The column cannot be kept in the table.',
  },
  ColumnDuplicate: { title: 'Two columns of one name', explanation: 'Columns of a table are unique.' },
  PartitionColumnUnknown: {
    title: 'No such partition column',
    explanation: 'A table is partitioned by its own columns.',
  },
  PartitionUnsupported: {
    title: 'A partitioning that is not supported',
    explanation: 'Tables are partitioned by values as they are.',
  },
  PartitionMixed: {
    title: 'A file of two partitions',
    explanation: 'Each file of a partitioned table belongs to one partition.',
  },
  FilesDoNotFit: {
    title: 'Files that do not fit the table',
    explanation: 'Columns or types of the files are not the table’s.',
  },

  // Functions
  EnvironmentInvalid: {
    title: 'A function set up wrongly',
    explanation: 'An environment variable lacks or cannot be.',
  },
  InputInvalid: {
    title: 'A function called wrongly',
    explanation: 'The input is not what the function takes.',
  },
  PropertiesInvalid: {
    title: 'Properties that cannot be',
    explanation: 'A custom resource got properties that it does not know.',
  },
  ResponseNotTaken: {
    title: 'CloudFormation did not listen',
    explanation: 'The answer of a custom resource was refused.',
  },
  TemplateInvalid: {
    title: 'Not a template',
    explanation: 'The template is not as CloudFormation defines it.',
  },
  OutOfTime: {
    title: 'A function ran out of time',
    explanation: 'It stopped in good order; running it again continues.',
  },
  ManifestChanged: {
    title: 'A manifest was changed',
    explanation: 'Its hash is not the one that the deployment wrote.',
  },
  ManifestUnknown: {
    title: 'A manifest of another version',
    explanation: 'Deploy product and functions together.',
  },
  ManifestWithoutGovernance: {
    title: 'A manifest without policies',
    explanation: 'It was made before the mesh had a law; deploy again.',
  },
  DeclarationChanged: {
    title: 'Declared grants were changed',
    explanation: 'Their hash is not the one that the deployment wrote.',
  },
  NoDeclarations: {
    title: 'No declared grants',
    explanation: 'Nothing is revoked while nobody can say what should be.',
  },
  GrantsFailed: {
    title: 'Grants failed',
    explanation: 'Lake Formation refused some steps; the message names them.',
  },
  TooManyGrants: { title: 'Too many grants', explanation: 'More than one sweep reads. Nothing was changed.' },
  TooManyObjects: { title: 'Too many objects', explanation: 'More than one run reads below the prefix.' },
  TooManyParameters: {
    title: 'Too many parameters',
    explanation: 'More products than one call of the function reads.',
  },
  AddressInvalid: { title: 'Not an address in S3', explanation: 'Addresses are written `s3://bucket/key`.' },
  ItemUnreadable: {
    title: 'An unreadable registry item',
    explanation: 'Something else wrote to the registry.',
  },
  ItemUnwritable: {
    title: 'An unwritable registry item',
    explanation: 'The registry keeps text, numbers, lists and maps.',
  },
  EventRefused: {
    title: 'The bus refused an event',
    explanation: 'What happened is in the registry; the event was lost.',
  },
} as const satisfies Readonly<Record<string, CatalogEntry>>;
