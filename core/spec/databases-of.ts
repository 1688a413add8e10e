import { glueDatabase, keysDatabase, ZONES } from '../naming/names.ts';
import type { Domain, Product } from './mesh.ts';

/** Glue databases that a domain makes. */
export function databasesOf({ name, products }: Domain): readonly string[] {
  const zones = ZONES.map((zone) => glueDatabase(name, zone));
  return products.some(holdsTokens) ? [...zones, keysDatabase(name)] : zones;
}

/** Whether a run of the product needs its domain's key. */
export const holdsTokens = ({ tables }: Pick<Product, 'tables'>): boolean =>
  tables.some(({ columns }) => columns.some(({ tokenOf }) => tokenOf !== undefined));
