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
  GetKeyRotationStatusCommandInput,
  GetKeyRotationStatusCommandOutput,
  ScheduleKeyDeletionCommandInput,
  ScheduleKeyDeletionCommandOutput,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { changeKey, manageKey, requireKey } from '../key-operation.ts';
import type { KeyRecord } from '../store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const WINDOW_DAYS = { min: 7, max: 30 };
const ROTATION_DAYS = { min: 90, max: 2560, byDefault: 365 };

function refusePending(key: KeyRecord): KeyRecord {
  if (key.state !== 'PendingDeletion') return key;
  throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
}

export const enableKey = defineOperation<EnableKeyCommandInput, EnableKeyCommandOutput>({
  service: 'kms',
  name: 'EnableKey',
  members: ['KeyId'],
  authorize: manageKey('EnableKey'),
  handle: (input, context) => {
    changeKey(context, input.KeyId, (key) => ({ ...refusePending(key), state: 'Enabled' }));
    return {};
  },
});

export const disableKey = defineOperation<DisableKeyCommandInput, DisableKeyCommandOutput>({
  service: 'kms',
  name: 'DisableKey',
  members: ['KeyId'],
  authorize: manageKey('DisableKey'),
  handle: (input, context) => {
    changeKey(context, input.KeyId, (key) => ({ ...refusePending(key), state: 'Disabled' }));
    return {};
  },
});

export const enableKeyRotation = defineOperation<
  EnableKeyRotationCommandInput,
  EnableKeyRotationCommandOutput
>({
  service: 'kms',
  name: 'EnableKeyRotation',
  members: ['KeyId', 'RotationPeriodInDays'],
  authorize: manageKey('EnableKeyRotation'),
  handle: (input, context) => {
    const { min, max, byDefault } = ROTATION_DAYS;
    const rotationDays = input.RotationPeriodInDays ?? byDefault;
    if (rotationDays < min || rotationDays > max)
      throw new AwsError('ValidationException', `a rotation period is ${min} to ${max} days`);
    changeKey(context, input.KeyId, (key) => ({ ...refusePending(key), rotationDays }));
    return {};
  },
});

export const disableKeyRotation = defineOperation<
  DisableKeyRotationCommandInput,
  DisableKeyRotationCommandOutput
>({
  service: 'kms',
  name: 'DisableKeyRotation',
  members: ['KeyId'],
  authorize: manageKey('DisableKeyRotation'),
  handle: (input, context) => {
    changeKey(context, input.KeyId, (key) => {
      const { rotationDays: _, ...rest } = refusePending(key);
      return rest;
    });
    return {};
  },
});

export const getKeyRotationStatus = defineOperation<
  GetKeyRotationStatusCommandInput,
  GetKeyRotationStatusCommandOutput
>({
  service: 'kms',
  name: 'GetKeyRotationStatus',
  members: ['KeyId'],
  authorize: manageKey('GetKeyRotationStatus'),
  handle: (input, context) => {
    const { arn, rotationDays } = requireKey(context, input.KeyId);
    return {
      KeyId: arn,
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
  members: ['KeyId', 'PendingWindowInDays'],
  authorize: manageKey('ScheduleKeyDeletion'),
  handle: (input, context) => {
    const days = input.PendingWindowInDays ?? WINDOW_DAYS.max;
    if (days < WINDOW_DAYS.min || days > WINDOW_DAYS.max)
      throw new AwsError(
        'ValidationException',
        `a waiting period is ${WINDOW_DAYS.min} to ${WINDOW_DAYS.max} days`,
      );
    const deletion = new Date(context.now.getTime() + days * DAY_MS);
    const key = changeKey(context, input.KeyId, (found) => ({
      ...refusePending(found),
      state: 'PendingDeletion',
      deletionAt: deletion.toISOString(),
    }));
    return { KeyId: key.arn, DeletionDate: deletion, KeyState: 'PendingDeletion', PendingWindowInDays: days };
  },
});

export const cancelKeyDeletion = defineOperation<
  CancelKeyDeletionCommandInput,
  CancelKeyDeletionCommandOutput
>({
  service: 'kms',
  name: 'CancelKeyDeletion',
  members: ['KeyId'],
  authorize: manageKey('CancelKeyDeletion'),
  handle: (input, context) => {
    const key = changeKey(context, input.KeyId, ({ deletionAt, ...found }) => {
      if (deletionAt === undefined)
        throw new AwsError('KMSInvalidStateException', `${found.arn} is not pending deletion.`);
      // As on AWS, the key comes back disabled.
      return { ...found, state: 'Disabled' };
    });
    return { KeyId: key.arn };
  },
});
