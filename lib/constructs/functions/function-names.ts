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

/** Functions that schedules and CloudFormation invoke without waiting: nobody hears their error. */
export const ASYNCHRONOUS_FUNCTIONS = [
  'provision-table',
  'reconcile-grants',
  'enforce-policies',
  'measure-slo',
] as const satisfies readonly FunctionName[];

/** Functions whose error is never an answer: those of a run also refuse, and say so by an error. */
export const WATCHED_FUNCTIONS = [
  'record-failure',
  ...ASYNCHRONOUS_FUNCTIONS,
] as const satisfies readonly FunctionName[];
