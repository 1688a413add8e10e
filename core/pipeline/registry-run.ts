import type { ProductManifest } from './manifest.ts';
import { registryKey, registryRunKey } from './run-id.ts';
import type { RegistryRun, ResolvedRun } from './run.ts';

/** Findings that a registry item keeps; the ledger has all. */
export const FINDINGS_MAX = 50;

/** What a run's item says from its beginning to its end. */
export function registryRunBase(
  manifest: ProductManifest,
  run: ResolvedRun,
): Pick<
  RegistryRun,
  'pk' | 'sk' | 'run' | 'attempt' | 'execution' | 'trigger' | 'startedAt' | 'manifestSha256' | 'inputs'
> {
  return {
    pk: registryKey(manifest),
    sk: registryRunKey(run),
    run: run.run,
    attempt: run.attempt,
    execution: run.execution,
    trigger: run.trigger,
    startedAt: run.startedAt,
    manifestSha256: run.manifest.sha256,
    inputs: run.inputs,
  };
}
