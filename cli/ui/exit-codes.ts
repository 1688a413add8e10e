/** What a script may rely on; each command's help repeats those that it uses. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  invalidProject: 3,
  policyDenied: 4,
  breakingContract: 5,
  checkFailed: 6,
  cloud: 7,
  needsApproval: 8,
  accessDenied: 9,
  hasChanges: 10,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
