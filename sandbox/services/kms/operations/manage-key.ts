import type {
  CancelKeyDeletionCommandInput,
  CancelKeyDeletionCommandOutput,
  DisableKeyCommandInput,
  DisableKeyCommandOutput,
  DisableKeyRotationCommandInput,
  DisableKeyRotationCommandOutput,
  EnableKeyCommandInput,
  EnableKeyCommandOutput,
  EnableKeyRotationCommandInput,
  EnableKeyRotationCommandOutput,
  GetKeyPolicyCommandInput,
  GetKeyPolicyCommandOutput,
  GetKeyRotationStatusCommandInput,
  GetKeyRotationStatusCommandOutput,
  PutKeyPolicyCommandInput,
  PutKeyPolicyCommandOutput,
  ScheduleKeyDeletionCommandInput,
  ScheduleKeyDeletionCommandOutput,
  UpdateKeyDescriptionCommandInput,
  UpdateKeyDescriptionCommandOutput,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { findKey } from '../find-key.ts';
import { onKey } from '../permit.ts';
import { type KeyRecord, keys } from '../store.ts';
import { checkPolicy } from './create-key.ts';

const ROTATION_DAYS = 365;
const PENDING_DAYS = { default: 30, min: 7, max: 30 } as const;
const DAY_MILLISECONDS = 86_400_000;

type KeyInput = { readonly KeyId?: string | undefined };

/** An operation that only changes the record of its key. */
function changing<Input extends KeyInput, Output>(
  name: string,
  change: (key: KeyRecord, input: Input, context: RequestContext) => KeyRecord,
) {
  return defineOperation<Input, Output>({
    service: 'kms',
    name,
    authorize: ({ KeyId }, context) => onKey(name, KeyId, context),
    handle: (input, context) => {
      const { key, scope } = findKey(context.cloud, context, input.KeyId ?? '');
      keys(context.cloud).put(scope, key.id, change(key, input, context));
      // These operations answer with nothing but metadata.
      return {} as Omit<Output, '$metadata'>;
    },
  });
}

export const enableKey = changing<EnableKeyCommandInput, EnableKeyCommandOutput>('EnableKey', (key) => ({
  ...usable(key),
  state: 'Enabled',
}));

export const disableKey = changing<DisableKeyCommandInput, DisableKeyCommandOutput>('DisableKey', (key) => ({
  ...usable(key),
  state: 'Disabled',
}));

export const enableKeyRotation = changing<EnableKeyRotationCommandInput, EnableKeyRotationCommandOutput>(
  'EnableKeyRotation',
  (key, { RotationPeriodInDays }) => ({
    ...usable(key),
    rotationDays: RotationPeriodInDays ?? ROTATION_DAYS,
  }),
);

export const disableKeyRotation = changing<DisableKeyRotationCommandInput, DisableKeyRotationCommandOutput>(
  'DisableKeyRotation',
  (key) => {
    const { rotationDays: _, ...rest } = usable(key);
    return rest;
  },
);

export const updateKeyDescription = changing<
  UpdateKeyDescriptionCommandInput,
  UpdateKeyDescriptionCommandOutput
>('UpdateKeyDescription', (key, { Description }) => ({ ...usable(key), description: Description ?? '' }));

export const putKeyPolicy = changing<PutKeyPolicyCommandInput, PutKeyPolicyCommandOutput>(
  'PutKeyPolicy',
  (key, { Policy = '', PolicyName }) => {
    refuseOtherPolicies(PolicyName);
    checkPolicy(Policy);
    return { ...key, policy: Policy };
  },
);

export const getKeyPolicy = defineOperation<GetKeyPolicyCommandInput, GetKeyPolicyCommandOutput>({
  service: 'kms',
  name: 'GetKeyPolicy',
  authorize: ({ KeyId }, context) => onKey('GetKeyPolicy', KeyId, context),
  handle: ({ KeyId = '', PolicyName }, context) => {
    refuseOtherPolicies(PolicyName);
    return { Policy: findKey(context.cloud, context, KeyId).key.policy, PolicyName: 'default' };
  },
});

export const getKeyRotationStatus = defineOperation<
  GetKeyRotationStatusCommandInput,
  GetKeyRotationStatusCommandOutput
>({
  service: 'kms',
  name: 'GetKeyRotationStatus',
  authorize: ({ KeyId }, context) => onKey('GetKeyRotationStatus', KeyId, context),
  handle: ({ KeyId = '' }, context) => {
    const { id, rotationDays } = findKey(context.cloud, context, KeyId).key;
    return {
      KeyId: id,
      KeyRotationEnabled: rotationDays !== undefined,
      ...(rotationDays !== undefined && { RotationPeriodInDays: rotationDays }),
    };
  },
});

export const scheduleKeyDeletion = defineOperation<
  ScheduleKeyDeletionCommandInput,
  ScheduleKeyDeletionCommandOutput
>({
  service: 'kms',
  name: 'ScheduleKeyDeletion',
  authorize: ({ KeyId }, context) => onKey('ScheduleKeyDeletion', KeyId, context),
  handle: ({ KeyId = '', PendingWindowInDays: days = PENDING_DAYS.default }, context) => {
    const { key, scope } = findKey(context.cloud, context, KeyId);
    if (days < PENDING_DAYS.min || days > PENDING_DAYS.max) {
      throw new AwsError(
        'ValidationException',
        `a key waits ${PENDING_DAYS.min} to ${PENDING_DAYS.max} days, not ${days}`,
      );
    }
    const deletionAt = new Date(context.now.getTime() + days * DAY_MILLISECONDS).toISOString();
    keys(context.cloud).put(scope, key.id, { ...usable(key), state: 'PendingDeletion', deletionAt });
    return {
      KeyId: key.arn,
      DeletionDate: new Date(deletionAt),
      KeyState: 'PendingDeletion',
      PendingWindowInDays: days,
    };
  },
});

export const cancelKeyDeletion = defineOperation<
  CancelKeyDeletionCommandInput,
  CancelKeyDeletionCommandOutput
>({
  service: 'kms',
  name: 'CancelKeyDeletion',
  authorize: ({ KeyId }, context) => onKey('CancelKeyDeletion', KeyId, context),
  handle: ({ KeyId = '' }, context) => {
    const { key, scope } = findKey(context.cloud, context, KeyId);
    if (key.state !== 'PendingDeletion') {
      throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
    }
    const { deletionAt: _, ...rest } = key;
    keys(context.cloud).put(scope, key.id, { ...rest, state: 'Disabled' });
    return { KeyId: key.arn };
  },
});

function usable(key: KeyRecord): KeyRecord {
  if (key.state !== 'PendingDeletion') return key;
  throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
}

function refuseOtherPolicies(name: string | undefined): void {
  if ((name ?? 'default') === 'default') return;
  throw new AwsError('NotFoundException', `a key has one policy, "default", and no "${name}"`);
}
