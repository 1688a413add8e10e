import { createHash } from 'node:crypto';

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Table, TableInput } from '@aws-sdk/client-glue';

/** What a killed process looks like to the code that was waiting for an answer. */
export class Killed extends Error {
  override name = 'Killed';
}

type Input = Readonly<Record<string, unknown>>;
type Item = Record<string, AttributeValue>;
type Call = { readonly name: string; readonly input: Input };

/**
 * The few AWS calls that the functions make, in memory, with the behaviour that they rely on: conditional writes,
 * versions of Glue tables, ranged reads. One object stands for every client.
 * Iceberg's files may not be overwritten with other content; everything else may.
 */
export class FakeAws {
  readonly objects = new Map<string, Uint8Array>();
  readonly tables = new Map<string, Table>();
  readonly items = new Map<string, Item>();
  readonly parameters = new Map<string, string>();
  readonly executions = new Map<string, string>();
  readonly events: { readonly type: string; readonly detail: Record<string, unknown> }[] = [];
  readonly calls: string[] = [];
  /** Called before each call, for tests that let others act in between. */
  before: (call: Call) => void = () => {};
  #kill: { at: number; side: 'before' | 'after' } | undefined;
  #isDead = false;

  /** The process dies around its n-th call, counted from now; all later calls fail too. */
  killAt(call: number, side: 'before' | 'after'): void {
    this.#kill = { at: this.calls.length + call, side };
  }

  revive(): void {
    this.#kill = undefined;
    this.#isDead = false;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** This object as any SDK client: the functions only call `send`. */
  as<Client>(): Client {
    return this as unknown as Client;
  }

  async send(command: {
    readonly constructor: { readonly name: string };
    readonly input: Input;
  }): Promise<unknown> {
    if (this.#isDead) throw new Killed();
    const call: Call = { name: command.constructor.name.replace(/Command$/, ''), input: command.input };
    this.calls.push(call.name);
    const isLast = this.#kill?.at === this.calls.length;
    if (isLast && this.#kill?.side === 'before') this.#die();
    this.before(call);
    const answer = this.#handle(call);
    if (isLast) this.#die();
    return answer;
  }

  #die(): never {
    this.#isDead = true;
    throw new Killed();
  }

  #handle({ name, input }: Call): unknown {
    const handlers: Record<string, (input: never) => unknown> = {
      GetParameter: (one: { Name: string }) => {
        const value = this.parameters.get(one.Name);
        if (value === undefined) throw awsError('ParameterNotFound');
        return { Parameter: { Value: value } };
      },
      GetObject: (one: { Bucket: string; Key: string; Range?: string }) => this.#getObject(one),
      PutObject: (one: { Bucket: string; Key: string; Body: Uint8Array | string }) => this.#putObject(one),
      ListObjectsV2: (one: { Bucket: string; Prefix: string }) => this.#listObjects(one),
      GetTable: (one: { DatabaseName: string; Name: string }) => ({ Table: this.#table(one) }),
      GetTables: (one: { DatabaseName: string }) => ({
        TableList: [...this.tables.values()].filter((table) => table.DatabaseName === one.DatabaseName),
      }),
      CreateTable: (one: { DatabaseName: string; TableInput: TableInput }) => this.#createTable(one),
      UpdateTable: (one: { DatabaseName: string; TableInput: TableInput; VersionId?: string }) =>
        this.#updateTable(one),
      DeleteTable: (one: { DatabaseName: string; Name: string }) => {
        this.#table(one);
        this.tables.delete(`${one.DatabaseName}.${one.Name}`);
        return {};
      },
      DescribeExecution: (one: { executionArn: string }) => {
        const status = this.executions.get(one.executionArn);
        if (status === undefined) throw awsError('ExecutionDoesNotExist');
        return { status };
      },
      PutEvents: (one: { Entries: { DetailType: string; Detail: string }[] }) => {
        for (const { DetailType, Detail } of one.Entries) {
          this.events.push({ type: DetailType, detail: JSON.parse(Detail) });
        }
        return { Entries: one.Entries.map(() => ({ EventId: '1' })) };
      },
      GetItem: (one: { Key: Item }) => ({ Item: this.items.get(keyOf(one.Key)) }),
      PutItem: (one: Write) => this.#write([{ Put: one }], 'ConditionalCheckFailedException'),
      DeleteItem: (one: Write) => this.#write([{ Delete: one }], 'ConditionalCheckFailedException'),
      TransactWriteItems: (one: { TransactItems: { Put?: Write; Delete?: Write }[] }) =>
        this.#write(one.TransactItems, 'TransactionCanceledException'),
      Query: (one: Query) => this.#query(one),
    };
    const handler = handlers[name];
    if (handler === undefined) throw new Error(`the fake has no ${name}`);
    return handler(input as never);
  }

  #getObject({ Bucket, Key, Range }: { Bucket: string; Key: string; Range?: string }): unknown {
    const whole = this.objects.get(`s3://${Bucket}/${Key}`);
    if (whole === undefined) throw awsError('NoSuchKey', `s3://${Bucket}/${Key}`);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? '') ?? [];
    const bytes = from === undefined ? whole : whole.subarray(Number(from), Number(to) + 1);
    return {
      Body: {
        transformToByteArray: async () => bytes,
        transformToString: async () => Buffer.from(bytes).toString('utf8'),
      },
    };
  }

  #putObject({ Bucket, Key, Body }: { Bucket: string; Key: string; Body: Uint8Array | string }): unknown {
    const path = `s3://${Bucket}/${Key}`;
    const bytes = Buffer.from(Body as Uint8Array);
    const before = this.objects.get(path);
    const isIceberg = path.endsWith('.avro') || path.endsWith('.metadata.json');
    if (isIceberg && before !== undefined && !bytes.equals(before)) throw new Error(`${path} is overwritten`);
    this.objects.set(path, bytes);
    return {};
  }

