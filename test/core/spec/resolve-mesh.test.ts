import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import { exampleFiles, findings, NOW, productOf, resolved, shopFiles, shopWith } from './meshes.ts';

const ORDERS = 'domains/shop/products/orders';
const ACCESS = `${ORDERS}/access/board.yaml`;

describe('a mesh without faults', () => {
  test.each(['aviation', 'minimal'])('the example %s has no finding', (name) => {
    expect(findings(exampleFiles(name))).toBe('');
  });

  test('fills in every default', () => {
    const mesh = resolved(shopFiles());
    const orders = productOf(mesh, 'shop.orders');
    const sales = productOf(mesh, 'board.sales');
    expect({ after: [orders.after, sales.after], load: orders.load, major: orders.major }).toEqual({
      after: ['none', 'all'],
      load: 'replace',
      major: 1,
    });
    expect(sales.upstreams).toEqual([
      { product: 'shop.orders', domain: 'shop', productName: 'orders', table: 'orders', major: 1 },
    ]);
    expect(orders.subscriptions).toMatchObject([
      { name: 'board', roles: ['pipeline', 'analyst'], columns: ['order_id', 'placed_on', 'amount'] },
    ]);
    expect(orders.promises).toEqual({ completeness: 1 });
  });

  test('invents stable accounts for a sandbox', () => {
    const mesh = resolved(shopFiles());
    const accounts = [
      mesh.environments[0]?.platformAccount,
      ...mesh.domains.map((domain) => domain.accounts['local']),
    ];
    expect(accounts).toMatchInlineSnapshot(`
      [
        "973333830236",
        "291086881630",
        "587934874908",
      ]
    `);
    expect(new Set(accounts).size).toBe(3);
  });

  test('does not depend on the order of files', () => {
    const files = [...exampleFiles('aviation')];
    const expected = JSON.stringify(resolveMesh(new Map(files), { now: NOW }));
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
        expect(JSON.stringify(resolveMesh(new Map(shuffled), { now: NOW }))).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });
});

