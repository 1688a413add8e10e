import { renderDiagnostics } from '../../core/diagnostics/render.ts';
import type { Connection } from '../mesh/clients.ts';
import { loadProject, type Project } from '../mesh/project.ts';
import { holderOf, openSession } from '../mesh/sandbox-session.ts';
import { EXIT, type ExitCode } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import type { Invocation } from './verb.ts';

/** Loads the mesh and acts on it; an invalid one is shown like a compiler shows it. */
export async function withProject(
  { output, directory }: Invocation,
  act: (project: Project) => Promise<ExitCode>,
  environment?: string,
): Promise<ExitCode> {
  const loaded = await loadProject(directory, environment);
  if ('mesh' in loaded) return await act(loaded);
  if (output.isJson) {
    output.result(jsonAnswer('diagnostics', { ok: false, diagnostics: loaded.diagnostics }));
  } else {
    output.complain(renderDiagnostics(loaded.diagnostics, loaded.files, { color: output.isTerminal }));
  }
  return EXIT.invalidProject;
}

/** A connection to the sandbox: to the process that serves it, or opened for this command alone. */
export async function withConnection<T>(
  project: Project,
  act: (connection: Connection) => Promise<T>,
): Promise<T> {
  const holder = holderOf(project.stateDirectory);
  if (holder && holder.endpoint !== '') {
    const { rootCredentials } = await import('../../sandbox/root-credentials.ts');
    return await act({
      endpoint: holder.endpoint,
      region: project.environment.region,
      rootCredentials: (account) => rootCredentials(project.stateDirectory, account),
    });
  }
  const session = await openSession(project.stateDirectory, 0, project.environment.organization);
  try {
    return await act({ ...session.sandbox, region: project.environment.region });
  } finally {
    await session.close();
  }
}
