import { glueDatabase, glueTable } from '../naming/names.ts';
import { ATTAINMENT_GOAL, objectivesOf } from '../slo/objectives.ts';
import type { Column, Mesh, Owner, Product } from '../spec/mesh.ts';

/**
 * What somebody who has found a product's SSM parameter can know of it without opening its manifest: whose it is,
 * what state it is in, how secret it is, what it promises, and by which names it is queried.
 */
export type ProductDescriptor = {
  readonly schema: 'freehold.product.v1';
  readonly id: string;
  readonly title: string;
  readonly owner: Owner;
  readonly status: string;
  /** The most restricted one of any column; absent where no column has one. */
  readonly classification?: string;
  readonly promises: DescribedPromises;
  /** Glue database of the tables, in the account of the parameter. */
  readonly database: string;
  readonly tables: readonly DescribedTable[];
  /** So many of the last tables are in the manifest only, since a parameter is small. */
  readonly tablesLeftOut?: number;
};

type DescribedPromises = {
  readonly freshnessHours?: number;
  readonly retentionDays?: number;
  readonly completeness: number;
  /** Percentage of the time in which the freshness has to be kept; absent where none is promised. */
  readonly goalPercent?: number;
};

type DescribedTable = {
  readonly name: string;
  readonly glueTable: string;
  readonly classification?: string;
};

/** SSM gives a standard parameter 4,096; the pointer to the manifest is in it, too, and takes 350 at most. */
const DESCRIPTOR_BYTES_MAX = 3_700;

export function describeProduct(
  product: Product,
  { classifications, owner }: Pick<Mesh, 'classifications'> & { readonly owner: Owner },
): ProductDescriptor {
  const classified = (columns: readonly Column[]) => mostRestricted(columns, classifications);
  const tables = product.tables.map(({ name, columns }) => ({
    name,
    glueTable: glueTable(name, product.major),
    ...classified(columns),
  }));
  return fitted({
    schema: 'freehold.product.v1',
    id: product.id,
    title: product.title,
    owner,
    status: product.status,
    ...classified(product.tables.flatMap(({ columns }) => columns)),
    promises: describedPromises(product),
    database: glueDatabase(product.domain, 'products'),
    tables,
  });
}

function mostRestricted(columns: readonly Column[], classifications: readonly string[]) {
  const found = new Set(columns.map(({ classification }) => classification));
  const classification = classifications.findLast((one) => found.has(one));
  return classification === undefined ? {} : { classification };
}

function describedPromises(product: Product): DescribedPromises {
  const { freshnessHours, retentionDays, completeness } = product.promises;
  return {
    ...(freshnessHours !== undefined && { freshnessHours }),
    ...(retentionDays !== undefined && { retentionDays }),
    completeness,
    ...(objectivesOf(product).length > 0 && { goalPercent: ATTAINMENT_GOAL }),
  };
}

/** Leaves out tables from the end, whole ones, until the rest fits. The manifest has them all. */
function fitted(descriptor: ProductDescriptor): ProductDescriptor {
  const { tables } = descriptor;
  for (let kept = tables.length; kept > 0; kept -= 1) {
    const tried = kept === tables.length ? descriptor : keeping(descriptor, kept);
    if (Buffer.byteLength(JSON.stringify(tried)) <= DESCRIPTOR_BYTES_MAX) return tried;
  }
  return keeping(descriptor, 0);
}

function keeping(descriptor: ProductDescriptor, kept: number): ProductDescriptor {
  const tables = descriptor.tables.slice(0, kept);
  return { ...descriptor, tables, tablesLeftOut: descriptor.tables.length - kept };
}
