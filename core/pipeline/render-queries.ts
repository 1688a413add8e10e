import { createHash } from 'node:crypto';

import { MeshError } from '../errors/mesh-error.ts';
import { TOKEN_KEY } from '../lineage/token-expression.ts';
import { TOKEN_KEY_TABLE } from '../naming/names.ts';
import type { ManifestInput, ProductManifest } from './manifest.ts';
import type { PinnedInput, RunQuery } from './run.ts';

/** Where one step of one run writes, and the Glue table over it. */
export type StagedStep = { readonly table: string; readonly location: string };

export type StagedSteps = Readonly<Record<string, StagedStep>>;

/** Athena's limit of a query's text. */
const QUERY_BYTES_MAX = 262_144;

/** A qualified name in Athena SQL. */
export function qualified(database: string, table: string): string {
  return [database, table].map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

/** The UNLOAD statement of each step, in the manifest's order, with every input pinned. */
export function renderBuilds(
  manifest: ProductManifest,
  run: { readonly id: string; readonly inputs: readonly PinnedInput[]; readonly staged: StagedSteps },
): Readonly<Record<string, RunQuery>> {
  const { keysDatabase } = manifest.resources;
  const texts = {
    ...(keysDatabase !== undefined && { [TOKEN_KEY]: qualified(keysDatabase, TOKEN_KEY_TABLE) }),
    ...Object.fromEntries(manifest.inputs.map((input) => [input.key, renderInput(input, run.inputs)])),
    ...Object.fromEntries(
      Object.entries(run.staged).map(([step, { table }]) => [
        `step:${step}`,
        qualified(manifest.resources.stagingDatabase, table),
      ]),
    ),
  };
  return Object.fromEntries(
    manifest.steps.map((step) => {
      const select = fill(step.template, texts);
      const location = run.staged[step.name]?.location ?? missing(`no place for the step "${step.name}"`);
      // The line break ends a comment that the SQL may end with.
      const sql = `UNLOAD (${select}\n) TO '${location}' WITH (format = 'PARQUET', compression = 'ZSTD')`;
      return [step.name, query(manifest, run.id, { name: step.name, sql })];
    }),
  );
}

/** The audit scan of each table, over the files that the run staged. */
export function renderAudits(
  manifest: ProductManifest,
  run: { readonly id: string; readonly staged: StagedSteps },
): Readonly<Record<string, RunQuery>> {
  return Object.fromEntries(
    manifest.tables.map((table) => {
      const sql = renderAuditSql(table.audit.scan, { manifest, table: table.name, staged: run.staged });
      return [table.name, query(manifest, run.id, { name: `audit-${table.name}`, sql })];
    }),
  );
}

/** An audit's SQL with `{{table}}` and `{{table:<name>}}` replaced by the run's staging tables. */
export function renderAuditSql(
  sql: string,
  audit: { readonly manifest: ProductManifest; readonly table: string; readonly staged: StagedSteps },
): string {
  const { manifest, table, staged } = audit;
  const texts = Object.entries(staged).map(([name, step]) => [
    `table:${name}`,
    qualified(manifest.resources.stagingDatabase, step.table),
  ]);
  const own = staged[table] ?? missing(`no place for the table "${table}"`);
  return fill(sql, {
    ...Object.fromEntries(texts),
    table: qualified(manifest.resources.stagingDatabase, own.table),
  });
}

/** Athena answers a repeated token with the query that it already runs; 64 hex digits. */
export function queryToken(manifest: ProductManifest, runId: string, name: string): string {
  const { mesh, environment, domain, product, major } = manifest;
  return createHash('sha256')
    .update([mesh, environment, domain, product, major, runId, name].join('\n'))
    .digest('hex');
}

function query(
  manifest: ProductManifest,
  runId: string,
  made: { readonly name: string; readonly sql: string },
): RunQuery {
  const bytes = Buffer.byteLength(made.sql);
  if (bytes > QUERY_BYTES_MAX) {
    throw new MeshError(`the query "${made.name}" has ${bytes} bytes; Athena takes ${QUERY_BYTES_MAX}`, {
      code: 'QueryTooLarge',
      hint: 'split the SQL into steps',
    });
  }
  return { ...made, token: queryToken(manifest, runId, made.name) };
}

function renderInput(input: ManifestInput, pinned: readonly PinnedInput[]): string {
  const name = qualified(input.database, input.table);
  if (input.kind === 'source') return name;
  const version =
    pinned.find(({ key }) => key === input.key)?.version ?? missing(`"${input.key}" is not pinned`);
  return `${name} FOR VERSION AS OF ${version}`;
}

const PLACEHOLDER = /\{\{([^{}]+)\}\}/g;

function fill(template: string, texts: Readonly<Record<string, string>>): string {
  return template.replaceAll(
    PLACEHOLDER,
    (_all, key: string) => texts[key] ?? missing(`{{${key}}} stands for nothing`),
  );
}

function missing(what: string): never {
  throw new MeshError(`a query of the run cannot be written: ${what}`, {
    code: 'QueryIncomplete',
    hint: 'deploy the product again',
    source: 'platform',
  });
}
