/** Functions that every run goes through. */
export const RUN_FUNCTIONS = ['resolve-run', 'audit-gate', 'publish-snapshot', 'record-failure'] as const;

/** All functions of a namespace; each is the folder `lambdas/<name>`. */
export const FUNCTIONS = [
  ...RUN_FUNCTIONS,
  'provision-table',
  'reconcile-grants',
  'enforce-policies',
  'measure-slo',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