describe('findings', () => {
  test('an unknown key comes with the nearest known one', () => {
    expect(findings(shopWith(ACCESS, 'purpose:', 'porpose:'))).toMatchInlineSnapshot(`
      "error[MissingKey]: "purpose" is missing
       --> domains/shop/products/orders/access/board.yaml:1:1
        |
      1 | consumer: board
        | ^

      error[UnknownKey]: unknown key "porpose"
       --> domains/shop/products/orders/access/board.yaml:2:1
        |
      2 | porpose: Figures of the month.
        | ^^^^^^^
        = help: did you mean "purpose"?
      "
    `);
  });

  test('an unknown key deep in a contract', () => {
    expect(findings(shopWith(`${ORDERS}/contract.yaml`, 'primaryKey', 'primarykey'))).toMatchInlineSnapshot(`
      "error[UnknownKey]: unknown key "primarykey"
       --> domains/shop/products/orders/contract.yaml:9:49
        |
      9 |       - { name: order_id, logicalType: integer, primarykey: true, classification: internal }
        |                                                 ^^^^^^^^^^
        = help: did you mean "primaryKey"?
      "
    `);
  });

  test('several faults of several files come at once, in the order of places', () => {
    const files = shopWith('mesh.yaml', 'region: eu-west-1', 'region: europe');
    files.set('domains/shop/domain.yaml', 'title: 5\nowner: { team: shop, email: nobody }\n');
    files.set('domains/shop/products/orders/orders.yml', '');
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[WrongType]: "title" must be text, and is the number 5
       --> domains/shop/domain.yaml:1:8
        |
      1 | title: 5
        |        ^
        = help: write it in quotes: "5"

      error[InvalidValue]: "email" "nobody" must be an email address
       --> domains/shop/domain.yaml:2:29
        |
      2 | owner: { team: shop, email: nobody }
        |                             ^^^^^^

      error[UnexpectedFile]: nothing reads the file domains/shop/products/orders/orders.yml
       --> domains/shop/products/orders/orders.yml:1:1
        = help: there is domain.yaml, contract.yaml, pipeline.yaml

      error[InvalidValue]: "region" "europe" must be an AWS region such as eu-west-1
       --> mesh.yaml:5:20
        |
      5 |   local: { region: europe, sandbox: true }
        |                    ^^^^^^
      "
    `);
  });

  test('a key that stands twice', () => {
    expect(findings(shopWith('mesh.yaml', 'title: Demo', 'title: Demo\ntitle: Demo'))).toMatchInlineSnapshot(`
      "error[DuplicateKey]: the key "title" stands twice in one map
       --> mesh.yaml:3:1
        |
      3 | title: Demo
        | ^^^^^
        = help: keep one of them
      "
    `);
  });

  test('a secret with a name that AWS would not tell apart, and readers that are no roles of its domain', () => {
    const files = shopFiles();
    const secrets = `secrets:
  Weather_API: { description: Key of the weather service. }
  partner: { description: Token of a partner., readers: [enginer, auditor] }
`;
    const path = 'domains/shop/domain.yaml';
    files.set(path, `${files.get(path) ?? ''}${secrets}`);
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[InvalidName]: the secret name "Weather_API" is not lower-case letters, digits and single hyphens
       --> domains/shop/domain.yaml:4:3
        |
      4 |   Weather_API: { description: Key of the weather service. }
        |   ^^^^^^^^^^^
        = help: call it for example weather-api

      error[UnknownRole]: the domain "shop" has no role "enginer" that could read the secret "partner"
       --> domains/shop/domain.yaml:5:58
        |
      5 |   partner: { description: Token of a partner., readers: [enginer, auditor] }
        |                                                          ^^^^^^^
        = help: did you mean "engineer"?

      error[UnknownRole]: the domain "shop" has no role "auditor" that could read the secret "partner"
       --> domains/shop/domain.yaml:5:67
        |
      5 |   partner: { description: Token of a partner., readers: [enginer, auditor] }
        |                                                                   ^^^^^^^
        = help: there is engineer, analyst, pipeline
      "
    `);
  });

  test('broken YAML', () => {
    expect(
      findings(shopWith('mesh.yaml', 'classifications: [open', 'classifications: [[open')),
    ).toMatchInlineSnapshot(`
      "error[InvalidYaml]: flow sequence in block collection must be sufficiently indented and end with a ]
       --> mesh.yaml:4:1
        |
      4 | environments:
        | ^
      "
    `);
  });

  test('a classification that the mesh does not have', () => {
    expect(findings(shopWith(`${ORDERS}/contract.yaml`, 'secret', 'sekret'))).toMatchInlineSnapshot(`
      "error[UnknownClassification]: the mesh has no classification "sekret"
        --> domains/shop/products/orders/contract.yaml:10:64
         |
      10 |       - { name: customer, logicalType: string, classification: sekret }
         |                                                                ^^^^^^
         = help: did you mean "secret"?
      "
    `);
  });

  test('a version in numbers, and one without three parts', () => {
    expect(findings(shopWith(`${ORDERS}/contract.yaml`, '1.0.0', '1.0'))).toMatchInlineSnapshot(`
      "error[WrongType]: "version" must be text, and is the number 1
       --> domains/shop/products/orders/contract.yaml:4:10
        |
      4 | version: 1.0
        |          ^^^
        = help: write it in quotes: "1.0"
      "
    `);
    expect(findings(shopWith(`${ORDERS}/contract.yaml`, '1.0.0', "'1.0'"))).toMatchInlineSnapshot(`
      "error[InvalidVersion]: the version "1.0" is not a semantic version
       --> domains/shop/products/orders/contract.yaml:4:10
        |
      4 | version: '1.0'
        |          ^^^^^
        = help: write major.minor.patch, such as 1.0.0
      "
    `);
  });

  test('types that Athena does not have, or that contradict each other', () => {
    const list = shopWith(
      `${ORDERS}/contract.yaml`,
      'name: customer, logicalType: string',
      'name: customer, logicalType: array',
    );
    expect(findings(list)).toMatchInlineSnapshot(`
      "error[UnsupportedType]: column "customer": a column of a product cannot have the type "array"
        --> domains/shop/products/orders/contract.yaml:10:40
         |
      10 |       - { name: customer, logicalType: array, classification: secret }
         |                                        ^^^^^
         = help: use string, boolean, integer, number, date or timestamp, or a physicalType such as decimal(10,2)
      "
    `);
    const both = shopWith(
      `${ORDERS}/contract.yaml`,
      'name: customer, logicalType: string',
      'name: customer, logicalType: string, physicalType: bigint',
    );
    expect(findings(both)).toMatchInlineSnapshot(`
      "error[TypeConflict]: column "customer": logicalType string and physicalType bigint do not agree
        --> domains/shop/products/orders/contract.yaml:10:62
         |
      10 |       - { name: customer, logicalType: string, physicalType: bigint, classification: secret }
         |                                                              ^^^^^^
         = help: write physicalType: string, or drop it
      "
    `);
  });

  test('an account that is missing outside a sandbox', () => {
    expect(
      findings(shopWith('mesh.yaml', 'landing:', '  prod: { region: eu-west-1 }\nlanding:')),
    ).toMatchInlineSnapshot(`
      "error[MissingAccount]: the domain "board" has no account in the environment "prod"
       --> domains/board/domain.yaml:1:1
        |
      1 | title: Board
        | ^
        = help: add accounts: { prod: "<12 digits>" }

      error[MissingAccount]: the domain "shop" has no account in the environment "prod"
       --> domains/shop/domain.yaml:1:1
        |
      1 | title: Shop
        | ^
        = help: add accounts: { prod: "<12 digits>" }

      error[MissingAccount]: the environment "prod" has no account for the platform
       --> mesh.yaml:6:3
        |
      6 |   prod: { region: eu-west-1 }
        |   ^^^^
        = help: add platformAccount: "<12 digits>", or sandbox: true
      "
    `);
  });

  test('tables of one name in one domain', () => {
    const files = shopFiles();
    for (const [path, text] of shopFiles()) {
      if (path.startsWith(`${ORDERS}/`) && !path.includes('access'))
        files.set(path.replace(ORDERS, `${ORDERS}-two`), text);
    }
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[DuplicateName]: the table "orders" is also in the contract of the product "orders-two"
       --> domains/shop/products/orders/contract.yaml:7:11
        |
      7 |   - name: orders
        |           ^^^^^^
        = help: tables are unique in a domain: give one of them another name
      "
    `);
  });

  test('a directory without mesh.yaml', () => {
    expect(findings(new Map())).toMatchInlineSnapshot(`
      "error[MeshNotFound]: the directory has no mesh.yaml
       --> mesh.yaml:1:1
        = help: run the command where mesh.yaml is, or name the directory with -C
      "
    `);
  });

  test('a file to land that does not exist, that nothing reads, or that lies outside', () => {
    const files = shopFiles();
    const text = files.get('mesh.yaml') ?? '';
    files.set(
      'mesh.yaml',
      `${text}  - { from: ../secret.csv, to: shop/order/x.csv }\n  - { from: a.csv, to: shoop/x.csv }\n`,
    );
    const { diagnostics } = resolveMesh(files, { now: NOW, fileExists: () => false });
    expect(
      diagnostics.map(({ code, severity, span }) => `${severity} ${code} ${span.line}`),
    ).toMatchInlineSnapshot(`
      [
        "error LandingFileNotFound 7",
        "error InvalidValue 8",
        "warning UnreadLanding 8",
        "error LandingFileNotFound 9",
        "error UnknownDomain 9",
      ]
    `);
  });

  test('names that AWS would refuse for their length', () => {
    const { diagnostics } = resolveMesh(
      shopWith('mesh.yaml', 'name: demo', 'name: demonstration-of-a-very-long-name'),
      { now: NOW },
    );
    expect(diagnostics.map(({ code }) => code)).toContain('NameTooLong');
  });

  test('products that read each other', () => {
    const files = shopWith(
      `${ORDERS}/orders.sql`,
      'FROM raw_orders',
      'FROM raw_orders JOIN board.sales s ON s.day = cast(placed_on AS date)',
    );
    files.set(
      'domains/board/products/sales/access/shop.yaml',
      'consumer: shop\npurpose: Circle.\nexpires: 2027-01-01\napprovedBy: [board@example.com]\n',
    );
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[ProductCycle]: products read each other in a circle: board.sales ← shop.orders ← board.sales
       --> domains/board/products/sales/sales.sql:1:1
        |
      1 | SELECT placed_on AS day, count(*) AS orders, sum(amount) AS turnover
        | ^
        = help: let one of them stop reading the other
      "
    `);
  });
});

