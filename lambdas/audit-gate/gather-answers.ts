import type { AthenaClient } from '@aws-sdk/client-athena';

import { MeshError } from '../../core/errors/mesh-error.ts';
import type { ManifestTable, ProductManifest } from '../../core/pipeline/manifest.ts';
import { queryToken, renderAuditSql } from '../../core/pipeline/render-queries.ts';
import type { AuditGateInput } from '../../core/pipeline/run.ts';
import type { ExtraQuery } from '../../core/quality/audit-plan.ts';
import { type Answer, type Clockwork, firstCell, firstRow } from './athena-answers.ts';
import type { TableAnswers } from './decide-publication.ts';

export type GatherAnswers = Clockwork & {
  readonly athena: AthenaClient;
  readonly manifest: ProductManifest;
  readonly input: AuditGateInput;
};

/** The function lives ten minutes; the answers must be there in time to be judged. */
const ANSWERS_MS_MAX = 540_000;
/** Queries of one gate that run at a time: a workgroup's queue is shared. */
const QUERIES_CONCURRENCY_MAX = 4;

/** The scan's row of each table, and what the contract's own queries answer. */
export async function gatherAnswers(world: GatherAnswers): Promise<Readonly<Record<string, TableAnswers>>> {
  const { manifest, clock } = world;
  const deadline = new Date(clock().getTime() + ANSWERS_MS_MAX);
  const answers: Record<string, TableAnswers> = {};
  for (const table of manifest.tables) {
    const row = await firstRow(world.athena, scanOf(world.input, table.name));
    const asked = await askAll(table, { ...world, deadline });
    answers[table.name] = { row, ...asked };
  }
  return answers;
}

function scanOf(input: AuditGateInput, table: string): string {
  const id = input.audits[table];
  if (id !== undefined) return id;
  throw new MeshError(`the run has no audit scan of the table "${table}"`, {
    code: 'AuditMissing',
    hint: 'deploy the product again',
    source: 'platform',
  });
}

type Asking = GatherAnswers & { readonly deadline: Date };

async function askAll(
  table: ManifestTable,
  asking: Asking,
): Promise<Pick<TableAnswers, 'extras' | 'problems'>> {
  const extras: Record<string, string | null> = {};
  const problems: Record<string, string> = {};
  const { extra } = table.audit;
  for (let start = 0; start < extra.length; start += QUERIES_CONCURRENCY_MAX) {
    const batch = extra.slice(start, start + QUERIES_CONCURRENCY_MAX);
    const answers = await Promise.all(batch.map((query) => ask(query, table.name, asking)));
    for (const [index, { id }] of batch.entries()) {
      const answer = answers[index];
      if (answer === undefined || 'problem' in answer) problems[id] = answer?.problem ?? 'it was not asked';
      extras[id] = answer !== undefined && 'value' in answer ? answer.value : null;
    }
  }
  return { extras, problems };
}

function ask({ id, sql }: ExtraQuery, table: string, asking: Asking): Promise<Answer> {
  const { athena, manifest, input } = asking;
  const { run } = input;
  const query = {
    sql: renderAuditSql(sql, { manifest, table, staged: run.staged }),
    token: queryToken(manifest, `${run.run}-${run.attempt}`, `extra-${table}-${id}`),
    workgroup: manifest.resources.workgroup,
  };
  return firstCell(athena, query, asking);
}
