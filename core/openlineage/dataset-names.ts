/** How OpenLineage calls a dataset; equal names are the same node of the graph, in every tool. */
export type DatasetName = { readonly namespace: string; readonly name: string };

/** @see https://openlineage.io/docs/spec/naming */
export function glueDataset(table: {
  readonly region: string;
  readonly account: string;
  readonly database: string;
  readonly table: string;
}): DatasetName {
  return {
    namespace: `arn:aws:glue:${table.region}:${table.account}`,
    name: `table/${table.database}/${table.table}`,
  };
}

/** `prefix` has no slash at the end. */
export function s3Dataset(bucket: string, prefix: string): DatasetName {
  return { namespace: `s3://${bucket}`, name: prefix };
}
