import { type Assembly, resourcesOf } from './assembly.ts';
import { type Declared, declaredSite } from './declarations.ts';
import type { Site } from './mutant.ts';

/** Columns of the table that the filter leaves out. */
export function columnSites(assembly: Assembly, declared: Declared): readonly Site[] {
  const { grant } = declared;
  const { target } = grant;
  if (target.kind !== 'filter') return [];
  return tableColumns(assembly, declared)
    .filter((column) => !target.columns.includes(column))
    .map((column) => {
      const wider = { ...target, columns: [...target.columns, column] };
      return declaredSite(declared, `with ${column}`, [{ ...grant, target: wider }]);
    });
}

function tableColumns(assembly: Assembly, { stack, grant: { target } }: Declared): readonly string[] {
  const table = 'table' in target ? target.table : '';
  return resourcesOf(assembly, 'Custom::FreeholdTables')
    .filter((placed) => placed.stack.path === stack.path)
    .flatMap(({ properties }) => {
      const manifest = assembly.documents.get(String(properties['key']));
      // A manifest, as the synthesis wrote it.
      const tables = (manifest?.['tables'] ?? []) as readonly {
        readonly glueTable: string;
        readonly columns: readonly { readonly name: string }[];
      }[];
      return tables.filter(({ glueTable }) => glueTable === table);
    })
    .flatMap(({ columns }) => columns.map(({ name }) => name));
}