  #listObjects({ Bucket, Prefix }: { Bucket: string; Prefix: string }): unknown {
    const root = `s3://${Bucket}/`;
    const found = [...this.objects].filter(([path]) => path.startsWith(root + Prefix)).toSorted();
    return {
      IsTruncated: false,
      Contents: found.map(([path, bytes]) => ({
        Key: path.slice(root.length),
        Size: bytes.byteLength,
        ETag: createHash('md5').update(bytes).digest('hex'),
      })),
    };
  }

  #table({ DatabaseName, Name }: { DatabaseName: string; Name: string }): Table {
    const table = this.tables.get(`${DatabaseName}.${Name}`);
    if (table === undefined) throw awsError('EntityNotFoundException', `${DatabaseName}.${Name}`);
    return table;
  }

  #createTable({ DatabaseName, TableInput }: { DatabaseName: string; TableInput: TableInput }): unknown {
    const name = `${DatabaseName}.${TableInput.Name}`;
    if (this.tables.has(name)) throw awsError('AlreadyExistsException', name);
    this.tables.set(name, { ...TableInput, Name: TableInput.Name ?? '', DatabaseName, VersionId: '0' });
    return {};
  }

  #updateTable(one: { DatabaseName: string; TableInput: TableInput; VersionId?: string }): unknown {
    const { DatabaseName, TableInput } = one;
    const Name = TableInput.Name ?? '';
    const table = this.#table({ DatabaseName, Name });
    if (one.VersionId !== undefined && one.VersionId !== table.VersionId) {
      throw awsError('ConcurrentModificationException');
    }
    const VersionId = String(Number(table.VersionId) + 1);
    this.tables.set(`${DatabaseName}.${Name}`, { ...TableInput, Name, DatabaseName, VersionId });
    return {};
  }

  /** All conditions first, then all writes. */
  #write(writes: readonly { readonly Put?: Write; readonly Delete?: Write }[], refusal: string): unknown {
    const plans = writes.map(({ Put, Delete }) => {
      const write = Put ?? Delete;
      if (write === undefined) throw new Error('the fake knows Put and Delete only');
      const key = keyOf(write.Item ?? write.Key ?? {});
      return { key, item: Put?.Item, holds: holds(write, this.items.get(key)) };
    });
    if (plans.some((plan) => !plan.holds)) {
      const CancellationReasons = plans.map((plan) => ({
        Code: plan.holds ? 'None' : 'ConditionalCheckFailed',
      }));
      throw Object.assign(awsError(refusal), { CancellationReasons });
    }
    for (const { key, item } of plans) {
      if (item === undefined) this.items.delete(key);
      else this.items.set(key, item);
    }
    return {};
  }

  #query(query: Query): unknown {
    const { ':pk': pk, ':prefix': prefix, ':run': run } = query.ExpressionAttributeValues;
    const start = `${pk?.S} ${prefix?.S}`;
    const found = [...this.items].filter(([key, item]) => key.startsWith(start) && item['run']?.S === run?.S);
    const items = found.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
    return { Items: query.ScanIndexForward ? items : items.toReversed() };
  }
}

type Query = {
  readonly ExpressionAttributeValues: Item;
  readonly ScanIndexForward: boolean;
};

type Write = {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
};

const keyOf = (item: Item): string => `${item['pk']?.S} ${item['sk']?.S}`;

/** Conditions as the functions write them: comparisons and `attribute_not_exists`, joined by OR. */
function holds(write: Write, item: Item | undefined): boolean {
  if (write.ConditionExpression === undefined) return true;
  return write.ConditionExpression.split(' OR ').some((term) => {
    if (term === 'attribute_not_exists(pk)') return item === undefined;
    const [, name = '', operator, value = ''] = /^(#?\w+) (=|<>) (:\w+)$/.exec(term) ?? [];
    if (operator === undefined) throw new Error(`the fake does not understand "${term}"`);
    const expected = write.ExpressionAttributeValues?.[value]?.S;
    if (expected === undefined) throw awsError('ValidationException', `${value} is not defined`);
    const actual = item?.[write.ExpressionAttributeNames?.[name] ?? name]?.S;
    return operator === '=' ? actual === expected : actual !== expected;
  });
}

function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
