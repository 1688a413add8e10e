import { z } from 'zod';

/** Text that is `{% … %}`, or the value itself. */
const expression = z.string().regex(/^\{%[^]*%\}$/, 'must be a JSONata expression {% … %}');
const seconds = z.union([z.int().min(0).max(99_999_999), expression]);
const template = z.unknown();
const assign = z.record(
  z
    .string()
    .regex(/^[A-Za-z_][\w]{0,79}$/, 'is not a name for a variable')
    .refine((name) => name !== 'states', {
      message: 'the variable $states is reserved',
    }),
  z.unknown(),
);
const errorEquals = z.array(z.string()).min(1);

const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorEquals,
  IntervalSeconds: z.int().min(1).max(99_999_999).optional(),
  MaxAttempts: z.int().min(0).max(99_999_999).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorEquals,
  Next: z.string(),
  Assign: assign.optional(),
  Output: template.optional(),
});
export type Catcher = z.infer<typeof Catcher>;

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata').optional(),
  Output: template.optional(),
};
const flow = { Assign: assign.optional(), Next: z.string().optional(), End: z.literal(true).optional() };
const failing = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

const Task = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...flow,
  ...failing,
  Resource: z.string(),
  Arguments: template.optional(),
  TimeoutSeconds: seconds.optional(),
});
const Pass = z.strictObject({ Type: z.literal('Pass'), ...common, ...flow });
const Wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...flow,
  Seconds: seconds.optional(),
  Timestamp: z.string().optional(),
});
const Succeed = z.strictObject({ Type: z.literal('Succeed'), ...common });
const Fail = z.strictObject({
  Type: z.literal('Fail'),
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata').optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
const Choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Assign: assign.optional(),
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        Condition: z.union([z.boolean(), expression]),
        Next: z.string(),
        Assign: assign.optional(),
        Output: template.optional(),
      }),
    )
    .min(1),
  Default: z.string().optional(),
});
const Parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  ...flow,
  ...failing,
  Arguments: template.optional(),
  get Branches() {
    return z.array(Branch).min(1);
  },
});
const MapState = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  ...flow,
  ...failing,
  Items: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()), expression]).optional(),
  ItemSelector: template.optional(),
  MaxConcurrency: z.union([z.int().min(0), expression]).optional(),
  get ItemProcessor() {
    return Branch.extend({ ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional() });
  },
});

export const State = z.discriminatedUnion('Type', [
  Task,
  Pass,
  Wait,
  Succeed,
  Fail,
  Choice,
  Parallel,
  MapState,
]);

const Branch = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  get States() {
    return z.record(z.string().min(1).max(80), State);
  },
});

export const Definition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata'),
  Version: z.literal('1.0').optional(),
  StartAt: z.string(),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
  States: z.record(z.string().min(1).max(80), State),
});

export type State = z.infer<typeof State>;
export type Branch = z.infer<typeof Branch>;
export type Definition = z.infer<typeof Definition>;
export type StateOf<Type extends State['Type']> = Extract<State, { Type: Type }>;
