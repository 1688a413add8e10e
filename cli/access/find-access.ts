import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { invariant } from '../../core/errors/invariant.ts';
import type { Domain, Mesh, Product, Subscription } from '../../core/spec/mesh.ts';
import { classifyPath } from '../../core/spec/spec-paths.ts';
import { type AccessReader, readOwner } from './access-reader.ts';
import { findProducts } from './find-table.ts';

export type FoundAccess = {
  readonly mesh: Mesh;
  readonly domain: Domain;
  readonly product: Product;
  readonly subscription: Subscription;
  /** Of its file. */
  readonly text: string;
};

/** How people name an access file: by its path, or by product and consumer. */
export type NamedAccess = {
  /** A path from the working directory or the mesh, or `<domain>.<product>`. */
  readonly target: string;
  readonly consumer?: string | undefined;
  readonly directory: string;
};

export function findAccess(reader: AccessReader, named: NamedAccess): FoundAccess {
  const file = pathBelow(reader.root, named);
  return file === undefined ? byConsumer(reader, named) : byPath(reader, file);
}

function pathBelow(root: string, { target, directory }: NamedAccess): string | undefined {
  if (!target.endsWith('.yaml')) return undefined;
  const path = [resolve(directory, target), resolve(root, target)].find((one) => existsSync(one));
  return path === undefined ? target : relative(root, path).replaceAll(sep, '/');
}

function byPath(reader: AccessReader, file: string): FoundAccess {
  const path = classifyPath(file);
  if (path.kind !== 'access' || !reader.files.has(file)) {
    throw new MeshError(`${file} is no access file of this mesh`, {
      code: 'UnknownRequest',
      hint: 'name one, such as domains/<domain>/products/<product>/access/<name>.yaml; bin/mesh grants lists them',
    });
  }
  const mesh = readOwner(reader, path.domain);
  const domain = mesh.domains.find(({ name }) => name === path.domain);
  const product = domain?.products.find(({ name }) => name === path.product);
  const subscription = product && accessOf(product).find((one) => one.file === file);
  invariant(domain && product && subscription, 'a valid domain has what its files say');
  return { mesh, domain, product, subscription, text: reader.files.get(file) ?? '' };
}

function byConsumer(reader: AccessReader, { target, consumer }: NamedAccess): FoundAccess {
  const { mesh, domain, products } = findProducts(reader, target);
  const found = products.flatMap((product) =>
    accessOf(product)
      .filter((one) => consumer === undefined || one.consumer === consumer || one.name === consumer)
      .map((subscription) => ({ product, subscription })),
  );
  const [only, another] = found;
  if (only === undefined || another !== undefined) throw notOne(target, consumer, found);
  const { product, subscription } = only;
  return { mesh, domain, product, subscription, text: reader.files.get(subscription.file) ?? '' };
}

const accessOf = ({ subscriptions, dormant }: Product): readonly Subscription[] => [
  ...subscriptions,
  ...dormant,
];

function notOne(
  target: string,
  consumer: string | undefined,
  found: readonly { readonly subscription: Subscription }[],
): MeshError {
  const whom = consumer === undefined ? '' : ` for ${consumer}`;
  const files = found.map(({ subscription }) => subscription.file);
  return new MeshError(
    files.length === 0
      ? `${target} has no access file${whom}`
      : `${target} has several access files${whom}: ${files.join(', ')}`,
    {
      code: 'UnknownRequest',
      hint: files.length === 0 ? 'bin/mesh grants lists what there is' : 'name one of the files',
    },
  );
}
