import type { CatalogEntry } from './catalog.ts';

/** Codes of commands: what was asked for wrongly, or cannot be done here. */
export const COMMAND_CODES = {
  ExecutionPolicyTooLarge: {
    title: 'CloudFormation’s policies do not fit',
    explanation:
      'A managed policy has 6,144 characters at most, and a role ten of them. The message says what is too large.',
  },
  ExecutionPolicyUnsafe: {
    title: 'A name of the CDK’s own',
    explanation:
      'The names of the mesh begin as those of the bootstrap’s roles do, so CloudFormation could change its own role.',
  },
  UnknownAccount: {
    title: 'No such account',
    explanation: '`--account` names an account that a domain, or the platform, has in the environment.',
  },
  AlreadyRequested: {
    title: 'The subscription file is there',
    explanation: 'A domain has one subscription file per product; a change of it is approved like a new one.',
  },
  BadDays: { title: 'Not a number of days', explanation: '`--for` takes days, for example `90d`.' },
  BadLimit: { title: 'Not a number of rows', explanation: '`--limit` takes a whole number.' },
  BadPort: { title: 'Not a port', explanation: '`--port` takes a number from 0 to 65535.' },
  Bug: {
    title: 'A bug of Freehold',
    explanation: 'Something failed that nobody foresaw. Please open an issue.',
  },
  NoSandboxEnvironment: {
    title: 'No environment for the sandbox',
    explanation:
      'One environment of `mesh.yaml` says `sandbox: true`; that is the one which runs on this machine.',
  },
  NoAccount: {
    title: 'A domain without an account',
    explanation: 'The environment has no account of that domain.',
  },
  SandboxInUse: {
    title: 'The sandbox is in use',
    explanation: 'One process at a time holds the state below `.mesh`. Stop the other one first.',
  },
  SynthesisFailed: { title: 'Synthesis failed', explanation: 'The CDK app did not make its templates.' },
  DeployFailed: {
    title: 'A deployment failed',
    explanation:
      'A stack was rolled back to its last good state; the message names the resource and the reason.',
  },
  DestroyFailed: {
    title: 'A stack could not be deleted',
    explanation: 'The stack is still there; the message names the resource and the reason.',
  },
  PortTaken: {
    title: 'The port is taken',
    explanation:
      'Another program listens there. Outside clients need a port that stays, so none is chosen instead.',
  },
  SandboxNotServed: {
    title: 'The sandbox is not served',
    explanation: 'Outside clients need an endpoint that stays open: `bin/mesh serve` keeps it so.',
  },
  UnknownFormat: {
    title: 'No such format',
    explanation: 'The flag takes one of a fixed list of formats.',
  },
  NotAnAssembly: {
    title: 'Not a cloud assembly',
    explanation:
      'A directory that is read or replaced as a cloud assembly has to be one: `bin/mesh synth` writes it.',
  },
  UnknownStack: {
    title: 'No such stack',
    explanation:
      'Stacks are named by domain, by construct path such as `operations/Namespace`, or by a glob.',
  },
  CloudRefused: {
    title: 'The cloud refused',
    explanation:
      'AWS, or the sandbox in its place, refused a call that the command cannot do without. The message is its own.',
  },
  CloudUnreachable: {
    title: 'The cloud cannot be reached',
    explanation: 'No connection could be made, or no credentials were found.',
  },
  LandingFileMissing: {
    title: 'A file to land is missing',
    explanation: 'It was there when the mesh was checked.',
  },
  UnknownProduct: { title: 'No such product', explanation: 'Products are named `domain.product`.' },
  MissingFlag: {
    title: 'A flag is missing',
    explanation: 'The command cannot do without it; its help has examples.',
  },
  NameTaken: {
    title: 'The name of a link is taken',
    explanation:
      'A database of the consumer’s account has the name that a link to the producer’s needs. It is left as it is.',
  },
  NoLink: {
    title: 'Not a link',
    explanation: 'What is to be removed turned out not to be a resource link; a database is never deleted.',
  },
  InvalidMesh: {
    title: 'The mesh is invalid',
    explanation:
      'The command reads the whole mesh, and something in its files is wrong: `bin/mesh validate`.',
  },
  UnknownPerson: {
    title: 'Nobody knows who you are',
    explanation:
      'Who asks and who decides stands in the file. It is taken from `git config user.email`, or from `--by`.',
  },
  NotPending: {
    title: 'Not a request that waits',
    explanation:
      'A request that waits is approved or denied; access that is live is revoked; what is over is asked for again.',
  },
  OwnRequest: {
    title: 'Your own request',
    explanation: 'Whoever asks for access cannot approve it.',
  },
  MissingPlatformOwner: {
    title: 'Nobody owns the law',
    explanation:
      'CODEOWNERS names who must agree to a change of the policies and of `mesh.yaml`: the default owner of the mesh.',
  },
  NoRepository: {
    title: 'Not in a git repository',
    explanation: 'CODEOWNERS stands at the root of the repository that holds the mesh.',
  },
  UnplainDirectory: {
    title: 'A directory that a pattern cannot name',
    explanation: 'CODEOWNERS has patterns, in which some characters stand for others.',
  },
  UnknownRequest: {
    title: 'Nothing to ask for',
    explanation: 'Access is asked for a table of another domain, and for columns that its contract has.',
  },
  UnknownPrincipal: { title: 'No such principal', explanation: 'People and roles are named `domain-role`.' },
  QueryFailed: {
    title: 'The query failed',
    explanation: 'Athena refused or could not finish it, for the reason given.',
  },
  QueryTimedOut: {
    title: 'The query took too long',
    explanation: 'The command stopped waiting; the query may still run.',
  },
  Unknown: {
    title: 'An error without a name',
    explanation: 'Something that is no error of ours was thrown.',
  },
} as const satisfies Readonly<Record<string, CatalogEntry>>;
