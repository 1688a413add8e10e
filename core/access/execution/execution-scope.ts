import { assetBucket } from '../../naming/names.ts';

/** What an execution policy is for: the stacks of one mesh and environment in one account. */
export type ExecutionScope = {
  readonly mesh: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /**
   * Glue databases of the account's domains, and those that link to their producers. Their names begin with nothing of
   * the mesh's. @default - all databases of the account, so that a domain may come later
   */
  readonly databases?: readonly string[];
};

/** ARNs of what the stacks of a scope make, by their deterministic names. */
export class ExecutionArns {
  readonly #scope: ExecutionScope;
  readonly region: string;
  /** What every name begins with. */
  readonly prefix: string;

  constructor(scope: ExecutionScope) {
    this.#scope = scope;
    this.region = scope.region;
    this.prefix = `${scope.mesh}-${scope.environment}-`;
  }

  /** `arn:aws:lambda:<region>:<account>:function:<prefix>*` for `('lambda', 'function:')`. */
  named(service: string, kind: string, ending = ''): string {
    return this.exactly(service, `${kind}${this.prefix}*${ending}`);
  }

  exactly(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.#scope.account}:${resource}`;
  }

  /** Of a service that has no regions. */
  global(service: string, kind: string, ending = ''): string {
    return `arn:aws:${service}::${this.#scope.account}:${kind}${this.prefix}*${ending}`;
  }

  /** Names of buckets are unique among all accounts: ours end in account and region. */
  get buckets(): string {
    return `arn:aws:s3:::${this.prefix}*-${this.#scope.account}-${this.region}`;
  }

  get assets(): string {
    return `arn:aws:s3:::${assetBucket(this.#scope.account, this.region)}/*`;
  }

  get parameters(): string {
    return this.exactly('ssm', `parameter/${this.#scope.mesh}/${this.#scope.environment}/*`);
  }

  get secrets(): string {
    return this.exactly('secretsmanager', `secret:${this.#scope.mesh}/${this.#scope.environment}/*`);
  }

  get catalog(): readonly string[] {
    const databases = [...new Set(this.#scope.databases ?? ['*'])].toSorted();
    return [
      this.exactly('glue', 'catalog'),
      ...databases.map((name) => this.exactly('glue', `database/${name}`)),
      ...databases.map((name) => this.exactly('glue', `table/${name}/*`)),
    ];
  }

  /** The tags that every resource of the mesh in this environment has, as a condition. */
  tags(key: 'aws:RequestTag' | 'aws:ResourceTag'): Readonly<Record<string, string>> {
    return { [`${key}/mesh`]: this.#scope.mesh, [`${key}/environment`]: this.#scope.environment };
  }
}
