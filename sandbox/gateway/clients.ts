/** What a client package holds besides its schemas: how the service's REST bodies and XML look. */
type ClientPackage = {
  /** Loaded at the service's first request: all packages together are 85 MB. */
  readonly load: () => Promise<unknown>;
  /** Body format of operations with an HTTP binding, where the service is a REST one. */
  readonly rest?: 'json' | 'xml';
  /** Namespace of XML answers, where the service gives any. */
  readonly xmlNamespace?: string;
};

/** Client packages by SigV4 signing name. */
export const CLIENTS: Readonly<Record<string, ClientPackage>> = {
  'application-signals': { load: () => import('@aws-sdk/client-application-signals'), rest: 'json' },
  athena: { load: () => import('@aws-sdk/client-athena') },
  cloudformation: {
    load: () => import('@aws-sdk/client-cloudformation'),
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  },
  dynamodb: { load: () => import('@aws-sdk/client-dynamodb') },
  events: { load: () => import('@aws-sdk/client-eventbridge') },
  glue: { load: () => import('@aws-sdk/client-glue') },
  iam: {
    load: () => import('@aws-sdk/client-iam'),
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  },
  kms: { load: () => import('@aws-sdk/client-kms') },
  lakeformation: { load: () => import('@aws-sdk/client-lakeformation'), rest: 'json' },
  lambda: { load: () => import('@aws-sdk/client-lambda'), rest: 'json' },
  logs: { load: () => import('@aws-sdk/client-cloudwatch-logs') },
  monitoring: {
    load: () => import('@aws-sdk/client-cloudwatch'),
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  },
  s3: {
    load: () => import('@aws-sdk/client-s3'),
    rest: 'xml',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  },
  scheduler: { load: () => import('@aws-sdk/client-scheduler'), rest: 'json' },
  secretsmanager: { load: () => import('@aws-sdk/client-secrets-manager') },
  sns: {
    load: () => import('@aws-sdk/client-sns'),
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  },
  sqs: { load: () => import('@aws-sdk/client-sqs') },
  ssm: { load: () => import('@aws-sdk/client-ssm') },
  states: { load: () => import('@aws-sdk/client-sfn') },
  sts: {
    load: () => import('@aws-sdk/client-sts'),
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  },
};
