import type { ICloudAssemblySource, IIoHost, Toolkit } from '@aws-cdk/toolkit-lib';
import type { DeployTarget } from './deploy-target.ts';

/** The CDK's toolkit over one assembly. */
export type OpenToolkit = {
  readonly toolkit: Toolkit;
  readonly source: ICloudAssemblySource;
};

/** Loads the toolkit, which takes about a second: only verbs that deploy or compare do. */
export async function openToolkit(
  target: DeployTarget,
  { assembly, ioHost }: { readonly assembly: string; readonly ioHost: IIoHost },
): Promise<OpenToolkit> {
  const { BaseCredentials, Toolkit } = await import('@aws-cdk/toolkit-lib');
  const { credentials, environment } = target;
  const baseCredentials =
    credentials === undefined
      ? BaseCredentials.awsCliCompatible({ defaultRegion: environment.region })
      : BaseCredentials.custom({ provider: async () => credentials, region: environment.region });
  const toolkit = new Toolkit({ ioHost, emojis: false, color: false, sdkConfig: { baseCredentials } });
  const read = await toolkit.fromAssemblyDirectory(assembly, { failOnMissingContext: false });
  // Read once: every later action would read and lock the directory again.
  return { toolkit, source: await toolkit.synth(read) };
}
