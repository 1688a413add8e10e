export type ResourceStatus =
  | 'IMPORT_IN_PROGRESS'
  | 'IMPORT_COMPLETE'
  | 'IMPORT_FAILED'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED'
  | 'DELETE_SKIPPED';

export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

/** One step of a deployment, as it happens. */
export type StackEvent = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly constructPath?: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason?: string;
  readonly at: Date;
};

export type OnEvent = (event: StackEvent) => void;

/** Why a stack failed; without `logicalId` the template or the stack itself is at fault. */
export type StackFailure = {
  readonly reason: string;
  readonly logicalId?: string;
  readonly type?: string;
  readonly constructPath?: string;
};

export type StackResult = {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly stackId: string;
  readonly status: 'created' | 'updated' | 'unchanged' | 'deleted' | 'failed';
  readonly outputs: Readonly<Record<string, string>>;
  /** First the causes, then what could not be undone. */
  readonly failures: readonly StackFailure[];
  /** Resources out of the stack that could not be deleted; the next deployment tries again. */
  readonly leftovers: readonly StackFailure[];
};
