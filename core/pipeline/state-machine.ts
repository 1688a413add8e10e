import type { ProductManifest } from './manifest.ts';

/** ARNs of the functions that every run of a domain goes through. */
export type RunFunctions = {
  readonly resolveRun: string;
  readonly auditGate: string;
  readonly publishSnapshot: string;
  readonly recordFailure: string;
};

type State = Readonly<Record<string, unknown>>;

const QUERY_TIMEOUT_SECONDS = 1_800;
const FUNCTION_TIMEOUT_SECONDS = 900;
/** Nothing was written when Athena refuses a submission, so submitting again is safe. */
const SUBMISSION_ERRORS = ['Athena.TooManyRequestsException', 'Athena.InternalServerException'];
/** The documented transient errors of Lambda's own API. */
const INVOCATION_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];
/** What `resolve-run` says when there is nothing to do; not a failure. */
export const NOTHING_TO_DO = ['RunUpToDate', 'RunInProgress', 'WaitingForUpstreams'] as const;

/**
 * The run of a product as Amazon States Language (JSONata): resolve, one query per step, one audit scan per
 * table, gate, publish. A three-step product takes eight transitions, the start included.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function stateMachineDefinition(
  manifest: ProductManifest,
  parameter: string,
  functions: RunFunctions,
): State {
  const chain = [
    ['ResolveRun', resolveRun(parameter, functions)],
    ...manifest.steps.map((step) => [`Build ${step.name}`, query(manifest, 'builds', step.name)] as const),
    ...manifest.tables.map((table) => [`Audit ${table.name}`, audit(manifest, table.name)] as const),
    ['AuditGate', auditGate(functions)],
    ['PublishSnapshot', publishSnapshot(functions)],
  ] as const;
  return {
    Comment: `${manifest.domain}.${manifest.product} v${manifest.major}`,
    QueryLanguage: 'JSONata',
    StartAt: 'ResolveRun',
    TimeoutSeconds: 4 * QUERY_TIMEOUT_SECONDS,
    States: {
      ...Object.fromEntries(chain.map(([name, state], at) => [name, linked(state, chain[at + 1]?.[0])])),
      NothingToDo: { Type: 'Succeed', Output: { outcome: '{% $failure.Error %}' } },
      RecordFailure: recordFailure(parameter, functions),
      RunFailed: {
        Type: 'Fail',
        Error: '{% $failure.Error %}',
        Cause: '{% $failure.Cause %}',
      },
    },
  };
}

const CATCH_ALL = {
  ErrorEquals: ['States.ALL'],
  Next: 'RecordFailure',
  Assign: { failure: '{% $states.errorOutput %}' },
};

function linked(state: State, next: string | undefined): State {
  return next === undefined ? { ...state, End: true } : { ...state, Next: next };
}

function invoke(functionArn: string, payload: unknown): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn, Payload: payload },
    TimeoutSeconds: FUNCTION_TIMEOUT_SECONDS,
    Retry: [{ ErrorEquals: INVOCATION_ERRORS, IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2 }],
  };
}

function resolveRun(parameter: string, functions: RunFunctions): State {
  return {
    ...invoke(functions.resolveRun, {
      parameter,
      execution: '{% $states.context.Execution.Id %}',
      startedAt: '{% $states.context.Execution.StartTime %}',
      request: '{% $states.input %}',
    }),
    Assign: { run: '{% $states.result.Payload %}', audits: {} },
    Catch: [
      {
        ErrorEquals: [...NOTHING_TO_DO],
        Next: 'NothingToDo',
        Assign: { failure: '{% $states.errorOutput %}' },
      },
      { ...CATCH_ALL, Assign: { ...CATCH_ALL.Assign, run: null } },
    ],
  };
}

function query(manifest: ProductManifest, group: 'builds' | 'audits', name: string): State {
  const at = `$lookup($run.${group}, '${name}')`;
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
    Arguments: {
      QueryString: `{% ${at}.sql %}`,
      ClientRequestToken: `{% ${at}.token %}`,
      WorkGroup: manifest.resources.workgroup,
    },
    TimeoutSeconds: QUERY_TIMEOUT_SECONDS,
    Retry: [
      {
        ErrorEquals: SUBMISSION_ERRORS,
        IntervalSeconds: 5,
        MaxAttempts: 6,
        BackoffRate: 2,
        JitterStrategy: 'FULL',
      },
    ],
    Catch: [CATCH_ALL],
  };
}

function audit(manifest: ProductManifest, table: string): State {
  return {
    ...query(manifest, 'audits', table),
    Assign: {
      audits: `{% $merge([$audits, {'${table}': $states.result.QueryExecution.QueryExecutionId}]) %}`,
    },
  };
}

function auditGate(functions: RunFunctions): State {
  return {
    ...invoke(functions.auditGate, { run: '{% $run %}', audits: '{% $audits %}' }),
    Assign: { audit: '{% $states.result.Payload %}' },
    Catch: [CATCH_ALL],
  };
}

function publishSnapshot(functions: RunFunctions): State {
  return {
    ...invoke(functions.publishSnapshot, { run: '{% $run %}', audit: '{% $audit %}' }),
    Output: '{% $states.result.Payload %}',
    Catch: [CATCH_ALL],
  };
}

function recordFailure(parameter: string, functions: RunFunctions): State {
  return {
    ...invoke(functions.recordFailure, {
      parameter,
      execution: '{% $states.context.Execution.Id %}',
      startedAt: '{% $states.context.Execution.StartTime %}',
      run: '{% $run %}',
      error: '{% $failure %}',
    }),
    // What cannot be recorded has failed all the same, for the reason that it had.
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'RunFailed' }],
    Next: 'RunFailed',
  };
}