describe('subscriptions', () => {
  test('one that has ended no longer covers its readers', () => {
    expect(findings(shopWith(ACCESS, '2027-06-30', '2026-11-21'))).toMatchInlineSnapshot(`
      "error[NoSubscription]: the subscription of board to shop.orders ended on 2026-11-21
       --> domains/board/products/sales/sales.sql:2:6
        |
      2 | FROM shop.orders
        |      ^^^^^^^^^^^
        = help: ask again with \`bin/mesh request shop.orders --as board --columns placed_on,amount --purpose "…"\`, or do not read it

      warning[ExpiredSubscription]: the access of board ended on 2026-11-21
       --> domains/shop/products/orders/access/board.yaml:4:10
        |
      4 | expires: 2026-11-21
        |          ^^^^^^^^^^
        = help: delete the file, or ask for it again with bin/mesh request
      "
    `);
  });

  test('the last day of access counts', () => {
    expect(findings(shopWith(ACCESS, '2027-06-30', '2026-11-22'))).toBe('');
  });

  test('unknown domain, role, table and column', () => {
    const text = `consumer: bord
roles: [analyst]
table: order
purpose: Figures.
expires: 2027-02-30
approvedBy: [shop@example.com]
`;
    expect(
      findings(
        shopFiles({
          [ACCESS]: text,
          'domains/board/products/sales/sales.sql': undefined,
          'domains/board/products/sales/contract.yaml': undefined,
        }),
      ),
    ).toMatchInlineSnapshot(`
      "error[InvalidValue]: "expires" "2027-02-30" must be a day such as 2027-06-30
       --> domains/shop/products/orders/access/board.yaml:5:10
        |
      5 | expires: 2027-02-30
        |          ^^^^^^^^^^
      "
    `);
    const roles = shopWith(
      ACCESS,
      'except: [customer]',
      'roles: [pipeline, auditer]\ncolumns: [order_id, placed, placed_on, amount]',
    );
    expect(findings(roles)).toMatchInlineSnapshot(`
      "error[UnknownRole]: the domain "board" has no role "auditer"
       --> domains/shop/products/orders/access/board.yaml:3:19
        |
      3 | roles: [pipeline, auditer]
        |                   ^^^^^^^
        = help: did you mean "auditor"?

      error[UnknownColumn]: the table "orders" has no column "placed"
       --> domains/shop/products/orders/access/board.yaml:4:21
        |
      4 | columns: [order_id, placed, placed_on, amount]
        |                     ^^^^^^
        = help: there is order_id, customer, placed_on, amount
      "
    `);
  });

  test('a row filter that Lake Formation would refuse', () => {
    expect(findings(shopWith(ACCESS, 'except:', 'rows: amout > 5\nexcept:'))).toMatchInlineSnapshot(`
      "error[InvalidRowFilter]: column amout does not exist
       --> domains/shop/products/orders/access/board.yaml:3:7
        |
      3 | rows: amout > 5
        |       ^^^^^^^^^
      "
    `);
  });

  test('two for one role', () => {
    const files = shopFiles();
    files.set(`${ORDERS}/access/board-two.yaml`, files.get(ACCESS) ?? '');
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[DuplicateSubscription]: the role "analyst" of board has a subscription in domains/shop/products/orders/access/board-two.yaml too
       --> domains/shop/products/orders/access/board.yaml:1:1
        |
      1 | consumer: board
        | ^
        = help: put both into one file, or give them different roles

      error[DuplicateSubscription]: the role "pipeline" of board has a subscription in domains/shop/products/orders/access/board-two.yaml too
       --> domains/shop/products/orders/access/board.yaml:1:1
        |
      1 | consumer: board
        | ^
        = help: put both into one file, or give them different roles
      "
    `);
  });
});
