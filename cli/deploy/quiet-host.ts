import type { IIoHost } from '@aws-cdk/toolkit-lib';

/** Hears what the toolkit says and shows none of it; questions get their default answer. */
export const quietHost: IIoHost = {
  notify: async () => {},
  requestResponse: async ({ defaultResponse }) => defaultResponse,
};
